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

const group = new rds.SubnetGroup("legacy", { subnetIds: subnets.map((subnet) => subnet.id) });
new rds.Instance("legacy", {
  engine: "postgres",
  instanceClass: "db.t4g.medium",
  allocatedStorage: 20,
  dbSubnetGroupName: group.name,
  username: "legacy",
  manageMasterUserPassword: true,
  multiAz: false,
});
