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

new ec2.Subnet("vault-public", {
  vpcId: vpc.id,
  cidrBlock: "10.9.8.0/24",
  availabilityZone: "eu-central-1a",
  mapPublicIpOnLaunch: true,
});
export const subnetIds = subnets.map((subnet) => subnet.id);
