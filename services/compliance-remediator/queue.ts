import {
  ChangeMessageVisibilityBatchCommand,
  DeleteMessageBatchCommand,
  type Message,
  ReceiveMessageCommand,
  type SQSClient,
} from "@aws-sdk/client-sqs";
import { type BackoffOptions, withBackoff } from "./backoff";
import { batcher, type Settled } from "./batcher";

/** A message in hand. */
export interface Delivery {
  readonly messageId: string;
  readonly receiptHandle: string;
  readonly body: string;
  /** How often it was received, this time included. */
  readonly receiveCount: number;
}

/** The queue that the worker takes its messages from. */
export interface Queue {
  receive(max: number, signal?: AbortSignal): Promise<Delivery[]>;
  delete(delivery: Delivery): Promise<void>;
  /** Hides a message for so long from now; 0 hands it back at once. */
  hide(delivery: Delivery, seconds: number): Promise<void>;
}

export interface SqsQueueOptions {
  /** Seconds that a message is hidden when it is received. @default 60 */
  readonly visibilitySeconds?: number;
  /** Seconds that a poll waits for a first message; 20 is the most. @default 20 */
  readonly waitSeconds?: number;
  /** Messages in one call at most; 10 is the most. @default 10 */
  readonly batchSize?: number;
  readonly backoff?: BackoffOptions;
}

interface Failure {
  readonly Id?: string;
  readonly Code?: string;
  readonly Message?: string;
  readonly SenderFault?: boolean;
}

/** {@link Queue} over SQS. A batch call may fail for some of its entries: those are tried again by themselves. */
export class SqsQueue implements Queue {
  readonly delete: (delivery: Delivery) => Promise<void>;
  readonly #client: SQSClient;
  readonly #url: string;
  readonly #options: SqsQueueOptions;
  readonly #hide: (entry: { delivery: Delivery; seconds: number }) => Promise<void>;

  constructor(client: SQSClient, url: string, options: SqsQueueOptions = {}) {
    this.#client = client;
    this.#url = url;
    this.#options = options;
    const size = options.batchSize ?? 10;
    const deleteOnce = batcher<Delivery, void>({
      size,
      run: async (deliveries) => {
        const Entries = deliveries.map(({ receiptHandle }, index) => ({
          Id: String(index),
          ReceiptHandle: receiptHandle,
        }));
        const answer = await client.send(new DeleteMessageBatchCommand({ QueueUrl: url, Entries }));
        return settledBy(deliveries.length, answer.Failed);
      },
    });
    const hideOnce = batcher<{ delivery: Delivery; seconds: number }, void>({
      size,
      run: async (entries) => {
        const Entries = entries.map(({ delivery, seconds }, index) => ({
          Id: String(index),
          ReceiptHandle: delivery.receiptHandle,
          VisibilityTimeout: seconds,
        }));
        const answer = await client.send(new ChangeMessageVisibilityBatchCommand({ QueueUrl: url, Entries }));
        return settledBy(entries.length, answer.Failed);
      },
    });
    const backoff = { attempts: 4, baseMs: 100, ...options.backoff };
    this.delete = (delivery) => withBackoff(() => deleteOnce(delivery), backoff);
    this.#hide = (entry) => withBackoff(() => hideOnce(entry), backoff);
  }

  async receive(max: number, signal?: AbortSignal): Promise<Delivery[]> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#url,
      MaxNumberOfMessages: Math.min(max, this.#options.batchSize ?? 10),
      WaitTimeSeconds: this.#options.waitSeconds ?? 20,
      VisibilityTimeout: this.#options.visibilitySeconds ?? 60,
      MessageSystemAttributeNames: ["ApproximateReceiveCount"],
    });
    const answer = await this.#client.send(command, { abortSignal: signal });
    return (answer.Messages ?? []).flatMap(deliveryOf);
  }

  async hide(delivery: Delivery, seconds: number): Promise<void> {
    await this.#hide({ delivery, seconds });
  }
}

function deliveryOf({ MessageId, ReceiptHandle, Body, Attributes }: Message): Delivery[] {
  if (MessageId === undefined || ReceiptHandle === undefined) return [];
  const receiveCount = Number(Attributes?.ApproximateReceiveCount ?? 1);
  return [{ messageId: MessageId, receiptHandle: ReceiptHandle, body: Body ?? "", receiveCount }];
}

function settledBy(count: number, failed: readonly Failure[] = []): Settled<void>[] {
  const byId = new Map(failed.map((failure) => [failure.Id, failure]));
  return Array.from({ length: count }, (_, index) => {
    const failure = byId.get(String(index));
    return failure ? { error: new EntryRefused(failure) } : { value: undefined };
  });
}

/** SQS took the batch, but not this entry of it. */
class EntryRefused extends Error {
  constructor({ Code, Message, SenderFault }: Failure) {
    super(`SQS refused the entry: ${Code}: ${Message ?? "no reason given"}`);
    // Only a fault of the service is worth another try.
    this.name = SenderFault ? (Code ?? "SenderFault") : "ServiceUnavailableException";
  }
}
