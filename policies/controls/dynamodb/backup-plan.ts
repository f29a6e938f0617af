import { stackControl } from "../../core";
import { inBackupPlan } from "../shared/backup-plan";
import { ifRequired, onDemand } from "../shared/on-demand";

/** Holds tables to a plan of AWS Backup. */
export const dynamodbBackupPlan = stackControl({
  id: "dynamodb-backup-plan",
  title: "DynamoDB tables are in a backup plan",
  severity: "medium",
  why: "Point-in-time recovery goes back 35 days at most, and is in the table's region and account alone.",
  fix: "Name the table's ARN in resources of a backup Selection, or select it by a tag.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-4",
  on: ["aws:dynamodb/table:Table"],
  config: onDemand("tables have to be in a plan of AWS Backup"),
  check: (table, context) => ifRequired(context, () => inBackupPlan(context.graph, table)),
});
