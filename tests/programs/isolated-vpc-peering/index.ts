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

const other = new ec2.Vpc("other", { cidrBlock: "10.8.0.0/16" });
new ec2.VpcPeeringConnection("back-door", { vpcId: other.id, peerVpcId: vpc.id, autoAccept: true });
export const subnetIds = subnets.map((subnet) => subnet.id);
