import { all, control } from "../../core";

/** Holds Kubernetes' secrets to a key of the account's own. */
export const eksSecretsKey = control({
  id: "eks-secrets-key",
  title: "EKS clusters encrypt Kubernetes' secrets with a key of the account's",
  severity: "medium",
  why: "With AWS's own key nobody in the account can say who decrypts the secrets, nor take the key away.",
  fix: 'Set encryptionConfig with provider.keyArn of a KMS key and resources ["secrets"].',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/eks-controls.html#eks-3",
  on: ["aws:eks/cluster:Cluster"],
  check: (cluster) =>
    all(
      // The ARN of a key that the program makes is not known before the deployment, but it can't turn out to be nothing.
      cluster.mustBeSet("encryptionConfig.provider.keyArn", "the ARN of a KMS key", { unknown: "set" }),
      cluster.list("encryptionConfig.resources").includes("secrets", { absent: 'the list ["secrets"]' }),
    ),
});
