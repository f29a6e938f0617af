import { LogGroup } from "@pulumi/aws/cloudwatch";
import type { UserGroup } from "@pulumi/aws/elasticache";
import { Cluster, ParameterGroup, ReplicationGroup, ServerlessCache, SubnetGroup } from "@pulumi/aws/elasticache";
import type * as pulumi from "@pulumi/pulumi";
import type { CacheArgs, ServerlessCacheArgs } from "./cache-args";
import { CacheEngine, cacheEngines } from "./cache-engines";
import type { AccessInput } from "./client-access";

/** What every kind of cache is made from. */
export interface CacheInput extends AccessInput {
  readonly args: CacheArgs;
  readonly engine: CacheEngine;
  readonly securityGroupId: pulumi.Input<string>;
  readonly userGroup: UserGroup | undefined;
  readonly token: pulumi.Output<string> | undefined;
}

const MAINTENANCE = "sun:04:00-sun:05:00";
const SNAPSHOTS = "02:00-03:00";

/** What node-based caches have in common: engine, place, port, maintenance. */
function nodes(input: CacheInput) {
  const { name, args, engine, child, tags } = input;
  const facts = cacheEngines[engine];
  const engineVersion = args.engineVersion ?? facts.current;
  const subnets = new SubnetGroup(
    `${name}-subnets`,
    {
      description: `Subnets of the cache ${name}.`,
      subnetIds: args.placement.subnetIds,
      tags: tags(`${name}-subnets`),
    },
    child(),
  );
  const clusterEnabled: Record<string, string> = args.shards === undefined ? {} : { "cluster-enabled": "yes" };
  const parameters = new ParameterGroup(
    `${name}-parameters`,
    {
      description: `Parameters of the cache ${name}.`,
      family: facts.families[engineVersion] ?? "",
      parameters: Object.entries({ ...clusterEnabled, ...args.parameters }).map(([key, value]) => ({
        name: key,
        value,
      })),
      tags: tags(`${name}-parameters`),
    },
    child(),
  );
  return {
    engine,
    engineVersion,
    nodeType: args.nodeType ?? "cache.t4g.small",
    port: args.port ?? facts.port,
    subnetGroupName: subnets.name,
    securityGroupIds: [input.securityGroupId],
    parameterGroupName: parameters.name,
    transitEncryptionEnabled: true,
    maintenanceWindow: args.maintenanceWindow ?? MAINTENANCE,
    applyImmediately: args.applyImmediately ?? false,
    notificationTopicArn: args.notificationTopicArn,
    tags: tags(name),
  };
}

/** Nodes of each shard: its primary and its replicas. */
function nodesOfShard({ singleNode, replicas, minimumZones }: CacheArgs): number {
  return singleNode ? 1 : (replicas ?? (minimumZones ?? 2) - 1) + 1;
}

/** Ids of the nodes of a replication group, as many as it is made with: each is a cache cluster of its own. */
export function memberIds(group: ReplicationGroup, args: CacheArgs): pulumi.Output<string>[] {
  const count = (args.shards ?? 1) * nodesOfShard(args);
  return Array.from({ length: count }, (_, at) => group.memberClusters.apply((ids) => ids?.[at] ?? ""));
}

/** A Valkey or Redis replication group. */
export function createReplicationGroup(input: CacheInput): ReplicationGroup {
  const { name, args, child, tags } = input;
  const single = args.singleNode ?? false;
  const size =
    args.shards === undefined
      ? { clusterMode: "disabled", numCacheClusters: nodesOfShard(args) }
      : { clusterMode: "enabled", numNodeGroups: args.shards, replicasPerNodeGroup: nodesOfShard(args) - 1 };
  const logs = ["slow-log", "engine-log"].map((logType) => {
    const group = new LogGroup(
      `${name}-${logType}`,
      {
        // Log groups under this prefix keep the account's log policy from growing with each of them.
        namePrefix: `/aws/vendedlogs/elasticache/${name}-${logType}-`,
        retentionInDays: args.logRetentionDays ?? 30,
        kmsKeyId: args.logKmsKeyArn,
        tags: tags(`${name}-${logType}`),
      },
      child(),
    );
    return { destination: group.name, destinationType: "cloudwatch-logs", logFormat: "json", logType };
  });
  return new ReplicationGroup(
    name,
    {
      ...nodes(input),
      ...size,
      description: `Cache ${name}.`,
      multiAzEnabled: !single,
      automaticFailoverEnabled: !single,
      transitEncryptionMode: "required",
      atRestEncryptionEnabled: true,
      kmsKeyId: args.kmsKeyArn,
      ...(args.nodeType?.startsWith("cache.r6gd.") && { dataTieringEnabled: true }),
      ...(input.userGroup && { userGroupIds: [input.userGroup.userGroupId] }),
      ...(input.token && { authToken: input.token, authTokenUpdateStrategy: "ROTATE" }),
      snapshotRetentionLimit: args.withoutSnapshots ? 0 : (args.snapshotRetentionDays ?? 7),
      ...(!args.withoutSnapshots && { snapshotWindow: args.snapshotWindow ?? SNAPSHOTS }),
      finalSnapshotIdentifier: args.finalSnapshotName,
      logDeliveryConfigurations: logs,
      autoMinorVersionUpgrade: true,
    },
    child(),
  );
}

/** A Memcached cluster. */
export function createMemcached(input: CacheInput): Cluster {
  const { name, args, child } = input;
  const size = args.singleNode
    ? { azMode: "single-az", numCacheNodes: 1 }
    : { azMode: "cross-az", numCacheNodes: args.nodes ?? args.minimumZones ?? 2 };
  return new Cluster(name, { ...nodes(input), ...size }, child());
}

/** GB that a serverless cache may have at most. */
export function storageLimit({ maximumStorageGb = 10 }: ServerlessCacheArgs): number {
  return maximumStorageGb;
}

/** A serverless cache; it always encrypts, in transit and at rest. */
export function createServerless(input: CacheInput, limits: ServerlessCacheArgs): ServerlessCache {
  const { name, args, engine, child, tags } = input;
  const snapshots = engine !== CacheEngine.Memcached && !args.withoutSnapshots;
  return new ServerlessCache(
    name,
    {
      engine,
      majorEngineVersion: cacheEngines[engine].serverless,
      description: `Cache ${name}.`,
      subnetIds: args.placement.subnetIds,
      securityGroupIds: [input.securityGroupId],
      kmsKeyId: args.kmsKeyArn,
      cacheUsageLimits: {
        dataStorage: { unit: "GB", maximum: storageLimit(limits), minimum: limits.minimumStorageGb },
        ecpuPerSeconds: [{ maximum: limits.maximumEcpuPerSecond ?? 5000, minimum: limits.minimumEcpuPerSecond }],
      },
      ...(input.userGroup && { userGroupId: input.userGroup.userGroupId }),
      ...(snapshots && {
        snapshotRetentionLimit: args.snapshotRetentionDays ?? 7,
        dailySnapshotTime: (args.snapshotWindow ?? SNAPSHOTS).slice(0, 5),
      }),
      tags: tags(name),
    },
    child(),
  );
}
