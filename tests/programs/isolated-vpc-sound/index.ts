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

const open = new ec2.Vpc("open", { cidrBlock: "10.8.0.0/16" });
const gateway = new ec2.InternetGateway("open", { vpcId: open.id });
new ec2.RouteTable("open", { vpcId: open.id, routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: gateway.id }] });
const table = new ec2.RouteTable("vault", { vpcId: vpc.id });
subnets.forEach((subnet, index) => {
  new ec2.RouteTableAssociation(`vault-${index}`, { subnetId: subnet.id, routeTableId: table.id });
});
