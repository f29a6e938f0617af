import { all, control, type Value, type Verdict } from "../../core";

/** Holds tables to being restorable to any second. */
export const dynamodbPointInTimeRecovery = control({
  id: "dynamodb-point-in-time-recovery",
  title: "DynamoDB tables can be restored to any second of the last days",
  severity: "medium",
  why: "What a faulty release overwrites or deletes is lost.",
  fix: "Set pointInTimeRecovery.enabled to true, and pointInTimeRecovery to true for each of replicas.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html#dynamodb-2",
  on: ["aws:dynamodb/table:Table", "aws:dynamodb/tableReplica:TableReplica"],
  check: (table) =>
    table.type === "aws:dynamodb/table:Table"
      ? all(
          table.boolean("pointInTimeRecovery.enabled").mustBeTrue({ absent: "AWS then keeps no backup" }),
          table.list("replicas").every(ofReplica),
        )
      : ofReplica(table),
});

function ofReplica(replica: Value): Verdict {
  return replica.boolean("pointInTimeRecovery").mustBeTrue({ absent: "AWS then keeps no backup of the replica" });
}
