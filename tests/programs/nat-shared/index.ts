import * as ec2 from "@pulumi/aws/ec2";

const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new ec2.Subnet(`subnet-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }),
);

const gateway = new ec2.InternetGateway("internet", { vpcId: vpc.id });
const publicSubnet = new ec2.Subnet("public-a", {
  vpcId: vpc.id,
  cidrBlock: "10.0.100.0/24",
  availabilityZone: "eu-central-1a",
});
const publicTable = new ec2.RouteTable("public", {
  vpcId: vpc.id,
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }],
});
new ec2.RouteTableAssociation("public-a", { subnetId: publicSubnet.id, routeTableId: publicTable.id });
const address = new ec2.Eip("nat", { domain: "vpc" });
const nat = new ec2.NatGateway("nat", { subnetId: publicSubnet.id, allocationId: address.id });
const table = new ec2.RouteTable("private", { vpcId: vpc.id });
new ec2.Route("out", { routeTableId: table.id, destinationCidrBlock: "0.0.0.0/0", natGatewayId: nat.id });
subnets.forEach((subnet, index) => {
  new ec2.RouteTableAssociation(`private-${index}`, { subnetId: subnet.id, routeTableId: table.id });
});
