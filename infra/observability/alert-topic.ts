import { Key } from "@pulumi/aws/kms";
import { Topic, TopicPolicy, TopicSubscription } from "@pulumi/aws/sns";
import type { input } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable, PlatformArgs, Statement } from "../core";
import { accountAdministers, grant, PlatformComponent, policyDocument } from "../core";
import type { QueueSettings } from "../messaging";
import { checkPattern } from "../messaging/patterns";
import { Queue } from "../messaging/queue";
import { alarmsOf, createDeadLetterQueue } from "../messaging/queue-resources";

/** AWS services that may publish to an {@link AlertTopic}, by their principals. */
export const AlertSource = {
  /** Alarms of this account and region. */
  CloudWatchAlarms: "cloudwatch.amazonaws.com",
  /** EventBridge rules of this account and region. */
  EventBridgeRules: "events.amazonaws.com",
  /** Alert managers of workspaces of Amazon Managed Service for Prometheus, of this account and region. */
  ManagedPrometheus: "aps.amazonaws.com",
} as const;
export type AlertSource = (typeof AlertSource)[keyof typeof AlertSource];

/** Arguments of {@link AlertTopic}. */
export interface AlertTopicArgs extends PlatformArgs {
  /** Addresses that get each message as e-mail; each has to confirm once, within three days. @default none */
  emails?: string[];
  /** AWS services that may publish. IAM roles get `grantPublish` instead. @default CloudWatch alarms */
  sources?: AlertSource[];
  /**
   * ARN of a KMS key that exists already. Its policy has to let the sources use it (`kms:GenerateDataKey*`,
   * `kms:Decrypt`), and for e-mail alone needs nothing more. @default a key with that policy is made
   */
  kmsKeyArn?: pulumi.Input<string>;
}

const EMAIL = /^[^@\s]+@[^@\s]+\.[^@\s]+$/;
const SNS = "sns.amazonaws.com";

/** Sids of the statements, and the ARNs that each service publishes for. */
const SOURCES = {
  [AlertSource.CloudWatchAlarms]: {
    sid: "CloudWatchAlarms",
    service: "cloudwatch",
    resource: "alarm:*",
    actions: "sns:Publish",
  },
  [AlertSource.EventBridgeRules]: {
    sid: "EventBridgeRules",
    service: "events",
    resource: "rule/*",
    actions: "sns:Publish",
  },
  // docs.aws.amazon.com/prometheus/latest/userguide/AMP-alertmanager-receiver-AMPpermission.html
  [AlertSource.ManagedPrometheus]: {
    sid: "ManagedPrometheus",
    service: "aps",
    resource: "workspace/*",
    actions: ["sns:Publish", "sns:GetTopicAttributes"],
  },
} as const;

/**
 * An SNS topic for people and whoever works for them: encrypted under a key that the publishing services may use, over
 * TLS alone. AWS's own key for SNS can't be used: alarms and rules would fail on it without a word.
 */
export class AlertTopic extends PlatformComponent {
  /** ARN of the topic, for `alarmTopicArn` options. */
  readonly topicArn: pulumi.Output<string>;
  /** Name of the topic, which its CloudWatch metrics have as dimension. */
  readonly topicName: pulumi.Output<string>;
  /** KMS key of the topic and its queues. */
  readonly kmsKeyArn: pulumi.Output<string>;
  private readonly logicalName: string;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: AlertTopicArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("observability:AlertTopic", name, args, opts);
    this.logicalName = name;
    const sources = [...new Set(args.sources ?? [AlertSource.CloudWatchAlarms])];
    const checks = this.checks();
    for (const [index, email] of (args.emails ?? []).entries()) {
      checks.matches(`emails[${index}]`, email, EMAIL, "use an e-mail address");
    }
    for (const source of sources) checks.oneOf("sources", source, Object.values(AlertSource));
    checks.arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key");
    checks.done();

    this.kmsKeyArn = pulumi.output(args.kmsKeyArn ?? this.createKey(sources).arn);
    const topic = new Topic(
      name,
      { kmsMasterKeyId: this.kmsKeyArn, signatureVersion: 2, tags: this.tags(name) },
      this.child(),
    );
    const policy = new TopicPolicy(
      `${name}-policy`,
      { arn: topic.arn, policy: this.topicPolicy(topic.arn, sources) },
      this.child(),
    );
    this.topicArn = topic.arn;
    this.topicName = topic.name;
    for (const email of new Set(args.emails ?? [])) {
      new TopicSubscription(
        `${name}-${email}`,
        { topic: topic.arn, protocol: "email", endpoint: email },
        this.child({ dependsOn: [policy] }),
      );
    }
    this.registerOutputs({ topicArn: this.topicArn, topicName: this.topicName, kmsKeyArn: this.kmsKeyArn });
  }

  /**
   * Lets `to` publish messages.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the topic.
   */
  grantPublish(to: Grantable, granteeName: string): Grant {
    return grant(this, this.logicalName, "publish", to, granteeName, ["sns:Publish"], [this.topicArn], {
      keyArn: this.kmsKeyArn,
      actions: ["kms:GenerateDataKey", "kms:Decrypt"],
      viaService: pulumi.interpolate`sns.${this.region}.amazonaws.com`,
    });
  }

  /**
   * Adds a queue that gets the messages as they were published.
   * @param name names the queue: letters, digits and hyphens, one of a kind for the topic.
   * @param settings alarms are made on what can't be delivered to it and on what can't be handled; they may tell this very
   * topic, where it has other subscribers.
   * @param filterPolicy JSON text of an SNS filter policy on message attributes; without it the queue gets every message.
   * @throws ArgumentError where a setting is wrong.
   */
  subscribe(name: string, settings: QueueSettings = {}, filterPolicy?: string): Queue {
    const checks = this.checks();
    checks.matches("name", name, /^[a-z][a-z0-9-]*$/, "name the queue with lower-case letters, digits and hyphens");
    checkPattern(checks, "filterPolicy", filterPolicy);
    checks.done();
    const fullName = `${this.logicalName}-${name}`;
    const queue = new Queue(
      fullName,
      { ...settings, kmsKeyArn: this.kmsKeyArn, sources: [{ service: SNS, sourceArn: this.topicArn }] },
      { parent: this },
    );
    const undelivered = createDeadLetterQueue(
      `${fullName}-undelivered`,
      {
        tags: (child) => this.tags(child),
        child: (more) => this.child(more),
        kmsKeyArn: this.kmsKeyArn,
        fifo: false,
        alarms: alarmsOf(settings),
      },
      [{ service: SNS, sourceArn: this.topicArn }],
    );
    new TopicSubscription(
      `${fullName}-subscription`,
      {
        topic: this.topicArn,
        protocol: "sqs",
        endpoint: queue.arn,
        rawMessageDelivery: true,
        ...(filterPolicy !== undefined && { filterPolicy, filterPolicyScope: "MessageAttributes" }),
        redrivePolicy: pulumi.jsonStringify({ deadLetterTargetArn: undelivered.arn }),
      },
      // Before the policies admit the topic, what it delivered would be lost.
      this.child({ dependsOn: [queue, undelivered] }),
    );
    return queue;
  }

  private topicPolicy(topicArn: pulumi.Output<string>, sources: AlertSource[]): input.sns.PolicyDocument {
    return {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: topicArn,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        ...sources.map((source): input.iam.PolicyStatement => {
          const { sid, service, resource, actions } = SOURCES[source];
          const from = pulumi.interpolate`arn:${this.partition}:${service}:${this.region}:${this.accountId}:${resource}`;
          return {
            Sid: sid,
            Effect: "Allow",
            Principal: { Service: source },
            Action: typeof actions === "string" ? actions : [...actions],
            Resource: topicArn,
            Condition: { ArnLike: { "aws:SourceArn": from } },
          };
        }),
      ],
    };
  }

  /** docs.aws.amazon.com/sns/latest/dg/sns-key-management.html#compatibility-with-aws-services */
  private createKey(sources: AlertSource[]): Key {
    const name = `${this.logicalName}-key`;
    const services = [
      ...sources.map((service) => ({ sid: SOURCES[service].sid, service })),
      // SNS encrypts what it puts into the queues that subscribe.
      { sid: "QueuesOfTheTopic", service: SNS },
    ];
    const use = services.map(({ sid, service }): Statement => {
      // SNS's documentation says that source conditions in the key's policy are not supported for EventBridge: it would
      // deliver nothing. The topic's policy still lets only this account's rules publish.
      const fromHere =
        service === AlertSource.EventBridgeRules
          ? {}
          : { Condition: { StringEquals: { "aws:SourceAccount": this.accountId } } };
      return {
        Sid: sid,
        Effect: "Allow",
        Principal: { Service: service },
        Action: ["kms:GenerateDataKey*", "kms:Decrypt"],
        Resource: "*",
        ...fromHere,
      };
    });
    return new Key(
      name,
      {
        description: `Encrypts the messages of the topic ${this.logicalName}.`,
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: policyDocument(accountAdministers({ partition: this.partition, accountId: this.accountId }), ...use),
        tags: this.tags(name),
      },
      this.child(),
    );
  }
}
