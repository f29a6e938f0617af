import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** Whether dead-letter queues are watched, and who is told of what waits in them. */
export interface DeadLetterAlarmArgs {
  /** SNS topic that the alarms on dead-letter queues tell, such as an `AlertTopic`'s. @default the alarms are there to be looked at */
  alarmTopicArn?: pulumi.Input<string>;
  /** Make no alarms on dead-letter queues: for those that something else watches, such as `ServiceMonitoring`. @default false */
  withoutAlarms?: boolean;
}

/** How a queue holds and hands out its messages. */
export interface QueueSettings extends DeadLetterAlarmArgs {
  /**
   * Time that a consumer has for a message before others get it again, in seconds, 0 to 43,200. AWS asks for six times
   * the timeout of a Lambda function that consumes it. @default 180
   */
  visibilityTimeoutSeconds?: number;
  /** Time that an unconsumed message is kept, in seconds, 60 to 1,209,600. @default 345600, four days */
  messageRetentionSeconds?: number;
  /** Time that a receive call waits for a message, in seconds, 0 to 20. @default 20 */
  receiveWaitTimeSeconds?: number;
  /** Time that a new message is held back, in seconds, 0 to 900. @default 0 */
  delaySeconds?: number;
  /** Largest message, in bytes, 1,024 to 1,048,576. @default 262144 */
  maxMessageSize?: number;
  /** Receives before a message goes to the dead-letter queue, 1 to 1,000. @default 5 */
  maxReceiveCount?: number;
  /** Time that the dead-letter queue keeps a message, in seconds, 60 to 1,209,600. @default 1209600, 14 days */
  deadLetterRetentionSeconds?: number;
  /** Messages that no consumer can handle are received until they expire, and are then lost. @default false */
  withoutDeadLetterQueue?: boolean;
}

/** Order and duplicates. */
export interface FifoSettings {
  /** Keep messages of a group in order and deliver each once. A change replaces the resource. @default false */
  fifo?: boolean;
  /** Take a hash of the body as deduplication id where the sender gives none. FIFO only. @default false */
  contentBasedDeduplication?: boolean;
  /** Count duplicates and throughput by message group, not for the whole. FIFO only. @default false */
  highThroughput?: boolean;
}

// Ranges: docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html

export function checkQueueSettings(checks: ArgumentChecks, settings: QueueSettings, prefix = ""): void {
  checks
    .integer(`${prefix}visibilityTimeoutSeconds`, settings.visibilityTimeoutSeconds, 0, 43_200, "seconds")
    .integer(`${prefix}messageRetentionSeconds`, settings.messageRetentionSeconds, 60, 1_209_600, "seconds")
    .integer(`${prefix}receiveWaitTimeSeconds`, settings.receiveWaitTimeSeconds, 0, 20, "seconds")
    .integer(`${prefix}delaySeconds`, settings.delaySeconds, 0, 900, "seconds")
    .integer(`${prefix}maxMessageSize`, settings.maxMessageSize, 1024, 1_048_576, "bytes")
    .integer(`${prefix}maxReceiveCount`, settings.maxReceiveCount, 1, 1000)
    .integer(`${prefix}deadLetterRetentionSeconds`, settings.deadLetterRetentionSeconds, 60, 1_209_600, "seconds");
  // A message keeps its age when it moves: a dead-letter queue that keeps less long loses it on arrival.
  const kept = settings.messageRetentionSeconds ?? DEFAULT_RETENTION;
  const dead = settings.deadLetterRetentionSeconds ?? DEAD_LETTER_RETENTION;
  if (!settings.withoutDeadLetterQueue && dead < kept) {
    checks.fail(`${prefix}deadLetterRetentionSeconds`, dead, `use at least messageRetentionSeconds, ${kept}`);
  }
  checks.idle(`${prefix}withoutDeadLetterQueue`, settings.withoutDeadLetterQueue, {
    maxReceiveCount: settings.maxReceiveCount,
    deadLetterRetentionSeconds: settings.deadLetterRetentionSeconds,
  });
  checkDeadLetterAlarms(checks, settings, prefix);
}

export function checkDeadLetterAlarms(checks: ArgumentChecks, args: DeadLetterAlarmArgs, prefix = ""): void {
  checks
    .arn(`${prefix}alarmTopicArn`, args.alarmTopicArn, "sns", "an SNS topic")
    .idle(`${prefix}withoutAlarms`, args.withoutAlarms, { alarmTopicArn: args.alarmTopicArn });
}

export function checkFifo(checks: ArgumentChecks, settings: FifoSettings): void {
  if (settings.fifo) return;
  for (const option of ["contentBasedDeduplication", "highThroughput"] as const) {
    if (settings[option]) checks.fail(option, true, "set fifo to true too, or leave it out");
  }
}

/** Four days, SQS's own default. */
export const DEFAULT_RETENTION = 345_600;
/** 14 days, the longest that SQS keeps a message. */
export const DEAD_LETTER_RETENTION = 1_209_600;
