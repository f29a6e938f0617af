import { all, fail, type Resource, stackControl, type Verdict } from "../../core";
import { overSubnetGroup, zoneSettings } from "../shared/zones";

const subnetGroup = {
  path: "subnetGroupName",
  types: ["aws:dax/subnetGroup:SubnetGroup"],
  subnets: { path: "subnetIds" },
};

/** Holds DAX clusters to several zones. */
export const daxZones = stackControl({
  id: "dax-cluster-zones",
  title: "DAX clusters have nodes in several availability zones",
  severity: "high",
  why: "Reads fall back on the table, all at once, when the one zone that has cache nodes fails.",
  fix: "Set replicationFactor to 3, and give a subnet group with subnets in several availability zones.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/dynamodb-controls.html",
  on: ["aws:dax/cluster:Cluster"],
  config: zoneSettings,
  check: (cluster, { graph, config }) =>
    all(
      cluster.number("replicationFactor").atLeast(config.minimumZones),
      overSubnetGroup(graph, cluster, config.minimumZones, subnetGroup),
      namedZones(cluster, config.minimumZones),
    ),
});

/** Where the zones of the nodes are named, one a node, they differ. */
function namedZones(cluster: Resource, minimum: number): Verdict {
  const names = cluster.list("availabilityZones").items.map((item) => item.string().value);
  const known = names.filter((name) => name !== undefined);
  if (known.length < names.length || new Set(known).size >= minimum || names.length === 0) return all();
  const found = [...new Set(known)].join(", ");
  return fail({ path: "availabilityZones", found, expected: `at least ${minimum} availability zones` });
}
