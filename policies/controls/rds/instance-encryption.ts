import { control } from "../../core";
import { unlessCopied } from "./engines";

/** Holds instances to encrypted storage. */
export const rdsInstanceEncryption = control({
  id: "rds-instance-encryption",
  title: "RDS database instances encrypt their storage",
  severity: "medium",
  why: "Whoever gets at a disk, a snapshot or a backup reads it; and encryption can't be switched on later without a new database.",
  fix: "Set storageEncrypted to true, and kmsKeyId where the key has to be the account's own.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-3",
  on: ["aws:rds/instance:Instance"],
  check: (instance) =>
    unlessCopied(instance, ["replicateSourceDb"], () =>
      instance.boolean("storageEncrypted").mustBeTrue({ absent: "AWS then does not encrypt" }),
    ),
});
