import { all, control } from "../../core";

/** Holds message brokers to a key of the customer's; off unless a team wants it, as each key has its price. */
export const brokerKey = control({
  id: "mq-broker-cmk",
  title: "Amazon MQ brokers are encrypted with a key of the account's own",
  severity: "medium",
  enforcement: "disabled",
  why: "With a key of AWS's nobody can say who may read what is stored, nor take that back.",
  fix: "Set encryptionOptions.useAwsOwnedKey to false, and encryptionOptions.kmsKeyId.",
  url: "https://docs.aws.amazon.com/amazon-mq/latest/developer-guide/data-protection.html",
  on: ["aws:mq/broker:Broker"],
  check: (broker) =>
    all(
      broker.boolean("encryptionOptions.useAwsOwnedKey").mustBeFalse({ absent: "AWS then takes a key of its own" }),
      broker.mustBeSet("encryptionOptions.kmsKeyId", "the ARN of a KMS key", { unknown: "set" }),
    ),
});
