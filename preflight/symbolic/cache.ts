import type { SymbolicTable } from "./table";
import { regionCode, type Values } from "./values";

const cacheArn = (kind: string, key: string): string => `arn:{p}:elasticache:{r}:{a}:${kind}:${key}`;

/** ElastiCache. Endpoints: ElastiCache user guide, "Finding connection endpoints". */
export const cache: SymbolicTable = {
  "aws:elasticache/cluster:Cluster": {
    id: "{auto.clusterId}",
    clusterId: "{auto.clusterId}",
    arn: cacheArn("cluster", "{auto.clusterId}"),
    clusterAddress: memcachedAddress,
    configurationEndpoint: (values) => {
      const address = memcachedAddress(values);
      return address && `${address}:${values.input("port") ?? "11211"}`;
    },
  },
  "aws:elasticache/replicationGroup:ReplicationGroup": {
    id: "{auto.replicationGroupId}",
    replicationGroupId: "{auto.replicationGroupId}",
    arn: cacheArn("replicationgroup", "{auto.replicationGroupId}"),
    primaryEndpointAddress: (values) => (isClustered(values) ? undefined : groupAddress(values, "master", "")),
    readerEndpointAddress: (values) => (isClustered(values) ? undefined : groupAddress(values, "replica", "-ro")),
    configurationEndpointAddress: (values) =>
      isClustered(values) ? groupAddress(values, "clustercfg", "") : undefined,
    memberClusters,
  },
  "aws:elasticache/serverlessCache:ServerlessCache": {
    id: "{name}",
    name: "{name}",
    arn: cacheArn("serverlesscache", "{name}"),
    endpoints: (values) => serverlessEndpoint(values, 6379, 11211),
    readerEndpoints: (values) => serverlessEndpoint(values, 6380, 11212),
  },
  "aws:elasticache/subnetGroup:SubnetGroup": { id: "{name}", name: "{name}", arn: cacheArn("subnetgroup", "{name}") },
  "aws:elasticache/parameterGroup:ParameterGroup": {
    id: "{name}",
    name: "{name}",
    arn: cacheArn("parametergroup", "{name}"),
  },
  "aws:elasticache/user:User": { id: "{in.userId}", arn: cacheArn("user", "{in.userId}") },
  "aws:elasticache/userGroup:UserGroup": { id: "{in.userGroupId}", arn: cacheArn("usergroup", "{in.userGroupId}") },
  "aws:elasticache/globalReplicationGroup:GlobalReplicationGroup": {
    id: "{abc.10}-{in.globalReplicationGroupIdSuffix}",
    globalReplicationGroupId: "{id}",
  },
};

/** A cluster of Memcached is found by its configuration endpoint; a node of Redis is known by others only. */
function memcachedAddress(values: Values): string | undefined {
  const cluster = values.autoName("clusterId");
  return cluster && values.input("engine") === "memcached"
    ? `${cluster}.${values.letters(10)}.cfg.${regionCode(values.context.region)}.cache.${values.context.dnsSuffix}`
    : undefined;
}

/**
 * Ids of the nodes: `GROUP-001` and so on, and in cluster mode `GROUP-0001-001`, with the shard's number before the node's
 * (ElastiCache user guide, "Viewing a replication group's details (AWS CLI)").
 */
function memberClusters(values: Values): string[] | undefined {
  const group = values.autoName("replicationGroupId");
  if (group === undefined) {
    return undefined;
  }
  const numbered = (count: number, digits: number): string[] =>
    Array.from({ length: count || 0 }, (_, index) => String(index + 1).padStart(digits, "0"));
  // No node can be named where the program leaves a number out.
  const count = (key: string): number => Number(values.input(key) ?? Number.NaN);
  const nodes = isClustered(values)
    ? numbered(count("numNodeGroups"), 4).flatMap((shard) =>
        numbered(count("replicasPerNodeGroup") + 1, 3).map((node) => `${shard}-${node}`),
      )
    : numbered(count("numCacheClusters"), 3);
  return nodes.length > 0 ? nodes.map((node) => `${group}-${node}`) : undefined;
}

function isClustered(values: Values): boolean {
  const { inputs } = values.context;
  return values.has("numNodeGroups") || inputs.clusterMode === "enabled";
}

/** With encryption in transit the kind goes before the name, without it after. */
function groupAddress(values: Values, kind: string, suffix: string): string | undefined {
  const group = values.autoName("replicationGroupId");
  const end = `${regionCode(values.context.region)}.cache.${values.context.dnsSuffix}`;
  if (group === undefined) {
    return undefined;
  }
  return values.context.inputs.transitEncryptionEnabled === true
    ? `${kind}.${group}.${values.letters(10)}.${end}`
    : `${group}${suffix}.${values.letters(10)}.${kind === "clustercfg" ? "clustercfg" : "ng.0001"}.${end}`;
}

function serverlessEndpoint(
  values: Values,
  redis: number,
  memcached: number,
): { address: string; port: number }[] | undefined {
  const name = values.autoName("name");
  const port = values.input("engine") === "memcached" ? memcached : redis;
  return name === undefined
    ? undefined
    : [
        {
          address: `${name}-${values.letters(10)}.serverless.${regionCode(values.context.region)}.cache.${values.context.dnsSuffix}`,
          port,
        },
      ];
}
