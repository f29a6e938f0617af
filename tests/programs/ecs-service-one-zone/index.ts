import * as ec2 from "@pulumi/aws/ec2";
import * as ecs from "@pulumi/aws/ecs";

const vpc = new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b"].map(
  (zone, index) =>
    new ec2.Subnet(`subnet-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }),
);

const group = new ec2.SecurityGroup("service", { vpcId: vpc.id });
const cluster = new ecs.Cluster("cluster");
const [first] = subnets;
new ecs.Service("catalog", {
  cluster: cluster.arn,
  taskDefinition: "catalog:1",
  desiredCount: 2,
  launchType: "FARGATE",
  networkConfiguration: { subnets: first ? [first.id] : [], securityGroups: [group.id] },
});
