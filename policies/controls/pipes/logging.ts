import { all, any, control } from "../../core";

const destinations = [
  "cloudwatchLogsLogDestination.logGroupArn",
  "firehoseLogDestination.deliveryStreamArn",
  "s3LogDestination.bucketName",
];

/** Holds pipes to logging. */
export const pipeLogging = control({
  id: "pipes-logging",
  title: "Pipes log their errors",
  severity: "low",
  why: "What a pipe's filter, enrichment or target refuses is seen nowhere else.",
  fix: "Set logConfiguration.level to ERROR or more, and a destination beside it.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-logs.html",
  on: ["aws:pipes/pipe:Pipe"],
  check: (pipe) =>
    all(
      pipe.string("logConfiguration.level").oneOf(["ERROR", "INFO", "TRACE"]),
      any(
        destinations.map((path) =>
          pipe.mustBeSet(`logConfiguration.${path}`, "a destination of the logs", { unknown: "set" }),
        ),
      ),
    ),
});
