import { setTimeout as delay } from "node:timers/promises";
import { type BrokerAddress, nameOf } from "./address";
import { backoffMs, orAborted } from "./backoff";

/** An open connection. */
export interface Live<T> {
  readonly use: T;
  /** Aborted once the connection is gone, for whatever reason. */
  readonly lost: AbortSignal;
  /** Says good-bye; settles once it is gone. */
  close(): Promise<void>;
  /** Ends it at once, because it is of no use. */
  drop(reason: Error): void;
}

export interface Log {
  info(message: string, details: Record<string, unknown>): void;
  warn(message: string, details: Record<string, unknown>): void;
}

export interface KeepOptions {
  /** Milliseconds before the second round of tries over all addresses; doubled each time. @default 200 */
  readonly baseMs?: number;
  /** Milliseconds between two rounds at most. @default 10,000 */
  readonly longestMs?: number;
  /** Milliseconds that one try may take. @default 10,000 */
  readonly openWithinMs?: number;
  /** Milliseconds that a connection has to bring the confirmation of a message; then the next is tried. @default 5000 */
  readonly confirmWithinMs?: number;
  readonly log?: Log;
}

/** A connection that lasted so long counts as sound: the next failure starts with short waits again. */
const SOUND_MS = 5000;

/**
 * One connection to the first address that takes it. Once it is lost, the next use opens another: first where it was, then
 * at the other addresses in turn, with growing waits after each full round.
 */
export class KeptConnection<T> {
  readonly #closed = new AbortController();
  #opening: Promise<Live<T>> | undefined;
  #live: Live<T> | undefined;
  #next = 0;
  #failures = 0;

  constructor(
    private readonly addresses: readonly BrokerAddress[],
    private readonly open: (address: BrokerAddress, signal: AbortSignal) => Promise<Live<T>>,
    private readonly options: KeepOptions = {},
  ) {}

  get connected(): boolean {
    return this.#live !== undefined;
  }

  /** The connection, once it stands. @throws the signal's reason, and where this is closed */
  live(signal?: AbortSignal): Promise<Live<T>> {
    if (this.#live) return Promise.resolve(this.#live);
    if (!this.#opening) {
      this.#opening = this.#keepTrying().finally(() => {
        this.#opening = undefined;
      });
      // Whoever waits hears of it; with nobody waiting it is no news.
      this.#opening.catch(() => undefined);
    }
    return orAborted(this.#opening, signal);
  }

  /** Settles once the connection is gone for good. */
  async close(): Promise<void> {
    this.#closed.abort(new Error("the connection was closed on this side"));
    await this.#opening?.catch(() => undefined);
    await this.#live?.close();
  }

  async #keepTrying(): Promise<Live<T>> {
    const { baseMs = 200, longestMs = 10_000, openWithinMs = 10_000, log } = this.options;
    const closed = this.#closed.signal;
    for (;;) {
      closed.throwIfAborted();
      const rounds = Math.floor(this.#failures / this.addresses.length);
      const start = this.#failures % this.addresses.length === 0;
      if (rounds > 0 && start) await delay(backoffMs(rounds, baseMs, longestMs), undefined, { signal: closed });
      const address = this.addresses[this.#next % this.addresses.length];
      if (!address) throw new Error("a connection needs at least one address");
      try {
        const live = await this.open(address, AbortSignal.any([closed, AbortSignal.timeout(openWithinMs)]));
        return this.#keep(live, address);
      } catch (error) {
        this.#failures++;
        this.#next++;
        closed.throwIfAborted();
        log?.warn("broker not reached", { broker: nameOf(address), failures: this.#failures, error: String(error) });
      }
    }
  }

  #keep(live: Live<T>, address: BrokerAddress): Live<T> {
    const since = performance.now();
    const broker = nameOf(address);
    const gone = () => {
      this.#live = undefined;
      // One that breaks at once, again and again, is waited for like one that can't be reached.
      this.#failures = performance.now() - since >= SOUND_MS ? 0 : this.#failures + 1;
      if (!this.#closed.signal.aborted) {
        this.options.log?.warn("broker lost", { broker, reason: String(live.lost.reason) });
      }
    };
    if (live.lost.aborted) throw live.lost.reason;
    live.lost.addEventListener("abort", gone, { once: true });
    this.#live = live;
    this.options.log?.info("broker connected", { broker });
    return live;
  }
}
