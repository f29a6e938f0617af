import * as ec2 from "@pulumi/aws/ec2";
import * as mq from "@pulumi/aws/mq";

const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new ec2.Subnet(`subnet-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }),
);

const [first] = subnets;
new mq.Broker("inventory", {
  brokerName: "inventory",
  engineType: "ActiveMQ",
  engineVersion: "5.18",
  hostInstanceType: "mq.t3.micro",
  deploymentMode: "SINGLE_INSTANCE",
  subnetIds: first ? [first.id] : [],
  users: [{ username: "inventory", password: "kept-elsewhere-1" }],
});
