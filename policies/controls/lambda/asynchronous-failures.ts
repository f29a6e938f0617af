import { any, cannotTell, fail, notApplicable, type Resource, stackControl, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { lambdaFunctionType, lambdaPermission } from "./function";

/** Services that hand an event over, and don't wait for the answer. */
const asynchronous = ["s3", "sns", "events", "ses", "config", "codecommit", "iot", "logs", "cloudformation"].map(
  (service) => `${service}.amazonaws.com`,
);

/** Holds functions that are handed events to keeping those that failed. */
export const lambdaAsynchronousFailures = stackControl({
  id: "lambda-asynchronous-failures",
  title: "Lambda functions that services hand events to keep those that failed",
  severity: "low",
  why: "Lambda tries such an event three times, then drops it: nobody hears of what was lost.",
  fix: "Set deadLetterConfig.targetArn, or make a FunctionEventInvokeConfig with destinationConfig.onFailure.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/lambda-dlq-check.html",
  on: [lambdaFunctionType],
  check: (fn, { graph }) => {
    const { certain, possible } = graph.referrersTo(fn, [lambdaPermission], "function");
    const called = any(
      [
        ...certain.map((one) => one.string("principal").oneOf(asynchronous)),
        ...possible.map(({ resource, reason }) => cannotTell(`${resource.name}: ${reason}`)),
      ],
      notApplicable("no service hands it events"),
    );
    const kept = keeps(fn, graph);
    if (called.kind === "pass" || kept.kind === "pass") return kept;
    return called.kind === "fail" ? notApplicable("no service hands it events") : called;
  },
});

function keeps(fn: Resource, graph: Graph): Verdict {
  const letters = given(graph, fn, "deadLetterConfig");
  if (letters.state !== "absent") return letters.mustBeSet("targetArn", "a queue or topic", { unknown: "set" });
  const type = "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig";
  const { certain, possible } = graph.referrersTo(fn, [type], "functionName");
  const nothing = fail({
    path: "deadLetterConfig",
    found: "nothing",
    expected: "a dead-letter queue, or a destination",
  });
  const verdict = any(
    [
      ...certain.map((one) =>
        one.mustBeSet("destinationConfig.onFailure.destination", "a destination", { unknown: "set" }),
      ),
      ...possible.map(({ resource, reason }) => cannotTell(`${resource.name}: ${reason}`)),
    ],
    nothing,
  );
  return verdict.kind === "fail" ? nothing : verdict;
}
