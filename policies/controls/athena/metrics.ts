import { control, pass } from "../../core";

/** Holds workgroups to metrics. */
export const athenaMetrics = control({
  id: "athena-metrics",
  title: "Athena workgroups publish metrics of their queries",
  severity: "medium",
  why: "Without them nobody sees who scans far more than usual, or whose queries fail.",
  fix: "Leave configuration.publishCloudwatchMetricsEnabled out, or set it to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/athena-controls.html#athena-4",
  on: ["aws:athena/workgroup:Workgroup"],
  check: (workgroup) => workgroup.boolean("configuration.publishCloudwatchMetricsEnabled").mustBeTrue({ absent: pass }),
  remedy: [{ path: "configuration.publishCloudwatchMetricsEnabled", value: true }],
});
