import * as ec2 from "@pulumi/aws/ec2";
import * as lambda from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";

const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new ec2.Subnet(`subnet-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }),
);

const group = new ec2.SecurityGroup("functions", { vpcId: vpc.id });
const shared = {
  runtime: "nodejs22.x",
  handler: "index.handler",
  role: "arn:aws:iam::123456789012:role/functions",
  code: new pulumi.asset.AssetArchive({ "index.js": new pulumi.asset.StringAsset("exports.handler = async () => 1;") }),
};
new lambda.Function("inside", {
  ...shared,
  vpcConfig: { subnetIds: subnets.slice(0, 1).map((subnet) => subnet.id), securityGroupIds: [group.id] },
});
new lambda.Function("outside", shared);
