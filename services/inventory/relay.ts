import { setTimeout as delay } from "node:timers/promises";
import type { Broker, Log, OutgoingMessage } from "./broker";
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
    private readonly broker: Pick<Broker, "publish" | "connected">,
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

  /**
   * Sends all there is, batch by batch; tells whether any was sent. Messages that the broker does not take stay, and those
   * behind them are sent all the same.
   * @throws the first failure, after the rest was sent
   */
  async pass(): Promise<boolean> {
    const before = this.#sent;
    const failures: unknown[] = [];
    for await (const batch of this.outbox.pending(this.options.batchSize ?? 10)) {
      const outcomes = await Promise.allSettled(batch.map((message) => this.#send(message)));
      for (const outcome of outcomes) if (outcome.status === "rejected") failures.push(outcome.reason);
      // With no broker there is nothing to be had of the next batch but more waiting.
      if (this.#stopping.signal.aborted || (failures.length > 0 && !this.broker.connected())) break;
    }
    if (failures.length > 0) throw failures[0];
    return this.#sent > before;
  }

  async #send(message: OutgoingMessage): Promise<void> {
    await this.broker.publish(this.queue, message, { withinMs: this.options.withinMs });
    await this.outbox.sent(message.id);
    this.#sent++;
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
