import { control } from "../../core";

/** Holds the targets of rules to keeping what could not be delivered. */
export const targetDeadLetter = control({
  id: "eventbridge-target-dead-letter",
  title: "Targets of rules keep what could not be delivered in a queue",
  severity: "low",
  why: "EventBridge gives up after a day, and the event is gone without a trace.",
  fix: "Set deadLetterConfig.arn to the ARN of a queue.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-rule-dlq.html",
  on: ["aws:cloudwatch/eventTarget:EventTarget"],
  check: (target) => target.mustBeSet("deadLetterConfig.arn", "the ARN of a queue", { unknown: "set" }),
});
