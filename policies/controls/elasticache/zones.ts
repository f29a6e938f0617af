import { all, any, cannotTell, fail, notApplicable, stackControl } from "../../core";
import { overSubnetGroup, placedBySubnets, zoneSettings } from "../shared/zones";

const subnetGroup = {
  path: "subnetGroupName",
  types: ["aws:elasticache/subnetGroup:SubnetGroup"],
  subnets: { path: "subnetIds" },
};
const url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html";

/** Holds Valkey and Redis replication groups to automatic failover over zones. */
export const replicationGroupZones = stackControl({
  id: "elasticache-replication-group-zones",
  title: "ElastiCache replication groups fail over to a replica in another availability zone",
  severity: "high",
  why: "Without a replica in another zone that takes over by itself, sessions and cached data are gone when a zone fails.",
  fix: "Set multiAzEnabled and automaticFailoverEnabled to true, numCacheClusters to 2 or more (or replicasPerNodeGroup to 1 or more), and give a subnet group over several availability zones.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-3",
  on: ["aws:elasticache/replicationGroup:ReplicationGroup"],
  config: zoneSettings,
  check: (group, { graph, config }) =>
    all(
      group.boolean("multiAzEnabled").mustBeTrue({ absent: "AWS then does not spread it" }),
      group.boolean("automaticFailoverEnabled").mustBeTrue({ absent: "AWS then does not fail over" }),
      any([
        group.number("replicasPerNodeGroup").atLeast(1, { absent: "no replica" }),
        group.number("numCacheClusters").atLeast(2, { absent: "no replica" }),
      ]),
      overSubnetGroup(graph, group, config.minimumZones, subnetGroup),
    ),
});

/** Holds Memcached clusters to several zones; a single Redis node has no zone to fail over to. */
export const cacheClusterZones = stackControl({
  id: "elasticache-cluster-zones",
  title: "ElastiCache clusters spread their nodes over several availability zones",
  severity: "high",
  why: "A cache whose nodes are all in one zone is empty when that zone fails, and the load falls on the database.",
  fix: 'Set azMode to "cross-az" and numCacheNodes to 2 or more with a subnet group over several zones; for Valkey and Redis use a replication group.',
  url,
  on: ["aws:elasticache/cluster:Cluster"],
  config: zoneSettings,
  check: (cluster, { graph, config }) => {
    if (cluster.has("replicationGroupId") !== false) return notApplicable("it is a node of a replication group");
    const engine = cluster.string("engine");
    if (engine.state === "unknown") return cannotTell(engine.reason, "engine");
    if (engine.value !== "memcached") {
      return fail({
        path: "engine",
        found: `a single ${engine.value ?? "Redis"} node`,
        expected: "a replication group",
      });
    }
    return all(
      cluster.string("azMode").equals("cross-az", { absent: "AWS then takes single-az" }),
      cluster.number("numCacheNodes").atLeast(2, { absent: "AWS then makes one node" }),
      overSubnetGroup(graph, cluster, config.minimumZones, subnetGroup),
    );
  },
});

/** Holds serverless caches to several zones. */
export const serverlessCacheZones = placedBySubnets({
  id: "elasticache-serverless-zones",
  title: "ElastiCache serverless caches are reached through several availability zones",
  why: "A cache with endpoints in one zone can't be reached when that zone fails, although AWS keeps its data elsewhere.",
  fix: "Give subnetIds subnets of at least as many availability zones as minimumZones asks for.",
  url,
  on: ["aws:elasticache/serverlessCache:ServerlessCache"],
  subnets: { path: "subnetIds" },
  absent: cannotTell("subnetIds is not set, and the zones of the default VPC's subnets are not known", "subnetIds"),
});
