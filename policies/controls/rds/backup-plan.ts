import { stackControl } from "../../core";
import { inBackupPlan } from "../shared/backup-plan";
import { ifRequired, onDemand } from "../shared/on-demand";

/** Holds databases to a plan of AWS Backup. */
export const rdsBackupPlan = stackControl({
  id: "rds-backup-plan",
  title: "Databases are in a backup plan",
  severity: "medium",
  why: "The database's own backups go with the database, and are in its region and account alone.",
  fix: "Name the database's ARN in resources of a backup Selection, or select it by a tag.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-26",
  on: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
  config: onDemand("databases have to be in a plan of AWS Backup"),
  check: (database, context) => ifRequired(context, () => inBackupPlan(context.graph, database)),
});
