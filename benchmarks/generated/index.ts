import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Table } from "@pulumi/aws/dynamodb";
import { SecurityGroup, Subnet, Vpc } from "@pulumi/aws/ec2";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Function as LambdaFunction } from "@pulumi/aws/lambda";
import { LoadBalancer } from "@pulumi/aws/lb";
import { Queue } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

// A cell is ten resources that depend on each other; cells hang on one VPC with three subnets, as services do.
const total = new pulumi.Config().requireNumber("resources");
const trust = JSON.stringify({
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
});

const vpc = new Vpc("vpc", { cidrBlock: "10.0.0.0/16" });
const subnets = ["a", "b", "c"].map(
  (zone, index) =>
    new Subnet(`subnet-${zone}`, {
      vpcId: vpc.id,
      cidrBlock: `10.0.${index}.0/24`,
      availabilityZone: `eu-central-1${zone}`,
    }),
);
const subnetIds = subnets.map((subnet) => subnet.id);

function cell(name: string): void {
  const tags = { Name: name, service: name, team: "bench", environment: pulumi.getStack() };
  const dlq = new Queue(`${name}-dlq`, { sqsManagedSseEnabled: true, messageRetentionSeconds: 1209600, tags });
  const queue = new Queue(`${name}-queue`, {
    sqsManagedSseEnabled: true,
    redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dlq.arn, maxReceiveCount: 5 }),
    tags,
  });
  const table = new Table(`${name}-table`, {
    billingMode: "PAY_PER_REQUEST",
    hashKey: "pk",
    attributes: [{ name: "pk", type: "S" }],
    pointInTimeRecovery: { enabled: true },
    tags,
  });
  const logs = new LogGroup(`${name}-logs`, { retentionInDays: 30, tags });
  const role = new Role(`${name}-role`, { assumeRolePolicy: trust, tags });
  new RolePolicy(`${name}-policy`, {
    role: role.name,
    policy: pulumi.jsonStringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["sqs:ReceiveMessage", "sqs:DeleteMessage"], Resource: queue.arn },
        { Effect: "Allow", Action: ["dynamodb:PutItem", "dynamodb:GetItem"], Resource: table.arn },
        { Effect: "Allow", Action: ["logs:PutLogEvents"], Resource: pulumi.interpolate`${logs.arn}:*` },
      ],
    }),
  });
  const group = new SecurityGroup(`${name}-group`, {
    vpcId: vpc.id,
    egress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] }],
    tags,
  });
  new LambdaFunction(`${name}-function`, {
    runtime: "nodejs22.x",
    handler: "index.handler",
    role: role.arn,
    code: new pulumi.asset.AssetArchive({
      "index.js": new pulumi.asset.StringAsset("exports.handler = async () => 1;"),
    }),
    vpcConfig: { subnetIds, securityGroupIds: [group.id] },
    environment: { variables: { QUEUE: queue.url, TABLE: table.name } },
    tags,
  });
  const lbGroup = new SecurityGroup(`${name}-lb-group`, { vpcId: vpc.id, tags });
  new LoadBalancer(`${name}-lb`, { internal: true, subnets: subnetIds, securityGroups: [lbGroup.id], tags });
}

const fixed = 4;
for (let index = 0; index < Math.max(1, Math.round((total - fixed) / 10)); index++) cell(`cell-${index}`);
