import { control } from "../../core";

/** Holds instances to logs that outlive them. */
export const rdsInstanceLogs = control({
  id: "rds-instance-logs",
  title: "RDS database instances send their logs to CloudWatch",
  severity: "medium",
  why: "Logs on the instance go after days, and with it; who did what can't be read after an incident.",
  fix: "List the engine's logs in enabledCloudwatchLogsExports.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-9",
  on: ["aws:rds/instance:Instance"],
  check: (instance) =>
    instance
      .list("enabledCloudwatchLogsExports")
      .lengthAtLeast(1, { absent: "logs of the engine: AWS then sends none" }),
});
