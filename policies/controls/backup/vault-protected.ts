import { all, any, fail, stackControl, type Value, type Verdict } from "../../core";
import { beside } from "../shared/beside";

/** Holds vaults to backups that nobody deletes. */
export const backupVaultProtected = stackControl({
  id: "backup-vault-protected",
  title: "Nobody deletes backups from a vault by hand",
  severity: "medium",
  why: "Whoever gets into the account deletes the backups first, and the data then.",
  fix: "Make a VaultLockConfiguration for the vault, or a VaultPolicy that denies backup:DeleteRecoveryPoint to everybody.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/backup-recovery-point-manual-deletion-disabled.html",
  on: ["aws:backup/vault:Vault"],
  check: (vault, { graph }) => {
    const at = (type: string) => ({ types: [type], path: "backupVaultName" });
    const none = fail({ path: "", found: "neither a lock nor a policy that denies it", expected: "one" });
    return any([
      beside(
        graph,
        vault,
        at("aws:backup/vaultLockConfiguration:VaultLockConfiguration"),
        (lock) => lock.number("minRetentionDays").atLeast(1, { absent: "it may then be deleted at once" }),
        none,
      ),
      beside(
        graph,
        vault,
        at("aws:backup/vaultPolicy:VaultPolicy"),
        (policy) =>
          policy
            .json("policy")
            .judge((document) => document.list("Statement").some(deniesDeletion, "a Deny of it to everybody"), {
              absent: none,
            }),
        none,
      ),
    ]);
  },
});

function deniesDeletion(statement: Value): Verdict {
  const principal = statement.at("Principal");
  const everybody = (principal.keys().length > 0 ? principal.list("AWS") : principal.list()).includes("*");
  return all(
    statement.string("Effect").equals("Deny"),
    everybody,
    statement
      .list("Action")
      .some((action) => action.string().oneOf(["backup:DeleteRecoveryPoint", "backup:Delete*", "backup:*", "*"]), "it"),
    statement.mustBeUnset("Condition", "no condition"),
  );
}
