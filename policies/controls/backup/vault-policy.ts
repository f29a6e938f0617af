import { control, pass } from "../../core";
import { closedToEverybody } from "../shared/open-policy";

/** Holds vaults to principals that are named. */
export const backupVaultPolicy = control({
  id: "backup-vault-policy",
  title: "Policies of backup vaults let in nobody who is not named",
  severity: "critical",
  why: "With an Allow for everybody any account copies its backups into the vault, or takes yours out.",
  fix: "Name principals, or give a condition such as aws:PrincipalOrgID.",
  url: "https://docs.aws.amazon.com/aws-backup/latest/devguide/create-a-vault-access-policy.html",
  on: ["aws:backup/vaultPolicy:VaultPolicy"],
  check: (policy) => policy.json("policy").judge(closedToEverybody, { absent: pass }),
});
