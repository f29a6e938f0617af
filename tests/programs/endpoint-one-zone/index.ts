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

new ec2.VpcEndpoint("logs", {
  vpcId: vpc.id,
  serviceName: "com.amazonaws.eu-central-1.logs",
  vpcEndpointType: "Interface",
  subnetIds: subnets.slice(0, 1).map((subnet) => subnet.id),
});
new ec2.VpcEndpoint("s3", { vpcId: vpc.id, serviceName: "com.amazonaws.eu-central-1.s3", vpcEndpointType: "Gateway" });
