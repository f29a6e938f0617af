import { control } from "../../core";

/** Holds secrets to a key of the customer's; off unless a team wants it, as each key has its price. */
export const secretKey = control({
  id: "secretsmanager-cmk",
  title: "Secrets are encrypted with a key of the account's own",
  severity: "medium",
  enforcement: "disabled",
  why: "With AWS's own key, whoever may read the secret may decrypt it, and no other account ever can.",
  fix: "Set kmsKeyId to a key of your own.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/secretsmanager-using-cmk.html",
  on: ["aws:secretsmanager/secret:Secret"],
  check: (secret) => secret.mustBeSet("kmsKeyId", "a KMS key", { unknown: "set" }),
});
