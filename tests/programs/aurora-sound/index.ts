import * as ec2 from "@pulumi/aws/ec2";
import * as rds from "@pulumi/aws/rds";

const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new ec2.Subnet(`subnet-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }),
);

const group = new rds.SubnetGroup("catalog", { subnetIds: subnets.map((subnet) => subnet.id) });
const cluster = new rds.Cluster("catalog", {
  engine: "aurora-postgresql",
  dbSubnetGroupName: group.name,
  masterUsername: "catalog",
  manageMasterUserPassword: true,
});
for (const role of ["writer", "reader"]) {
  new rds.ClusterInstance(`catalog-${role}`, {
    clusterIdentifier: cluster.id,
    engine: "aurora-postgresql",
    instanceClass: "db.r7g.large",
  });
}
