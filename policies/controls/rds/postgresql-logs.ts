import { control } from "../../core";
import { ofEngine } from "./engines";

/** Holds PostgreSQL to its log. */
export const rdsPostgresqlLogs = control({
  id: "rds-postgresql-logs",
  title: "PostgreSQL databases send their log to CloudWatch",
  severity: "medium",
  why: "PostgreSQL writes logins, errors and audit records into one log; elsewhere they are not kept.",
  fix: 'Put "postgresql" into enabledCloudwatchLogsExports.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-36",
  on: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  check: (database) =>
    ofEngine(database, /postgres/, "PostgreSQL", () =>
      database.list("enabledCloudwatchLogsExports").includes("postgresql", {
        absent: 'a list with "postgresql": AWS then sends none',
      }),
    ),
});
