import { rdsBackupPlan } from "../../../../../policies/controls/rds/backup-plan";
import { rdsSnapshotEncryption } from "../../../../../policies/controls/rds/snapshot-encryption";
import { rdsSnapshotPrivate } from "../../../../../policies/controls/rds/snapshot-private";
import { examplesOf, one, plus, referring } from "../../../../support/examples";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const snapshot = "aws:rds/snapshot:Snapshot";
const clusterSnapshot = "aws:rds/clusterSnapshot:ClusterSnapshot";
const snapshotCopy = "aws:rds/snapshotCopy:SnapshotCopy";
const clusterSnapshotCopy = "aws:rds/clusterSnapshotCopy:ClusterSnapshotCopy";
const required = { config: { required: true } };

describeControl(
  rdsSnapshotPrivate,
  plus(
    examplesOf({
      types: [snapshot, clusterSnapshot, snapshotCopy, clusterSnapshotCopy],
      path: "sharedAccounts",
      good: [["123456789012"], []],
      bad: [],
      absent: "good",
    }),
    {
      violating: Object.fromEntries(
        [snapshot, clusterSnapshot, snapshotCopy, clusterSnapshotCopy].map((type) => [
          `all (${type})`,
          { ...one(type, { sharedAccounts: ["123456789012", "all"] }), at: "sharedAccounts[1]" },
        ]),
      ),
    },
  ),
);

const database = (storageEncrypted?: unknown) =>
  sample(instance, "main", { id: UNKNOWN, ...(storageEncrypted !== undefined && { storageEncrypted }) });

const aurora = sample(cluster, "main", { id: UNKNOWN, storageEncrypted: true });
const of = (source: Sample) => referring(snapshot, "subject", "dbInstanceIdentifier", [source]);
const copyOf = (source: Sample, values: Record<string, unknown> = {}) =>
  referring(snapshotCopy, "copy", "sourceDbSnapshotIdentifier", [source], values);

const ofCluster = referring(clusterSnapshot, "subject", "dbClusterIdentifier", [aurora]);
const copyOfCluster = (source: Sample) =>
  referring(clusterSnapshotCopy, "copy", "sourceDbClusterSnapshotIdentifier", [source]);

const named = { ...of(database(false)), props: { id: UNKNOWN, dbInstanceIdentifier: UNKNOWN } };
const key = sample("aws:kms/key:Key", "key", { arn: UNKNOWN });

describeControl(rdsSnapshotEncryption, {
  compliant: {
    "of an encrypted database": { subject: of(database(true)) },
    "of an encrypted cluster": { subject: ofCluster },
    "a copy of one that is": { subject: copyOf(of(database(true))) },
    "a copy of such a copy": { subject: copyOf({ ...copyOf(of(database(true))), name: "first" }) },
    "a copy of a cluster's": { subject: copyOfCluster(ofCluster) },
    "a copy of such a copy of a cluster's": { subject: copyOfCluster({ ...copyOfCluster(ofCluster), name: "first" }) },
    "a copy under a key of its own": {
      subject: copyOf(named, { kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/k" }),
    },
    "a copy under a key that is not made yet": {
      subject: sample(
        clusterSnapshotCopy,
        "copy",
        { sourceDbClusterSnapshotIdentifier: "elsewhere", kmsKeyId: UNKNOWN },
        { from: { kmsKeyId: [key] } },
      ),
    },
  },
  violating: {
    "of a database that is not": { subject: of(database(false)), at: "storageEncrypted" },
    "of a database that says nothing": { subject: of(database()), at: "storageEncrypted" },
    "of a database of which AWS fills it in": { subject: of(database(UNKNOWN)), at: "storageEncrypted" },
    "a copy of one that is not": { subject: copyOf(named), at: "storageEncrypted" },
    "a snapshot, which takes no key": {
      subject: { ...of(database(false)), props: { dbInstanceIdentifier: UNKNOWN, kmsKeyId: "k" } },
      at: "storageEncrypted",
    },
  },
  undecided: {
    "of a database elsewhere": { ...one(snapshot, { dbInstanceIdentifier: "legacy" }), because: /not in this stack/ },
    "of one of two": {
      subject: referring(snapshot, "subject", "dbInstanceIdentifier", [
        database(true),
        sample(instance, "other", { id: UNKNOWN }),
      ]),
      because: /any of main, other/,
    },
    "of nothing that is said": { ...one(snapshot), because: /what the snapshot is made of/ },
    "a copy whose key AWS fills in": {
      ...one(snapshotCopy, { sourceDbSnapshotIdentifier: "elsewhere", kmsKeyId: UNKNOWN }),
      because: /not in this stack/,
    },
  },
});

const selection = (values: Record<string, unknown>, from: readonly Sample[] = []) =>
  sample("aws:backup/selection:Selection", "daily", values, { from: { resources: from } });

const tagged = sample(instance, "tagged", { tags: { backup: "daily" } });
const main = sample(instance, "main", { id: UNKNOWN, arn: UNKNOWN });
const known = sample(cluster, "known", { arn: "arn:aws:rds:eu-central-1:123456789012:cluster:shop" });

describeControl(rdsBackupPlan, {
  compliant: {
    "a database that is named": { subject: main, others: [selection({ resources: [UNKNOWN] }, [main])], ...required },
    "a selection without exceptions": {
      subject: main,
      others: [selection({ resources: [UNKNOWN], conditions: [], notResources: [] }, [main])],
      ...required,
    },
    "a tag that is selected": {
      subject: tagged,
      others: [selection({ selectionTags: [{ type: "STRINGEQUALS", key: "backup", value: "daily" }] })],
      ...required,
    },
    "a pattern that is selected": {
      subject: known,
      others: [selection({ resources: ["arn:aws:rds:*:*:cluster:*"] })],
      ...required,
    },
  },
  violating: {
    "no plan": { subject: main, ...required, at: "" },
    "a plan for others": { subject: main, others: [selection({ resources: [UNKNOWN] }, [known])], ...required, at: "" },
    "another value of the tag": {
      subject: tagged,
      others: [selection({ selectionTags: [{ key: "backup", value: "weekly" }] })],
      ...required,
      at: "tags.backup",
    },
    "a pattern of others": {
      subject: known,
      others: [selection({ resources: ["arn:aws:rds:*:*:db:*"] })],
      ...required,
      at: "",
    },
  },
  undecided: {
    "one of two": {
      subject: main,
      others: [selection({ resources: UNKNOWN }, [main, known])],
      ...required,
      because: /any of known, main/,
    },
    "what comes from nothing in the stack": {
      subject: main,
      others: [selection({ resources: UNKNOWN })],
      ...required,
      because: /comes from nothing/,
    },
    "a selection under conditions": {
      subject: main,
      others: [selection({ resources: [UNKNOWN], conditions: [{}] }, [main])],
      ...required,
      because: /daily leaves some out/,
    },
    "a selection with exceptions": {
      subject: main,
      others: [selection({ resources: [UNKNOWN], notResources: ["arn:aws:rds:*:*:db:x"] }, [main])],
      ...required,
      because: /daily leaves some out/,
    },
    "tags that are not known yet": {
      subject: tagged,
      others: [selection({ selectionTags: [{ key: "backup", value: UNKNOWN }] })],
      ...required,
      because: /tags that daily selects by/,
    },
  },
  notApplicable: { "what no team asked for": { subject: main } },
  mayBeDropped: {
    arn: "a selection may name it by a reference",
    conditions: "a selection without any leaves nothing out",
    notResources: "a selection without any leaves nothing out",
  },
});
