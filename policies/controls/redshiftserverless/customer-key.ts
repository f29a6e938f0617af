import { control } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";

/** Holds namespaces to a key of the account's own. */
export const redshiftServerlessKey = control({
  id: "redshiftserverless-customer-key",
  title: "Redshift Serverless namespaces are encrypted with a key of the account's",
  severity: "medium",
  why: "With AWS's own key nobody in the account can say who decrypts data, nor take the key away.",
  fix: "Set kmsKeyId to the ARN of a KMS key.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/serverless-workgroups-and-namespaces-rotate-kms-key.html",
  on: ["aws:redshiftserverless/namespace:Namespace"],
  // AWS bills the key and its use; it encrypts every namespace anyway.
  config: onDemand("namespaces have to be encrypted with a key of the account's"),
  check: (namespace, context) =>
    ifRequired(context, () => namespace.mustBeSet("kmsKeyId", "the ARN of a KMS key", { unknown: "set" })),
});
