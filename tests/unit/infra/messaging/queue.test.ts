import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { Queue, type QueueArgs } from "../../../../infra/messaging";
import { graph, type TestGraph } from "../../../../testing";

const QUEUE = "aws:sqs/queue:Queue";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:orders";

function build(args: QueueArgs = {}, preview = false): Promise<TestGraph> {
  return graph(() => new Queue("orders", args), { preview });
}

describe("Queue", () => {
  it("encrypts, waits, and dead-letters with nothing given", async () => {
    const seen = await build();
    assert.deepEqual(seen.types(), {
      "aws-microservices-platform:messaging:Queue": 1,
      [ALARM]: 1,
      [QUEUE]: 2,
      "aws:sqs/queuePolicy:QueuePolicy": 2,
      "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": 1,
    });
    const { tags, redrivePolicy, ...inputs } = seen.one("orders", QUEUE).inputs;
    assert.ok(tags);
    assert.equal(
      redrivePolicy,
      '{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:123456789012:orders-dlq","maxReceiveCount":5}',
    );
    assert.deepEqual(inputs, {
      sqsManagedSseEnabled: true,
      visibilityTimeoutSeconds: 180,
      messageRetentionSeconds: 345_600,
      receiveWaitTimeSeconds: 20,
      delaySeconds: 0,
      maxMessageSize: 262_144,
    });
    const dead = seen.one("orders-dlq").inputs;
    assert.equal(dead["sqsManagedSseEnabled"], true);
    assert.equal(dead["messageRetentionSeconds"], 1_209_600);
    assert.deepEqual(seen.json("orders-dlq-redrive", "redriveAllowPolicy"), {
      redrivePermission: "byQueue",
      sourceQueueArns: ["arn:aws:sqs:eu-central-1:123456789012:orders"],
    });
  });

  it("refuses plain HTTP on the queue and its dead-letter queue, and admits nobody by default", async () => {
    const seen = await build();
    for (const name of ["orders", "orders-dlq"]) {
      assert.deepEqual(seen.one(`${name}-policy`).inputs["policy"], {
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "DenyInsecureTransport",
            Effect: "Deny",
            Principal: "*",
            Action: "sqs:*",
            Resource: `arn:aws:sqs:eu-central-1:123456789012:${name}`,
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      });
    }
  });

  it("admits a service for the one resource that was named", async () => {
    const seen = await build({ sources: [{ service: "sns.amazonaws.com", sourceArn: TOPIC }] });
    const policy = JSON.stringify(seen.one("orders-policy").inputs["policy"]);
    const statements: unknown[] = JSON.parse(policy).Statement;
    assert.deepEqual(statements[1], {
      Effect: "Allow",
      Principal: { Service: "sns.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "arn:aws:sqs:eu-central-1:123456789012:orders",
      Condition: { ArnLike: { "aws:SourceArn": TOPIC } },
    });
    assert.equal(statements.length, 2);
  });

  it("lets just this account and the named services use its own key", async () => {
    const seen = await build({
      customerKey: true,
      sources: [{ service: "events.amazonaws.com", sourceArn: "arn:aws:events:eu-central-1:123456789012:rule/shop/*" }],
    });
    const { enableKeyRotation } = seen.one("orders-key").inputs;
    assert.equal(enableKeyRotation, true);
    assert.deepEqual(seen.json("orders-key", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AccountAdministers",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: ["kms:GenerateDataKey*", "kms:Decrypt", "kms:DescribeKey"],
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
    const arn = "arn:aws:kms:eu-central-1:123456789012:orders-key";
    for (const name of ["orders", "orders-dlq"]) {
      const queue = seen.one(name, QUEUE).inputs;
      assert.equal(queue["kmsMasterKeyId"], arn);
      assert.equal(queue["sqsManagedSseEnabled"], undefined, "both kinds of encryption at once are refused by AWS");
    }
  });

  it("makes a FIFO queue of both queues, with names that end in .fifo by the provider's doing", async () => {
    const seen = await build({ fifo: true, contentBasedDeduplication: true, highThroughput: true });
    const queue = seen.one("orders", QUEUE).inputs;
    assert.equal(queue["fifoQueue"], true);
    assert.equal(queue["namePrefix"], "orders-");
    assert.equal(queue["contentBasedDeduplication"], true);
    assert.equal(queue["deduplicationScope"], "messageGroup");
    assert.equal(queue["fifoThroughputLimit"], "perMessageGroupId");
    assert.equal(seen.one("orders-dlq").inputs["fifoQueue"], true, "AWS wants a FIFO dead-letter queue");
  });

  it("makes no dead-letter queue where that was asked for by name", async () => {
    const seen = await build({ withoutDeadLetterQueue: true });
    assert.equal(seen.types()[QUEUE], 1);
    assert.equal(seen.types()[ALARM], undefined, "there is nothing to watch");
    assert.equal(seen.one("orders", QUEUE).inputs["redrivePolicy"], undefined);
  });

  it("has an alarm on the first message in the dead-letter queue, which tells nobody with nothing given", async () => {
    const { tags, ...inputs } = (await build()).one("orders-dlq-alarm").inputs;
    assert.ok(tags);
    assert.deepEqual(inputs, {
      alarmDescription: "What could not be delivered or handled waits in orders-dlq.",
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: "orders-dlq" },
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [],
      okActions: [],
    });
  });

  it("tells the topic that was given when messages are in the dead-letter queue, and when they no longer are", async () => {
    const { inputs } = (await build({ alarmTopicArn: TOPIC })).one("orders-dlq-alarm");
    assert.deepEqual([inputs["alarmActions"], inputs["okActions"]], [[TOPIC], [TOPIC]]);
  });

  it("makes no alarm where that was asked for by name", async () => {
    const seen = await build({ withoutAlarms: true });
    assert.deepEqual([seen.types()[QUEUE], seen.types()[ALARM]], [2, undefined]);
  });

  it("refuses a topic that is none, and one for alarms that are not made", async () => {
    await assert.rejects(build({ alarmTopicArn: "alerts" }), /alarmTopicArn is "alerts"; use the ARN of an SNS topic/);
    await assert.rejects(build({ withoutAlarms: true, alarmTopicArn: TOPIC }), /withoutAlarms is true; leave it out/);
  });

  it("knows encryption and the policy's statements at preview", async () => {
    const seen = await build({ customerKey: false }, true);
    seen.assertKnown("orders", ["sqsManagedSseEnabled", "receiveWaitTimeSeconds"], QUEUE);
    const text = JSON.stringify(seen.one("orders-policy").inputs["policy"]);
    assert.match(text, /"Effect":"Deny","Principal":"\*"/);
    assert.match(text, /"aws:SecureTransport":"false"/);
  });

  it("grants just sending or just consuming, on this queue, with the key through SQS alone", async () => {
    const seen = await graph(() => {
      const role = new Role("worker", { assumeRolePolicy: "{}" });
      const queue = new Queue("orders", { kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/k" });
      queue.grantSend({ role }, "worker");
      queue.grantConsume({ role }, "worker");
    });
    const arn = "arn:aws:sqs:eu-central-1:123456789012:orders";
    const key = {
      Effect: "Allow",
      Resource: "arn:aws:kms:eu-central-1:123456789012:key/k",
      Condition: { StringEquals: { "kms:ViaService": "sqs.eu-central-1.amazonaws.com" } },
    };
    assert.deepEqual(seen.json("orders-send-worker", "policy"), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["sqs:SendMessage", "sqs:GetQueueUrl"], Resource: [arn] },
        { ...key, Action: ["kms:GenerateDataKey", "kms:Decrypt"] },
      ],
    });
    assert.deepEqual(seen.json("orders-consume-worker", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: [
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:GetQueueAttributes",
            "sqs:GetQueueUrl",
          ],
          Resource: [arn],
        },
        { ...key, Action: ["kms:Decrypt"] },
      ],
    });
  });

  it("names each wrong argument, its value and what is right", async () => {
    const cases: [QueueArgs, RegExp][] = [
      [{ visibilityTimeoutSeconds: 43_201 }, /visibilityTimeoutSeconds is 43201; use a whole number from 0 to 43200/],
      [{ receiveWaitTimeSeconds: 21 }, /receiveWaitTimeSeconds is 21/],
      [{ maxMessageSize: 1_048_577 }, /maxMessageSize is 1048577/],
      [{ maxReceiveCount: 0 }, /maxReceiveCount is 0/],
      [{ deadLetterRetentionSeconds: 60 }, /deadLetterRetentionSeconds is 60; use at least messageRetentionSeconds/],
      [
        { withoutDeadLetterQueue: true, maxReceiveCount: 3, deadLetterRetentionSeconds: 1_209_600 },
        /withoutDeadLetterQueue is true; leave it out, or leave out maxReceiveCount and deadLetterRetentionSeconds/,
      ],
      [{ highThroughput: true }, /highThroughput is true; set fifo to true/],
      [{ customerKey: true, kmsKeyArn: "arn:aws:kms:x:1:key/k" }, /customerKey and kmsKeyArn/],
      [{ kmsKeyArn: "alias/shop" }, /kmsKeyArn is "alias\/shop"/],
      [{ sources: [{ service: "sns", sourceArn: TOPIC }] }, /sources\[0\].service is "sns"/],
      [{ sources: [{ service: "sns.amazonaws.com", sourceArn: "*" }] }, /sources\[0\].sourceArn is "\*"/],
    ];
    for (const [args, message] of cases) {
      await assert.rejects(build(args), message);
    }
  });
});
