import { control, integer } from "../../core";

/** Holds streams to keeping records until a fault is mended. */
export const streamRetention = control({
  id: "kinesis-stream-retention",
  title: "Streams keep records for a week",
  severity: "medium",
  why: "A consumer that fails on a Friday has lost records by Monday.",
  fix: "Set retentionPeriod to 168 hours or more.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/kinesis-controls.html#kinesis-3",
  on: ["aws:kinesis/stream:Stream"],
  config: {
    minimumHours: integer({ default: 168, minimum: 24, description: "Least number of hours that records are kept." }),
  },
  check: (stream, { config }) =>
    stream.number("retentionPeriod").atLeast(config.minimumHours, { absent: "AWS then keeps them for 24 hours" }),
});
