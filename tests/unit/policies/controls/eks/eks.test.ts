import {
  eksAuthenticationMode,
  eksCreatorAdmin,
  eksDeletionProtection,
} from "../../../../../policies/controls/eks/access";
import { eksAuditLog } from "../../../../../policies/controls/eks/audit-log";
import { eksClusterVersion } from "../../../../../policies/controls/eks/cluster-version";
import { eksEndpointPrivate } from "../../../../../policies/controls/eks/endpoint";
import { eksNodeGroupVersion } from "../../../../../policies/controls/eks/node-group-version";
import { eksNodeSsh } from "../../../../../policies/controls/eks/node-ssh";
import { eksSecretsKey } from "../../../../../policies/controls/eks/secrets";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const cluster = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:eks/cluster:Cluster", "services", props),
});
const nodes = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:eks/nodeGroup:NodeGroup", "nodes", props),
});
const addon = { subject: sample("aws:eks/addon:Addon", "dns", { addonName: "coredns" }) };
const endpoint = (vpcConfig: unknown, publicAccess?: string) => ({
  ...cluster({ vpcConfig }),
  ...(publicAccess && { config: { publicAccess } }),
});

describeControl(eksEndpointPrivate, {
  compliant: {
    "a private endpoint": endpoint({ endpointPublicAccess: false, endpointPrivateAccess: true }),
    "a private endpoint under namedBlocks": endpoint({ endpointPublicAccess: false }, "namedBlocks"),
    "named blocks where they are taken": endpoint(
      { endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] },
      "namedBlocks",
    ),
  },
  violating: {
    "what AWS does with nothing given": { ...endpoint({}), at: "vpcConfig.endpointPublicAccess" },
    "a public endpoint": { ...endpoint({ endpointPublicAccess: true }), at: "vpcConfig.endpointPublicAccess" },
    "named blocks where none are taken": {
      ...endpoint({ endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24"] }),
      at: "vpcConfig.endpointPublicAccess",
    },
    "all blocks where named ones are taken": {
      ...endpoint({ endpointPublicAccess: true, publicAccessCidrs: ["203.0.113.0/24", "0.0.0.0/0"] }, "namedBlocks"),
      at: "vpcConfig.publicAccessCidrs[1]",
    },
    "no blocks where named ones are taken, which are all": {
      ...endpoint({ endpointPublicAccess: true }, "namedBlocks"),
      at: "vpcConfig.publicAccessCidrs",
    },
  },
  undecided: {
    "access that is not known yet": {
      ...endpoint({ endpointPublicAccess: UNKNOWN }),
      because: /endpointPublicAccess is not known/,
    },
    "a block that is not known yet": {
      ...endpoint({ endpointPublicAccess: true, publicAccessCidrs: [UNKNOWN] }, "namedBlocks"),
      because: /publicAccessCidrs\[0\] is not known/,
    },
  },
  mayBeDropped: {
    "vpcConfig.endpointPublicAccess": "AWS then opens the endpoint, to the named blocks where there are any",
  },
  notApplicable: { "an add-on": addon },
});

describeControl(eksClusterVersion, {
  compliant: {
    "a version in standard support": cluster({ version: "1.36" }),
    "the oldest of them": cluster({ version: "1.34" }),
    "one that is newer than the list": cluster({ version: "1.40" }),
    "an older one where a team takes it": { ...cluster({ version: "1.33" }), config: { oldestVersion: "1.33" } },
  },
  violating: {
    "a version in extended support": { ...cluster({ version: "1.33" }), at: "version" },
    "1.4, which is older than 1.34": { ...cluster({ version: "1.4" }), at: "version" },
    "what is no version": { ...cluster({ version: "latest" }), at: "version" },
  },
  undecided: {
    "a version that is not known yet": { ...cluster({ version: UNKNOWN }), because: /version is not known/ },
    "a version that was left to AWS": { ...cluster(), because: /AWS chose the version/ },
    "a setting that is no version": {
      ...cluster({ version: "1.36" }),
      config: { oldestVersion: "new" },
      because: /oldestVersion is "new"/,
    },
  },
  notApplicable: { "an add-on": addon },
});

describeControl(eksNodeGroupVersion, {
  compliant: { "a version in standard support": nodes({ version: "1.35" }) },
  violating: { "a version out of it": { ...nodes({ version: "1.32" }), at: "version" } },
  undecided: {
    "a version that is not known yet": { ...nodes({ version: UNKNOWN }), because: /version is not known/ },
    "a version that was left to AWS": { ...nodes(), because: /AWS took the cluster's version/ },
  },
  notApplicable: { "an add-on": addon },
});

const keyArn = "arn:aws:kms:eu-central-1:123456789012:key/k";

describeControl(eksSecretsKey, {
  compliant: {
    "a key of the account": cluster({ encryptionConfig: { provider: { keyArn }, resources: ["secrets"] } }),
    "a key that is not there yet": cluster({
      encryptionConfig: { provider: { keyArn: UNKNOWN }, resources: ["secrets"] },
    }),
  },
  violating: {
    "AWS's own key": { ...cluster(), at: "encryptionConfig.provider.keyArn" },
    "a key for nothing": {
      ...cluster({ encryptionConfig: { provider: { keyArn }, resources: [] } }),
      at: "encryptionConfig.resources",
    },
  },
  undecided: {
    "resources that are not known yet": {
      ...cluster({ encryptionConfig: { provider: { keyArn }, resources: UNKNOWN } }),
      because: /resources is not known/,
    },
  },
  notApplicable: { "an add-on": addon },
});

describeControl(eksAuditLog, {
  compliant: { "the audit log among others": cluster({ enabledClusterLogTypes: ["api", "audit"] }) },
  violating: {
    "no log": { ...cluster(), at: "enabledClusterLogTypes" },
    "other logs only": { ...cluster({ enabledClusterLogTypes: ["api"] }), at: "enabledClusterLogTypes" },
  },
  undecided: {
    "logs that are not known yet": { ...cluster({ enabledClusterLogTypes: UNKNOWN }), because: /is not known/ },
    "a log that is not known yet, beside another": {
      ...cluster({ enabledClusterLogTypes: ["api", UNKNOWN] }),
      because: /is not known/,
    },
  },
  notApplicable: { "an add-on": addon },
});

describeControl(eksNodeSsh, {
  compliant: {
    "SSH from a named group": nodes({ remoteAccess: { ec2SshKey: "ops", sourceSecurityGroupIds: ["sg-1"] } }),
  },
  violating: {
    "SSH from anywhere": {
      ...nodes({ remoteAccess: { ec2SshKey: "ops" } }),
      at: "remoteAccess.sourceSecurityGroupIds",
    },
    "SSH from no group, which is anywhere": {
      ...nodes({ remoteAccess: { ec2SshKey: "ops", sourceSecurityGroupIds: [] } }),
      at: "remoteAccess.sourceSecurityGroupIds",
    },
  },
  undecided: {
    "groups that are not known yet": {
      ...nodes({ remoteAccess: { ec2SshKey: "ops", sourceSecurityGroupIds: UNKNOWN } }),
      because: /sourceSecurityGroupIds is not known/,
    },
    "access that is not known yet": { ...nodes({ remoteAccess: UNKNOWN }), because: /remoteAccess is not known/ },
  },
  notApplicable: { "nodes without SSH": nodes(), "an add-on": addon },
});

const access = (accessConfig: unknown) => cluster({ accessConfig });
const mode = "accessConfig.authenticationMode";
const creator = "accessConfig.bootstrapClusterCreatorAdminPermissions";

describeControl(eksAuthenticationMode, {
  compliant: { "access entries alone": access({ authenticationMode: "API" }) },
  violating: {
    "the ConfigMap too": { ...access({ authenticationMode: "API_AND_CONFIG_MAP" }), at: mode },
    "what AWS does with nothing given": { ...cluster(), at: mode },
  },
  undecided: {
    "a mode that is not known yet": {
      ...access({ authenticationMode: UNKNOWN }),
      because: /authenticationMode is not/,
    },
  },
  notApplicable: { "an add-on": addon },
});

describeControl(eksCreatorAdmin, {
  compliant: { "no rights": access({ bootstrapClusterCreatorAdminPermissions: false }) },
  violating: {
    "every right": { ...access({ bootstrapClusterCreatorAdminPermissions: true }), at: creator },
    "what AWS does with nothing given": { ...cluster(), at: creator },
  },
  undecided: {
    "a setting that is not known yet": {
      ...access({ bootstrapClusterCreatorAdminPermissions: UNKNOWN }),
      because: /bootstrapClusterCreatorAdminPermissions is not known/,
    },
  },
  notApplicable: { "an add-on": addon },
});

describeControl(eksDeletionProtection, {
  compliant: { protected: cluster({ deletionProtection: true }) },
  violating: {
    "not protected": { ...cluster({ deletionProtection: false }), at: "deletionProtection" },
    "what AWS does with nothing given": { ...cluster(), at: "deletionProtection" },
  },
  undecided: {
    "a setting that is not known yet": {
      ...cluster({ deletionProtection: UNKNOWN }),
      because: /deletionProtection is not/,
    },
  },
  notApplicable: { "an add-on": addon },
});
