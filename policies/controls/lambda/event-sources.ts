import { all, any, cannotTell, notApplicable, pass, type Resource, stackControl, type Verdict, when } from "../../core";
import type { Graph } from "../../graph";
import { given } from "../../graph";
import { eventSourceMapping, sourceOf } from "./function";

/** What `judge` says of a mapping that reads from one of these services. */
function readsFrom(graph: Graph, mapping: Resource, services: readonly string[], judge: () => Verdict): Verdict {
  const source = sourceOf(graph, mapping);
  if (source !== undefined) {
    return services.includes(source) ? judge() : notApplicable(`it does not read from ${services.join(" or ")}`);
  }
  const verdict = judge();
  return verdict.kind === "pass" ? pass : cannotTell("what it reads from is not known", "eventSourceArn");
}

/** Holds readers of streams to going on past what can't be handled. */
export const lambdaStreamFailures = stackControl({
  id: "lambda-stream-failures",
  title: "Readers of streams give up on what fails in the end, and keep a record of it",
  severity: "medium",
  why: "One record that always fails stops its shard until it expires, a day or a year later, and all behind it with it.",
  fix: "Set maximumRetryAttempts or maximumRecordAgeInSeconds, and destinationConfig.onFailure.destinationArn.",
  url: "https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html",
  on: [eventSourceMapping],
  check: (mapping, { graph }) =>
    readsFrom(graph, mapping, ["kinesis", "dynamodb"], () => {
      const forever = "AWS then tries for as long as the stream keeps it";
      return all(
        any(
          ["maximumRetryAttempts", "maximumRecordAgeInSeconds"].map((name) =>
            given(graph, mapping, name).number().atLeast(0, { absent: forever }),
          ),
        ),
        given(graph, mapping, "destinationConfig").mustBeSet("onFailure.destinationArn", "a queue, topic or bucket", {
          unknown: "set",
        }),
      );
    }),
});

/** Holds readers of queues to handling again what failed only. */
export const lambdaPartialBatch = stackControl({
  id: "lambda-partial-batch",
  title: "Readers of queues say which messages of a batch failed",
  severity: "low",
  why: "Else one message that fails brings back its whole batch: the others are handled again, and end in the dead-letter queue too.",
  fix: 'Put "ReportBatchItemFailures" into functionResponseTypes, and let the function return the ids that failed.',
  url: "https://docs.aws.amazon.com/lambda/latest/dg/services-sqs-errorhandling.html",
  on: [eventSourceMapping],
  check: (mapping, { graph }) =>
    readsFrom(graph, mapping, ["sqs"], () =>
      when(
        given(graph, mapping, "batchSize").number().atMost(1, { absent: "AWS then takes 10" }),
        () => notApplicable("there is one message in a batch"),
        () =>
          given(graph, mapping, "functionResponseTypes")
            .list()
            .includes("ReportBatchItemFailures", { absent: 'a list with "ReportBatchItemFailures"' }),
      ),
    ),
});
