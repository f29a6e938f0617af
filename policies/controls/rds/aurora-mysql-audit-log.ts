import { control } from "../../core";
import { ofEngine } from "./engines";

/** Holds Aurora MySQL to its audit log. */
export const rdsAuroraMysqlAuditLog = control({
  id: "rds-aurora-mysql-audit-log",
  title: "Aurora MySQL clusters send their audit log to CloudWatch",
  severity: "medium",
  why: "Without it nobody can tell who logged in, and which tables they read.",
  fix: 'Put "audit" into enabledCloudwatchLogsExports, and set server_audit_logging to 1 in the cluster\'s parameter group.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-34",
  on: ["aws:rds/cluster:Cluster"],
  check: (cluster) =>
    ofEngine(cluster, /^aurora(-mysql)?$/, "Aurora MySQL", () =>
      cluster.list("enabledCloudwatchLogsExports").includes("audit", {
        absent: 'a list with "audit": AWS then sends none',
      }),
    ),
});
