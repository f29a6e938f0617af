import { EventRule, EventTarget } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Key } from "@pulumi/aws/kms";
import { Topic, TopicPolicy, TopicSubscription } from "@pulumi/aws/sns";
import { Queue, QueuePolicy } from "@pulumi/aws/sqs";
import { jsonStringify } from "@pulumi/pulumi";

const account = "123456789012";
const tlsOnly = (Action: string, Resource: unknown) => ({
  Effect: "Deny",
  Principal: "*",
  Action,
  Resource,
  Condition: { Bool: { "aws:SecureTransport": "false" } },
});
const admits = (Service: string, Action: string, Resource: unknown, source: unknown) => ({
  Effect: "Allow",
  Principal: { Service },
  Action,
  Resource,
  Condition: { ArnEquals: { "aws:SourceArn": source } },
});

// Its policy admits the account, and not SNS, which delivers to the queue.
const key = new Key("key", {
  policy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Effect: "Allow", Principal: { AWS: `arn:aws:iam::${account}:root` }, Action: "kms:*", Resource: "*" },
    ],
  }),
});
const news = new Topic("news");
new TopicPolicy("news", {
  arn: news.arn,
  policy: jsonStringify({ Version: "2012-10-17", Statement: [tlsOnly("sns:Publish", news.arn)] }),
});
const inbox = new Queue("inbox", { kmsMasterKeyId: key.arn });
new QueuePolicy("inbox", {
  queueUrl: inbox.url,
  policy: jsonStringify({
    Version: "2012-10-17",
    Statement: [tlsOnly("sqs:*", inbox.arn), admits("sns.amazonaws.com", "sqs:SendMessage", inbox.arn, news.arn)],
  }),
});
new TopicSubscription("inbox", { topic: news.arn, protocol: "sqs", endpoint: inbox.arn });

// Its policy admits a rule, but not the one that sends to it.
const rule = new EventRule("rule", { scheduleExpression: "rate(1 hour)" });
const other = new EventRule("other", { scheduleExpression: "rate(1 hour)" });
const hourly = new Queue("hourly");
new QueuePolicy("hourly", {
  queueUrl: hourly.url,
  policy: jsonStringify({
    Version: "2012-10-17",
    Statement: [tlsOnly("sqs:*", hourly.arn), admits("events.amazonaws.com", "sqs:SendMessage", hourly.arn, other.arn)],
  }),
});
new EventTarget("hourly", { rule: rule.name, arn: hourly.arn });

// A role that may do what EventBridge needs, for a rule that has a sound target.
const starter = new Role("starter", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Principal: { Service: "events.amazonaws.com" }, Action: "sts:AssumeRole" }],
  }),
});
new RolePolicy("starter", {
  role: starter.name,
  policy: jsonStringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "sqs:SendMessage", Resource: hourly.arn }],
  }),
});
new EventTarget("sound", { rule: other.name, arn: hourly.arn, roleArn: starter.arn });
