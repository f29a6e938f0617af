import { any, fail, stackControl } from "../../core";
import { inBackupPlan } from "../shared/backup-plan";
import { beside } from "../shared/beside";

/** Holds file systems to backups. */
export const efsBackup = stackControl({
  id: "efs-backup",
  title: "EFS file systems are backed up",
  severity: "medium",
  why: "A file system keeps no versions: what is overwritten or deleted is lost.",
  fix: 'Make a BackupPolicy for the file system with status "ENABLED", or name it in a backup Selection.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-2",
  on: ["aws:efs/fileSystem:FileSystem"],
  check: (files, { graph }) =>
    any([
      beside(
        graph,
        files,
        { types: ["aws:efs/backupPolicy:BackupPolicy"], path: "fileSystemId" },
        (policy) => policy.string("backupPolicy.status").equals("ENABLED"),
        fail({ path: "", found: "no BackupPolicy", expected: 'one with status "ENABLED"' }),
      ),
      inBackupPlan(graph, files),
    ]),
});
