import { cannotTell, fail, notApplicable, pass, stackControl } from "../../core";
import { findReceiver, receivers } from "../../graph/wiring";

/** Seconds that SQS hides a message, and that a function may run, where nothing is said. */
const defaults = { visibility: 30, timeout: 3 };

/** Holds queues that functions consume to hiding messages for as long as the function may take. */
export const queueVisibilityTimeout = stackControl({
  id: "sqs-visibility-timeout",
  title: "Queues hide a message for six times as long as the function that consumes it may run",
  severity: "low",
  why: "A message that shows up again while a function is still at work on it, or is being retried after throttling, is handled twice.",
  fix: "Set visibilityTimeoutSeconds of the queue to six times the timeout of the function.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html",
  on: ["aws:lambda/eventSourceMapping:EventSourceMapping"],
  check: (mapping, { graph }) => {
    const source = graph.follow(mapping, "eventSourceArn", receivers.queue.types);
    if (source.kind === "absent" || (source.kind === "external" && source.value.split(":")[2] !== "sqs")) {
      return notApplicable("its source is no queue");
    }
    const consumer = findReceiver(graph, mapping, "functionName", [receivers.lambdaFunction]);
    if (source.kind !== "resource" || consumer.kind !== "found") {
      return cannotTell("the queue or the function is not in this stack, or not known", "eventSourceArn");
    }
    const visibility = source.resource.number("visibilityTimeoutSeconds");
    const timeout = consumer.found.resource.number("timeout");
    const hidden = visibility.state === "absent" ? defaults.visibility : visibility.value;
    const run = timeout.state === "absent" ? defaults.timeout : timeout.value;
    if (hidden === undefined || run === undefined) {
      return cannotTell(visibility.reason || timeout.reason, "eventSourceArn");
    }
    return hidden >= 6 * run
      ? pass
      : fail({
          path: "visibilityTimeoutSeconds",
          found: `${hidden} seconds, and ${consumer.found.resource.name} may run for ${run}`,
          expected: `${6 * run} seconds or more`,
          urn: source.resource.urn,
        });
  },
});
