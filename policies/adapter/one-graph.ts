import type { PolicyResource } from "@pulumi/policy";
import { AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import { Graph } from "../graph/graph";

/** The resources of the request that is being answered, as the protocol library has them: one array a request. */
let answering: object | undefined;

const graphs = new WeakMap<object, { readonly graph: Graph; readonly size: number }>();

/** Goes through the resources of a request until there is a graph of them, and through none from then on. */
function whileNeeded(this: readonly unknown[]): IterableIterator<unknown> {
  return (graphs.has(this) ? [] : this).values();
}

/**
 * Makes all stack policies of a request share one graph, with its indexes and what was read of policies. The policy server
 * builds the resources anew for each stack policy, from the same message, and asks the message for them once a request;
 * nothing else of another request can come in between, as the policies of one are run without waiting. Once there is a
 * graph, the server finds no more resources to build, which is what most of its time would go into. Does nothing where the
 * protocol library has no such function.
 *
 * @returns puts things back as they were
 */
export function shareGraphs(): () => void {
  const prototype: unknown = AnalyzeStackRequest.prototype;
  const list: unknown =
    typeof prototype === "object" && prototype !== null ? Reflect.get(prototype, "getResourcesList") : undefined;
  if (typeof prototype !== "object" || prototype === null || typeof list !== "function") {
    return () => {};
  }
  Reflect.set(prototype, "getResourcesList", function (this: object): unknown {
    const resources: unknown = Reflect.apply(list, this, []);
    answering = typeof resources === "object" && resources !== null ? resources : undefined;
    if (Array.isArray(resources)) {
      Reflect.defineProperty(resources, Symbol.iterator, { value: whileNeeded, configurable: true });
    }
    return resources;
  });
  return () => {
    Reflect.set(prototype, "getResourcesList", list);
    answering = undefined;
  };
}

/** The graph of the resources that a stack policy was given: the request's, where there is one. */
export function graphOf(resources: readonly PolicyResource[]): Graph {
  const known = answering && graphs.get(answering);
  if (known && (known.size === resources.length || resources.length === 0)) {
    return known.graph;
  }
  const graph = Graph.of(resources);
  if (answering) {
    graphs.set(answering, { graph, size: resources.length });
  }
  return graph;
}
