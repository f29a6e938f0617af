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
    memberClusters: (values) => {
      const group = values.autoName("replicationGroupId");
      const count = Number(values.input("numCacheClusters"));
      return group && count > 0
        ? Array.from({ length: count }, (_, index) => `${group}-${String(index + 1).padStart(3, "0")}`)
        : undefined;
    },
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
