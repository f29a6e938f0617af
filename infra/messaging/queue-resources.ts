import { Queue, QueuePolicy } from "@pulumi/aws/sqs";
import type * as pulumi from "@pulumi/pulumi";
import type { MessageSource } from "./access";
import { queuePolicyDocument } from "./access";
import { DEAD_LETTER_RETENTION } from "./queue-settings";

/** What the queues of a component share. */
export interface QueueContext {
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
  readonly kmsKeyArn: pulumi.Input<string> | undefined;
  readonly fifo: boolean;
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

/** A queue for messages that could not be delivered or handled, admitting just the named sources. */
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
  return queue;
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
