import { control } from "../../core";

/** Holds event buses to a key of the customer's; off unless a team wants it, as each key has its price. */
export const busKey = control({
  id: "eventbridge-bus-cmk",
  title: "Event buses are encrypted with a key of the account's own",
  severity: "low",
  enforcement: "disabled",
  why: "With AWS's own key nobody can say who may read the events that wait on the bus, nor take that back.",
  fix: "Set kmsKeyIdentifier to the ARN of a key.",
  url: "https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html",
  on: ["aws:cloudwatch/eventBus:EventBus"],
  check: (bus) => bus.mustBeSet("kmsKeyIdentifier", "the ARN of a KMS key", { unknown: "set" }),
});
