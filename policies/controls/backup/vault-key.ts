import { control } from "../../core";

/** Holds vaults to a key of the account's own. */
export const backupVaultKey = control({
  id: "backup-vault-key",
  title: "Backup vaults are encrypted with a key of the account's",
  severity: "medium",
  why: "Backups under AWS's own key can't be copied to another account, and nobody can take the key away.",
  fix: "Set kmsKeyArn to the ARN of a KMS key.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/backup-controls.html#backup-1",
  on: ["aws:backup/vault:Vault"],
  check: (vault) => vault.mustBeSet("kmsKeyArn", "the ARN of a KMS key", { unknown: "set" }),
});
