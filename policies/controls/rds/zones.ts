import { all, type Resource, stackControl, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { atLeastCount, overSubnetGroup, zoneSettings } from "../shared/zones";

const subnetGroup = {
  path: "dbSubnetGroupName",
  types: ["aws:rds/subnetGroup:SubnetGroup"],
  subnets: { path: "subnetIds" },
};

/** Holds database instances to a standby in another zone. */
export const rdsInstanceMultiAz = stackControl({
  id: "rds-instance-multi-az",
  title: "RDS database instances have a standby in another availability zone",
  severity: "high",
  why: "An instance without a standby is down, and what was written since the last backup may be lost, when its zone fails.",
  fix: "Set multiAz to true, and give a subnet group with subnets in several availability zones.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-5",
  on: ["aws:rds/instance:Instance"],
  check: (instance, { graph }) =>
    // A standby lies in one more zone, however many the team asks of other things.
    all(
      instance.boolean("multiAz").mustBeTrue({ absent: "AWS then makes no standby" }),
      instance.has("replicateSourceDb") === true && instance.has("dbSubnetGroupName") === false
        ? all() // A replica takes the group of its source, which is judged by itself.
        : overSubnetGroup(graph, instance, 2, subnetGroup),
    ),
});

/** Holds Aurora clusters, and Multi-AZ DB clusters, to several zones. */
export const rdsClusterZones = stackControl({
  id: "rds-cluster-zones",
  title: "Database clusters have instances in several availability zones",
  severity: "high",
  why: "A cluster with one instance is down until AWS has made another one, which takes minutes when a zone fails.",
  fix: "Give the cluster a reader beside its writer, and a subnet group with subnets in several availability zones.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/rds-controls.html#rds-15",
  on: ["aws:rds/cluster:Cluster"],
  config: zoneSettings,
  check: (cluster, { graph, config }) =>
    all(
      overSubnetGroup(graph, cluster, config.minimumZones, subnetGroup),
      // dbClusterInstanceClass makes a Multi-AZ DB cluster: AWS itself places a writer and two readers in three zones.
      cluster.has("dbClusterInstanceClass") === true ? all() : instances(cluster, graph),
    ),
});

/** A writer and a reader, which are not both told to lie in the same zone. */
function instances(cluster: Resource, graph: Graph): Verdict {
  const types = ["aws:rds/clusterInstance:ClusterInstance"];
  const { certain, possible } = graph.referrersTo(cluster, types, "clusterIdentifier");
  const reason = possible[0]?.reason ?? "";
  const counted = atLeastCount(certain.length, possible.length, 2, "instances", reason);
  const zones = certain.map((instance) => instance.string("availabilityZone").value);
  const [first] = zones;
  const pinned =
    certain.length > 1 && possible.length === 0 && first !== undefined && zones.every((zone) => zone === first);
  return pinned ? atLeastCount(1, 0, 2, `zones that its instances are pinned to (${first})`, "") : counted;
}
