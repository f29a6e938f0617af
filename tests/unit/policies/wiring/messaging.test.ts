import { alarmActionWiring } from "../../../../policies/controls/wiring/alarm-action";
import { bucketNotificationWiring } from "../../../../policies/controls/wiring/bucket-notification";
import { deadLetterWiring } from "../../../../policies/controls/wiring/dead-letter";
import { eventBusWiring } from "../../../../policies/controls/wiring/event-bus";
import { eventTargetWiring } from "../../../../policies/controls/wiring/event-target";
import { topicFeedbackWiring } from "../../../../policies/controls/wiring/roles-for-logs";
import { topicSubscriptionWiring } from "../../../../policies/controls/wiring/topic-subscription";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../support/policies";
import {
  account,
  admit,
  allow,
  arn,
  bucket,
  document,
  fn,
  granted,
  grantedBy,
  key,
  keyWith,
  permission,
  queue,
  queuePolicy,
  role,
  rootOfAccount,
  stream,
  topic,
  topicPolicy,
} from "./samples";

const EVENTS = "events.amazonaws.com";
const SNS = "sns.amazonaws.com";
const envelope = ["kms:GenerateDataKey*", "kms:Decrypt"];

describe("what EventBridge delivers", () => {
  const rule = sample("aws:cloudwatch/eventRule:EventRule", "r", { id: "r", name: "r", arn: arn("events", "rule/r") });
  const ruleArn = String(rule.props.arn);
  const target = (to: Sample, more: Record<string, unknown> = {}) =>
    sample("aws:cloudwatch/eventTarget:EventTarget", "t", { rule: "r", arn: to.props.arn, ...more });
  const plain = queue("q");
  const own = key("k", rootOfAccount, admit(EVENTS, envelope, "*"));
  const encrypted = queue("q", { kmsMasterKeyId: own.props.arn });
  const admitted = (to: Sample, source = ruleArn) =>
    queuePolicy(to, document(admit(EVENTS, "sqs:SendMessage", String(to.props.arn), source)));
  const role1 = role("role", EVENTS);
  const records = stream("s");
  const machine = fn("f");
  const alerts = topic("a");
  const dead = queue("dead");
  const byRole = (...others: Sample[]) => ({
    subject: target(records, { roleArn: role1.props.arn }),
    others: [rule, records, ...others],
  });

  describeControl(eventTargetWiring, {
    compliant: {
      "a queue whose policy admits the rule": { subject: target(plain), others: [rule, plain, admitted(plain)] },
      "a queue whose key admits EventBridge, too": {
        subject: target(encrypted),
        others: [rule, encrypted, admitted(encrypted), own],
      },
      "a stream by a role": byRole(role1, granted(role1, allow("kinesis:PutRecord", String(records.props.arn)))),
      "a function with a permission for the rule": {
        subject: target(machine),
        others: [rule, machine, permission(machine, EVENTS, ruleArn)],
      },
    },
    violating: {
      "a queue without a policy": {
        subject: target(plain),
        others: [rule, plain],
        at: "arn",
        saying: /rule t → queue q without a policy of the queue that lets events.amazonaws.com call sqs:SendMessage/,
      },
      "a policy for another rule": {
        subject: target(plain),
        others: [rule, plain, admitted(plain, arn("events", "rule/other"))],
        at: "arn",
      },
      "a policy that denies what it allows": {
        subject: target(plain),
        others: [
          rule,
          plain,
          queuePolicy(
            plain,
            document(admit(EVENTS, "sqs:SendMessage", String(plain.props.arn)), {
              Effect: "Deny",
              Principal: "*",
              Action: "sqs:*",
              Resource: "*",
            }),
          ),
        ],
        at: "arn",
        saying: /denies events.amazonaws.com sqs:SendMessage/,
      },
      "a key that does not admit EventBridge": {
        subject: target(encrypted),
        others: [rule, encrypted, admitted(encrypted), key("k", rootOfAccount)],
        at: "arn",
        saying: /without a policy of the key k that lets events.amazonaws.com call kms:GenerateDataKey/,
      },
      "a key that asks for a source, which EventBridge does not name": {
        subject: target(encrypted),
        others: [
          rule,
          encrypted,
          admitted(encrypted),
          key("k", rootOfAccount, admit(EVENTS, envelope, "*", "arn:aws:events:*:*:rule/*")),
        ],
        at: "arn",
      },
      "a key of AWS's own, whose policy is as it is": {
        subject: target(queue("q", { kmsMasterKeyId: "alias/aws/sqs" })),
        others: [rule, queue("q", { kmsMasterKeyId: "alias/aws/sqs" }), admitted(plain)],
        at: "arn",
        saying: /nobody can change the policy of alias\/aws\/sqs/,
      },
      "a stream without a role": { subject: target(records), others: [rule, records], at: "roleArn" },
      "a role that may not put records": {
        ...byRole(role1, granted(role1, allow("kinesis:GetRecords"))),
        at: "arn",
        saying: /without a policy of role role that allows kinesis:PutRecord/,
      },
      "a role that EventBridge may not take on": {
        ...byRole(role("role", "lambda.amazonaws.com"), granted(role1, allow("kinesis:*"))),
        at: "arn",
        saying: /without a trust policy of role role/,
      },
      "a function without a permission": { subject: target(machine), others: [rule, machine], at: "arn" },
      "a topic that has just AWS's default policy": { subject: target(alerts), others: [rule, alerts], at: "arn" },
      "a dead-letter queue without a policy": {
        subject: target(plain, { deadLetterConfig: { arn: dead.props.arn } }),
        others: [rule, plain, dead, admitted(plain)],
        at: "deadLetterConfig.arn",
        saying: /queue dead/,
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: target(plain),
        others: [rule, plain, queuePolicy(plain, UNKNOWN)],
        because: /q-policy: policy is not known/,
      },
      "a source in the policy that is not known yet": {
        subject: target(plain),
        others: [
          rule,
          plain,
          queuePolicy(plain, { Statement: { ...admit(EVENTS, "sqs:*", "*"), Condition: UNKNOWN } }),
        ],
        because: /Condition is not known/,
      },
      "a queue of another stack": {
        subject: target(plain),
        others: [rule],
        because: /q: the receiver is not in this stack/,
      },
      "a key of another stack": {
        subject: target(encrypted),
        others: [rule, encrypted, admitted(encrypted)],
        because: /the key .*key\/k is not in this stack/,
      },
      "a key whose policy is not known yet": {
        subject: target(encrypted),
        others: [rule, encrypted, admitted(encrypted), keyWith("k", UNKNOWN)],
        because: /policy is not known/,
      },
      "a role whose policy is not known yet": { ...byRole(role1, grantedBy(role1, UNKNOWN)), because: /role-policy/ },
    },
    mayBeDropped: {
      arn: "AWS refuses a target without an end",
      rule: "a role may do what it does for any rule",
      sourceArn: "a permission without a source admits more",
      kmsMasterKeyId: "a queue without a key needs none",
    },
  });

  const bus = (more: Record<string, unknown>) =>
    sample("aws:cloudwatch/eventBus:EventBus", "bus", {
      id: "bus",
      name: "bus",
      arn: arn("events", "event-bus/bus"),
      ...more,
    });
  const keeping = bus({ deadLetterConfig: { arn: dead.props.arn } });
  describeControl(eventBusWiring, {
    compliant: {
      "a queue that admits the bus": {
        subject: keeping,
        others: [dead, admitted(dead, arn("events", "event-bus/bus"))],
      },
    },
    violating: { "a queue without a policy": { subject: keeping, others: [dead], at: "deadLetterConfig.arn" } },
    undecided: {
      "a policy that is not known yet": {
        subject: keeping,
        others: [dead, queuePolicy(dead, UNKNOWN)],
        because: /dead-policy/,
      },
    },
    mayBeDropped: { "deadLetterConfig.arn": "a bus without a queue needs nothing" },
  });
});

describe("what SNS delivers", () => {
  const alerts = topic("a");
  const topicArn = String(alerts.props.arn);
  const own = key("k", admit(SNS, envelope, "*"));
  const plain = queue("q");
  const encrypted = queue("q", { kmsMasterKeyId: own.props.arn });
  const machine = fn("f");
  const dead = queue("dead");
  const admitted = (to: Sample) =>
    queuePolicy(to, document(admit(SNS, "sqs:SendMessage", String(to.props.arn), topicArn)));
  const subscription = (to: Sample, more: Record<string, unknown> = {}) =>
    sample("aws:sns/topicSubscription:TopicSubscription", "s", {
      topic: topicArn,
      protocol: to.type.includes("sqs") ? "sqs" : "lambda",
      endpoint: to.props.arn,
      ...more,
    });
  const redrive = { redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.props.arn }) };

  describeControl(topicSubscriptionWiring, {
    compliant: {
      "a queue whose policy and key admit SNS": {
        subject: subscription(encrypted),
        others: [alerts, encrypted, admitted(encrypted), own],
      },
      "a function with a permission": {
        subject: subscription(machine),
        others: [alerts, machine, permission(machine, SNS, topicArn)],
      },
      "a dead-letter queue that admits SNS": {
        subject: subscription(plain, redrive),
        others: [alerts, plain, dead, admitted(plain), admitted(dead)],
      },
    },
    violating: {
      "a queue without a policy": { subject: subscription(plain), others: [alerts, plain], at: "endpoint" },
      "a key that does not admit SNS": {
        subject: subscription(encrypted),
        others: [alerts, encrypted, admitted(encrypted), key("k", rootOfAccount)],
        at: "endpoint",
        saying: /policy of the key k that lets sns.amazonaws.com/,
      },
      "a permission for another alias of the function": {
        subject: subscription(machine),
        others: [alerts, machine, permission(machine, SNS, topicArn, { qualifier: "live" })],
        at: "endpoint",
        saying: /without a permission of the function/,
      },
      "a permission for another topic than one of another stack": {
        subject: subscription(machine),
        others: [machine, permission(machine, SNS, `${topicArn}2`)],
        at: "endpoint",
      },
      "a stream that its role may not write to": {
        subject: subscription(machine, {
          protocol: "firehose",
          endpoint: arn("firehose", "deliverystream/d"),
          subscriptionRoleArn: role("w", SNS).props.arn,
        }),
        others: [alerts, role("w", SNS)],
        at: "endpoint",
        saying: /firehose:/,
      },
      "a permission for another topic": {
        subject: subscription(machine),
        others: [alerts, machine, permission(machine, SNS, `${topicArn}2`)],
        at: "endpoint",
      },
      "a dead-letter queue without a policy": {
        subject: subscription(plain, redrive),
        others: [alerts, plain, dead, admitted(plain)],
        at: "redrivePolicy",
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: subscription(plain),
        others: [alerts, plain, queuePolicy(plain, UNKNOWN)],
        because: /q-policy/,
      },
      "a permission whose function is not known yet": {
        subject: subscription(machine),
        others: [alerts, machine, permission(machine, SNS, topicArn, { function: UNKNOWN })],
        because: /f-permission: function is not known/,
      },
    },
    notApplicable: { "an address of mail": { subject: subscription(plain, { protocol: "email", endpoint: "a@b.c" }) } },
    mayBeDropped: {
      sourceArn: "a permission without a source admits more",
      kmsMasterKeyId: "a queue without a key needs none",
      redrivePolicy: "a subscription without a queue needs none",
      endpoint: "AWS refuses a subscription without an end",
    },
  });

  const writer = role("w", SNS);
  const logging = topic("t", { sqsFailureFeedbackRoleArn: writer.props.arn });
  describeControl(topicFeedbackWiring, {
    compliant: {
      "a role that may write": {
        subject: logging,
        others: [
          writer,
          granted(writer, allow(["logs:CreateLogStream", "logs:PutLogEvents"], "arn:aws:logs:*:*:log-group:sns/*")),
        ],
      },
      "a role that may write to the one log group": {
        subject: logging,
        others: [
          writer,
          granted(
            writer,
            allow("logs:CreateLogStream", arn("logs", `log-group:sns/eu-central-1/${account}/t`)),
            allow("logs:PutLogEvents", arn("logs", `log-group:sns/eu-central-1/${account}/t:log-stream:*`)),
          ),
        ],
      },
    },
    violating: {
      "a role that may not write": { subject: logging, others: [writer], at: "sqsFailureFeedbackRoleArn" },
      "a role that may make streams, and not write to them": {
        subject: logging,
        others: [writer, granted(writer, allow("logs:CreateLogStream"))],
        at: "sqsFailureFeedbackRoleArn",
        saying: /logs:PutLogEvents/,
      },
      "a role whose ARN is not known yet, and that may not write": {
        subject: {
          ...topic("t", { sqsFailureFeedbackRoleArn: UNKNOWN }),
          from: { sqsFailureFeedbackRoleArn: [writer] },
        },
        at: "sqsFailureFeedbackRoleArn",
      },
    },
    undecided: {
      "a role whose policy is not known yet": {
        subject: logging,
        others: [writer, grantedBy(writer, UNKNOWN)],
        because: /w-policy/,
      },
    },
    mayBeDropped: { sqsFailureFeedbackRoleArn: "a topic without a role writes no log" },
  });
});

describe("who tells topics, queues and functions", () => {
  const CLOUDWATCH = "cloudwatch.amazonaws.com";
  const own = key("k", admit(CLOUDWATCH, envelope, "*"));
  const alerts = topic("a", { kmsMasterKeyId: own.props.arn });
  const alarm = (...actions: unknown[]) =>
    sample("aws:cloudwatch/metricAlarm:MetricAlarm", "alarm", {
      arn: arn("cloudwatch", "alarm:alarm"),
      alarmActions: actions,
    });
  const admitted = topicPolicy(alerts, document(admit(CLOUDWATCH, "sns:Publish", String(alerts.props.arn))));

  const APS = "aps.amazonaws.com";
  const workspace = sample("aws:amp/workspace:Workspace", "w", { id: "ws-1", arn: arn("aps", "workspace/ws-1") });
  const manager = (definition: unknown, workspaceId: unknown = "ws-1") =>
    sample("aws:amp/alertManagerDefinition:AlertManagerDefinition", "m", { workspaceId, definition });
  const receivers = `receivers:\n  - sns_configs:\n      - topic_arn: ${alerts.props.arn}\n        sigv4: {region: eu-central-1}\n`;
  const fromWorkspace = (source: string, actions = ["sns:Publish", "sns:GetTopicAttributes"]) =>
    topicPolicy(alerts, document(admit(APS, actions, String(alerts.props.arn), source)));
  const ofWorkspace = fromWorkspace(String(workspace.props.arn));
  const usedByBoth = key("k", rootOfAccount, admit(CLOUDWATCH, envelope, "*"), admit(APS, envelope, "*"));
  describeControl(alarmActionWiring, {
    compliant: {
      "a topic that admits the workspace of an alert manager": {
        subject: manager(receivers),
        others: [workspace, alerts, ofWorkspace, usedByBoth],
      },
      "a topic in a definition that is JSON": {
        subject: manager(JSON.stringify({ sns_configs: [{ topic_arn: alerts.props.arn }] })),
        others: [workspace, alerts, ofWorkspace, usedByBoth],
      },
      "an alert manager that tells nobody": { subject: manager("route: {}"), others: [workspace] },
      "a topic that admits CloudWatch": { subject: alarm(alerts.props.arn), others: [alerts, admitted, own] },
    },
    violating: {
      "a topic that does not admit the workspace of an alert manager": {
        subject: manager(receivers),
        others: [workspace, alerts, usedByBoth, fromWorkspace(arn("aps", "workspace/ws-2"))],
        at: "definition",
        saying: /alert manager m → topic a without a policy of the topic that lets aps.amazonaws.com call sns:Publish/,
      },
      "a topic whose attributes an alert manager may not read": {
        subject: manager(receivers),
        others: [workspace, alerts, usedByBoth, fromWorkspace(String(workspace.props.arn), ["sns:Publish"])],
        at: "definition",
        saying: /sns:GetTopicAttributes/,
      },
      "a key that does not admit the alert manager": {
        subject: manager(receivers),
        others: [workspace, alerts, own, ofWorkspace],
        at: "definition",
        saying: /policy of the key k that lets aps.amazonaws.com/,
      },
      "a topic that admits somebody else": {
        subject: alarm(alerts.props.arn),
        others: [alerts, own, topicPolicy(alerts, document(admit(EVENTS, "sns:Publish", "*")))],
        at: "alarmActions[0]",
        saying: /alarm alarm → topic a without a policy of the topic/,
      },
      "a key that admits nobody": {
        subject: alarm(alerts.props.arn),
        others: [alerts, admitted, key("k", rootOfAccount)],
        at: "alarmActions[0]",
        saying: /policy of the key k/,
      },
    },
    undecided: {
      "a definition with a role": {
        subject: manager(`${receivers}        role_arn: r\n`),
        others: [workspace, alerts, ofWorkspace, usedByBoth],
        because: /names a role that it tells by/,
      },
      "a definition that is not known yet": {
        subject: manager(UNKNOWN),
        others: [workspace],
        because: /definition is not known/,
      },
      "an alert manager's topic of another stack": { subject: manager(receivers), because: /is not in this stack/ },
      "a workspace of another stack": {
        subject: manager(receivers, "ws-3"),
        others: [alerts, ofWorkspace, usedByBoth],
        because: /workspace of m is not in this stack/,
      },
      "a topic that is not in the stack": { subject: alarm(alerts.props.arn), because: /is not in this stack/ },
      "a topic that has AWS's default policy": {
        subject: alarm(topic("a").props.arn),
        others: [topic("a")],
        because: /aws:SourceOwner/,
      },
    },
    mayBeDropped: {
      alarmActions: "an alarm without actions tells nobody",
      definition: "an alert manager that names no topic tells nobody",
      workspaceId: "an alert manager that tells nobody needs no workspace",
      arn: "the topic admits all alarms",
      kmsMasterKeyId: "a topic without a key needs none",
    },
  });

  const data = bucket("data");
  const inbox = queue("in");
  const notification = sample("aws:s3/bucketNotification:BucketNotification", "n", {
    bucket: "data",
    queues: [{ queueArn: inbox.props.arn }],
  });
  const fromBucket = (source: string) =>
    queuePolicy(inbox, document(admit("s3.amazonaws.com", "sqs:SendMessage", String(inbox.props.arn), source)));
  describeControl(bucketNotificationWiring, {
    compliant: {
      "a queue that admits the bucket": {
        subject: notification,
        others: [data, inbox, fromBucket("arn:aws:s3:::data")],
      },
    },
    violating: {
      "a queue that admits another bucket": {
        subject: notification,
        others: [data, inbox, fromBucket("arn:aws:s3:::other")],
        at: "queues[0].queueArn",
      },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: notification,
        others: [data, inbox, queuePolicy(inbox, UNKNOWN)],
        because: /in-policy/,
      },
    },
    mayBeDropped: {
      "queues.queueArn": "AWS refuses a notification without an end",
    },
  });

  const dead = queue("dead");
  const source = queue("q", {
    redrivePolicy: JSON.stringify({ deadLetterTargetArn: dead.props.arn, maxReceiveCount: 5 }),
  });
  const takes = (policy: unknown) =>
    sample("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", "p", {
      queueUrl: dead.props.id,
      redriveAllowPolicy: policy,
    });
  const byQueue = (...sources: unknown[]) => JSON.stringify({ redrivePermission: "byQueue", sourceQueueArns: sources });
  describeControl(deadLetterWiring, {
    compliant: {
      "a queue that takes in what anybody sends": { subject: source, others: [dead] },
      "a queue that names it": { subject: source, others: [dead, takes(byQueue(source.props.arn))] },
      "a queue that names it among others": {
        subject: source,
        others: [dead, takes(byQueue(arn("sqs", "x"), source.props.arn))],
      },
    },
    violating: {
      "a queue that refuses it, by a policy of its own": {
        subject: source,
        others: [queue("dead", { redriveAllowPolicy: JSON.stringify({ redrivePermission: "denyAll" }) })],
        at: "redrivePolicy",
        saying: /takes nothing in/,
      },
      "a queue of the other kind, by a policy beside it": {
        subject: queue("q"),
        others: [
          queue("dead", { fifoQueue: true }),
          sample("aws:sqs/redrivePolicy:RedrivePolicy", "beside", {
            queueUrl: queue("q").props.id,
            redrivePolicy: source.props.redrivePolicy,
          }),
        ],
        at: "redrivePolicy",
      },
      "a queue that names another": {
        subject: source,
        others: [dead, takes(byQueue(arn("sqs", "x")))],
        at: "redrivePolicy",
      },
      "a queue that takes nothing in": {
        subject: source,
        others: [dead, takes(JSON.stringify({ redrivePermission: "denyAll" }))],
        at: "redrivePolicy",
      },
      "a queue of the other kind": {
        subject: source,
        others: [queue("dead", { fifoQueue: true })],
        at: "redrivePolicy",
      },
      "a policy without a queue": { subject: queue("q", { redrivePolicy: "{}" }), at: "redrivePolicy" },
    },
    undecided: {
      "a policy that is not known yet": {
        subject: { ...source, props: { ...source.props, redrivePolicy: UNKNOWN }, from: { redrivePolicy: [dead] } },
        because: /redrivePolicy is not known/,
      },
      "leave that is not known yet": {
        subject: source,
        others: [dead, takes(UNKNOWN)],
        because: /redriveAllowPolicy is not known/,
      },
      "a queue that is not in the stack": { subject: source, because: /is not in this stack/ },
    },
    mayBeDropped: {
      redrivePolicy: "a queue without one sends nothing on",
      redriveAllowPolicy: "a queue without one takes everything in",
      arn: "a queue that takes everything in need not know it",
      id: "what else names it",
      name: "what else names it",
      url: "what else names it",
      queueUrl: "a policy on no queue leaves it taking everything in",
    },
  });
});
