import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Role } from "@pulumi/aws/iam";
import type * as pulumi from "@pulumi/pulumi";
import { EventBus, type EventBusArgs, EventLogLevel, type EventTargetArgs } from "../../../../infra/messaging";
import { graph, type TestGraph } from "../../../../testing";

const BUS = "aws:cloudwatch/eventBus:EventBus";
const RULE_ARN = "arn:aws:cloudwatch:eu-central-1:123456789012:shop-placed";
const pattern = '{"source":["shop.orders"],"detail-type":["OrderPlaced"]}';
const draft4 = '{"$schema":"http://json-schema.org/draft-04/schema#","type":"object"}';

function build(args: EventBusArgs = {}, preview = false): Promise<TestGraph> {
  return graph(() => new EventBus("shop", args), { preview });
}

function toTarget(target: EventTargetArgs): Promise<TestGraph> {
  return build({ rules: { placed: { pattern, targets: { to: target } } } });
}

describe("EventBus", () => {
  it("archives and logs errors without contents, and lets nobody else in, with nothing given", async () => {
    const seen = await build();
    const { tags, ...inputs } = seen.one("shop", BUS).inputs;
    assert.ok(tags);
    assert.deepEqual(inputs, {
      description: "Events of shop.",
      logConfig: { level: "ERROR", includeDetail: "NONE" },
    });
    const archive = seen.one("shop-archive").inputs;
    assert.equal(archive["retentionDays"], 30);
    assert.equal(archive["eventSourceArn"], "arn:aws:cloudwatch:eu-central-1:123456789012:shop");
    assert.equal(seen.types()["aws:cloudwatch/eventBusPolicy:EventBusPolicy"], undefined);
    assert.equal(seen.types()["aws:schemas/registry:Registry"], undefined);
    assert.equal(seen.types()["aws:cloudwatch/logDelivery:LogDelivery"], 1);
    assert.equal(seen.one("shop-log-error").inputs["logType"], "ERROR_LOGS");
    assert.equal(seen.one("shop-logs").inputs["retentionInDays"], 30);
  });

  it("delivers one kind of log a level", async () => {
    const seen = await build({ logLevel: EventLogLevel.Trace, logWithEventDetail: true });
    const sources = seen.all("aws:cloudwatch/logDeliverySource:LogDeliverySource");
    assert.deepEqual(sources.map(({ inputs }) => inputs["logType"]).sort(), ["ERROR_LOGS", "INFO_LOGS", "TRACE_LOGS"]);
    assert.deepEqual(seen.one("shop", BUS).inputs["logConfig"], { level: "TRACE", includeDetail: "FULL" });
    assert.match(
      JSON.stringify(seen.json("shop-logs-policy", "policyDocument")),
      /delivery.logs.amazonaws.com.*"aws:SourceAccount":"123456789012".*shop-log-trace/,
    );
  });

  it("has an alarm on each queue of dead letters, of the topic that was given", async () => {
    const topic = "arn:aws:sns:eu-central-1:123456789012:alerts";
    const alarms = async (args: EventBusArgs): Promise<Record<string, unknown>> => {
      const rules = { placed: { pattern, targets: { to: { queue: {} } } } };
      const seen = await build({ customerKey: true, rules, ...args });
      const all = seen.all("aws:cloudwatch/metricAlarm:MetricAlarm");
      return Object.fromEntries(
        all.map(({ inputs }) => [JSON.stringify(inputs["dimensions"]), inputs["alarmActions"]]),
      );
    };
    const on = (actions: string[]) => ({
      '{"QueueName":"shop-dlq"}': actions,
      '{"QueueName":"shop-placed-to-dlq"}': actions,
      '{"QueueName":"shop-placed-to-undelivered"}': actions,
    });
    assert.deepEqual(await alarms({}), on([]));
    assert.deepEqual(await alarms({ alarmTopicArn: topic }), on([topic]));
    assert.deepEqual(await alarms({ withoutAlarms: true }), {});
  });

  it("makes log deliveries one after the other: CloudWatch refuses them at the same time", async () => {
    const waits = new Map<string, number>();
    const look: pulumi.ResourceTransformation = ({ type, name, opts }) => {
      const { dependsOn = [] } = opts;
      if (type.endsWith(":LogDelivery")) waits.set(name, Array.isArray(dependsOn) ? dependsOn.length : 1);
      return undefined;
    };
    await graph(() => new EventBus("shop", { logLevel: EventLogLevel.Trace }, { transformations: [look] }));
    assert.deepEqual(
      [...waits],
      [
        ["shop-log-error-delivery", 0],
        ["shop-log-info-delivery", 1],
        ["shop-log-trace-delivery", 1],
      ],
    );
  });

  it("retries as long as AWS does and keeps what could not be delivered in a queue of the target's own", async () => {
    const seen = await toTarget({ topicArn: "arn:aws:sns:eu-central-1:123456789012:people" });
    assert.deepEqual(seen.one("shop-placed-to").inputs, {
      rule: "shop-placed",
      eventBusName: "shop",
      arn: "arn:aws:sns:eu-central-1:123456789012:people",
      retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
      deadLetterConfig: { arn: "arn:aws:sqs:eu-central-1:123456789012:shop-placed-to-undelivered" },
    });
    const policy = JSON.stringify(seen.one("shop-placed-to-undelivered-policy").inputs["policy"]);
    const statements: unknown[] = JSON.parse(policy).Statement;
    assert.deepEqual(statements[1], {
      Effect: "Allow",
      Principal: { Service: "events.amazonaws.com" },
      Action: "sqs:SendMessage",
      Resource: "arn:aws:sqs:eu-central-1:123456789012:shop-placed-to-undelivered",
      Condition: { ArnLike: { "aws:SourceArn": RULE_ARN } },
    });
  });

  it("makes a queue that admits the rule alone", async () => {
    const seen = await graph(() => {
      const bus = new EventBus("shop", { rules: { placed: { pattern, targets: { billing: { queue: {} } } } } });
      bus.queue("placed", "billing").grantConsume({ role: new Role("worker", { assumeRolePolicy: "{}" }) }, "worker");
    });
    const policy = JSON.stringify(seen.one("shop-placed-billing-policy").inputs["policy"]);
    assert.match(policy, new RegExp(`"aws:SourceArn":"${RULE_ARN}"`));
    assert.equal(seen.one("shop-placed-billing", "aws:sqs/queue:Queue").inputs["sqsManagedSseEnabled"], true);
    assert.ok(seen.one("shop-placed-billing-consume-worker"));
  });

  it("lets a rule invoke a function through the function's policy, for that rule alone", async () => {
    const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:mail";
    const seen = await toTarget({ functionArn });
    assert.deepEqual(seen.one("shop-placed-to-permission").inputs, {
      function: functionArn,
      action: "lambda:InvokeFunction",
      principal: "events.amazonaws.com",
      sourceArn: RULE_ARN,
    });
    assert.equal(seen.one("shop-placed-to").inputs["roleArn"], undefined);
  });

  it("gives each target that needs a role one that may do one thing on one resource", async () => {
    const cases: [EventTargetArgs, object[]][] = [
      [
        { stateMachineArn: "arn:aws:states:eu-central-1:123456789012:stateMachine:m" },
        [
          {
            Effect: "Allow",
            Action: "states:StartExecution",
            Resource: "arn:aws:states:eu-central-1:123456789012:stateMachine:m",
          },
        ],
      ],
      [
        { eventBusArn: "arn:aws:events:eu-west-1:210987654321:event-bus/hub" },
        [
          {
            Effect: "Allow",
            Action: "events:PutEvents",
            Resource: "arn:aws:events:eu-west-1:210987654321:event-bus/hub",
          },
        ],
      ],
      [
        {
          streamArn: "arn:aws:kinesis:eu-central-1:123456789012:stream/s",
          streamKmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/k",
        },
        [
          {
            Effect: "Allow",
            Action: ["kinesis:PutRecord", "kinesis:PutRecords"],
            Resource: "arn:aws:kinesis:eu-central-1:123456789012:stream/s",
          },
          {
            Effect: "Allow",
            Action: "kms:GenerateDataKey",
            Resource: "arn:aws:kms:eu-central-1:123456789012:key/k",
            Condition: { StringEquals: { "kms:ViaService": "kinesis.eu-central-1.amazonaws.com" } },
          },
        ],
      ],
    ];
    for (const [target, Statement] of cases) {
      const seen = await toTarget(target);
      assert.deepEqual(seen.json("shop-placed-to-role-policy", "policy"), { Version: "2012-10-17", Statement });
      assert.match(
        JSON.stringify(seen.json("shop-placed-to-role", "assumeRolePolicy")),
        /"Service":"events.amazonaws.com".*"aws:SourceAccount":"123456789012"/,
      );
      assert.match(String(seen.one("shop-placed-to").inputs["roleArn"]), /shop-placed-to-role$/);
    }
  });

  it("writes to a log group of its own by a policy for the rule, with no role", async () => {
    const seen = await toTarget({ logs: { retentionDays: 7 } });
    const group = seen.one("shop-placed-to-logs").inputs;
    assert.equal(group["namePrefix"], "/aws/events/shop-placed-to-");
    assert.equal(group["retentionInDays"], 7);
    assert.match(
      JSON.stringify(seen.json("shop-placed-to-logs-policy", "policyDocument")),
      new RegExp(`"Action":"logs:PutLogEvents".*"ArnEquals":{"aws:SourceArn":"${RULE_ARN}"}`),
    );
    assert.equal(seen.one("shop-placed-to").inputs["roleArn"], undefined);
  });

  it("transforms input as it was told", async () => {
    const inputPaths = { id: "$.detail.orderId" };
    const seen = await toTarget({
      queueArn: "arn:aws:sqs:x:1:q.fifo",
      inputTemplate: '{"order":<id>}',
      inputPaths,
      messageGroupId: "orders",
    });
    const target = seen.one("shop-placed-to").inputs;
    assert.deepEqual(target["inputTransformer"], { inputTemplate: '{"order":<id>}', inputPaths });
    assert.deepEqual(target["sqsTarget"], { messageGroupId: "orders" });
    const stream = await toTarget({ streamArn: "arn:aws:kinesis:x:1:stream/s", partitionKeyPath: "$.detail.orderId" });
    assert.deepEqual(stream.one("shop-placed-to").inputs["kinesisTarget"], { partitionKeyPath: "$.detail.orderId" });
  });

  it("encrypts bus, archive and target queues under its own key, but not the queue for what that key failed on", async () => {
    const seen = await build({ customerKey: true, rules: { placed: { pattern, targets: { to: { queue: {} } } } } });
    const key = "arn:aws:kms:eu-central-1:123456789012:shop-key";
    assert.equal(seen.one("shop", BUS).inputs["kmsKeyIdentifier"], key);
    assert.equal(seen.one("shop-archive").inputs["kmsKeyIdentifier"], key);
    assert.equal(seen.one("shop-placed-to", "aws:sqs/queue:Queue").inputs["kmsMasterKeyId"], key);
    assert.equal(seen.one("shop-placed-to-undelivered", "aws:sqs/queue:Queue").inputs["kmsMasterKeyId"], key);
    assert.equal(seen.one("shop-dlq").inputs["sqsManagedSseEnabled"], true);
    assert.equal(seen.one("shop-dlq").inputs["kmsMasterKeyId"], undefined);
    assert.deepEqual(seen.one("shop", BUS).inputs["deadLetterConfig"], {
      arn: "arn:aws:sqs:eu-central-1:123456789012:shop-dlq",
    });
    assert.match(JSON.stringify(seen.json("shop-key", "policy")), /"Service":"events.amazonaws.com"/);
  });

  it("admits other accounts by number, and an organisation by condition", async () => {
    const accounts = await build({ publisherAccountIds: ["210987654321"], publisherOrganizationId: "o-a1b2c3d4e5" });
    const statement = {
      Sid: "AdmitPublishers",
      Effect: "Allow",
      Action: "events:PutEvents",
      Resource: "arn:aws:cloudwatch:eu-central-1:123456789012:shop",
      Condition: { StringEquals: { "aws:PrincipalOrgID": "o-a1b2c3d4e5" } },
    };
    assert.deepEqual(accounts.json("shop-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [{ ...statement, Principal: { AWS: ["arn:aws:iam::210987654321:root"] } }],
    });
    const organization = await build({ publisherOrganizationId: "o-a1b2c3d4e5" });
    assert.deepEqual(organization.json("shop-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [{ ...statement, Principal: "*" }],
    });
  });

  it("takes the name of a partner's event source", async () => {
    const source = "aws.partner/example.com/123";
    const { inputs } = (await build({ partnerEventSource: source })).one("shop", BUS);
    assert.equal(inputs["name"], source);
    assert.equal(inputs["eventSourceName"], source);
  });

  it("registers schemas from files and text, told apart by what they say they are", async () => {
    const folder = mkdtempSync(join(tmpdir(), "schemas-"));
    try {
      const file = join(folder, "placed.yaml");
      writeFileSync(file, "openapi: 3.0.0\ninfo: { title: Placed, version: 1.0.0 }\npaths: {}\n");
      const seen = await build({
        schemas: { "shop.orders@OrderPlaced": { file }, "shop.orders@OrderPaid": { content: draft4 } },
        schemaDiscovery: true,
      });
      const placed = seen.one("shop-schema-shop-orders-orderplaced").inputs;
      assert.equal(placed["name"], "shop.orders@OrderPlaced");
      assert.equal(placed["type"], "OpenApi3");
      assert.equal(placed["content"], '{"openapi":"3.0.0","info":{"title":"Placed","version":"1.0.0"},"paths":{}}');
      assert.equal(placed["registryName"], "shop-schemas");
      assert.equal(seen.one("shop-schema-shop-orders-orderpaid").inputs["type"], "JSONSchemaDraft4");
      assert.equal(seen.types()["aws:schemas/discoverer:Discoverer"], 1);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it("knows patterns, retries, trust and logging at preview", async () => {
    const seen = await build(
      {
        publisherAccountIds: ["210987654321"],
        rules: { placed: { pattern, targets: { to: { stateMachineArn: "arn:aws:states:x:1:stateMachine:m" } } } },
      },
      true,
    );
    seen.assertKnown("shop", ["logConfig"], BUS);
    seen.assertKnown("shop-placed", ["eventPattern", "state"]);
    seen.assertKnown("shop-placed-to", ["arn", "retryPolicy"]);
    seen.assertKnown("shop-placed-to-role", ["assumeRolePolicy"]);
    seen.assertKnown("shop-placed-to-role-policy", ["policy"]);
    seen.assertKnown("shop-archive", ["retentionDays"]);
    assert.match(
      JSON.stringify(seen.one("shop-placed-to-undelivered-policy").inputs["policy"]),
      /"aws:SecureTransport":"false"/,
    );
  });

  it("hands out the pattern of its rules' ARNs and grants putting events on it alone", async () => {
    const arns: string[] = [];
    const seen = await graph(() => {
      const bus = new EventBus("shop");
      bus.rulesArn.apply((arn) => arns.push(arn));
      bus.grantPutEvents({ role: new Role("worker", { assumeRolePolicy: "{}" }) }, "worker");
    });
    assert.deepEqual(arns, ["arn:aws:events:eu-central-1:123456789012:rule/shop/*"]);
    assert.deepEqual(seen.json("shop-put-events-worker", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Action: ["events:PutEvents"],
          Resource: ["arn:aws:cloudwatch:eu-central-1:123456789012:shop"],
        },
      ],
    });
  });

  it("drops archive, logs and dead letters just where that was asked for by name", async () => {
    const target = { topicArn: "arn:aws:sns:x:1:t", withoutDeadLetterQueue: true };
    const rules = { placed: { pattern, targets: { to: target }, disabled: true } };
    const seen = await build({ withoutArchive: true, withoutLogs: true, rules });
    assert.deepEqual(seen.types(), {
      "aws-microservices-platform:messaging:EventBus": 1,
      [BUS]: 1,
      "aws:cloudwatch/eventRule:EventRule": 1,
      "aws:cloudwatch/eventTarget:EventTarget": 1,
    });
    assert.equal(seen.one("shop-placed").inputs["state"], "DISABLED");
  });

  it("names each wrong argument, its value and what is right", async () => {
    const target = (to: EventTargetArgs): EventBusArgs => ({ rules: { placed: { pattern, targets: { to } } } });
    const queueArn = "arn:aws:sqs:x:1:q";
    const cases: [EventBusArgs, RegExp][] = [
      [{ partnerEventSource: "example.com" }, /partnerEventSource is "example.com"; use the name of a partner/],
      [{ archiveDays: 0 }, /archiveDays is 0/],
      [{ withoutArchive: true, archiveDays: 30 }, /withoutArchive is true; leave it out, or leave out archiveDays/],
      [{ logRetentionDays: 45 }, /logRetentionDays is 45; use one of 1, 3, 5/],
      [{ logKmsKeyArn: "alias/logs" }, /logKmsKeyArn is "alias\/logs"; use the ARN of a KMS key/],
      [
        { withoutLogs: true, logRetentionDays: 30, logWithEventDetail: true },
        /withoutLogs is true; leave it out, or leave out logWithEventDetail and logRetentionDays/,
      ],
      [{ publisherAccountIds: ["*"] }, /publisherAccountIds\[0\] is "\*"/],
      [{ publisherOrganizationId: "*" }, /publisherOrganizationId is "\*"/],
      [{ alarmTopicArn: "alerts" }, /alarmTopicArn is "alerts"; use the ARN of an SNS topic/],
      [{ customerKey: true, schemaDiscovery: true }, /schemaDiscovery is true; EventBridge discovers no schemas/],
      [{ rules: { placed: { pattern: '{"source":"shop"}', targets: { to: { queue: {} } } } } }, /what source matches/],
      [{ rules: { placed: { pattern, targets: {} } } }, /rules.placed.targets is \[\]; give 1 to 5/],
      [target({}), /give one of them/],
      [target({ queueArn, topicArn: "arn:aws:sns:x:1:t" }), /give only one of them/],
      [target({ queueArn: "orders" }), /to.queueArn is "orders"; use the ARN of an SQS queue/],
      [target({ topicArn: queueArn }), /to.topicArn is .*; use the ARN of an SNS topic/],
      [target({ functionArn: "notify" }), /to.functionArn is "notify"; use the ARN of a Lambda function/],
      [target({ stateMachineArn: "saga" }), /to.stateMachineArn is "saga"; use the ARN of a state machine/],
      [target({ streamArn: "events" }), /to.streamArn is "events"; use the ARN of a Kinesis stream/],
      [target({ eventBusArn: "default" }), /to.eventBusArn is "default"; use the ARN of an event bus/],
      [target({ logs: { retentionDays: 31 } }), /to.logs.retentionDays is 31; use one of/],
      [target({ logs: { kmsKeyArn: "alias/logs" } }), /to.logs.kmsKeyArn is "alias\/logs"/],
      [target({ queueArn, input: "{}", inputPath: "$.detail" }), /give only one of them/],
      [target({ queueArn, inputPaths: { id: "$.id" } }), /give an inputTemplate too/],
      [target({ queueArn, inputTemplate: "<id>" }), /give inputPaths.id, which it uses/],
      [target({ queueArn, inputTemplate: "<id>", inputPaths: { id: "detail" } }), /use a path such as/],
      [target({ queueArn, partitionKeyPath: "$.id" }), /partitionKeyPath is "\$.id"; it is for targets with streamArn/],
      [target({ queueArn, maximumRetryAttempts: 186 }), /maximumRetryAttempts is 186/],
      [target({ queueArn, maximumEventAgeSeconds: 59 }), /maximumEventAgeSeconds is 59/],
      [{ schemas: { "a b": { content: draft4 } } }, /schemas.a b is "a b"/],
      [{ schemas: { a: {} } }, /give one of them/],
      [{ schemas: { a: { file: "nowhere.json" } } }, /schemas.a.file is "nowhere.json"; give a file that can be read/],
      [{ schemas: { a: { content: '{"type":"object"}' } } }, /use a document with openapi/],
    ];
    for (const [args, message] of cases) {
      await assert.rejects(build(args), message);
    }
    await assert.rejects(
      graph(() => new EventBus("x".repeat(33))),
      /use at most 32 characters/,
    );
    const rule = { pattern, targets: { to: { queue: {} } } };
    await assert.rejects(
      graph(() => new EventBus("shop", { rules: { placed: rule } }).addRule("placed", rule)),
      /name is "placed"; the bus has a rule of that name/,
    );
    await assert.rejects(
      graph(() => new EventBus("shop", { rules: { placed: rule } }).queue("placed", "from")),
      /"placed\/from" has no queue of its own; those that have: placed\/to/,
    );
  });
});
