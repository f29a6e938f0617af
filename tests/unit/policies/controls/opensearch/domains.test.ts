import { searchAccessPolicy } from "../../../../../policies/controls/opensearch/access-policy";
import { searchAuditLogs } from "../../../../../policies/controls/opensearch/audit-logs";
import { searchDataNodes } from "../../../../../policies/controls/opensearch/data-nodes";
import { searchDedicatedMasters } from "../../../../../policies/controls/opensearch/dedicated-masters";
import { searchEncryptionAtRest } from "../../../../../policies/controls/opensearch/encryption-at-rest";
import { searchErrorLogs } from "../../../../../policies/controls/opensearch/error-logs";
import { searchFineGrainedAccess } from "../../../../../policies/controls/opensearch/fine-grained-access";
import { searchNodeToNodeEncryption } from "../../../../../policies/controls/opensearch/node-to-node-encryption";
import { searchServerlessKey } from "../../../../../policies/controls/opensearch/serverless-key";
import { searchServerlessNetwork } from "../../../../../policies/controls/opensearch/serverless-network";
import { searchSoftwareUpdates } from "../../../../../policies/controls/opensearch/software-updates";
import { searchVpc } from "../../../../../policies/controls/opensearch/vpc";
import { examplesOf, mustBeOn, one, plus, referring } from "../../../../support/examples";
import { describeControl, type Examples, sample, UNKNOWN } from "../../../../support/policies";

const domain = "aws:opensearch/domain:Domain";
const domains = [domain, "aws:elasticsearch/domain:Domain"];
const required = { config: { required: true } };

describeControl(
  searchVpc,
  examplesOf({
    types: domains,
    path: "vpcOptions.subnetIds",
    good: [["subnet-1"], [UNKNOWN]],
    bad: [[]],
    absent: "bad",
  }),
);

describeControl(searchEncryptionAtRest, mustBeOn(domains, "encryptAtRest.enabled"));
describeControl(searchNodeToNodeEncryption, mustBeOn(domains, "nodeToNodeEncryption.enabled"));

describeControl(
  searchFineGrainedAccess,
  plus(mustBeOn(domains, "advancedSecurityOptions.enabled"), {
    compliant: {
      "nobody without a name": one(domain, { advancedSecurityOptions: { enabled: true, anonymousAuthEnabled: false } }),
    },
    violating: {
      "people without a name": {
        ...one(domain, { advancedSecurityOptions: { enabled: true, anonymousAuthEnabled: true } }),
        at: "advancedSecurityOptions.anonymousAuthEnabled",
      },
    },
    mayBeDropped: { "advancedSecurityOptions.anonymousAuthEnabled": "AWS then lets in none" },
  }),
);

const publishing = (logType: string, other: string): Examples => {
  const log = (values: Record<string, unknown>) => one(domain, { logPublishingOptions: [{ logType: other }, values] });
  return {
    compliant: {
      "the log among others": log({ logType, enabled: true }),
      "the log, which is on by itself": log({ logType }),
      "the log of the older kind": one(domains[1] ?? "", { logPublishingOptions: [{ logType }] }),
    },
    violating: {
      "no logs": { ...one(domain), at: "logPublishingOptions" },
      "other logs": { ...log({ logType: other }), at: "logPublishingOptions" },
      "a log that is off": { ...log({ logType, enabled: false }), at: "logPublishingOptions" },
    },
    undecided: {
      "a type that is not known yet": { ...log({ logType: UNKNOWN }), because: /logType is not known/ },
    },
  };
};

describeControl(searchErrorLogs, publishing("ES_APPLICATION_LOGS", "AUDIT_LOGS"));
describeControl(searchAuditLogs, publishing("AUDIT_LOGS", "ES_APPLICATION_LOGS"));

describeControl(
  searchDataNodes,
  plus(examplesOf({ types: domains, path: "clusterConfig.instanceCount", good: [2, 3], bad: [1], absent: "bad" }), {
    violating: {
      "two where a team asks for three": {
        ...one(domain, { "clusterConfig.instanceCount": 2 }),
        config: { minimumNodes: 3 },
        at: "clusterConfig.instanceCount",
      },
    },
  }),
);

const masters = (clusterConfig: unknown) => ({ ...one(domain, { clusterConfig }), ...required });

describeControl(searchDedicatedMasters, {
  compliant: { three: masters({ dedicatedMasterEnabled: true, dedicatedMasterCount: 3 }) },
  violating: {
    "no word of them": { ...masters({}), at: "clusterConfig.dedicatedMasterEnabled" },
    two: {
      ...masters({ dedicatedMasterEnabled: true, dedicatedMasterCount: 2 }),
      at: "clusterConfig.dedicatedMasterCount",
    },
    "three that are off": {
      ...masters({ dedicatedMasterEnabled: false, dedicatedMasterCount: 3 }),
      at: "clusterConfig.dedicatedMasterEnabled",
    },
  },
  undecided: { "what is not known yet": { ...masters(UNKNOWN), because: /clusterConfig is not known/ } },
  notApplicable: { "what no team asked for": one(domain) },
});

describeControl(searchSoftwareUpdates, mustBeOn([domain], "softwareUpdateOptions.autoSoftwareUpdateEnabled"));

const policy = (statement: Record<string, unknown>) =>
  JSON.stringify({ Statement: [{ Effect: "Allow", ...statement }] });
const open = policy({ Principal: { AWS: "*" }, Action: "es:*" });
const named = policy({ Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "es:ESHttp*" });
const inVpc = { vpcOptions: { subnetIds: [UNKNOWN] }, advancedSecurityOptions: { enabled: true } };
const withPolicy = (accessPolicies: unknown, module = "opensearch") => {
  const subject = sample(`aws:${module}/domain:Domain`, "subject", { domainName: UNKNOWN });
  const beside = referring(`aws:${module}/domainPolicy:DomainPolicy`, "beside", "domainName", [subject], {
    accessPolicies,
  });
  return { subject, others: [beside] };
};

describeControl(searchAccessPolicy, {
  compliant: {
    "no policy, which lets in nobody": one(domain),
    "a policy that names an account": one(domain, { accessPolicies: named }),
    "a policy of its own that does": withPolicy(named),
    "a policy for everybody at named addresses": one(domain, {
      accessPolicies: policy({
        Principal: "*",
        Action: "es:*",
        Condition: { IpAddress: { "aws:SourceIp": "203.0.113.0/24" } },
      }),
    }),
    "a policy for everybody where users are known": one(domain, { accessPolicies: open, ...inVpc }),
  },
  violating: {
    "a policy for everybody": { ...one(domain, { accessPolicies: open }), at: "accessPolicies.Statement[0]" },
    "one of its own": { ...withPolicy(open), at: "accessPolicies.Statement[0]" },
    "one of its own, of the older kind": {
      ...withPolicy(open, "elasticsearch"),
      at: "accessPolicies.Statement[0]",
    },
    "one of the older kind": {
      ...one(domains[1] ?? "", { accessPolicies: open }),
      at: "accessPolicies.Statement[0]",
    },
    "one on the internet, where users are known": {
      ...one(domain, { accessPolicies: open, advancedSecurityOptions: { enabled: true } }),
      at: "accessPolicies.Statement[0]",
    },
    "one in a VPC, where users are not known": {
      ...one(domain, { accessPolicies: open, vpcOptions: { subnetIds: [UNKNOWN] } }),
      at: "accessPolicies.Statement[0]",
    },
  },
  undecided: {
    "a policy that is not known yet": { ...withPolicy(UNKNOWN), because: /accessPolicies is not known/ },
  },
  mayBeDropped: {
    accessPolicies: "without a policy nobody comes in",
  },
});

const serverless = "aws:opensearch/serverlessSecurityPolicy:ServerlessSecurityPolicy";
const network = (rules: unknown) => one(serverless, { type: "network", policy: JSON.stringify(rules) });
const closed = { Rules: [{ ResourceType: "collection", Resource: ["collection/logs"] }], AllowFromPublic: false };

describeControl(searchServerlessNetwork, {
  compliant: {
    "a network policy for endpoints": network([{ ...closed, SourceVPCEs: ["vpce-1"] }]),
  },
  violating: {
    "a policy for the public": {
      ...network([closed, { ...closed, AllowFromPublic: true }]),
      at: "policy[1].AllowFromPublic",
    },
  },
  undecided: {
    "a policy that is not known yet": {
      ...one(serverless, { type: "network", policy: UNKNOWN }),
      because: /policy is not known/,
    },
  },
  notApplicable: { "an encryption policy": one(serverless, { type: "encryption", policy: "{}" }) },
});

const key = (document: unknown) => ({
  ...one(serverless, { type: "encryption", policy: document === UNKNOWN ? UNKNOWN : JSON.stringify(document) }),
  ...required,
});

describeControl(searchServerlessKey, {
  compliant: { "a key of the account": key({ Rules: [], KmsARN: "arn:aws:kms:eu-central-1:123456789012:key/k" }) },
  violating: { "AWS's own": { ...key({ Rules: [], AWSOwnedKey: true }), at: "policy.KmsARN" } },
  undecided: { "a policy that is not known yet": { ...key(UNKNOWN), because: /policy is not known/ } },
  notApplicable: {
    "what no team asked for": one(serverless, { type: "encryption", policy: "{}" }),
    "a network policy": { ...network([closed]), ...required },
  },
});
