import { all, choice, control, pass } from "../../core";

/** Holds images to encryption with KMS. */
export const ecrKey = control({
  id: "ecr-key",
  title: "Images are encrypted with a key of KMS",
  severity: "medium",
  why: "Only with a key of KMS does a record tell who decrypted what, and only a key of the account can be taken away.",
  fix: 'Set encryptionConfigurations to [{ encryptionType: "KMS", kmsKey }]; the repository has to be made anew for it.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ecr-controls.html#ecr-5",
  on: ["aws:ecr/repository:Repository"],
  config: {
    key: choice(["any", "customer"], {
      default: "any",
      description:
        "any takes AWS's own key of KMS, which costs nothing; customer wants one of the account, as ECR.5 does.",
    }),
  },
  check: (repository, { config }) =>
    repository
      .list("encryptionConfigurations")
      .some(
        (encryption) =>
          all(
            encryption.string("encryptionType").oneOf(["KMS", "KMS_DSSE"]),
            config.key === "any" ? pass : encryption.mustBeSet("kmsKey", "the ARN of a key", { unknown: "set" }),
          ),
        config.key === "any" ? "encryptionType KMS" : "encryptionType KMS with a kmsKey",
        { absent: "encryptionType KMS: AWS then takes AES256, with a key of S3" },
      ),
});
