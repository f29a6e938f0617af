import { control } from "../../core";

/** Holds clusters to subnets that the program chose. */
export const redshiftSubnetGroup = control({
  id: "redshift-subnet-group",
  title: "Redshift clusters are in a subnet group of their own",
  severity: "high",
  why: "Without one AWS takes the default VPC, whose subnets are public.",
  fix: "Make a SubnetGroup over private subnets, and name it in clusterSubnetGroupName.",
  url: "https://docs.aws.amazon.com/redshift/latest/mgmt/working-with-cluster-subnet-groups.html",
  on: ["aws:redshift/cluster:Cluster"],
  check: (cluster) =>
    cluster.mustBeSet("clusterSubnetGroupName", "a subnet group: AWS then takes the default VPC", { unknown: "set" }),
});
