import { LogGroup } from "@pulumi/aws/cloudwatch";
import type { SecurityGroup } from "@pulumi/aws/ec2";
import { Cluster, type ClusterArgs } from "@pulumi/aws/eks";
import { Role, type RolePolicyAttachment } from "@pulumi/aws/iam";
import { Key } from "@pulumi/aws/kms";
import * as pulumi from "@pulumi/pulumi";
import { accountAdministers, logsEncrypt, policyDocument } from "../core";
import { createClosedGroup } from "../data/client-access";
import { kubernetesVersions } from "./facts/kubernetes";
import { attachPolicies, type ClusterInput, clusterArn } from "./kubernetes-input";
import type { NodeRole } from "./kubernetes-nodes";

/** Every kind of log that EKS has: docs.aws.amazon.com/eks/latest/userguide/control-plane-logs.html */
const LOG_TYPES = ["api", "audit", "authenticator", "controllerManager", "scheduler"];

/** docs.aws.amazon.com/eks/latest/userguide/cluster-iam-role.html */
const CLUSTER_POLICIES = ["AmazonEKSClusterPolicy"];

/** docs.aws.amazon.com/eks/latest/userguide/auto-cluster-iam-role.html */
const AUTO_MODE_POLICIES = [
  "AmazonEKSComputePolicy",
  "AmazonEKSBlockStoragePolicy",
  "AmazonEKSLoadBalancingPolicy",
  "AmazonEKSNetworkingPolicy",
];

/** What a cluster consists of before anything runs on it. */
export interface ControlPlane {
  readonly cluster: Cluster;
  /** Undefined where a key was given. */
  readonly key: Key | undefined;
  readonly logGroup: LogGroup;
  /** Logs of pods on Fargate; undefined where none run there. */
  readonly podLogGroup: LogGroup | undefined;
  /** Security group of the endpoint's interfaces, beside the one that EKS makes: clients are admitted to it. */
  readonly group: SecurityGroup;
}

/** @param nodeRole role of the nodes that Auto Mode makes @param podLogs that pods on Fargate log */
export function createControlPlane(
  input: ClusterInput,
  nodeRole: NodeRole | undefined,
  podLogs: boolean,
): ControlPlane {
  const { name, clusterName, args, tags, child } = input;
  const { key, keyArn } = secretsKey(input);
  const logKey = args.logKmsKeyArn ?? key?.arn;
  const logGroup = (suffix: string, path: string): LogGroup =>
    new LogGroup(
      `${name}-${suffix}`,
      {
        name: `/aws/eks/${clusterName}/${path}`,
        retentionInDays: args.logRetentionDays ?? 365,
        kmsKeyId: logKey,
        tags: tags(`${name}-${suffix}`),
      },
      child(),
    );
  // EKS writes to a group of this name, and makes one that is kept for ever, in plain, where there is none.
  const logs = logGroup("logs", "cluster");
  const podLogGroup = podLogs ? logGroup("pod-logs", "pods") : undefined;
  const { role, attachments } = createClusterRole(input);
  const group = createClosedGroup({ name, tags, child }, args.placement, `Clients of the Kubernetes API of ${name}.`);
  const cluster = new Cluster(
    name,
    {
      name: clusterName,
      version: args.version ?? kubernetesVersions.current,
      roleArn: role.arn,
      vpcConfig: {
        subnetIds: args.placement.subnetIds,
        securityGroupIds: [group.id],
        endpointPrivateAccess: true,
        endpointPublicAccess: args.publicAccessCidrs !== undefined,
        publicAccessCidrs: args.publicAccessCidrs,
      },
      accessConfig: { authenticationMode: "API", bootstrapClusterCreatorAdminPermissions: false },
      encryptionConfig: { provider: { keyArn }, resources: ["secrets"] },
      enabledClusterLogTypes: LOG_TYPES,
      upgradePolicy: { supportType: args.extendedSupport ? "EXTENDED" : "STANDARD" },
      deletionProtection: !(args.withoutDeletionProtection ?? false),
      zonalShiftConfig: { enabled: args.zonalShift ?? false },
      // The add-ons that it would install by itself are made as add-ons of EKS, which it keeps up to date.
      bootstrapSelfManagedAddons: false,
      ...network(input),
      ...autoMode(nodeRole?.role),
      tags: tags(name),
    },
    child({ dependsOn: [logs, ...attachments, ...(nodeRole?.attachments ?? [])] }),
  );
  return { cluster, key, logGroup: logs, podLogGroup, group };
}

function network({ args }: ClusterInput): Pick<ClusterArgs, "kubernetesNetworkConfig"> {
  if (args.serviceCidr === undefined && !args.autoMode) return {};
  return {
    kubernetesNetworkConfig: {
      serviceIpv4Cidr: args.serviceCidr,
      ...(args.autoMode && { elasticLoadBalancing: { enabled: true } }),
    },
  };
}

function autoMode(nodeRole: Role | undefined): Pick<ClusterArgs, "computeConfig" | "storageConfig"> {
  if (!nodeRole) return {};
  return {
    computeConfig: { enabled: true, nodePools: ["general-purpose", "system"], nodeRoleArn: nodeRole.arn },
    storageConfig: { blockStorage: { enabled: true } },
  };
}

function createClusterRole(input: ClusterInput): { role: Role; attachments: RolePolicyAttachment[] } {
  const { name, args, tags, child } = input;
  const role = new Role(
    `${name}-role`,
    {
      description: `Control plane of the cluster ${name}.`,
      assumeRolePolicy: policyDocument({
        Effect: "Allow",
        Principal: { Service: "eks.amazonaws.com" },
        Action: args.autoMode ? ["sts:AssumeRole", "sts:TagSession"] : "sts:AssumeRole",
        // docs.aws.amazon.com/eks/latest/userguide/cross-service-confused-deputy-prevention.html
        Condition: {
          ArnLike: { "aws:SourceArn": clusterArn(input) },
          StringEquals: { "aws:SourceAccount": input.accountId },
        },
      }),
      tags: tags(`${name}-role`),
    },
    child(),
  );
  const policies = args.autoMode ? [...CLUSTER_POLICIES, ...AUTO_MODE_POLICIES] : CLUSTER_POLICIES;
  return { role, attachments: attachPolicies(input, `${name}-role`, role, policies) };
}

function secretsKey(input: ClusterInput): { key: Key | undefined; keyArn: pulumi.Input<string> } {
  if (input.args.kmsKeyArn !== undefined) return { key: undefined, keyArn: input.args.kmsKeyArn };
  const key = createKey(input);
  return { key, keyArn: key.arn };
}

/**
 * Key of the cluster's secrets and logs. EKS uses it by a grant that whoever creates the cluster gives it, which the
 * account's IAM decides: docs.aws.amazon.com/eks/latest/userguide/enable-kms.html
 */
function createKey(input: ClusterInput): Key {
  const { name, clusterName, partition, region, accountId, tags, child } = input;
  const keyName = `${name}-key`;
  return new Key(
    keyName,
    {
      description: `Secrets and logs of the cluster ${name}.`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: policyDocument(
        accountAdministers(input),
        logsEncrypt(
          region,
          "ArnLike",
          pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:/aws/eks/${clusterName}/*`,
        ),
      ),
      tags: tags(keyName),
    },
    child(),
  );
}
