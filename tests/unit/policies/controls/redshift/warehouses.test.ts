import { redshiftAdminName } from "../../../../../policies/controls/redshift/admin-name";
import { redshiftAuditLogging } from "../../../../../policies/controls/redshift/audit-logging";
import { redshiftEncryption } from "../../../../../policies/controls/redshift/encryption";
import { redshiftEnhancedVpcRouting } from "../../../../../policies/controls/redshift/enhanced-vpc-routing";
import { redshiftManagedPassword } from "../../../../../policies/controls/redshift/managed-password";
import { redshiftPortIngress } from "../../../../../policies/controls/redshift/port-ingress";
import { redshiftPublicAccess } from "../../../../../policies/controls/redshift/public-access";
import { redshiftSnapshots } from "../../../../../policies/controls/redshift/snapshots";
import { redshiftSubnetGroup } from "../../../../../policies/controls/redshift/subnet-group";
import { redshiftTlsRequired } from "../../../../../policies/controls/redshift/tls-required";
import { redshiftVersionUpgrades } from "../../../../../policies/controls/redshift/version-upgrades";
import { redshiftServerlessKey } from "../../../../../policies/controls/redshiftserverless/customer-key";
import { redshiftServerlessLogs } from "../../../../../policies/controls/redshiftserverless/logs";
import { examplesOf, mustBeOff, mustBeOn, one, plus, referring } from "../../../../support/examples";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const cluster = "aws:redshift/cluster:Cluster";
const workgroup = "aws:redshiftserverless/workgroup:Workgroup";
const namespace = "aws:redshiftserverless/namespace:Namespace";
const required = { config: { required: true } };

describeControl(redshiftPublicAccess, mustBeOff([cluster, workgroup], "publiclyAccessible"));
describeControl(redshiftEnhancedVpcRouting, mustBeOn([cluster, workgroup], "enhancedVpcRouting"));
describeControl(redshiftVersionUpgrades, mustBeOn([cluster], "allowVersionUpgrade", "good"));

describeControl(
  redshiftEncryption,
  plus(mustBeOn([cluster], "encrypted", "good"), {
    violating: { "a refusal in words": { ...one(cluster, { encrypted: "false" }), at: "encrypted" } },
  }),
);

const group = (parameters: unknown) => {
  const parameterGroup = sample("aws:redshift/parameterGroup:ParameterGroup", "group", { id: UNKNOWN, parameters });
  return { subject: referring(cluster, "subject", "clusterParameterGroupName", [parameterGroup]) };
};
const ssl = (value: unknown) => [
  { name: "query_group", value: "x" },
  { name: "require_ssl", value },
];
const serverless = (parameterValue: unknown) =>
  one(workgroup, { configParameters: [{ parameterKey: "require_ssl", parameterValue }] });

describeControl(redshiftTlsRequired, {
  compliant: { "a cluster": group(ssl("true")), "a workgroup": serverless("true") },
  violating: {
    "a cluster that takes all": { ...group(ssl("false")), at: "parameters[1].value" },
    "a group without the parameter": { ...group([]), at: "parameters" },
    "a workgroup that takes all": { ...serverless("false"), at: "configParameters[0].parameterValue" },
    "a workgroup that says nothing": { ...one(workgroup), at: "configParameters" },
    "a workgroup with other parameters": {
      ...one(workgroup, { configParameters: [{ parameterKey: "datestyle", parameterValue: "true" }] }),
      at: "configParameters",
    },
  },
  undecided: {
    "a value that is not known yet": { ...group(ssl(UNKNOWN)), because: /value is not known/ },
    "parameters that are not known yet": { ...group(UNKNOWN), because: /parameters is not known/ },
    "a parameter whose name is not known yet": {
      ...group([{ name: UNKNOWN, value: "true" }]),
      because: /name is not known/,
    },
    "the account's own group": { ...one(cluster), because: /default group/ },
    "a group of elsewhere": { ...one(cluster, { clusterParameterGroupName: "shared" }), because: /not in this stack/ },
    "one of two groups": {
      subject: referring(cluster, "subject", "clusterParameterGroupName", [
        sample("aws:redshift/parameterGroup:ParameterGroup", "a", { id: UNKNOWN }),
        sample("aws:redshift/parameterGroup:ParameterGroup", "b", { id: UNKNOWN }),
      ]),
      because: /any of a, b/,
    },
  },
});

describeControl(
  redshiftSnapshots,
  plus(
    examplesOf({
      types: [cluster],
      path: "automatedSnapshotRetentionPeriod",
      good: [7, 35],
      bad: [0, 6],
      absent: "bad",
    }),
    {
      compliant: {
        "a day where a team takes it": {
          ...one(cluster, { automatedSnapshotRetentionPeriod: 1 }),
          config: { minimumDays: 1 },
        },
      },
    },
  ),
);

const warehouse = sample(cluster, "subject", { clusterIdentifier: UNKNOWN });
const logged = (values: Record<string, unknown>) => ({
  subject: warehouse,
  others: [referring("aws:redshift/logging:Logging", "logging", "clusterIdentifier", [warehouse], values)],
});

describeControl(redshiftAuditLogging, {
  compliant: {
    "logs in CloudWatch": logged({ logDestinationType: "cloudwatch" }),
    "logs in a bucket": logged({ bucketName: UNKNOWN }),
    "logs in the cluster's own words": one(cluster, { logging: { enable: true } }),
  },
  violating: {
    "no logs": { ...one(cluster), at: "" },
    "logs to nowhere": { ...logged({ logDestinationType: "s3" }), at: "bucketName" },
    "logs that are off": { ...one(cluster, { logging: { enable: false } }), at: "logging.enable" },
  },
  undecided: {
    "a destination that is not known yet": {
      ...logged({ logDestinationType: UNKNOWN }),
      because: /logDestinationType is not known/,
    },
    "logs that may be another cluster's": {
      subject: warehouse,
      others: [
        referring("aws:redshift/logging:Logging", "logging", "clusterIdentifier", [
          warehouse,
          sample(cluster, "other", { clusterIdentifier: UNKNOWN }),
        ]),
      ],
      because: /any of other, subject/,
    },
  },
});

describeControl(
  redshiftAdminName,
  plus(
    examplesOf({
      types: [cluster],
      path: "masterUsername",
      good: ["warehouse"],
      bad: ["awsuser", "admin"],
      absent: "bad",
    }),
    {
      compliant: { "a namespace": one(namespace, { adminUsername: "warehouse" }) },
      violating: {
        "a namespace's usual name": { ...one(namespace, { adminUsername: "admin" }), at: "adminUsername" },
        "a namespace without a name": { ...one(namespace), at: "adminUsername" },
      },
      notApplicable: {
        "a snapshot by name": one(cluster, { snapshotIdentifier: "last" }),
        "a snapshot by ARN": one(cluster, { snapshotArn: UNKNOWN }),
      },
    },
  ),
);

describeControl(redshiftManagedPassword, {
  compliant: {
    "a password that AWS keeps": one(cluster, { manageMasterPassword: true }),
    "one of a namespace": one(namespace, { manageAdminPassword: true }),
    "a write-only one": one(cluster, { masterPasswordWo: UNKNOWN }),
    "a write-only one of a namespace": one(namespace, { adminUserPasswordWo: UNKNOWN }),
  },
  violating: {
    "a password in the program": { ...one(cluster, { masterPassword: "x" }), at: "manageMasterPassword" },
    "one of a namespace": { ...one(namespace, { adminUserPassword: UNKNOWN }), at: "manageAdminPassword" },
    "one on a restored snapshot": {
      ...one(cluster, { snapshotIdentifier: "last", masterPassword: UNKNOWN }),
      at: "manageMasterPassword",
    },
    "a refusal": { ...one(cluster, { manageMasterPassword: false }), at: "manageMasterPassword" },
    "another kind's word": { ...one(namespace, { manageMasterPassword: true }), at: "manageAdminPassword" },
  },
  undecided: {
    "what is not known yet": { ...one(cluster, { manageMasterPassword: UNKNOWN }), because: /is not known/ },
  },
  notApplicable: {
    "a snapshot by name": one(cluster, { snapshotIdentifier: "last" }),
    "a snapshot by ARN": one(cluster, { snapshotArn: UNKNOWN }),
  },
});

describeControl(redshiftSubnetGroup, {
  compliant: {
    "a group of its own": one(cluster, { clusterSubnetGroupName: "warehouse" }),
    "a group that is not made yet": one(cluster, { clusterSubnetGroupName: UNKNOWN }),
  },
  violating: { "no word of it": { ...one(cluster), at: "clusterSubnetGroupName" } },
  undecided: {},
  alwaysDecides: "a name that is not known yet is that of a group that the program makes",
});

const guarded = (ingress: unknown, values: Record<string, unknown> = {}, type = cluster) => {
  const securityGroup = sample("aws:ec2/securityGroup:SecurityGroup", "door", { id: UNKNOWN, ingress });
  const path = type === cluster ? "vpcSecurityGroupIds" : "securityGroupIds";
  return { subject: sample(type, "subject", { ...values, [path]: [UNKNOWN] }, { from: { [path]: [securityGroup] } }) };
};
const from = (block: unknown, port: unknown = 5439) => [
  { protocol: "tcp", fromPort: port, toPort: port, cidrBlocks: [block] },
];

describeControl(redshiftPortIngress, {
  compliant: {
    "named addresses": guarded(from("10.0.0.0/16")),
    "all addresses on another port": guarded(from("0.0.0.0/0", 443)),
    "all addresses on the usual port of a cluster that has another": guarded(from("0.0.0.0/0"), { port: 5440 }),
    nobody: guarded([]),
    "everybody whom the warehouse reaches": (() => {
      const securityGroup = sample("aws:ec2/securityGroup:SecurityGroup", "door", {
        id: UNKNOWN,
        egress: from("0.0.0.0/0"),
      });
      return {
        subject: sample(
          cluster,
          "subject",
          { vpcSecurityGroupIds: [UNKNOWN] },
          { from: { vpcSecurityGroupIds: [securityGroup] } },
        ),
      };
    })(),
  },
  violating: {
    "all addresses": { ...guarded(from("0.0.0.0/0")), at: "", saying: /a rule of door/ },
    "all addresses on its own port": { ...guarded(from("0.0.0.0/0", 5440), { port: 5440 }), at: "" },
    "all addresses of a workgroup": { ...guarded(from("0.0.0.0/0"), {}, workgroup), at: "" },
    "all addresses on all ports": { ...guarded([{ protocol: "-1", cidrBlocks: ["0.0.0.0/0"] }]), at: "" },
  },
  undecided: {
    "addresses that are not known yet": { ...guarded(from(UNKNOWN)), because: /is not known/ },
    "groups of elsewhere": { ...one(cluster, { vpcSecurityGroupIds: ["sg-1"] }), because: /sg-1 is not in this stack/ },
    "groups that are not known yet": {
      ...one(cluster, { vpcSecurityGroupIds: UNKNOWN }),
      because: /vpcSecurityGroupIds is not known/,
    },
    "the VPC's own group": { ...one(cluster), because: /the VPC's default group/ },
  },
  mayBeDropped: {
    ingress: "without rules nobody comes in",
    egress: "without rules nobody comes in",
  },
});

describeControl(
  redshiftServerlessLogs,
  plus(
    examplesOf({
      types: [namespace],
      path: "logExports",
      good: [["userlog", "connectionlog"]],
      bad: [["userlog"], ["connectionlog"], []],
      absent: "bad",
    }),
    {},
  ),
);

describeControl(redshiftServerlessKey, {
  compliant: {
    "a key of the account": { ...one(namespace, { kmsKeyId: UNKNOWN }), ...required },
    "a key by its ARN": { ...one(namespace, { kmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/k" }), ...required },
  },
  violating: { "AWS's own": { ...one(namespace), ...required, at: "kmsKeyId" } },
  undecided: {},
  alwaysDecides: "a key that is not known yet is one that the program makes",
  notApplicable: { "what no team asked for": one(namespace) },
});
