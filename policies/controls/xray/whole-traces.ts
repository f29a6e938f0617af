import { notApplicable, type Resource, stackControl, type Verdict } from "../../core";
import type { Graph } from "../../graph";

/** How a resource says that it is traced, by type. */
const traced: Readonly<Record<string, (resource: Resource) => Verdict>> = {
  "aws:apigateway/stage:Stage": (stage) => stage.boolean("xrayTracingEnabled").mustBeTrue(),
  "aws:lambda/function:Function": (one) => one.string("tracingConfig.mode").equals("Active"),
  "aws:sfn/stateMachine:StateMachine": (machine) => machine.boolean("tracingConfiguration.enabled").mustBeTrue(),
  "aws:appsync/graphQLApi:GraphQLApi": (api) => api.boolean("xrayEnabled").mustBeTrue(),
};

const types = Object.keys(traced);

function isTraced(resource: Resource): Verdict {
  return traced[resource.type]?.(resource) ?? notApplicable("it can't be traced");
}

const tracedStacks = new WeakMap<Graph, boolean>();

/** Whether a resource of the stack is traced for certain. */
function anyTraced(graph: Graph): boolean {
  let any = tracedStacks.get(graph);
  if (any === undefined) {
    any = graph.ofType(types).some((resource) => isTraced(resource).kind === "pass");
    tracedStacks.set(graph, any);
  }
  return any;
}

/** Holds stacks that are traced to being traced throughout. */
export const wholeTraces = stackControl({
  id: "xray-whole-traces",
  title: "Where one resource of a stack is traced, all are",
  severity: "low",
  why: "A trace that lacks a hop does not show where the time went, nor who called whom.",
  fix: "Set xrayTracingEnabled of stages, tracingConfig.mode Active of functions and tracingConfiguration.enabled of state machines.",
  url: "https://docs.aws.amazon.com/xray/latest/devguide/xray-services.html",
  on: types,
  check: (resource, { graph }) =>
    anyTraced(graph) ? isTraced(resource) : notApplicable("nothing of the stack is traced"),
});
