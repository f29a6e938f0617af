import { rdsBackupPlan } from "../../../../../policies/controls/rds/backup-plan";
import { rdsDefaultPort } from "../../../../../policies/controls/rds/default-port";
import { rdsEventSubscription } from "../../../../../policies/controls/rds/event-subscription";
import { rdsManagedPassword } from "../../../../../policies/controls/rds/managed-password";
import { rdsMasterUsername } from "../../../../../policies/controls/rds/master-username";
import { rdsProxyDebugLogging } from "../../../../../policies/controls/rds/proxy-debug-logging";
import { rdsProxyIam } from "../../../../../policies/controls/rds/proxy-iam";
import { rdsProxyTls } from "../../../../../policies/controls/rds/proxy-tls";
import { rdsSnapshotEncryption } from "../../../../../policies/controls/rds/snapshot-encryption";
import { rdsSnapshotPrivate } from "../../../../../policies/controls/rds/snapshot-private";
import { rdsTlsRequired } from "../../../../../policies/controls/rds/tls-required";
import { examplesOf, mustBeOff, mustBeOn, one, plus, referring } from "../../../../support/examples";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const proxy = "aws:rds/proxy:Proxy";
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

describeControl(
  rdsMasterUsername,
  plus(
    examplesOf({ types: [instance], path: "username", good: ["shop_root"], bad: ["admin", "postgres"], absent: "bad" }),
    {
      compliant: { "a cluster": one(cluster, { masterUsername: "shop_root" }) },
      violating: {
        "a cluster's usual name": { ...one(cluster, { masterUsername: "postgres" }), at: "masterUsername" },
      },
      notApplicable: {
        "a replica": one(instance, { replicateSourceDb: "main" }),
        "a restored snapshot": one(cluster, { snapshotIdentifier: "last" }),
        "a restored time": one(cluster, { restoreToPointInTime: { useLatestRestorableTime: true } }),
        "a replicated cluster": one(cluster, { replicationSourceIdentifier: UNKNOWN }),
        "a cluster of a global one": one(cluster, { globalClusterIdentifier: UNKNOWN }),
      },
    },
  ),
);

const usual: [string, number][] = [
  ["postgres", 5432],
  ["aurora-postgresql", 5432],
  ["mysql", 3306],
  ["aurora", 3306],
  ["mariadb", 3306],
  ["oracle-ee", 1521],
  ["sqlserver-se", 1433],
  ["db2-se", 50_000],
];

describeControl(rdsDefaultPort, {
  compliant: {
    "another port": { ...one(instance, { engine: "postgres", port: 5433 }), ...required },
    "another engine's port": { ...one(cluster, { engine: "aurora-mysql", port: 5432 }), ...required },
  },
  violating: {
    ...Object.fromEntries(
      usual.map(([engine, port]) => [engine, { ...one(instance, { engine, port }), ...required, at: "port" }]),
    ),
    "what AWS takes by itself": { ...one(instance, { engine: "postgres" }), ...required, at: "port" },
  },
  undecided: {
    "a port that is not known yet": {
      ...one(instance, { engine: "postgres", port: UNKNOWN }),
      ...required,
      because: /port is not known/,
    },
    "an engine that is not known yet": {
      ...one(instance, { engine: UNKNOWN, port: 5433 }),
      ...required,
      because: /engine is not known/,
    },
  },
  notApplicable: {
    "what no team asked for": one(instance, { engine: "postgres", port: 5432 }),
    "an engine without a usual port": { ...one(instance, { engine: "custom", port: 1 }), ...required },
  },
});

describeControl(rdsManagedPassword, {
  compliant: {
    "a password that RDS keeps": one(instance, { manageMasterUserPassword: true }),
    "one of a cluster": one(cluster, { manageMasterUserPassword: true }),
    "a write-only one": one(instance, { passwordWo: UNKNOWN, passwordWoVersion: 1 }),
    "a write-only one of a cluster": one(cluster, { masterPasswordWo: UNKNOWN }),
    "one that a snapshot has": one(instance, { snapshotIdentifier: "last" }),
    "one of a restored cluster": one(cluster, { restoreToPointInTime: { useLatestRestorableTime: true } }),
    "one of a global cluster": one(cluster, { globalClusterIdentifier: UNKNOWN }),
    "one where blue/green deployments exclude it": one(instance, {
      password: UNKNOWN,
      "blueGreenUpdate.enabled": true,
    }),
  },
  violating: {
    "a password in the program": {
      ...one(instance, { password: "x" }),
      at: "password",
      saying: /^nothing.*\na password$/s,
    },
    "a password in a cluster": { ...one(cluster, { masterPassword: UNKNOWN }), at: "masterPassword" },
    "a password on a restored snapshot": {
      ...one(instance, { snapshotIdentifier: "last", password: UNKNOWN }),
      at: "password",
    },
    "a password without such deployments": {
      ...one(instance, { password: UNKNOWN, "blueGreenUpdate.enabled": false }),
      at: "blueGreenUpdate.enabled",
    },
    "no word of it": { ...one(instance), at: "manageMasterUserPassword" },
    "a refusal": { ...one(instance, { manageMasterUserPassword: false }), at: "manageMasterUserPassword" },
  },
  undecided: {
    "what is not known yet": { ...one(instance, { manageMasterUserPassword: UNKNOWN }), because: /is not known/ },
  },
  notApplicable: {
    "a replica": one(instance, { replicateSourceDb: "main" }),
    "a replicated cluster": one(cluster, { replicationSourceIdentifier: UNKNOWN }),
  },
  mayBeDropped: { password: "without one, blue/green deployments ask for none" },
});

const parameterGroup = "aws:rds/parameterGroup:ParameterGroup";
const clusterParameterGroup = "aws:rds/clusterParameterGroup:ClusterParameterGroup";
const grouped = (engine: string, parameters: unknown, type = instance) => {
  const path = type === cluster ? "dbClusterParameterGroupName" : "parameterGroupName";
  const group = sample(type === cluster ? clusterParameterGroup : parameterGroup, "group", { id: UNKNOWN, parameters });
  return { subject: referring(type, "subject", path, [group], { engine }) };
};
const ssl = (value: unknown) => [
  { name: "max_connections", value: "100" },
  { name: "rds.force_ssl", value },
];
const secure = (value: unknown) => [{ name: "require_secure_transport", value }];

describeControl(rdsTlsRequired, {
  compliant: {
    PostgreSQL: grouped("postgres", ssl("1")),
    "Aurora PostgreSQL": grouped("aurora-postgresql", ssl("1"), cluster),
    "SQL Server": grouped("sqlserver-se", ssl("1")),
    MySQL: grouped("mysql", secure("1")),
    "Aurora MySQL": grouped("aurora-mysql", secure("ON"), cluster),
    MariaDB: grouped("mariadb", secure("1")),
  },
  violating: {
    "PostgreSQL that takes all": { ...grouped("postgres", ssl("0")), at: "parameters[1].value" },
    "MySQL that takes all": { ...grouped("aurora-mysql", secure("OFF"), cluster), at: "parameters[0].value" },
    "a group without the parameter": { ...grouped("postgres", []), at: "parameters" },
    "another engine's parameter": { ...grouped("mysql", ssl("1")), at: "parameters" },
  },
  undecided: {
    "a value that is not known yet": { ...grouped("postgres", ssl(UNKNOWN)), because: /value is not known/ },
    "parameters that are not known yet": { ...grouped("postgres", UNKNOWN), because: /parameters is not known/ },
    "a parameter whose name is not known yet": {
      ...grouped("postgres", [{ name: UNKNOWN, value: "1" }]),
      because: /name is not known/,
    },
    "an engine that is not known yet": {
      subject: sample(instance, "subject", { engine: UNKNOWN }, { from: { engine: [key] } }),
      because: /engine is not known/,
    },
    "the engine's own group": { ...one(instance, { engine: "postgres" }), because: /default group/ },
    "a group of elsewhere": {
      ...one(instance, { engine: "postgres", parameterGroupName: "shared" }),
      because: /not in this stack/,
    },
    "one of two groups": {
      subject: referring(
        instance,
        "subject",
        "parameterGroupName",
        [sample(parameterGroup, "a", { id: UNKNOWN }), sample(parameterGroup, "b", { id: UNKNOWN })],
        { engine: "postgres" },
      ),
      because: /any of a, b/,
    },
  },
  notApplicable: {
    Oracle: one(instance, { engine: "oracle-ee" }),
    "a replica, which has its source's engine": one(instance, { replicateSourceDb: "main" }),
  },
});

describeControl(rdsProxyTls, mustBeOn([proxy], "requireTls"));

describeControl(rdsProxyIam, {
  compliant: {
    "roles for all secrets": one(proxy, { auths: [{ iamAuth: "REQUIRED" }] }),
    "roles without secrets": one(proxy, { defaultAuthScheme: "IAM_AUTH" }),
  },
  violating: {
    "passwords for one of two": {
      ...one(proxy, { auths: [{ iamAuth: "REQUIRED" }, { iamAuth: "DISABLED" }] }),
      at: "auths[1].iamAuth",
    },
    "no word of it": { ...one(proxy, { defaultAuthScheme: "NONE", auths: [{}] }), at: "auths[0].iamAuth" },
    "no scheme at all": { ...one(proxy), at: "auths" },
    "schemes that are none": { ...one(proxy, { auths: [] }), at: "auths" },
  },
  undecided: {
    "a scheme that is not known yet": { ...one(proxy, { auths: [{ iamAuth: UNKNOWN }] }), because: /is not known/ },
  },
});

describeControl(rdsProxyDebugLogging, mustBeOff([proxy], "debugLogging"));

const subscription = (values: Record<string, unknown>) => one("aws:rds/eventSubscription:EventSubscription", values);

describeControl(rdsEventSubscription, {
  compliant: {
    "all events": subscription({ snsTopic: UNKNOWN }),
    "all events of clusters": subscription({ sourceType: "db-cluster", eventCategories: [] }),
    "the critical ones of clusters": subscription({
      sourceType: "db-cluster",
      eventCategories: ["maintenance", "failure", "creation"],
    }),
    "the critical ones of instances": subscription({
      enabled: true,
      sourceType: "db-instance",
      eventCategories: ["maintenance", "failure", "configuration change"],
    }),
    "changes of parameters": subscription({
      sourceType: "db-parameter-group",
      eventCategories: ["configuration change"],
    }),
    "changes of groups": subscription({
      sourceType: "db-security-group",
      eventCategories: ["configuration change", "failure"],
    }),
  },
  violating: {
    "one that is off": { ...subscription({ enabled: false }), at: "enabled" },
    "one without failures": {
      ...subscription({ sourceType: "db-cluster", eventCategories: ["maintenance"] }),
      at: "eventCategories",
    },
    "one of instances without changes": {
      ...subscription({ sourceType: "db-instance", eventCategories: ["maintenance", "failure"] }),
      at: "eventCategories",
    },
    "one of groups without failures": {
      ...subscription({ sourceType: "db-security-group", eventCategories: ["configuration change"] }),
      at: "eventCategories",
    },
    "one of parameters without changes": {
      ...subscription({ sourceType: "db-parameter-group", eventCategories: ["other"] }),
      at: "eventCategories",
    },
  },
  undecided: {
    "a source that is not known yet": {
      ...subscription({ sourceType: UNKNOWN, eventCategories: ["creation"] }),
      because: /sourceType is not known/,
    },
    "categories that are not known yet": {
      ...subscription({ sourceType: "db-cluster", eventCategories: UNKNOWN }),
      because: /eventCategories is not known/,
    },
  },
  notApplicable: {
    "events of snapshots": subscription({ sourceType: "db-snapshot", eventCategories: ["creation"] }),
  },
  mayBeDropped: {
    enabled: "it is on by itself",
    sourceType: "all sources are then told of",
    eventCategories: "all categories are then told of",
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
