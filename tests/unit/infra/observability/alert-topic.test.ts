import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { ArgumentError } from "../../../../infra/core";
import type { QueueSettings } from "../../../../infra/messaging";
import { AlertSource, AlertTopic, type AlertTopicArgs } from "../../../../infra/observability";
import { graph, type TestGraph } from "../../../../testing";

const ARN = "arn:aws:sns:eu-central-1:123456789012:on-call";
const FROM_HERE = { StringEquals: { "aws:SourceAccount": "123456789012" } };

const build = (args?: AlertTopicArgs): Promise<TestGraph> => graph(() => new AlertTopic("on-call", args));

const use = (Sid: string, Service: string) => ({
  Sid,
  Effect: "Allow",
  Principal: { Service },
  Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
  Resource: "*",
});

describe("AlertTopic", () => {
  it("is encrypted under a key that alarms of this account may use: under AWS's own they fail without a word", async () => {
    const seen = await build();
    assert.equal(
      seen.one("on-call", "aws:sns/topic:Topic").inputs["kmsMasterKeyId"],
      "arn:aws:kms:eu-central-1:123456789012:on-call-key",
    );
    assert.deepEqual(seen.json("on-call-key", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AccountAdministers",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: "kms:*",
          Resource: "*",
        },
        { ...use("CloudWatchAlarms", "cloudwatch.amazonaws.com"), Condition: FROM_HERE },
        { ...use("QueuesOfTheTopic", "sns.amazonaws.com"), Condition: FROM_HERE },
      ],
    });
    assert.equal(seen.one("on-call-key").inputs["enableKeyRotation"], true);
  });

  it("lets EventBridge use the key on no condition: it would deliver nothing with one", async () => {
    const seen = await build({ sources: [AlertSource.EventBridgeRules] });
    const policy = seen.json("on-call-key", "policy");
    assert.ok(
      typeof policy === "object" && policy !== null && "Statement" in policy && Array.isArray(policy.Statement),
    );
    assert.deepEqual(policy.Statement[1], use("EventBridgeRules", "events.amazonaws.com"));
  });

  it("admits alarms and rules of this account and region alone, and nobody over plain HTTP", async () => {
    const seen = await build({ sources: [AlertSource.CloudWatchAlarms, AlertSource.EventBridgeRules] });
    assert.deepEqual(seen.one("on-call-policy").inputs["policy"], {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: ARN,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "CloudWatchAlarms",
          Effect: "Allow",
          Principal: { Service: "cloudwatch.amazonaws.com" },
          Action: "sns:Publish",
          Resource: ARN,
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:cloudwatch:eu-central-1:123456789012:alarm:*" } },
        },
        {
          Sid: "EventBridgeRules",
          Effect: "Allow",
          Principal: { Service: "events.amazonaws.com" },
          Action: "sns:Publish",
          Resource: ARN,
          Condition: { ArnLike: { "aws:SourceArn": "arn:aws:events:eu-central-1:123456789012:rule/*" } },
        },
      ],
    });
  });

  it("tells each person once", async () => {
    const seen = await build({ emails: ["a@example.com", "b@example.com", "a@example.com"] });
    const endpoints = seen.all("aws:sns/topicSubscription:TopicSubscription").map(({ inputs }) => inputs["endpoint"]);
    assert.deepEqual(endpoints, ["a@example.com", "b@example.com"]);
  });

  it("uses a key that exists", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-central-1:123456789012:key/abc";
    const seen = await build({ kmsKeyArn });
    assert.equal(seen.one("on-call", "aws:sns/topic:Topic").inputs["kmsMasterKeyId"], kmsKeyArn);
    assert.equal(seen.types()["aws:kms/key:Key"], undefined);
  });

  it("hands messages to a queue under its key, filtered, and keeps what can't be handed over", async () => {
    const seen = await graph(() => {
      new AlertTopic("on-call").subscribe("work", { maxReceiveCount: 7 }, '{"kind":["finding"]}');
    });
    const { inputs } = seen.one("on-call-work-subscription");
    assert.equal(inputs["filterPolicy"], '{"kind":["finding"]}');
    assert.equal(inputs["filterPolicyScope"], "MessageAttributes");
    assert.equal(inputs["rawMessageDelivery"], true);
    assert.match(String(inputs["redrivePolicy"]), /:on-call-work-undelivered"/);
    for (const name of ["on-call-work", "on-call-work-dlq", "on-call-work-undelivered"]) {
      const queue = seen.one(name, "aws:sqs/queue:Queue").inputs;
      assert.equal(queue["kmsMasterKeyId"], "arn:aws:kms:eu-central-1:123456789012:on-call-key", name);
    }
  });

  it("has alarms on what a queue did not get and on what nobody could handle, which tell whom they were told to", async () => {
    const subscribe = async (settings: (topic: AlertTopic) => QueueSettings): Promise<Record<string, unknown>> => {
      const seen = await graph(() => {
        const topic = new AlertTopic("on-call");
        topic.subscribe("work", settings(topic));
      });
      const alarms = seen.all("aws:cloudwatch/metricAlarm:MetricAlarm");
      return Object.fromEntries(alarms.map(({ name, inputs }) => [name, inputs["alarmActions"]]));
    };
    const on = (actions: string[]) => ({
      "on-call-work-dlq-alarm": actions,
      "on-call-work-undelivered-alarm": actions,
    });
    assert.deepEqual(await subscribe(() => ({})), on([]));
    assert.deepEqual(await subscribe(({ topicArn }) => ({ alarmTopicArn: topicArn })), on([ARN]));
    assert.deepEqual(await subscribe(() => ({ withoutAlarms: true })), {});
  });

  it("lets a role publish, with the key through SNS alone", async () => {
    const seen = await graph(() => {
      const role = new Role("service", { assumeRolePolicy: "{}" });
      new AlertTopic("on-call").grantPublish({ role }, "service");
    });
    assert.deepEqual(seen.json("on-call-publish-service", "policy"), {
      Version: "2012-10-17",
      Statement: [
        { Effect: "Allow", Action: ["sns:Publish"], Resource: [ARN] },
        {
          Effect: "Allow",
          Action: ["kms:GenerateDataKey", "kms:Decrypt"],
          Resource: "arn:aws:kms:eu-central-1:123456789012:on-call-key",
          Condition: { StringEquals: { "kms:ViaService": "sns.eu-central-1.amazonaws.com" } },
        },
      ],
    });
  });

  const refused: [string, () => unknown, RegExp][] = [
    ["no address", () => new AlertTopic("on-call", { emails: ["me"] }), /emails\[0\] is "me"/],
    ["a key by its id", () => new AlertTopic("on-call", { kmsKeyArn: "abc" }), /kmsKeyArn is "abc"/],
    ["a queue in capitals", () => new AlertTopic("on-call").subscribe("Work"), /name is "Work"/],
    [
      "a filter that is no JSON",
      () => new AlertTopic("on-call").subscribe("work", {}, "kind"),
      /filterPolicy is "kind"/,
    ],
  ];
  for (const [what, program, expected] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(graph(program), (error: unknown) => {
        assert.ok(error instanceof ArgumentError, String(error));
        assert.match(error.message, expected);
        return true;
      });
    });
  }
});
