import { setTimeout as delay } from "node:timers/promises";
import type { Broker, Log } from "./broker";
import type { Outbox } from "./outbox";

export interface RelayOptions {
  /** Milliseconds between two looks at an empty outbox. @default 1000 */
  readonly everyMs?: number;
  /** Messages sent at once. @default 10 */
  readonly batchSize?: number;
  /** Milliseconds that the broker has for one message. @default 30,000 */
  readonly withinMs?: number;
  readonly log?: Log;
}

/**
 * Sends what is in the outbox to the warehouse. A message is taken out only after the broker has confirmed it: one that was
 * sent by a process that died then is sent twice, with the same id.
 */
export class Relay {
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;
  #sent = 0;

  constructor(
    private readonly outbox: Outbox,
    private readonly broker: Pick<Broker, "publish">,
    private readonly queue: string,
    private readonly options: RelayOptions = {},
  ) {}

  /** Messages taken out of the outbox since the start. */
  get sent(): number {
    return this.#sent;
  }

  start(): void {
    this.#running ??= this.#run();
  }

  /** Settles once what is being sent is sent. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  /** Sends one batch; tells whether there was anything. */
  async pass(): Promise<boolean> {
    const messages = await this.outbox.pending(this.options.batchSize ?? 10);
    const outcomes = await Promise.allSettled(
      messages.map(async (message) => {
        await this.broker.publish(this.queue, message, { withinMs: this.options.withinMs });
        await this.outbox.sent(message.id);
        this.#sent++;
      }),
    );
    for (const outcome of outcomes) if (outcome.status === "rejected") throw outcome.reason;
    return messages.length > 0;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      const more = await this.pass().catch((error: unknown) => {
        this.options.log?.warn("outbox not sent, tried again", { queue: this.queue, error: String(error) });
        return false;
      });
      if (!more) await delay(this.options.everyMs ?? 1000, undefined, { signal }).catch(() => undefined);
    }
  }
}
