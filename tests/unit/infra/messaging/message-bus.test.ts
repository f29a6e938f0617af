import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { FilterScope, MessageBus, type MessageBusArgs } from "../../../../infra/messaging";
import { graph, type TestGraph } from "../../../../testing";

const TOPIC = "aws:sns/topic:Topic";
const QUEUE = "aws:sqs/queue:Queue";
const TOPIC_ARN = "arn:aws:sns:eu-central-1:123456789012:orders";

function build(args: MessageBusArgs = {}, preview = false): Promise<TestGraph> {
  return graph(() => new MessageBus("orders", args), { preview });
}

describe("MessageBus", () => {
  it("encrypts the topic, signs with SHA-256 and logs failed deliveries with nothing given", async () => {
    const seen = await build();
    const role = "arn:aws:iam:eu-central-1:123456789012:orders-delivery-role";
    const { tags, ...inputs } = seen.one("orders", TOPIC).inputs;
    assert.ok(tags);
    assert.deepEqual(inputs, {
      kmsMasterKeyId: "alias/aws/sns",
      signatureVersion: 2,
      sqsFailureFeedbackRoleArn: role,
      sqsSuccessFeedbackRoleArn: role,
      sqsSuccessFeedbackSampleRate: 0,
    });
    assert.deepEqual(seen.one("orders-policy").inputs["policy"], {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: TOPIC_ARN,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
      ],
    });
    const groups = ["orders-deliveries", "orders-failures"].map((name) => seen.one(name).inputs);
    assert.deepEqual(
      groups.map((group) => [group["name"], group["retentionInDays"]]),
      [
        ["sns/eu-central-1/123456789012/orders", 30],
        ["sns/eu-central-1/123456789012/orders/Failure", 30],
      ],
    );
  });

  it("lets the logging role write to SNS's log groups alone, for this account alone", async () => {
    const seen = await build();
    assert.match(
      JSON.stringify(seen.json("orders-delivery-role", "assumeRolePolicy")),
      /"Service":"sns.amazonaws.com".*"aws:SourceAccount":"123456789012"/,
    );
    assert.match(
      JSON.stringify(seen.json("orders-delivery-role-policy", "policy")),
      /"Resource":"arn:aws:logs:eu-central-1:123456789012:log-group:sns\/eu-central-1\/123456789012\/\*"/,
    );
  });

  it("hands messages to each queue raw, with its filter, and keeps what it can't deliver", async () => {
    const seen = await build({
      subscriptions: {
        billing: { filterPolicy: '{"type":["OrderPlaced"]}', visibilityTimeoutSeconds: 60 },
        search: { filterPolicy: '{"order":{"total":[{"numeric":[">",100]}]}}', filterScope: FilterScope.Body },
        audit: { enveloped: true },
      },
    });
    // Three queues with a dead-letter queue each, and the one for what SNS could not deliver.
    assert.equal(seen.types()[QUEUE], 7);
    const undelivered = '{"deadLetterTargetArn":"arn:aws:sqs:eu-central-1:123456789012:orders-undelivered"}';
    const billing = seen.one("orders-billing-subscription").inputs;
    assert.deepEqual(billing, {
      topic: TOPIC_ARN,
      protocol: "sqs",
      endpoint: "arn:aws:sqs:eu-central-1:123456789012:orders-billing",
      rawMessageDelivery: true,
      filterPolicy: '{"type":["OrderPlaced"]}',
      filterPolicyScope: "MessageAttributes",
      redrivePolicy: undelivered,
    });
    assert.equal(seen.one("orders-search-subscription").inputs["filterPolicyScope"], "MessageBody");
    assert.equal(seen.one("orders-audit-subscription").inputs["rawMessageDelivery"], false);
    assert.equal(seen.one("orders-audit-subscription").inputs["filterPolicy"], undefined);
    assert.equal(seen.one("orders-billing", QUEUE).inputs["visibilityTimeoutSeconds"], 60);
  });

  it("admits just the topic to the queues", async () => {
    const seen = await build({ subscriptions: { billing: {} } });
    for (const queue of ["orders-billing", "orders-undelivered"]) {
      const policy = JSON.stringify(seen.one(`${queue}-policy`).inputs["policy"]);
      const statements: unknown[] = JSON.parse(policy).Statement;
      assert.equal(statements.length, 2);
      assert.deepEqual(statements[1], {
        Effect: "Allow",
        Principal: { Service: "sns.amazonaws.com" },
        Action: "sqs:SendMessage",
        Resource: `arn:aws:sqs:eu-central-1:123456789012:${queue}`,
        Condition: { ArnLike: { "aws:SourceArn": TOPIC_ARN } },
      });
    }
  });

  it("subscribes only once the queue admits the topic", async () => {
    const seen = await build({ subscriptions: { billing: {} } });
    const names = seen.resources.map(({ name }) => name);
    assert.ok(names.indexOf("orders-billing-policy") < names.indexOf("orders-billing-subscription"));
  });

  it("uses one customer key for topic and queues, which SNS and the named services may use", async () => {
    const seen = await build({
      customerKey: true,
      subscriptions: { billing: {} },
      sources: [{ service: "events.amazonaws.com", sourceArn: "arn:aws:events:eu-central-1:123456789012:rule/shop/*" }],
    });
    const key = "arn:aws:kms:eu-central-1:123456789012:orders-key";
    assert.equal(seen.one("orders", TOPIC).inputs["kmsMasterKeyId"], key);
    for (const queue of seen.all(QUEUE)) assert.equal(queue.inputs["kmsMasterKeyId"], key, queue.name);
    const policy = JSON.stringify(seen.json("orders-key", "policy"));
    assert.match(policy, /"Service":"sns.amazonaws.com"\}[^}]*"aws:SourceAccount":"123456789012"/);
    // EventBridge sends no source: with a condition on it, the topic would get nothing.
    assert.match(policy, /"Service":"events.amazonaws.com"\},"Action":\[[^\]]*\],"Resource":"\*"\}/);
    assert.equal(seen.all("aws:kms/key:Key").length, 1);
  });

  it("makes topic and queues FIFO together, with archive", async () => {
    const seen = await build({ fifo: true, highThroughput: true, archiveDays: 30, subscriptions: { billing: {} } });
    const topic = seen.one("orders", TOPIC).inputs;
    assert.equal(topic["fifoTopic"], true);
    assert.equal(topic["namePrefix"], "orders-");
    assert.equal(topic["fifoThroughputScope"], "MessageGroup");
    assert.equal(topic["archivePolicy"], '{"MessageRetentionPeriod":"30"}');
    for (const queue of seen.all(QUEUE)) assert.equal(queue.inputs["fifoQueue"], true, queue.name);
  });

  it("lets other accounts publish by their number, never everybody", async () => {
    const seen = await build({ customerKey: true, publisherAccountIds: ["210987654321"] });
    const policy = JSON.stringify(seen.one("orders-policy").inputs["policy"]);
    const statements: { Effect: string; Principal: unknown }[] = JSON.parse(policy).Statement;
    const allowed = statements.filter(({ Effect }) => Effect === "Allow");
    assert.deepEqual(
      allowed.map(({ Principal }) => Principal),
      [{ AWS: ["arn:aws:iam::210987654321:root"] }],
    );
  });

  it("knows encryption, filters and the policies' statements at preview", async () => {
    const filterPolicy = '{"type":["OrderPlaced"]}';
    const seen = await build({ subscriptions: { billing: { filterPolicy } } }, true);
    seen.assertKnown("orders", ["kmsMasterKeyId", "signatureVersion"], TOPIC);
    seen.assertKnown("orders-billing", ["sqsManagedSseEnabled"], QUEUE);
    seen.assertKnown("orders-billing-subscription", ["filterPolicy", "protocol"]);
    for (const policy of ["orders-policy", "orders-billing-policy"]) {
      assert.match(JSON.stringify(seen.one(policy).inputs["policy"]), /"aws:SecureTransport":"false"/);
    }
  });

  it("grants publishing on the topic and consuming on one queue, each with the key it needs", async () => {
    const seen = await graph(() => {
      const bus = new MessageBus("orders", { customerKey: true });
      bus.subscribe("billing");
      const role = new Role("worker", { assumeRolePolicy: "{}" });
      bus.grantPublish({ role }, "worker");
      bus.grantConsume("billing", { role }, "worker");
    });
    assert.deepEqual(seen.json("orders-publish-worker", "policy"), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["sns:Publish"], Resource: [TOPIC_ARN] },
        {
          Effect: "Allow",
          Action: ["kms:GenerateDataKey", "kms:Decrypt"],
          Resource: "arn:aws:kms:eu-central-1:123456789012:orders-key",
          Condition: { StringEquals: { "kms:ViaService": "sns.eu-central-1.amazonaws.com" } },
        },
      ],
    });
    assert.match(
      JSON.stringify(seen.json("orders-billing-consume-worker", "policy")),
      /"Resource":\["arn:aws:sqs:eu-central-1:123456789012:orders-billing"\]/,
    );
  });

  it("has an alarm on each queue of dead letters, of the topic that was given unless the subscription has its own", async () => {
    const [on, own] = ["alerts", "billing"].map((name) => `arn:aws:sns:eu-central-1:123456789012:${name}`);
    const subscriptions = { audit: {}, billing: { alarmTopicArn: own }, search: { withoutAlarms: true } };
    const actions = async (args: MessageBusArgs): Promise<Record<string, unknown>> => {
      const alarms = (await build({ subscriptions, ...args })).all("aws:cloudwatch/metricAlarm:MetricAlarm");
      return Object.fromEntries(alarms.map(({ name, inputs }) => [name, inputs["alarmActions"]]));
    };
    assert.deepEqual(await actions({ alarmTopicArn: on }), {
      "orders-undelivered-alarm": [on],
      "orders-audit-dlq-alarm": [on],
      "orders-billing-dlq-alarm": [own],
    });
    assert.deepEqual(await actions({}), {
      "orders-undelivered-alarm": [],
      "orders-audit-dlq-alarm": [],
      "orders-billing-dlq-alarm": [own],
    });
    assert.deepEqual(await actions({ withoutAlarms: true }), { "orders-billing-dlq-alarm": [own] });
  });

  it("logs nothing where that was asked for by name", async () => {
    const seen = await build({ withoutDeliveryLogs: true });
    assert.equal(seen.types()["aws:cloudwatch/logGroup:LogGroup"], undefined);
    assert.equal(seen.one("orders", TOPIC).inputs["sqsFailureFeedbackRoleArn"], undefined);
  });

  it("names each wrong argument, its value and what is right", async () => {
    const source = { service: "s3.amazonaws.com", sourceArn: "arn:aws:s3:::bucket" };
    const cases: [MessageBusArgs, RegExp][] = [
      [{ sources: [source] }, /sources is .*AWS's own key/],
      [{ publisherAccountIds: ["210987654321"] }, /publisherAccountIds is .*AWS's own key/],
      [{ customerKey: true, publisherAccountIds: ["*"] }, /publisherAccountIds\[0\] is "\*"; use an account id/],
      [{ alarmTopicArn: "alerts" }, /alarmTopicArn is "alerts"; use the ARN of an SNS topic/],
      [{ subscriptions: { a: { alarmTopicArn: "a" } } }, /subscriptions.a.alarmTopicArn is "a"/],
      [{ archiveDays: 30 }, /archiveDays is 30; only FIFO/],
      [{ fifo: true, archiveDays: 366 }, /archiveDays is 366/],
      [{ deliveryLogSuccessPercent: 101 }, /deliveryLogSuccessPercent is 101/],
      [{ deliveryLogRetentionDays: 45 }, /deliveryLogRetentionDays is 45; use one of 1, 3, 5/],
      [{ deliveryLogKmsKeyArn: "alias/logs" }, /deliveryLogKmsKeyArn is "alias\/logs"/],
      [
        { withoutDeliveryLogs: true, deliveryLogRetentionDays: 30 },
        /withoutDeliveryLogs is true; leave it out, or leave out deliveryLogRetentionDays/,
      ],
      [
        { subscriptions: { a: { withoutDeadLetterQueue: true, maxReceiveCount: 3 } } },
        /subscriptions.a.withoutDeadLetterQueue is true; leave it out, or leave out maxReceiveCount/,
      ],
      [{ subscriptions: { Billing: {} } }, /subscriptions.Billing is "Billing"/],
      [{ subscriptions: { "billing-dlq": {} } }, /subscriptions.billing-dlq is "billing-dlq"/],
      [{ subscriptions: { a: { filterPolicy: "type=x" } } }, /subscriptions.a.filterPolicy .*JSON text/],
      [{ subscriptions: { a: { filterPolicy: '{"type":"x"}' } } }, /give what type matches as a list/],
      [{ subscriptions: { a: { filterPolicy: '{"o":{"t":{"x":1}}}' } } }, /give what o\.t\.x matches as a list/],
      [{ subscriptions: { a: { filterPolicy: "{}" } } }, /at least one key/],
      [{ subscriptions: { a: { filterScope: FilterScope.Body } } }, /give a filterPolicy too/],
      [{ subscriptions: { a: { receiveWaitTimeSeconds: 99 } } }, /subscriptions.a.receiveWaitTimeSeconds is 99/],
    ];
    for (const [args, message] of cases) {
      await assert.rejects(build(args), message);
    }
    await assert.rejects(
      graph(() => new MessageBus("orders", { subscriptions: { billing: {} } }).subscribe("billing")),
      /name is "billing"; the bus has a subscription of that name/,
    );
    await assert.rejects(
      graph(() => new MessageBus("orders", { subscriptions: { billing: {} } }).queue("search")),
      /subscription is "search"; the bus has billing/,
    );
  });
});
