import { control } from "../../core";

/** Holds instances to metrics of their operating system. */
export const rdsEnhancedMonitoring = control({
  id: "rds-enhanced-monitoring",
  title: "Database instances have enhanced monitoring",
  severity: "low",
  why: "The hypervisor's metrics don't show which process takes memory and processor when the database is slow.",
  fix: "Set monitoringInterval to 60 seconds or less, and monitoringRoleArn.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-6",
  on: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"],
  check: (instance) => instance.number("monitoringInterval").atLeast(1, { absent: "AWS then collects none" }),
});
