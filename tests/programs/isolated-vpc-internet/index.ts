import * as ec2 from "@pulumi/aws/ec2";

const vpc = new ec2.Vpc("vault", { cidrBlock: "10.9.0.0/16", tags: { isolation: "isolated" } });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new ec2.Subnet(`vault-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.9.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }),
);

const gateway = new ec2.InternetGateway("vault", { vpcId: vpc.id });
const table = new ec2.RouteTable("vault", {
  vpcId: vpc.id,
  routes: [
    { cidrBlock: "0.0.0.0/1", gatewayId: gateway.id },
    { cidrBlock: "128.0.0.0/1", gatewayId: gateway.id },
  ],
});
subnets.forEach((subnet, index) => {
  new ec2.RouteTableAssociation(`vault-${index}`, { subnetId: subnet.id, routeTableId: table.id });
});
