import { rdsAuroraMysqlAuditLog } from "../../../../../policies/controls/rds/aurora-mysql-audit-log";
import { rdsBacktrack } from "../../../../../policies/controls/rds/backtrack";
import { rdsBackupRetention } from "../../../../../policies/controls/rds/backup-retention";
import { rdsCertificateAuthority } from "../../../../../policies/controls/rds/certificate-authority";
import { rdsClusterDeletionProtection } from "../../../../../policies/controls/rds/cluster-deletion-protection";
import { rdsClusterEncryption } from "../../../../../policies/controls/rds/cluster-encryption";
import { rdsCopyTags } from "../../../../../policies/controls/rds/copy-tags";
import { rdsEnhancedMonitoring } from "../../../../../policies/controls/rds/enhanced-monitoring";
import { rdsFinalSnapshot } from "../../../../../policies/controls/rds/final-snapshot";
import { rdsIamAuthentication } from "../../../../../policies/controls/rds/iam-authentication";
import { rdsInstanceDeletionProtection } from "../../../../../policies/controls/rds/instance-deletion-protection";
import { rdsInstanceEncryption } from "../../../../../policies/controls/rds/instance-encryption";
import { rdsInstanceLogs } from "../../../../../policies/controls/rds/instance-logs";
import { rdsMinorUpgrades } from "../../../../../policies/controls/rds/minor-upgrades";
import { rdsPostgresqlLogs } from "../../../../../policies/controls/rds/postgresql-logs";
import { rdsPublicAccess } from "../../../../../policies/controls/rds/public-access";
import { examplesOf, mustBeOff, mustBeOn, one, plus } from "../../../../support/examples";
import { describeControl, UNKNOWN } from "../../../../support/policies";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const member = "aws:rds/clusterInstance:ClusterInstance";
const globalCluster = "aws:rds/globalCluster:GlobalCluster";
const both = [instance, cluster];
const disposable = { stackTags: { disposable: "true" } };
const replica = { "a replica": one(instance, { replicateSourceDb: "main" }) };

describeControl(rdsPublicAccess, mustBeOff([instance, member, "aws:rds/shardGroup:ShardGroup"], "publiclyAccessible"));

describeControl(
  rdsInstanceEncryption,
  plus(mustBeOn([instance], "storageEncrypted"), {
    notApplicable: { ...replica, "a replica of what is not known yet": one(instance, { replicateSourceDb: UNKNOWN }) },
  }),
);

describeControl(
  rdsClusterEncryption,
  plus(mustBeOn([cluster, globalCluster], "storageEncrypted"), {
    compliant: {
      "a cluster that AWS encrypts by itself": one(cluster, { engineMode: "serverless" }),
      "a snapshot that is restored under a key": one(cluster, { snapshotIdentifier: "last", kmsKeyId: UNKNOWN }),
    },
    violating: {
      "a provisioned cluster": { ...one(cluster, { engineMode: "provisioned" }), at: "storageEncrypted" },
      "a serverless cluster that says otherwise": {
        ...one(cluster, { engineMode: "serverless", storageEncrypted: false }),
        at: "storageEncrypted",
      },
    },
    undecided: {
      "a snapshot that may be encrypted": {
        ...one(cluster, { snapshotIdentifier: "last" }),
        because: /whether the snapshot is encrypted/,
      },
      "a mode that is not known yet": { ...one(cluster, { engineMode: UNKNOWN }), because: /engineMode is not known/ },
    },
    notApplicable: {
      "a replica": one(cluster, { replicationSourceIdentifier: "main" }),
      "a global cluster over another": one(globalCluster, { sourceDbClusterIdentifier: UNKNOWN }),
    },
  }),
);

describeControl(
  rdsBackupRetention,
  plus(examplesOf({ types: both, path: "backupRetentionPeriod", good: [7, 35], bad: [0, 6], absent: "bad" }), {
    compliant: {
      "three days where a team takes them": {
        ...one(cluster, { backupRetentionPeriod: 3 }),
        config: { minimumDays: 3 },
      },
    },
    notApplicable: replica,
  }),
);

describeControl(
  rdsClusterDeletionProtection,
  plus(mustBeOn([cluster, globalCluster], "deletionProtection"), {
    notApplicable: { "a stack to be thrown away": { ...one(cluster), ...disposable } },
  }),
);

describeControl(
  rdsInstanceDeletionProtection,
  plus(mustBeOn([instance], "deletionProtection"), {
    notApplicable: { "a stack to be thrown away": { ...one(instance), config: { disposable: true } } },
  }),
);

describeControl(
  rdsInstanceLogs,
  examplesOf({ types: [instance], path: "enabledCloudwatchLogsExports", good: [["error"]], bad: [[]], absent: "bad" }),
);

describeControl(
  rdsPostgresqlLogs,
  plus(
    examplesOf({
      types: both,
      path: "enabledCloudwatchLogsExports",
      good: [["upgrade", "postgresql"]],
      bad: [["upgrade"], []],
      absent: "bad",
      beside: { engine: "aurora-postgresql" },
    }),
    {
      violating: { "an instance": { ...one(instance, { engine: "postgres" }), at: "enabledCloudwatchLogsExports" } },
      undecided: {
        "an engine that is not known yet": { ...one(instance, { engine: UNKNOWN }), because: /engine is not known/ },
      },
      notApplicable: { MySQL: one(instance, { engine: "mysql" }) },
    },
  ),
);

describeControl(
  rdsAuroraMysqlAuditLog,
  plus(
    examplesOf({
      types: [cluster],
      path: "enabledCloudwatchLogsExports",
      good: [["error", "audit"]],
      bad: [["error"], []],
      absent: "bad",
      beside: { engine: "aurora-mysql" },
    }),
    {
      notApplicable: {
        "Aurora PostgreSQL": one(cluster, { engine: "aurora-postgresql" }),
        "MySQL without Aurora": one(cluster, { engine: "mysql" }),
      },
      violating: { "its first version": { ...one(cluster, { engine: "aurora" }), at: "enabledCloudwatchLogsExports" } },
    },
  ),
);

describeControl(
  rdsIamAuthentication,
  plus(
    examplesOf({
      types: both,
      path: "iamDatabaseAuthenticationEnabled",
      good: [true],
      bad: [false],
      absent: "bad",
      beside: { engine: "postgres" },
    }),
    {
      violating: Object.fromEntries(
        ["mysql", "mariadb", "aurora-mysql"].map((engine) => [
          engine,
          { ...one(instance, { engine }), at: "iamDatabaseAuthenticationEnabled" },
        ]),
      ),
      notApplicable: { Oracle: one(instance, { engine: "oracle-ee" }) },
    },
  ),
);

describeControl(
  rdsMinorUpgrades,
  plus(mustBeOn([instance, member], "autoMinorVersionUpgrade", "good"), {
    violating: {
      "a Multi-AZ DB cluster": {
        ...one(cluster, { dbClusterInstanceClass: "db.m6gd.large", autoMinorVersionUpgrade: false }),
        at: "autoMinorVersionUpgrade",
      },
    },
    compliant: { "another engine": one(instance, { engine: "postgres", autoMinorVersionUpgrade: true }) },
    notApplicable: {
      "Aurora, whose instances say it": one(cluster, { autoMinorVersionUpgrade: false }),
      "RDS Custom": one(instance, { engine: "custom-oracle-ee", autoMinorVersionUpgrade: false }),
    },
    mayBeDropped: { engine: "it is just not RDS Custom" },
  }),
);

describeControl(
  rdsEnhancedMonitoring,
  examplesOf({ types: [instance, member], path: "monitoringInterval", good: [1, 60], bad: [0], absent: "bad" }),
);

describeControl(rdsCopyTags, mustBeOn(both, "copyTagsToSnapshot"));

describeControl(rdsFinalSnapshot, {
  compliant: {
    "a last snapshot": one(instance, { skipFinalSnapshot: false, finalSnapshotIdentifier: "main-final" }),
    "a name that is not known yet": one(cluster, { finalSnapshotIdentifier: UNKNOWN }),
  },
  violating: {
    "none of a cluster": {
      ...one(cluster, { skipFinalSnapshot: true, finalSnapshotIdentifier: "main-final" }),
      at: "skipFinalSnapshot",
    },
    "none of an instance": { ...one(instance, { skipFinalSnapshot: true }), at: "skipFinalSnapshot" },
    "one without a name": { ...one(instance), at: "finalSnapshotIdentifier" },
  },
  undecided: {
    "what is not known yet": {
      ...one(instance, { skipFinalSnapshot: UNKNOWN, finalSnapshotIdentifier: "main-final" }),
      because: /skipFinalSnapshot is not known/,
    },
  },
  notApplicable: {
    ...replica,
    "a stack to be thrown away": { ...one(instance, { skipFinalSnapshot: true }), ...disposable },
  },
  mayBeDropped: { skipFinalSnapshot: "AWS takes one by itself" },
});

const required = { config: { required: true } };

describeControl(
  rdsBacktrack,
  plus(
    examplesOf({
      types: [cluster],
      path: "backtrackWindow",
      good: [1, 86_400],
      bad: [0],
      absent: "bad",
      beside: { engine: "aurora-mysql" },
      ...required,
    }),
    {
      notApplicable: {
        "what no team asked for": one(cluster, { engine: "aurora-mysql" }),
        "another engine": { ...one(cluster, { engine: "aurora-postgresql" }), ...required },
      },
    },
  ),
);

const authority = (types: readonly string[], path: string) =>
  examplesOf({
    types,
    path,
    good: ["rds-ca-rsa2048-g1"],
    bad: ["rds-ca-2015", "rds-ca-2019"],
    absent: "good",
    because: "AWS takes a current one",
  });

describeControl(
  rdsCertificateAuthority,
  plus(authority([instance, member], "caCertIdentifier"), authority([cluster], "caCertificateIdentifier")),
);
