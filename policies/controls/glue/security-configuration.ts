import { all, control } from "../../core";

const settings = "encryptionConfiguration";

/** Holds security configurations to encryption of all that jobs write. */
export const glueSecurityConfiguration = control({
  id: "glue-security-configuration",
  title: "Glue security configurations encrypt data, logs and bookmarks",
  severity: "medium",
  why: "What a job writes on its way, its logs and its bookmarks have the data in them that it works on.",
  fix: 'Set s3EncryptionMode to "SSE-KMS" or "SSE-S3", cloudwatchEncryptionMode to "SSE-KMS" and jobBookmarksEncryptionMode to "CSE-KMS".',
  url: "https://docs.aws.amazon.com/glue/latest/dg/encryption-security-configuration.html",
  on: ["aws:glue/securityConfiguration:SecurityConfiguration"],
  check: (configuration) => {
    const absent = "AWS then takes DISABLED";
    return all(
      configuration.string(`${settings}.s3Encryption.s3EncryptionMode`).oneOf(["SSE-KMS", "SSE-S3"], { absent }),
      configuration.string(`${settings}.cloudwatchEncryption.cloudwatchEncryptionMode`).equals("SSE-KMS", { absent }),
      configuration
        .string(`${settings}.jobBookmarksEncryption.jobBookmarksEncryptionMode`)
        .equals("CSE-KMS", { absent }),
    );
  },
});
