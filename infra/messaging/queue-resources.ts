import { Queue, QueuePolicy } from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";
import type { MessageSource } from "./access";
import { queuePolicyDocument } from "./access";
import { alarmOnQueue } from "./queue-alarm";
import { DEAD_LETTER_RETENTION, type DeadLetterAlarmArgs } from "./queue-settings";

/** Whom alarms on dead-letter queues tell. */
export interface DeadLetterAlarms {
  /** Nobody where it is undefined: the alarms are there to be looked at. */
  readonly topicArn: pulumi.Input<string> | undefined;
}

/** The alarms that a component's arguments ask for. */
export function alarmsOf(args: DeadLetterAlarmArgs): DeadLetterAlarms | undefined {
  return args.withoutAlarms ? undefined : { topicArn: args.alarmTopicArn };
}

/** Settings of a queue that is part of something: where they say nothing of alarms, that does. */
export function inheritAlarms<T extends DeadLetterAlarmArgs>(settings: T, alarms: DeadLetterAlarms | undefined): T {
  const withoutAlarms = settings.withoutAlarms ?? (settings.alarmTopicArn === undefined && alarms === undefined);
  return {
    ...settings,
    withoutAlarms,
    alarmTopicArn: settings.alarmTopicArn ?? (withoutAlarms ? undefined : alarms?.topicArn),
  };
}

/** What the queues of a component share. */
export interface QueueContext {
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  readonly fifo: boolean;
  /** Alarms on the dead-letter queues; undefined where there are none, or where the component makes its own. */
  readonly alarms: DeadLetterAlarms | undefined;
}

/** Inputs that name and encrypt a queue. */
export function identity(context: QueueContext, name: string) {
  return {
    // AWS wants `.fifo` at the end of the name: the provider adds it to a prefix, but not to a name that Pulumi makes.
    ...(context.fifo && { fifoQueue: true, namePrefix: `${name}-` }),
    ...(context.kmsKeyArn === undefined ? { sqsManagedSseEnabled: true } : { kmsMasterKeyId: context.kmsKeyArn }),
    tags: context.tags(name),
  };
}

/** A queue for messages that could not be delivered or handled, admitting just the named sources, and the alarm on it. */
export function createDeadLetterQueue(
  name: string,
  context: QueueContext,
  sources: readonly MessageSource[] = [],
  retentionSeconds: number = DEAD_LETTER_RETENTION,
): Queue {
  const queue = new Queue(
    name,
    { ...identity(context, name), messageRetentionSeconds: retentionSeconds, receiveWaitTimeSeconds: 20 },
    context.child(),
  );
  protect(name, queue, context, sources);
  watchDeadLetters(name, queue.name, context);
  return queue;
}

/** Makes the alarm on what waits in a dead-letter queue. */
export function watchDeadLetters(
  name: string,
  queueName: pulumi.Input<string>,
  { alarms, tags, child }: Pick<QueueContext, "alarms" | "tags" | "child">,
): void {
  if (!alarms) return;
  const alarm = `${name}-alarm`;
  alarmOnQueue({
    name: alarm,
    description: `What could not be delivered or handled waits in ${name}.`,
    queueName,
    topicArn: alarms.topicArn,
    tags: tags(alarm),
    options: child(),
  });
}

/** Attaches the policy of a queue. */
export function protect(
  name: string,
  queue: Queue,
  context: QueueContext,
  sources: readonly MessageSource[],
): QueuePolicy {
  return new QueuePolicy(
    `${name}-policy`,
    { queueUrl: queue.url, policy: queuePolicyDocument(queue.arn, sources) },
    context.child(),
  );
}
