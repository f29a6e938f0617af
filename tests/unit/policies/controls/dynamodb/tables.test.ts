import { daxEncryptionAtRest } from "../../../../../policies/controls/dax/encryption-at-rest";
import { daxEncryptionInTransit } from "../../../../../policies/controls/dax/encryption-in-transit";
import { dynamodbBackupPlan } from "../../../../../policies/controls/dynamodb/backup-plan";
import { dynamodbCustomerKey } from "../../../../../policies/controls/dynamodb/customer-key";
import { dynamodbDeletionProtection } from "../../../../../policies/controls/dynamodb/deletion-protection";
import { dynamodbPointInTimeRecovery } from "../../../../../policies/controls/dynamodb/point-in-time-recovery";
import { dynamodbScaling } from "../../../../../policies/controls/dynamodb/scaling";
import { examplesOf, mustBeOn, one, plus } from "../../../../support/examples";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const table = "aws:dynamodb/table:Table";
const replica = "aws:dynamodb/tableReplica:TableReplica";
const required = { config: { required: true } };

describeControl(
  dynamodbPointInTimeRecovery,
  plus(mustBeOn([table], "pointInTimeRecovery.enabled"), {
    compliant: {
      "a table and its replicas": one(table, {
        "pointInTimeRecovery.enabled": true,
        replicas: [{ regionName: "eu-west-1", pointInTimeRecovery: true }],
      }),
      "a replica of its own": one(replica, { pointInTimeRecovery: true }),
    },
    violating: {
      "a replica in the table": {
        ...one(table, { "pointInTimeRecovery.enabled": true, replicas: [{ regionName: "eu-west-1" }] }),
        at: "replicas[0].pointInTimeRecovery",
      },
      "a replica of its own": { ...one(replica), at: "pointInTimeRecovery" },
    },
    mayBeDropped: { replicas: "a table without replicas has none to keep" },
  }),
);

describeControl(
  dynamodbDeletionProtection,
  plus(mustBeOn([table, replica], "deletionProtectionEnabled"), {
    violating: {
      "a replica in the table": {
        ...one(table, { deletionProtectionEnabled: true, replicas: [{ regionName: "eu-west-1" }] }),
        at: "replicas[0].deletionProtectionEnabled",
      },
    },
    notApplicable: { "a stack to be thrown away": { ...one(table), stackTags: { disposable: "true" } } },
  }),
);

const carts = sample(table, "carts", { name: UNKNOWN });
const named = sample(table, "orders", { name: "orders" });
const other = sample(table, "other", { name: UNKNOWN });
const target = (what: string, resourceId: unknown, from: readonly Sample[] = []) =>
  sample(
    "aws:appautoscaling/target:Target",
    `${what}-target`,
    { scalableDimension: `dynamodb:table:${what}CapacityUnits`, resourceId },
    { from: { resourceId: from } },
  );
const both = (resourceId: unknown, from: readonly Sample[] = []) => [
  target("Read", resourceId, from),
  target("Write", resourceId, from),
];

describeControl(dynamodbScaling, {
  compliant: {
    "a table on demand": one(table, { billingMode: "PAY_PER_REQUEST" }),
    "targets of a table whose name is not known yet": { subject: carts, others: both(UNKNOWN, [carts]) },
    "targets by name": { subject: named, others: both("table/orders") },
  },
  violating: {
    "fixed capacity": { ...one(table, { billingMode: "PROVISIONED" }), at: "billingMode" },
    "what AWS takes by itself": { ...one(table), at: "billingMode" },
    "reads alone": { subject: named, others: [target("Read", "table/orders")], at: "billingMode" },
    "writes alone": { subject: named, others: [target("Write", "table/orders")], at: "billingMode" },
    "targets of another table": { subject: named, others: both("table/other"), at: "billingMode" },
    "targets of another table whose name is not known yet": {
      subject: carts,
      others: both(UNKNOWN, [other]),
      at: "billingMode",
    },
    "targets of an index": { subject: named, others: both("table/orders/index/by-date"), at: "billingMode" },
  },
  undecided: {
    "a mode that is not known yet": { ...one(table, { billingMode: UNKNOWN }), because: /billingMode is not known/ },
    "targets of one of two": {
      subject: carts,
      others: both(UNKNOWN, [carts, other]),
      because: /which table Read-target/,
    },
    "targets of who knows what": { subject: named, others: both(UNKNOWN), because: /which table Read-target/ },
  },
  mayBeDropped: { name: "the table's own target names it" },
});

describeControl(dynamodbCustomerKey, {
  compliant: {
    "a key of the account": {
      ...one(table, { "serverSideEncryption.enabled": true, "serverSideEncryption.kmsKeyArn": UNKNOWN }),
      ...required,
    },
  },
  violating: {
    "AWS's own key": { ...one(table), ...required, at: "serverSideEncryption.enabled" },
    "AWS's key for DynamoDB": {
      ...one(table, { "serverSideEncryption.enabled": true }),
      ...required,
      at: "serverSideEncryption.kmsKeyArn",
    },
    "a key that is not used": {
      ...one(table, { "serverSideEncryption.enabled": false, "serverSideEncryption.kmsKeyArn": UNKNOWN }),
      ...required,
      at: "serverSideEncryption.enabled",
    },
  },
  undecided: {
    "what is not known yet": {
      ...one(table, { serverSideEncryption: UNKNOWN }),
      ...required,
      because: /serverSideEncryption is not known/,
    },
  },
  notApplicable: { "what no team asked for": one(table) },
});

const selection = sample(
  "aws:backup/selection:Selection",
  "daily",
  { resources: [UNKNOWN] },
  { from: { resources: [carts] } },
);

describeControl(dynamodbBackupPlan, {
  compliant: { "a table that is named": { subject: carts, others: [selection], ...required } },
  violating: { "a table that is not": { subject: other, others: [selection], ...required, at: "" } },
  undecided: {
    "a selection of who knows what": {
      subject: other,
      others: [sample("aws:backup/selection:Selection", "daily", { resources: UNKNOWN })],
      ...required,
      because: /comes from nothing/,
    },
  },
  notApplicable: { "what no team asked for": { subject: other } },
});

const accelerator = "aws:dax/cluster:Cluster";

describeControl(daxEncryptionAtRest, mustBeOn([accelerator], "serverSideEncryption.enabled"));

describeControl(
  daxEncryptionInTransit,
  examplesOf({
    types: [accelerator],
    path: "clusterEndpointEncryptionType",
    good: ["TLS"],
    bad: ["NONE"],
    absent: "bad",
  }),
);
