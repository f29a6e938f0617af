import { control, pass } from "../../core";
import { disposableSettings, unlessDisposable } from "../shared/disposable";

/** Holds vaults to staying while there are backups in them. */
export const backupVaultKept = control({
  id: "backup-vault-kept",
  title: "Backup vaults can't be destroyed with the backups in them",
  severity: "medium",
  why: "Destroying the stack, or one removed line of a program, then deletes every backup.",
  fix: "Leave forceDestroy out, or set it to false.",
  url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-backups.html",
  on: ["aws:backup/vault:Vault"],
  config: disposableSettings,
  check: (vault, context) =>
    unlessDisposable(context, () => vault.boolean("forceDestroy").mustBeFalse({ absent: pass })),
  remedy: [{ path: "forceDestroy", value: false }],
});
