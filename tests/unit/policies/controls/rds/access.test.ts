import { rdsDefaultPort } from "../../../../../policies/controls/rds/default-port";
import { rdsManagedPassword } from "../../../../../policies/controls/rds/managed-password";
import { rdsMasterUsername } from "../../../../../policies/controls/rds/master-username";
import { rdsTlsRequired } from "../../../../../policies/controls/rds/tls-required";
import { examplesOf, one, plus, referring } from "../../../../support/examples";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const instance = "aws:rds/instance:Instance";
const cluster = "aws:rds/cluster:Cluster";
const required = { config: { required: true } };
const key = sample("aws:kms/key:Key", "key", { arn: UNKNOWN });

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
