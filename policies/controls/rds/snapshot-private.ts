import { control } from "../../core";

/** Holds snapshots to accounts that are named. */
export const rdsSnapshotPrivate = control({
  id: "rds-snapshot-private",
  title: "Database snapshots are not public",
  severity: "critical",
  why: 'Who restores a snapshot that is shared with "all" has the whole database, and everybody can.',
  fix: 'Leave "all" out of sharedAccounts; name accounts, or share nothing.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-1",
  on: [
    "aws:rds/snapshot:Snapshot",
    "aws:rds/clusterSnapshot:ClusterSnapshot",
    "aws:rds/snapshotCopy:SnapshotCopy",
    "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy",
  ],
  check: (snapshot) => snapshot.list("sharedAccounts").every((account) => account.string().notEquals("all")),
  remedy: (snapshot) => {
    const accounts = snapshot.list("sharedAccounts").items.map((account) => account.string());
    const named = accounts.flatMap(({ value }) => (value === undefined || value === "all" ? [] : [value]));
    return accounts.some(({ value }) => value === undefined) ? [] : [{ path: "sharedAccounts", value: named }];
  },
});
