import { all, cannotTell, stackControl } from "../../core";
import { overSubnetGroup, overSubnets, zoneSettings } from "../shared/zones";

/** Holds data warehouses to several zones. */
export const redshiftZones = stackControl({
  id: "redshift-cluster-zones",
  title: "Redshift clusters and workgroups run in several availability zones",
  severity: "high",
  why: "A warehouse in one zone answers no query while that zone is down.",
  fix: "Set multiAz to true with a subnet group over several availability zones; give a serverless workgroup subnets in several zones.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/managing-cluster-multi-az.html",
  on: ["aws:redshift/cluster:Cluster", "aws:redshiftserverless/workgroup:Workgroup"],
  config: zoneSettings,
  check: (warehouse, { graph, config }) => {
    if (warehouse.type === "aws:redshiftserverless/workgroup:Workgroup") {
      return warehouse.has("subnetIds") === false
        ? cannotTell("subnetIds is not set, and the zones of the default VPC's subnets are not known", "subnetIds")
        : overSubnets(graph, warehouse, config.minimumZones, { path: "subnetIds" });
    }
    return all(
      warehouse.boolean("multiAz").mustBeTrue({ absent: "AWS then uses one zone" }),
      overSubnetGroup(graph, warehouse, config.minimumZones, {
        path: "clusterSubnetGroupName",
        types: ["aws:redshift/subnetGroup:SubnetGroup"],
        subnets: { path: "subnetIds" },
      }),
    );
  },
});
