// Five resources that hang together, for the harness itself.
import * as dynamodb from "@pulumi/aws/dynamodb";
import * as iam from "@pulumi/aws/iam";
import * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";

const dlq = new sqs.Queue("dlq", {});
const queue = new sqs.Queue("queue", {
  redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: dlq.arn, maxReceiveCount: 5 }),
});
const table = new dynamodb.Table("table", {
  billingMode: "PAY_PER_REQUEST",
  hashKey: "pk",
  attributes: [{ name: "pk", type: "S" }],
});
const role = new iam.Role("role", { assumeRolePolicy: "{}" });
new iam.RolePolicy("policy", { role: role.name, policy: pulumi.jsonStringify({ Resource: [queue.arn, table.arn] }) });

export const queueUrl = queue.url;
