import * as autoscaling from "@pulumi/aws/autoscaling";
import * as ec2 from "@pulumi/aws/ec2";

const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
// Two subnets, but both in one zone.
const subnets = [0, 1].map(
  (index) =>
    new ec2.Subnet(`subnet-${index}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: "eu-central-1a",
    }),
);

const template = new ec2.LaunchTemplate("workers", { imageId: "ami-0123456789abcdef0", instanceType: "t4g.small" });
const shared = { minSize: 2, maxSize: 4, launchTemplate: { id: template.id, version: "$Latest" } };
new autoscaling.Group("one", { ...shared, vpcZoneIdentifiers: subnets.map((subnet) => subnet.id) });
new autoscaling.Group("two", { ...shared, availabilityZones: ["eu-central-1a", "eu-central-1b"] });
