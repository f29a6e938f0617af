// Services of ten resources each; ../cdk/app.cjs and ../terraform-plan.ts say the same for their tools.
import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";

const services = new pulumi.Config().requireNumber("services");
for (let i = 0; i < services; i++) service(`service-${i}`);

function service(name: string): void {
  const key = new aws.kms.Key(`${name}-key`, {
    enableKeyRotation: true,
    policy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Principal: { AWS: "arn:aws:iam::123456789012:root" }, Action: "kms:*", Resource: "*" },
      ],
    }),
  });
  const logs = new aws.cloudwatch.LogGroup(`${name}-logs`, { retentionInDays: 365, kmsKeyId: key.arn });
  const table = new aws.dynamodb.Table(`${name}-table`, {
    billingMode: "PAY_PER_REQUEST",
    attributes: [{ name: "pk", type: "S" }],
    hashKey: "pk",
    pointInTimeRecovery: { enabled: true },
    serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
  });
  const dead = new aws.sqs.Queue(`${name}-dead`, { kmsMasterKeyId: key.arn });
  const queue = new aws.sqs.Queue(`${name}-queue`, {
    kmsMasterKeyId: key.arn,
    redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 5 }),
  });
  const topic = new aws.sns.Topic(`${name}-topic`, { kmsMasterKeyId: key.arn });
  const group = new aws.ec2.SecurityGroup(`${name}-group`, {
    description: name,
    vpcId: "vpc-12345678",
    ingress: [{ protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["10.0.0.0/16"] }],
  });
  const role = new aws.iam.Role(`${name}-role`, {
    assumeRolePolicy: JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" }],
    }),
  });
  new aws.lambda.Function(`${name}-function`, {
    runtime: "nodejs22.x",
    handler: "index.handler",
    code: new pulumi.asset.AssetArchive({
      "index.js": new pulumi.asset.StringAsset("exports.handler = async () => {};"),
    }),
    role: role.arn,
    vpcConfig: { subnetIds: ["subnet-12345678", "subnet-23456789"], securityGroupIds: [group.id] },
    environment: { variables: { TABLE: table.name, QUEUE: queue.url, TOPIC: topic.arn } },
    loggingConfig: { logFormat: "Text", logGroup: logs.name },
  });
  new aws.cloudwatch.MetricAlarm(`${name}-alarm`, {
    comparisonOperator: "GreaterThanThreshold",
    evaluationPeriods: 1,
    threshold: 0,
    namespace: "AWS/SQS",
    metricName: "ApproximateNumberOfMessagesVisible",
    dimensions: { QueueName: dead.name },
    period: 60,
    statistic: "Maximum",
    alarmActions: [topic.arn],
  });
}
