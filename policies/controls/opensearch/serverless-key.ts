import { control, notApplicable, when } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";

/** Holds serverless collections to a key of the account's own. */
export const searchServerlessKey = control({
  id: "opensearch-serverless-key",
  title: "OpenSearch Serverless collections are encrypted with a key of the account's",
  severity: "medium",
  why: "With AWS's own key nobody in the account can say who decrypts documents, nor take the key away.",
  fix: "Give KmsARN instead of AWSOwnedKey in the encryption policy.",
  url: "https://docs.aws.amazon.com/opensearch-service/latest/developerguide/serverless-encryption.html",
  on: ["aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy"],
  // AWS bills the key and its use; it encrypts every collection anyway.
  config: onDemand("collections have to be encrypted with a key of the account's"),
  check: (policy, context) =>
    ifRequired(context, () =>
      when(
        policy.string("type").equals("encryption"),
        () =>
          policy.json("policy").judge((document) => document.mustBeSet("KmsARN", "the ARN of a KMS key"), {
            absent: "a policy with KmsARN",
          }),
        () => notApplicable("it is no encryption policy"),
      ),
    ),
});
