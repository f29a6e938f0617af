import { setTimeout as delay } from "node:timers/promises";
import { DeleteMessageBatchCommand, type Message, ReceiveMessageCommand, type SQSClient } from "@aws-sdk/client-sqs";
import { correlate, fromSqs, log } from "../shared/correlation";
import { changedSku } from "./changes";

export interface InvalidationOptions {
  /** Seconds that a poll waits for a first message, 0 to 20. @default 20 */
  readonly waitSeconds?: number;
  /** Milliseconds between two polls that fail. @default 1000 */
  readonly retryMs?: number;
}

/** Takes changes of products off a queue and invalidates them. What fails stays in the queue and comes again. */
export class Invalidations {
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly client: SQSClient,
    private readonly queueUrl: string,
    private readonly invalidate: (sku: string) => Promise<void>,
    private readonly options: InvalidationOptions = {},
  ) {}

  start(): void {
    this.#running ??= this.#run();
  }

  /** Settles once the messages in hand are dealt with. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await this.#poll(signal);
      } catch (error) {
        if (signal.aborted) return;
        log().warn("invalidations not read, tried again", { error: String(error) });
        await delay(this.options.retryMs ?? 1000, undefined, { signal }).catch(() => undefined);
      }
    }
  }

  async #poll(abortSignal: AbortSignal): Promise<void> {
    const { Messages = [] } = await this.client.send(
      new ReceiveMessageCommand({
        QueueUrl: this.queueUrl,
        MaxNumberOfMessages: 10,
        WaitTimeSeconds: this.options.waitSeconds ?? 20,
        MessageAttributeNames: ["All"],
      }),
      { abortSignal },
    );
    const done = await Promise.all(Messages.map((message) => this.#handle(message)));
    const Entries = Messages.flatMap(({ ReceiptHandle }, index) =>
      done[index] && ReceiptHandle !== undefined ? [{ Id: String(index), ReceiptHandle }] : [],
    );
    // One that is not deleted comes again: to invalidate twice does no harm.
    if (Entries.length > 0) await this.client.send(new DeleteMessageBatchCommand({ QueueUrl: this.queueUrl, Entries }));
  }

  async #handle({ Body = "", MessageId, MessageAttributes }: Message): Promise<boolean> {
    const attributes = Object.entries(MessageAttributes ?? {}).map(([key, { StringValue }]) => [
      key,
      { stringValue: StringValue },
    ]);
    const carried = fromSqs({ body: Body, messageAttributes: Object.fromEntries(attributes) });
    return correlate(carried, async () => {
      try {
        const sku = changedSku(Body);
        if (sku !== undefined) await this.invalidate(sku);
        return true;
      } catch (error) {
        log().warn("product not invalidated, the message stays", { messageId: MessageId, error: String(error) });
        return false;
      }
    });
  }
}
