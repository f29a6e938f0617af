import { randomBytes } from "node:crypto";
import * as apigateway from "@pulumi/aws/apigateway";
import * as appconfig from "@pulumi/aws/appconfig";
import * as cloudwatch from "@pulumi/aws/cloudwatch";
import * as dynamodb from "@pulumi/aws/dynamodb";
import * as ec2 from "@pulumi/aws/ec2";
import * as iam from "@pulumi/aws/iam";
import * as kinesis from "@pulumi/aws/kinesis";
import * as kms from "@pulumi/aws/kms";
import * as lambda from "@pulumi/aws/lambda";
import * as pipes from "@pulumi/aws/pipes";
import * as s3 from "@pulumi/aws/s3";
import * as scheduler from "@pulumi/aws/scheduler";
import * as secretsmanager from "@pulumi/aws/secretsmanager";
import * as sfn from "@pulumi/aws/sfn";
import * as sns from "@pulumi/aws/sns";
import * as sqs from "@pulumi/aws/sqs";
import * as ssm from "@pulumi/aws/ssm";
import * as pulumi from "@pulumi/pulumi";
import { AssetArchive, StringAsset } from "@pulumi/pulumi/asset";
import * as code from "./functions";

const config = new pulumi.Config();
const greeting = config.get("greeting") ?? "good day";

const role = new iam.Role("role", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: "lambda.amazonaws.com" } }],
  }),
});

function service(name: string, text: string, variables: Record<string, pulumi.Input<string>> = {}) {
  const logs = new cloudwatch.LogGroup(`${name}-logs`, { namePrefix: `/aws/lambda/${name}-`, retentionInDays: 7 });
  const fn = new lambda.Function(name, {
    code: new AssetArchive({ "index.js": new StringAsset(text) }),
    handler: "index.handler",
    runtime: "nodejs24.x",
    role: role.arn,
    timeout: 10,
    publish: true,
    environment: { variables },
    loggingConfig: { logFormat: "JSON", logGroup: logs.name },
  });
  return new lambda.Alias(`${name}-live`, { name: "live", functionName: fn.name, functionVersion: fn.version });
}

const journal = new dynamodb.Table("journal", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "aggregateId",
  rangeKey: "sequence",
  attributes: [
    { name: "aggregateId", type: "S" },
    { name: "sequence", type: "N" },
    { name: "text", type: "S" },
  ],
  globalSecondaryIndexes: [{ name: "by-text", hashKey: "text", projectionType: "ALL" }],
  streamEnabled: true,
  streamViewType: "NEW_AND_OLD_IMAGES",
  ttl: { attributeName: "expiresAt", enabled: true },
  pointInTimeRecovery: { enabled: true },
});
const stream = new kinesis.Stream("stream", { shardCount: 1, retentionPeriod: 48 });
const pipeRole = new iam.Role("pipe-role", { assumeRolePolicy: "{}" });
new iam.RolePolicy("pipe-policy", {
  role: pipeRole.name,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: stream.arn }],
  }),
});
new pipes.Pipe("pipe", {
  roleArn: pipeRole.arn,
  source: journal.streamArn,
  sourceParameters: {
    filterCriteria: { filters: [{ pattern: JSON.stringify({ eventName: ["INSERT"] }) }] },
    dynamodbStreamParameters: { startingPosition: "TRIM_HORIZON", batchSize: 10 },
  },
  target: stream.arn,
  targetParameters: { kinesisStreamParameters: { partitionKey: "$.dynamodb.Keys.aggregateId.S" } },
});

const archive = new s3.Bucket("archive", { forceDestroy: true });
new s3.BucketVersioning("archive-versions", {
  bucket: archive.bucket,
  versioningConfiguration: { status: "Enabled" },
});
const key = new kms.Key("key", { description: "Encrypts the topic." });
new kms.Alias("key-alias", { name: "alias/notes", targetKeyId: key.keyId });
const bus = new cloudwatch.EventBus("bus", { name: "notes" });
const topic = new sns.Topic("topic", { kmsMasterKeyId: key.arn });
const dead = new sqs.Queue("dead");
const queue = new sqs.Queue("queue", {
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dead.arn, maxReceiveCount: 3 }),
});
new sqs.RedriveAllowPolicy("dead-allow", {
  queueUrl: dead.url,
  redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] }),
});
new sqs.QueuePolicy("queue-policy", {
  queueUrl: queue.url,
  policy: pulumi.jsonStringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { Service: "sns.amazonaws.com" }, Action: "sqs:SendMessage", Resource: queue.arn },
    ],
  }),
});
new sns.TopicSubscription("topic-queue", {
  topic: topic.arn,
  protocol: "sqs",
  endpoint: queue.arn,
  rawMessageDelivery: true,
});
const rule = new cloudwatch.EventRule("noted", {
  eventBusName: bus.name,
  eventPattern: JSON.stringify({ "detail-type": ["Noted"] }),
});
new cloudwatch.EventTarget("noted-topic", { rule: rule.name, eventBusName: bus.name, arn: topic.arn });
new cloudwatch.EventArchive("noted-archive", { eventSourceArn: bus.arn, retentionDays: 1 });

const charge = service("charge", code.charge);
const machine = new sfn.StateMachine("machine", {
  roleArn: role.arn,
  definition: pulumi.jsonStringify({
    QueryLanguage: "JSONata",
    StartAt: "Charge",
    States: {
      Charge: {
        Type: "Task",
        Resource: "arn:aws:states:::lambda:invoke",
        Arguments: { FunctionName: charge.arn, Payload: "{% $states.input %}" },
        Output: "{% $states.result.Payload %}",
        Retry: [{ ErrorEquals: ["Lambda.ServiceException"], MaxAttempts: 2 }],
        Catch: [{ ErrorEquals: ["Declined"], Next: "Refused", Output: { refused: "{% $states.errorOutput.Error %}" } }],
        End: true,
      },
      Refused: { Type: "Succeed" },
    },
  }),
});

const apiFn = service("notes-api", code.api(greeting), { JOURNAL: journal.name });
const reader = service("reader", code.reader, { ARCHIVE: archive.bucket, BUS: bus.name, MACHINE: machine.arn });
const notify = service("notify", code.notify);
new lambda.EventSourceMapping("reader-from-stream", {
  functionName: reader.arn,
  eventSourceArn: stream.arn,
  startingPosition: "TRIM_HORIZON",
  batchSize: 10,
  functionResponseTypes: ["ReportBatchItemFailures"],
});
new lambda.EventSourceMapping("notify-from-queue", { functionName: notify.arn, eventSourceArn: queue.arn });

const uri =
  "arn:aws:apigateway:eu-west-3:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-west-3:210987654321:function";
const proxy = { type: "aws_proxy", httpMethod: "POST", uri: `${uri}:\${stageVariables.fn}/invocations` };
const body = JSON.stringify({
  openapi: "3.0.3",
  info: { title: "notes", version: "1" },
  "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true, validateRequestParameters: true } },
  "x-amazon-apigateway-request-validator": "all",
  components: {
    schemas: { Note: { type: "object", required: ["id", "text"], properties: { id: { type: "string" } } } },
  },
  paths: {
    "/notes": {
      post: {
        operationId: "addNote",
        requestBody: { content: { "application/json": { schema: { $ref: "#/components/schemas/Note" } } } },
        "x-amazon-apigateway-integration": proxy,
      },
    },
    "/notes/{noteId}/health": {
      get: {
        parameters: [{ name: "noteId", in: "path", required: true, schema: { type: "string" } }],
        "x-amazon-apigateway-integration": {
          type: "mock",
          requestTemplates: { "application/json": '{"statusCode": 200}' },
          responses: { default: { statusCode: "200", responseTemplates: { "application/json": '{"up":true}' } } },
        },
      },
    },
  },
});
const api = new apigateway.RestApi("notes", {
  body,
});
const deployment = new apigateway.Deployment("notes-deployment", { restApi: api.id, triggers: { body } });
const stage = new apigateway.Stage("notes-stage", {
  restApi: api.id,
  deployment: deployment.id,
  stageName: "v1",
  variables: { fn: apiFn.arn.apply((arn) => arn.split(":").slice(6).join(":")) },
});
new lambda.Permission("notes-api-from-gateway", {
  action: "lambda:InvokeFunction",
  function: apiFn.functionName,
  qualifier: apiFn.name,
  principal: "apigateway.amazonaws.com",
  sourceArn: pulumi.interpolate`${api.executionArn}/*`,
});

const application = new appconfig.Application("settings");
const environment = new appconfig.Environment("settings-environment", { applicationId: application.id });
const profile = new appconfig.ConfigurationProfile("settings-profile", {
  applicationId: application.id,
  locationUri: "hosted",
});
const version = new appconfig.HostedConfigurationVersion("settings-version", {
  applicationId: application.id,
  configurationProfileId: profile.configurationProfileId,
  contentType: "application/json",
  content: JSON.stringify({ limit: 3 }),
});
const strategy = new appconfig.DeploymentStrategy("settings-strategy", {
  deploymentDurationInMinutes: 30,
  growthFactor: 10,
  finalBakeTimeInMinutes: 10,
  replicateTo: "NONE",
});
new appconfig.Deployment("settings-deployment", {
  applicationId: application.id,
  environmentId: environment.environmentId,
  configurationProfileId: profile.configurationProfileId,
  configurationVersion: version.versionNumber.apply(String),
  deploymentStrategyId: strategy.id,
});
const secret = new secretsmanager.Secret("secret", {});
new secretsmanager.SecretVersion("secret-version", { secretId: secret.id, secretString: pulumi.secret("open sesame") });
// Generated once: later runs make another text, which is ignored.
const generated = new secretsmanager.Secret("generated", {});
const generatedVersion = new secretsmanager.SecretVersion(
  "generated-version",
  { secretId: generated.id, secretString: pulumi.secret(randomBytes(8).toString("hex")) },
  { ignoreChanges: ["secretString"] },
);
new ssm.Parameter("generated-copy", {
  type: "SecureString",
  value: generatedVersion.secretString.apply((text) => text ?? ""),
});
new ssm.Parameter("parameter", { type: "String", value: "on" });
new scheduler.Schedule("nightly", {
  scheduleExpression: "cron(0 3 * * ? *)",
  flexibleTimeWindow: { mode: "OFF" },
  target: { arn: notify.arn, roleArn: role.arn, input: JSON.stringify({ Records: [] }) },
});
new cloudwatch.MetricAlarm("dead-letters", {
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
if (config.getBoolean("broken")) {
  new sns.TopicSubscription("broken", { topic: topic.arn, protocol: "sqs", endpoint: "" });
}
if (config.getBoolean("spare") ?? true) {
  const spare = new sqs.Queue("spare");
  new sqs.QueuePolicy("spare-policy", { queueUrl: spare.url, policy: "{}" });
}
// What the emulator has nothing for.
new ec2.Vpc("vpc", { cidrBlock: "10.0.0.0/16" });

export const url = stage.invokeUrl;
export const archiveBucket = archive.bucket;
export const machineArn = machine.arn;
export const notifyLogs = notify.functionName;
