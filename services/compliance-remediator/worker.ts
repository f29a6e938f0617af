import { setMaxListeners } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import type { Outcome } from "./outcomes";
import type { Disposition, Log } from "./processor";
import type { Delivery, Queue } from "./queue";

export interface WorkerOptions {
  /** Polls under way at once. @default 2 */
  readonly pollers?: number;
  /** Messages in one poll at most, 1 to 10. @default 10 */
  readonly batchSize?: number;
  /** Messages worked on at once. @default 40 */
  readonly maxInFlight?: number;
  /** Seconds that a received message stays hidden; renewed at each third of it while it is worked on. @default 60 */
  readonly visibilitySeconds?: number;
  /** Milliseconds that a stop waits for a poll under way: messages it would bring are handed back. @default 2000 */
  readonly pollGraceMs?: number;
  /** Milliseconds that a stop waits for work under way before that is cut off and handed back. @default 20000 */
  readonly workGraceMs?: number;
  readonly log?: Log;
}

/** Something that works on a message and says what to do with it. Must not throw. */
export interface MessageProcessor {
  process(delivery: Delivery, signal?: AbortSignal): Promise<Disposition>;
}

/** What a worker has done since it started. */
export interface WorkerStatus {
  readonly running: boolean;
  readonly inFlight: number;
  readonly deleted: number;
  readonly kept: number;
  readonly byOutcome: Partial<Record<Outcome, number>>;
  /** When a poll last ended well, milliseconds since 1970. */
  readonly lastPollAt: number | undefined;
}

/**
 * Takes messages off a queue until it is stopped: long polls for batches, many messages at once, visibility extended while
 * they are worked on, deleted in batches after success. A message that it could not delete comes again, which the ledger
 * makes harmless.
 */
export class Worker {
  readonly #queue: Queue;
  readonly #processor: MessageProcessor;
  readonly #options: WorkerOptions;
  readonly #polls = new AbortController();
  readonly #work = new AbortController();
  readonly #inFlight = new Map<Delivery, Promise<void>>();
  readonly #byOutcome: Partial<Record<Outcome, number>> = {};
  /** Those whose visibility is renewed: until it is known what becomes of them. */
  readonly #beating = new Set<Delivery>();
  /** Messages that polls under way may bring. */
  #asked = 0;
  #stopping = false;
  #running: Promise<void> | undefined;
  #freed: (() => void)[] = [];
  #deleted = 0;
  #kept = 0;
  #lastPollAt: number | undefined;

  constructor(queue: Queue, processor: MessageProcessor, options: WorkerOptions = {}) {
    this.#queue = queue;
    this.#processor = processor;
    this.#options = options;
    // One listener a call under way: as many as there are messages in hand, and more.
    setMaxListeners(0, this.#polls.signal, this.#work.signal);
  }

  get status(): WorkerStatus {
    return {
      running: this.#running !== undefined && !this.#stopping,
      inFlight: this.#inFlight.size,
      deleted: this.#deleted,
      kept: this.#kept,
      byOutcome: { ...this.#byOutcome },
      lastPollAt: this.#lastPollAt,
    };
  }

  /** Starts; settles once the worker was stopped and every message in hand is deleted or handed back. */
  run(): Promise<void> {
    this.#running ??= this.#loop();
    return this.#running;
  }

  /** Stops: no new messages; those in hand are finished or, after the grace, handed back. Settles with {@link run}. */
  async stop(): Promise<void> {
    if (!this.#stopping) {
      this.#stopping = true;
      this.#wake();
      const pollTimer = setTimeout(() => this.#polls.abort(), this.#options.pollGraceMs ?? 2000);
      const workTimer = setTimeout(() => this.#work.abort(), this.#options.workGraceMs ?? 20_000);
      await this.#running;
      clearTimeout(pollTimer);
      clearTimeout(workTimer);
      return;
    }
    await this.#running;
  }

  async #loop(): Promise<void> {
    const beat = setInterval(() => this.#beat(), (this.#visibility * 1000) / 3);
    try {
      const pollers = Array.from({ length: this.#options.pollers ?? 2 }, () => this.#poll());
      await Promise.all(pollers);
      await Promise.all(this.#inFlight.values());
    } finally {
      clearInterval(beat);
    }
  }

  async #poll(): Promise<void> {
    const { batchSize = 10, maxInFlight = 40, log } = this.#options;
    let failures = 0;
    while (!this.#stopping) {
      const wanted = Math.min(batchSize, maxInFlight);
      if (maxInFlight - this.#inFlight.size - this.#asked < wanted) {
        await new Promise<void>((resolve) => this.#freed.push(resolve));
        continue;
      }
      this.#asked += wanted;
      try {
        const deliveries = await this.#queue.receive(wanted, this.#polls.signal);
        this.#lastPollAt = Date.now();
        failures = 0;
        // Received while stopping: nobody worked on them yet, others may have them now.
        if (this.#stopping) await Promise.all(deliveries.map((delivery) => this.#hide(delivery, 0)));
        else for (const delivery of deliveries) this.#take(delivery);
      } catch (error) {
        if (this.#polls.signal.aborted) return;
        failures++;
        log?.warn("poll failed", { failures, error: String(error) });
        const longest = Math.min(5000, 100 * 2 ** failures);
        await delay(Math.random() * longest, undefined, { signal: this.#polls.signal }).catch(() => undefined);
      } finally {
        this.#asked -= wanted;
        this.#wake();
      }
    }
  }

  #take(delivery: Delivery): void {
    const work = this.#settle(delivery).finally(() => {
      this.#inFlight.delete(delivery);
      this.#wake();
    });
    this.#inFlight.set(delivery, work);
    this.#beating.add(delivery);
  }

  async #settle(delivery: Delivery): Promise<void> {
    const disposition = await this.#processor.process(delivery, this.#work.signal);
    this.#beating.delete(delivery);
    this.#byOutcome[disposition.outcome] = (this.#byOutcome[disposition.outcome] ?? 0) + 1;
    if (disposition.message === "keep") {
      this.#kept++;
      return this.#hide(delivery, disposition.delaySeconds);
    }
    try {
      await this.#queue.delete(delivery);
      this.#deleted++;
    } catch (error) {
      this.#kept++;
      this.#options.log?.warn("message not deleted; it comes again and is a duplicate then", {
        messageId: delivery.messageId,
        error: String(error),
      });
    }
  }

  /** A message that can't be handed back early comes back by itself once its visibility ends. */
  async #hide(delivery: Delivery, seconds: number): Promise<void> {
    try {
      await this.#queue.hide(delivery, seconds);
    } catch (error) {
      this.#options.log?.warn("visibility not changed", { messageId: delivery.messageId, error: String(error) });
    }
  }

  #beat(): void {
    for (const delivery of this.#beating) void this.#hide(delivery, this.#visibility);
  }

  get #visibility(): number {
    return this.#options.visibilitySeconds ?? 60;
  }

  #wake(): void {
    const waiting = this.#freed;
    this.#freed = [];
    for (const resume of waiting) resume();
  }
}
