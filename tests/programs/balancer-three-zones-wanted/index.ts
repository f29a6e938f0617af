import * as ec2 from "@pulumi/aws/ec2";
import * as lb from "@pulumi/aws/lb";

const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new ec2.Subnet(`subnet-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }),
);

new lb.LoadBalancer("web", { internal: true, subnets: subnets.map((subnet) => subnet.id) });
