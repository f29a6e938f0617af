import { all, control } from "../../core";

/** Holds state machines to a key of the customer's; off unless a team wants it, as each key has its price. */
export const stateMachineKey = control({
  id: "stepfunctions-cmk",
  title: "State machines and activities are encrypted with a key of the account's own",
  severity: "low",
  enforcement: "disabled",
  why: "With AWS's own key nobody can say who may read the data of executions, nor take that back.",
  fix: "Set encryptionConfiguration.type to CUSTOMER_MANAGED_KMS_KEY, and kmsKeyId.",
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html",
  on: ["aws:sfn/stateMachine:StateMachine", "aws:sfn/activity:Activity"],
  check: (one) =>
    all(
      one
        .string("encryptionConfiguration.type")
        .equals("CUSTOMER_MANAGED_KMS_KEY", { absent: "AWS then takes a key of its own" }),
      one.mustBeSet("encryptionConfiguration.kmsKeyId", "the id of a KMS key", { unknown: "set" }),
    ),
});
