import { control } from "../../core";

/** Holds file systems to encrypted storage. */
export const efsEncryption = control({
  id: "efs-encryption",
  title: "EFS file systems encrypt what they keep",
  severity: "medium",
  why: "Files can be read by who gets at the storage; and encryption can't be switched on later.",
  fix: "Set encrypted to true, and kmsKeyId where the key has to be the account's own.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-1",
  on: ["aws:efs/fileSystem:FileSystem"],
  check: (files) => files.boolean("encrypted").mustBeTrue({ absent: "AWS then does not encrypt" }),
});
