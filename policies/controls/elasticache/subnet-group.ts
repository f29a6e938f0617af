import { control, pass } from "../../core";
import { unlessNode } from "./kinds";

/** Holds caches to a subnet group that the program chose. */
export const elasticacheSubnetGroup = control({
  id: "elasticache-subnet-group",
  title: "ElastiCache caches are in a subnet group of their own",
  severity: "high",
  why: "The default group has the subnets of the default VPC, which are public.",
  fix: "Make a SubnetGroup over private subnets, and name it in subnetGroupName.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elasticache-controls.html#elasticache-7",
  on: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"],
  check: (cache) =>
    unlessNode(cache, () =>
      // A name that is not known yet is that of a group that the program makes.
      cache.at("subnetGroupName").state === "unknown"
        ? pass
        : cache.string("subnetGroupName").notEquals("default", { absent: "AWS then takes the default group" }),
    ),
});
