import { cannotTell, fail, integer, notApplicable, pass, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { findReceiver, receivers } from "../../graph/wiring";
import { eventSourceMapping, lambdaFunctionType, sourceOf } from "./function";

/** Holds queues to hiding a message for as long as a function may take. */
export const lambdaQueueVisibility = stackControl({
  id: "lambda-queue-visibility",
  title: "Queues hide a message for six times as long as the function that reads it may run",
  severity: "medium",
  why: "A message that comes back while the function is still at it, or was throttled, is handled twice, or counts as failed.",
  fix: "Raise the queue's visibilityTimeoutSeconds, or lower the function's timeout.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
  on: [eventSourceMapping],
  config: { times: integer({ default: 6, minimum: 1, description: "How many times the function's timeout." }) },
  check: (mapping, { graph, config }) => {
    const source = sourceOf(graph, mapping);
    if (source === undefined) return cannotTell("what it reads from is not known", "eventSourceArn");
    if (source !== "sqs") return notApplicable("it reads from no queue");
    const queue = graph.follow(mapping, "eventSourceArn", receivers.queue.types);
    const fn = functionOf(graph, mapping);
    if (queue.kind !== "resource") return cannotTell("the queue is not in this stack or not known", "eventSourceArn");
    if (!fn) return cannotTell("the function is not in this stack or not known", "functionName");
    return longEnough(graph, queue.resource, fn, mapping, config.times);
  },
});

/** The function that a mapping calls, by itself or by an alias. */
function functionOf(graph: Graph, mapping: Resource): Resource | undefined {
  const found = findReceiver(graph, mapping, "functionName", [receivers.lambdaFunction]);
  if (found.kind === "found") return found.found.resource;
  // The ARN of an alias is made from those of both; what is in another stack is made from none.
  const [only, ...others] = graph
    .dependenciesOf(mapping, "functionName")
    .filter(({ type }) => type === lambdaFunctionType);
  return others.length === 0 ? only : undefined;
}

function longEnough(graph: Graph, queue: Resource, fn: Resource, mapping: Resource, times: number): Verdict {
  // AWS's values where a program gives none.
  const seconds = (resource: Resource, property: string, otherwise: number) => {
    const value = given(graph, resource, property);
    return value.state === "absent" ? otherwise : value.number().value;
  };
  const visibility = seconds(queue, "visibilityTimeoutSeconds", 30);
  const timeout = seconds(fn, "timeout", 3);
  const window = seconds(mapping, "maximumBatchingWindowInSeconds", 0);
  if (visibility === undefined || timeout === undefined || window === undefined) {
    return cannotTell(`how long ${fn.name} runs, or ${queue.name} hides a message, is not known`);
  }
  const least = times * timeout + window;
  return visibility >= least
    ? pass
    : fail({
        path: "visibilityTimeoutSeconds",
        found: `${visibility}, with a function that may run for ${timeout} s`,
        expected: `at least ${least}`,
        urn: queue.urn,
      });
}
