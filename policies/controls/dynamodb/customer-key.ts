import { all, control } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";

/** Holds tables to a key of the account's own. */
export const dynamodbCustomerKey = control({
  id: "dynamodb-customer-key",
  title: "DynamoDB tables are encrypted with a key of the account's",
  severity: "medium",
  why: "With AWS's own key nobody in the account can say who decrypts items, nor take the key away.",
  fix: "Set serverSideEncryption.enabled to true and serverSideEncryption.kmsKeyArn to the ARN of a KMS key.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/dynamodb-table-encrypted-kms.html",
  on: ["aws:dynamodb/table:Table"],
  // AWS bills the key and its use; it encrypts every table anyway.
  config: onDemand("tables have to be encrypted with a key of the account's"),
  check: (table, context) =>
    ifRequired(context, () =>
      all(
        table.boolean("serverSideEncryption.enabled").mustBeTrue({ absent: "AWS then takes its own key" }),
        table.mustBeSet("serverSideEncryption.kmsKeyArn", "the ARN of a KMS key", { unknown: "set" }),
      ),
    ),
});
