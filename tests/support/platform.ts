/** The graph of a program that preflight ran, as the policy pack gets it, so that tests can take resources out of it. */
import { strict as assert } from "node:assert";
import type { PolicyResource } from "@pulumi/policy";
import { type Control, Graph, type Verdict } from "../../policies/index";
import type { GraphResource, Value } from "../../preflight";
import { proxied, shellOf, UNKNOWN } from "./policies";

/** What a control says of one resource. */
export interface Said {
  readonly control: string;
  readonly resource: string;
  readonly verdict: Verdict;
}

/** What the controls say of a program, but for passes. */
export function judgeAll(controls: readonly Control[], resources: readonly PolicyResource[]): Said[] {
  const graph = Graph.of(resources);
  const configured = { config: {}, stackTags: new Map<string, string>() };
  return controls.flatMap((control) => {
    assert.equal(control.scope, "stack");
    if (control.scope !== "stack") {
      return [];
    }
    return graph
      .ofType(control.on)
      .map((resource) => ({
        control: control.id,
        resource: resource.name,
        verdict: control.judge(resource, graph, configured),
      }))
      .filter(({ verdict }) => verdict.kind === "fail" || verdict.kind === "undecided");
  });
}

/** What there is to say, one line a finding and a reason. */
export function linesOf(said: readonly Said[]): string[] {
  return said.flatMap(({ control, resource, verdict }) =>
    verdict.kind === "fail"
      ? verdict.findings.map(({ path, found }) => `${control} ${resource}: ${path}: ${found}`)
      : verdict.kind === "undecided"
        ? verdict.undecided.map(({ reason }) => `${control} ${resource}: can't tell: ${reason}`)
        : [],
  );
}

/**
 * The resources of a run as policies get them.
 *
 * @param without URNs of resources that are left out, as if the program had forgotten them
 */
export function resourcesOf(
  graph: readonly GraphResource[],
  without: ReadonlySet<string> = new Set(),
): PolicyResource[] {
  const made = new Map<string, PolicyResource>();
  for (const resource of graph) {
    if (!without.has(resource.urn)) {
      made.set(resource.urn, bare(resource));
    }
  }
  const present = (urns: readonly string[]) =>
    urns.map((urn) => made.get(urn)).filter((one): one is PolicyResource => one !== undefined);
  for (const { urn, parent, dependencies, propertyDependencies } of graph) {
    const resource = made.get(urn);
    if (resource) {
      resource.parent = parent === undefined ? undefined : made.get(parent);
      resource.dependencies = present(dependencies);
      for (const [property, urns] of Object.entries(propertyDependencies)) {
        resource.propertyDependencies[property] = present(urns);
      }
    }
  }
  return [...made.values()];
}

const props = new WeakMap<GraphResource, Record<string, unknown>>();

function bare(resource: GraphResource): PolicyResource {
  let values = props.get(resource);
  if (!values) {
    values = proxied(Object.fromEntries(Object.entries(resource.outputs).map(([key, value]) => [key, plain(value)])));
    props.set(resource, values);
  }
  return shellOf({ type: resource.type, name: resource.name, urn: resource.urn, props: values });
}

/** A value of the report as it goes over the wire. */
function plain(value: Value): unknown {
  if (Array.isArray(value)) {
    return value.map(plain);
  }
  if (typeof value !== "object" || value === null) {
    return value;
  }
  if ("$unknown" in value) {
    return UNKNOWN;
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, plain(inner)]));
}
