import { control } from "../../core";

/** Holds schedules to keeping what could not be delivered. */
export const scheduleDeadLetter = control({
  id: "scheduler-dead-letter",
  title: "Schedules keep what could not be delivered in a queue",
  severity: "low",
  why: "A run that did not come about is then seen by nobody.",
  fix: "Set target.deadLetterConfig.arn to the ARN of a queue.",
  url: "https://docs.aws.amazon.com/scheduler/latest/UserGuide/configuring-schedule-dlq.html",
  on: ["aws:scheduler/schedule:Schedule"],
  check: (schedule) => schedule.mustBeSet("target.deadLetterConfig.arn", "the ARN of a queue", { unknown: "set" }),
});
