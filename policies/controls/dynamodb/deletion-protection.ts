import { all, control, type Value, type Verdict } from "../../core";
import { disposableSettings, unlessDisposable } from "../shared/disposable";

/** Holds tables to protection from deletion. */
export const dynamodbDeletionProtection = control({
  id: "dynamodb-deletion-protection",
  title: "DynamoDB tables are protected from deletion",
  severity: "medium",
  why: "One call, or one removed line of a program, deletes a table with all of its items.",
  fix: "Set deletionProtectionEnabled to true, also for each of replicas.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-6",
  on: ["aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"],
  config: disposableSettings,
  check: (table, context) =>
    unlessDisposable(context, () => all(isProtected(table), table.list("replicas").every(isProtected))),
  // Replicas are a list: which of several is meant can't be said.
  remedy: (table) =>
    table.list("replicas").every(isProtected).kind === "pass"
      ? [{ path: "deletionProtectionEnabled", value: true }]
      : [],
});

function isProtected(table: Value): Verdict {
  return table.boolean("deletionProtectionEnabled").mustBeTrue({ absent: "AWS then lets anybody delete it" });
}
