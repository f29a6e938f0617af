import { all, cannotTell, pass, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { receivers } from "../../graph/wiring";
import { unknownTold, valueTold } from "./told";
import { databasesTold } from "./told-databases";

const { lambdaFunction } = receivers;
const invocation = "aws:lambda/invocation:Invocation";

export const environmentWiring = stackControl({
  id: "wiring-environment",
  title: "A function may touch each resource that its environment, or its call at the deployment, names",
  severity: "high",
  why: "Code that is told of a table and may not read it fails at its first request, after the deployment.",
  fix: "Grant the function's role the actions that its code needs on the resource, or take the variable away.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
  on: [...lambdaFunction.types, invocation],
  check: (subject, { graph }) => (subject.type === invocation ? ofCall(graph, subject) : ofFunction(graph, subject)),
});

function ofFunction(graph: Graph, fn: Resource): Verdict {
  const told = toldOf(fn);
  const variables = given(graph, fn, "environment").at("variables");
  return all(
    variables
      .entries()
      .map(([name, value]) => valueTold(graph, told, `environment.variables.${name}`, value, "environment")),
    variables.state === "unknown" ? unknownTold(graph, told, "environment") : pass,
    databasesTold(
      graph,
      told,
      "environment",
      variables.entries().map(([name, value]) => ({ name, value })),
      [],
    ),
  );
}

/** What a function is called with when the stack is deployed: the input of an invocation. */
function ofCall(graph: Graph, call: Resource): Verdict {
  const fn = graph.follow(call, "functionName", lambdaFunction.types);
  switch (fn.kind) {
    case "resource":
      return valueTold(graph, { ...toldOf(fn.resource), told: call }, "input", call.at("input"), "input");
    case "unclear":
      return cannotTell(`invocation ${call.name}: ${fn.reason}`, "functionName");
    default:
      return pass;
  }
}

function toldOf(fn: Resource) {
  return { name: `function ${fn.name}`, owner: fn, rolePath: "role" };
}
