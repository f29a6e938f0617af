import { Queue as AwsQueue, RedriveAllowPolicy } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable, PlatformArgs } from "../core";
import { grant, PlatformComponent } from "../core";
import type { MessageSource } from "./access";
import { checkSources } from "./access";
import type { EncryptionArgs } from "./customer-key";
import { checkEncryption, createKey } from "./customer-key";
import { alarmsOf, createDeadLetterQueue, identity, protect, type QueueContext } from "./queue-resources";
import type { FifoSettings, QueueSettings } from "./queue-settings";
import { checkFifo, checkQueueSettings, DEFAULT_RETENTION } from "./queue-settings";

/** Arguments of {@link Queue}. */
export interface QueueArgs extends PlatformArgs, EncryptionArgs, FifoSettings, QueueSettings {
  /** AWS services that may send to it. IAM roles get `grantSend` instead. @default none */
  sources?: MessageSource[];
}

/**
 * An encrypted SQS queue with a dead-letter queue, an alarm on what gets there, and a policy that refuses plain HTTP and
 * every AWS service that was not named.
 *
 * Senders to a standard queue that give a `MessageGroupId`, such as the tenant, make it a fair queue: one tenant's
 * backlog then no longer holds up the others' messages. Nothing has to be switched on for it.
 */
export class Queue extends PlatformComponent {
  /** ARN of the queue. */
  readonly arn: pulumi.Output<string>;
  /** URL of the queue. */
  readonly url: pulumi.Output<string>;
  /** Name of the queue, which its CloudWatch metrics have as dimension. */
  readonly queueName: pulumi.Output<string>;
  /** Time that a consumer has for a message, in seconds. */
  readonly visibilityTimeoutSeconds: number;
  /** ARN of the dead-letter queue; undefined where there is none. */
  readonly deadLetterQueueArn: pulumi.Output<string> | undefined;
  /** Name of the dead-letter queue; undefined where there is none. */
  readonly deadLetterQueueName: pulumi.Output<string> | undefined;
  /** ARN of the customer-managed key; undefined where SQS manages the encryption. */
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
  private readonly logicalName: string;

  constructor(name: string, args: QueueArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("messaging:Queue", name, args, opts);
    this.logicalName = name;
    const checks = this.checks();
    checkQueueSettings(checks, args);
    checkFifo(checks, args);
    checkEncryption(checks, args);
    checkSources(checks, "sources", args.sources);
    checks.done();

    this.visibilityTimeoutSeconds = args.visibilityTimeoutSeconds ?? 180;
    const key = args.customerKey ? this.createKey(args.sources ?? []) : args.kmsKeyArn;
    this.kmsKeyArn = key === undefined ? undefined : pulumi.output(key);
    const context: QueueContext = {
      tags: (child) => this.tags(child),
      child: (more) => this.child(more),
      kmsKeyArn: key,
      fifo: args.fifo ?? false,
      alarms: alarmsOf(args),
    };
    const deadLetters = args.withoutDeadLetterQueue
      ? undefined
      : createDeadLetterQueue(`${name}-dlq`, context, [], args.deadLetterRetentionSeconds);
    const queue = new AwsQueue(
      name,
      {
        ...identity(context, name),
        visibilityTimeoutSeconds: this.visibilityTimeoutSeconds,
        messageRetentionSeconds: args.messageRetentionSeconds ?? DEFAULT_RETENTION,
        receiveWaitTimeSeconds: args.receiveWaitTimeSeconds ?? 20,
        delaySeconds: args.delaySeconds ?? 0,
        maxMessageSize: args.maxMessageSize ?? 262_144,
        ...(args.fifo && { contentBasedDeduplication: args.contentBasedDeduplication ?? false }),
        ...(args.fifo &&
          args.highThroughput && { deduplicationScope: "messageGroup", fifoThroughputLimit: "perMessageGroupId" }),
        ...(deadLetters && {
          redrivePolicy: pulumi.jsonStringify({
            deadLetterTargetArn: deadLetters.arn,
            maxReceiveCount: args.maxReceiveCount ?? 5,
          }),
        }),
      },
      this.child(),
    );
    protect(name, queue, context, args.sources ?? []);
    if (deadLetters) {
      new RedriveAllowPolicy(
        `${name}-dlq-redrive`,
        {
          queueUrl: deadLetters.url,
          redriveAllowPolicy: pulumi.jsonStringify({ redrivePermission: "byQueue", sourceQueueArns: [queue.arn] }),
        },
        this.child(),
      );
    }
    this.arn = queue.arn;
    this.url = queue.url;
    this.queueName = queue.name;
    this.deadLetterQueueArn = deadLetters?.arn;
    this.deadLetterQueueName = deadLetters?.name;
    this.registerOutputs({
      arn: this.arn,
      url: this.url,
      queueName: this.queueName,
      deadLetterQueueArn: this.deadLetterQueueArn,
      deadLetterQueueName: this.deadLetterQueueName,
      kmsKeyArn: this.kmsKeyArn,
    });
  }

  /**
   * Lets `to` send messages.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the queue.
   */
  grantSend(to: Grantable, granteeName: string): Grant {
    const key = this.key(["kms:GenerateDataKey", "kms:Decrypt"]);
    const actions = ["sqs:SendMessage", "sqs:GetQueueUrl"];
    return grant(this, this.logicalName, "send", to, granteeName, actions, [this.arn], key);
  }

  /** Lets `to` receive and delete messages. See {@link grantSend} for the name. */
  grantConsume(to: Grantable, granteeName: string): Grant {
    const actions = [
      "sqs:ReceiveMessage",
      "sqs:DeleteMessage",
      "sqs:ChangeMessageVisibility",
      "sqs:GetQueueAttributes",
      "sqs:GetQueueUrl",
    ];
    return grant(this, this.logicalName, "consume", to, granteeName, actions, [this.arn], this.key(["kms:Decrypt"]));
  }

  private key(actions: ("kms:Decrypt" | "kms:GenerateDataKey")[]) {
    if (this.kmsKeyArn === undefined) return undefined;
    return { keyArn: this.kmsKeyArn, actions, viaService: pulumi.interpolate`sqs.${this.region}.amazonaws.com` };
  }

  private createKey(sources: MessageSource[]): pulumi.Output<string> {
    const name = `${this.logicalName}-key`;
    return createKey({
      name,
      description: `Encrypts the messages of the queue ${this.logicalName}.`,
      services: sources.map(({ service }) => service),
      partition: this.partition,
      accountId: this.accountId,
      tags: this.tags(name),
      options: this.child(),
    }).arn;
  }
}
