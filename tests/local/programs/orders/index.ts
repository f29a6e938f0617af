import * as apigateway from "@pulumi/aws/apigateway";
import * as cognito from "@pulumi/aws/cognito";
import * as dynamodb from "@pulumi/aws/dynamodb";
import * as iam from "@pulumi/aws/iam";
import * as kinesis from "@pulumi/aws/kinesis";
import * as lambda from "@pulumi/aws/lambda";
import * as pipes from "@pulumi/aws/pipes";
import * as s3 from "@pulumi/aws/s3";
import * as sfn from "@pulumi/aws/sfn";
import * as pulumi from "@pulumi/pulumi";
import { AssetArchive, StringAsset } from "@pulumi/pulumi/asset";
import * as code from "./functions";

const broke = new pulumi.Config().getBoolean("broke") ?? false;
const role = new iam.Role("role", { assumeRolePolicy: "{}" });
const service = (name: string, text: string, variables: Record<string, pulumi.Input<string>>) =>
  new lambda.Function(name, {
    code: new AssetArchive({ "index.js": new StringAsset(text) }),
    handler: "index.handler",
    runtime: "nodejs24.x",
    role: role.arn,
    timeout: 10,
    environment: { variables },
  });

const journal = new dynamodb.Table("journal", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "aggregateId",
  rangeKey: "sequence",
  attributes: [
    { name: "aggregateId", type: "S" },
    { name: "sequence", type: "N" },
  ],
  streamEnabled: true,
  streamViewType: "NEW_IMAGE",
});
const stream = new kinesis.Stream("stream", { shardCount: 1 });
new pipes.Pipe("pipe", {
  roleArn: role.arn,
  source: journal.streamArn,
  sourceParameters: { dynamodbStreamParameters: { startingPosition: "TRIM_HORIZON" } },
  target: stream.arn,
  targetParameters: { kinesisStreamParameters: { partitionKey: "$.dynamodb.Keys.aggregateId.S" } },
});
const archive = new s3.Bucket("archive");
const step = service("orders-step", code.step(broke), { JOURNAL_TABLE: journal.name });
const call = (name: string, more: object) => ({
  Type: "Task",
  Resource: "arn:aws:states:::lambda:invoke",
  Arguments: { FunctionName: step.arn, Payload: { step: name, input: "{% $states.context.Execution.Input %}" } },
  ...more,
});
const rejected = [{ ErrorEquals: ["PaymentDeclined"], Next: "reject-order" }];
const saga = new sfn.StateMachine("saga", {
  roleArn: role.arn,
  definition: pulumi.jsonStringify({
    QueryLanguage: "JSONata",
    StartAt: "take-payment",
    States: {
      "take-payment": call("take-payment", { Next: "confirm-order", Catch: rejected }),
      "confirm-order": call("confirm-order", { End: true }),
      "reject-order": call("reject-order", { Next: "Rejected" }),
      Rejected: { Type: "Fail", Error: "Rejected" },
    },
  }),
});
const api = service("orders-api", code.api, { JOURNAL_TABLE: journal.name });
const reader = service("orders-reader", code.reader, { ARCHIVE_BUCKET: archive.bucket, SAGA_ARN: saga.arn });
new lambda.EventSourceMapping("reader-from-stream", {
  functionName: reader.arn,
  eventSourceArn: stream.arn,
  startingPosition: "TRIM_HORIZON",
});

const integration = { type: "aws_proxy", httpMethod: "POST", uri: api.invokeArn };
const operation = (more: object = {}) => ({ ...more, "x-amazon-apigateway-integration": integration });
const line = {
  type: "object",
  required: ["sku", "quantity"],
  properties: { sku: { type: "string", pattern: "^[A-Z0-9-]{3,32}$" }, quantity: { type: "integer", minimum: 1 } },
};
const order = {
  type: "object",
  required: ["customerId", "lines"],
  properties: { customerId: { type: "string" }, lines: { type: "array", items: line } },
};
const shoppers = new cognito.UserPool("shoppers", { usernameAttributes: ["email"] });
const rest = new apigateway.RestApi("orders", {
  body: pulumi.jsonStringify({
    openapi: "3.0.3",
    info: { title: "orders", version: "1" },
    "x-amazon-apigateway-request-validators": { all: { validateRequestBody: true } },
    "x-amazon-apigateway-request-validator": "all",
    security: [{ shopper: [] }],
    components: {
      securitySchemes: {
        shopper: {
          type: "apiKey",
          in: "header",
          name: "Authorization",
          "x-amazon-apigateway-authtype": "cognito_user_pools",
          "x-amazon-apigateway-authorizer": { type: "cognito_user_pools", providerARNs: [shoppers.arn] },
        },
      },
    },
    paths: {
      "/orders": { post: operation({ requestBody: { content: { "application/json": { schema: order } } } }) },
      "/orders/{orderId}": { get: operation() },
      "/orders/{orderId}/payment": { post: operation() },
    },
  }),
});
const deployment = new apigateway.Deployment("orders-deployment", { restApi: rest.id });
new apigateway.Stage("orders-live", { restApi: rest.id, deployment: deployment.id, stageName: "live" });
