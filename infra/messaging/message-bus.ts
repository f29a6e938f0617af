import { Topic, TopicPolicy, TopicSubscription } from "@pulumi/aws/sns";
import type * as sqs from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable } from "../core";
import { ArgumentError, grant, PlatformComponent } from "../core";
import type { MessageSource } from "./access";
import { topicPolicyDocument } from "./access";
import { createKey } from "./customer-key";
import { createDeliveryLogGroups, createDeliveryLogRole, type DeliveryLogInput } from "./delivery-logs";
import type { MessageBusArgs, MessageSubscriptionArgs } from "./message-bus-args";
import { checkMessageBus, checkSubscription, FilterScope } from "./message-bus-args";
import { Queue } from "./queue";
import { alarmsOf, createDeadLetterQueue, inheritAlarms } from "./queue-resources";

const SNS = "sns.amazonaws.com";
const EVENT_BRIDGE = "events.amazonaws.com";

/**
 * An SNS topic that hands its messages to any number of SQS queues: each with its own filter and dead-letter queue,
 * encrypted, over TLS alone, and fed by nothing but this topic. Messages that SNS can't hand to a queue wait in one
 * more queue.
 */
export class MessageBus extends PlatformComponent {
  /** ARN of the topic. */
  readonly topicArn: pulumi.Output<string>;
  /** Name of the topic, which its CloudWatch metrics have as dimension. */
  readonly topicName: pulumi.Output<string>;
  /** ARN of the queue of messages that could not be handed to a subscriber. */
  readonly undeliveredQueueArn: pulumi.Output<string>;
  /** Name of that queue. */
  readonly undeliveredQueueName: pulumi.Output<string>;
  /** ARN of the customer-managed key; undefined under AWS's own keys. */
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
  private readonly logicalName: string;
  private readonly args: MessageBusArgs;
  private readonly queues = new Map<string, Queue>();
  private readonly undelivered: sqs.Queue;

  constructor(name: string, args: MessageBusArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("messaging:MessageBus", name, args, opts);
    this.logicalName = name;
    this.args = args;
    const checks = this.checks();
    checkMessageBus(checks, args);
    for (const [subscription, settings] of Object.entries(args.subscriptions ?? {})) {
      checkSubscription(checks, subscription, settings);
    }
    checks.done();

    const sources = args.sources ?? [];
    const key = args.customerKey ? this.createKey(sources) : args.kmsKeyArn;
    this.kmsKeyArn = key === undefined ? undefined : pulumi.output(key);
    const topic = this.createTopic(key);
    new TopicPolicy(
      `${name}-policy`,
      {
        arn: topic.arn,
        policy: topicPolicyDocument(
          topic.arn,
          sources,
          (args.publisherAccountIds ?? []).map((id) => pulumi.interpolate`arn:${this.partition}:iam::${id}:root`),
        ),
      },
      this.child(),
    );
    this.topicArn = topic.arn;
    this.topicName = topic.name;
    this.undelivered = createDeadLetterQueue(
      `${name}-undelivered`,
      {
        tags: (child) => this.tags(child),
        child: (more) => this.child(more),
        kmsKeyArn: key,
        fifo: args.fifo ?? false,
        alarms: alarmsOf(args),
      },
      [{ service: SNS, sourceArn: topic.arn }],
    );
    this.undeliveredQueueArn = this.undelivered.arn;
    this.undeliveredQueueName = this.undelivered.name;
    for (const [subscription, settings] of Object.entries(args.subscriptions ?? {})) {
      this.addSubscription(subscription, settings);
    }
    this.registerOutputs({
      topicArn: this.topicArn,
      topicName: this.topicName,
      undeliveredQueueArn: this.undeliveredQueueArn,
      undeliveredQueueName: this.undeliveredQueueName,
      kmsKeyArn: this.kmsKeyArn,
    });
  }

  /**
   * Adds a queue that gets messages of the bus.
   * @throws ArgumentError where the bus has a queue of that name, or a setting is wrong.
   */
  subscribe(name: string, args: MessageSubscriptionArgs = {}): Queue {
    const checks = this.checks();
    checkSubscription(checks, name, args);
    if (this.queues.has(name)) checks.fail("name", name, "the bus has a subscription of that name; use another");
    checks.done();
    return this.addSubscription(name, args);
  }

  /** Queue of a subscription. @throws ArgumentError where the bus has none of that name. */
  queue(subscription: string): Queue {
    const queue = this.queues.get(subscription);
    if (queue) return queue;
    const names = [...this.queues.keys()].join(", ") || "none";
    throw new ArgumentError(`${this.label}: subscription is "${subscription}"; the bus has ${names}`);
  }

  /**
   * Lets `to` publish messages.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the bus.
   */
  grantPublish(to: Grantable, granteeName: string): Grant {
    const key = this.kmsKeyArn && {
      keyArn: this.kmsKeyArn,
      actions: ["kms:GenerateDataKey" as const, "kms:Decrypt" as const],
      viaService: pulumi.interpolate`sns.${this.region}.amazonaws.com`,
    };
    return grant(this, this.logicalName, "publish", to, granteeName, ["sns:Publish"], [this.topicArn], key);
  }

  /** Lets `to` receive and delete messages of one subscription. */
  grantConsume(subscription: string, to: Grantable, granteeName: string): Grant {
    return this.queue(subscription).grantConsume(to, granteeName);
  }

  private addSubscription(name: string, args: MessageSubscriptionArgs): Queue {
    const { filterPolicy, filterScope, enveloped, ...settings } = args;
    const fullName = `${this.logicalName}-${name}`;
    const queue = new Queue(
      fullName,
      {
        ...inheritAlarms(settings, alarmsOf(this.args)),
        fifo: this.args.fifo,
        contentBasedDeduplication: this.args.contentBasedDeduplication,
        highThroughput: this.args.highThroughput,
        kmsKeyArn: this.kmsKeyArn,
        sources: [{ service: SNS, sourceArn: this.topicArn }],
      },
      { parent: this },
    );
    new TopicSubscription(
      `${fullName}-subscription`,
      {
        topic: this.topicArn,
        protocol: "sqs",
        endpoint: queue.arn,
        rawMessageDelivery: !enveloped,
        ...(filterPolicy !== undefined && {
          filterPolicy,
          filterPolicyScope: filterScope ?? FilterScope.Attributes,
        }),
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: this.undelivered.arn }),
      },
      // Before the policy admits the topic, what it delivered would be lost.
      this.child({ dependsOn: [queue] }),
    );
    this.queues.set(name, queue);
    return queue;
  }

  private createTopic(key: pulumi.Input<string> | undefined): Topic {
    const { args, logicalName: name } = this;
    const logs: DeliveryLogInput = {
      name,
      partition: this.partition,
      region: this.region,
      accountId: this.accountId,
      tags: (child) => this.tags(child),
      child: (more) => this.child(more),
    };
    const role = args.withoutDeliveryLogs ? undefined : createDeliveryLogRole(logs);
    const topic = new Topic(
      name,
      {
        // See queue-resources.ts: FIFO names end in `.fifo`.
        ...(args.fifo && { fifoTopic: true, namePrefix: `${name}-` }),
        ...(args.fifo && { contentBasedDeduplication: args.contentBasedDeduplication ?? false }),
        ...(args.fifo && args.highThroughput && { fifoThroughputScope: "MessageGroup" }),
        ...(args.archiveDays !== undefined && {
          archivePolicy: JSON.stringify({ MessageRetentionPeriod: String(args.archiveDays) }),
        }),
        kmsMasterKeyId: key ?? "alias/aws/sns",
        signatureVersion: 2,
        ...(role && {
          sqsFailureFeedbackRoleArn: role.arn,
          sqsSuccessFeedbackRoleArn: role.arn,
          sqsSuccessFeedbackSampleRate: args.deliveryLogSuccessPercent ?? 0,
        }),
        tags: this.tags(name),
      },
      this.child(),
    );
    if (role) createDeliveryLogGroups(logs, topic, args.deliveryLogRetentionDays ?? 30, args.deliveryLogKmsKeyArn);
    return topic;
  }

  private createKey(sources: MessageSource[]): pulumi.Output<string> {
    const name = `${this.logicalName}-key`;
    return createKey({
      name,
      description: `Encrypts the messages of the bus ${this.logicalName}.`,
      services: [SNS, ...sources.map(({ service }) => service)],
      // EventBridge delivers nothing to a topic whose key asks for its source; the topic's policy still names the rules:
      // docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services
      servicesWithoutSource: [EVENT_BRIDGE],
      partition: this.partition,
      accountId: this.accountId,
      tags: this.tags(name),
      options: this.child(),
    }).arn;
  }
}
