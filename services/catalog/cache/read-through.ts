import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import { type BreakerOptions, CircuitBreaker } from "../../shared/breaker";
import { type Encoding, encodingOf, type Schemas } from "../../shared/encoding";
import { type Entry, packed, unpacked } from "./entry";
import type { RemoteCache } from "./remote-cache";

/** What happens in the cache, for its metrics. */
export type CacheEvent =
  /** Fresh in the cache. */
  | "hit"
  /** Fresh in the cache that the store does not have it. */
  | "negativeHit"
  /** Out of date, given out all the same while it is loaded anew. */
  | "staleHit"
  | "miss"
  /** Asked for while the same process already asked. */
  | "shared"
  /** Given by another process that loaded it. */
  | "awaited"
  /** The other process took too long: loaded without filling the cache. */
  | "impatient"
  /** The store was asked. */
  | "load"
  | "loadFailed"
  /** Loaded, and invalidated in the meantime. */
  | "fillDropped"
  /** Loaded, and the cache did not take it. */
  | "fillFailed"
  /** The cache did not answer: the store was asked directly. */
  | "bypass"
  /** The entry could not be read. */
  | "unreadable"
  | "circuitOpened";

/** Where a value came from. */
export type Source = "hit" | "stale" | "miss" | "bypass";

export interface Found<T> {
  /** Undefined where there is none. */
  readonly value: T | undefined;
  readonly source: Source;
}

export interface ReadThroughOptions<T> {
  readonly remote: RemoteCache;
  /** Reads from the store; undefined where there is none. `latest` where a replica of it may lag behind a change. */
  readonly load: (key: string, latest: boolean) => Promise<T | undefined>;
  readonly schemas: Schemas;
  /** Makes a value of what the cache has. */
  readonly parse: (value: Record<string, unknown>) => T;
  /** @default Avro */
  readonly encoding?: Encoding;
  /** Milliseconds that a value is fresh. @default 60,000 */
  readonly ttlMs?: number;
  /** Milliseconds that "there is none" is fresh. @default 5000 */
  readonly negativeTtlMs?: number;
  /** Part of these by which they are shortened at random, so that what came together does not go together. @default 0.2 */
  readonly jitter?: number;
  /** Milliseconds beyond, in which an old value is given out while a new one is loaded. @default 300,000 */
  readonly staleMs?: number;
  /** Milliseconds that a load may take before another process loads too. @default 5000 */
  readonly lockMs?: number;
  /** Milliseconds that one waits for another process's load. @default 1000 */
  readonly waitMs?: number;
  readonly breaker?: BreakerOptions;
  readonly count?: (event: CacheEvent) => void;
  readonly now?: () => number;
  readonly random?: () => number;
}

const LOOK_EVERY_MS = 20;

/**
 * Reads through a shared cache. However many ask for a key that is not there, the store is asked once: in a process they
 * share one flight; among processes whoever takes the key's lock loads, the others wait for the value. (Refreshing early by
 * chance would need no lock, but helps only keys that are still there: a new key, or one that was just invalidated, would
 * have every process ask the store.) Without the cache, all is read from the store, still once a process and key.
 */
export class ReadThrough<T extends object> {
  readonly #flights = new Map<string, Promise<Found<T>>>();
  readonly #refreshes = new Map<string, Promise<void>>();
  readonly #breaker: CircuitBreaker;
  readonly #encoding: Encoding;

  constructor(private readonly options: ReadThroughOptions<T>) {
    this.#encoding = options.encoding ?? encodingOf("avro");
    const opened = () => this.#count("circuitOpened");
    this.#breaker = new CircuitBreaker({ now: options.now, opened, ...options.breaker });
  }

  /** Whether the cache counts as down. */
  get bypassing(): boolean {
    return this.#breaker.open;
  }

  /** @throws what the store throws, where nothing is cached that could be given out */
  get(key: string): Promise<Found<T>> {
    const under = this.#flights.get(key);
    if (under) {
      this.#count("shared");
      return under;
    }
    const flight = this.#read(key).finally(() => {
      if (this.#flights.get(key) === flight) this.#flights.delete(key);
    });
    this.#flights.set(key, flight);
    return flight;
  }

  /**
   * Forgets a key everywhere.
   * @throws Error where the cache does not answer: call it again until it does
   */
  async invalidate(key: string): Promise<void> {
    // Whoever asks from now on does not join those who asked before.
    this.#flights.delete(key);
    await this.options.remote.invalidate(key);
  }

  /** Settles once no refresh is under way. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#refreshes.values());
  }

  async #read(key: string): Promise<Found<T>> {
    let entry: Entry | undefined;
    try {
      entry = await this.#entry(key);
    } catch {
      this.#count("bypass");
      return { value: await this.#load(key), source: "bypass" };
    }
    if (!entry) return this.#miss(key);
    if (this.#now() < entry.freshUntil) {
      this.#count(entry.value ? "hit" : "negativeHit");
      return this.#found(entry, "hit");
    }
    this.#count("staleHit");
    this.#refresh(key);
    return this.#found(entry, "stale");
  }

  async #miss(key: string): Promise<Found<T>> {
    this.#count("miss");
    const token = randomUUID();
    try {
      if (await this.#lock(key, token)) return { value: await this.#loadAndFill(key, token), source: "miss" };
      const entry = await this.#awaitOther(key);
      if (entry) {
        this.#count("awaited");
        return this.#found(entry, "hit");
      }
      this.#count("impatient");
    } catch (error) {
      if (error instanceof StoreError) throw error.cause;
      this.#count("bypass");
    }
    return { value: await this.#load(key), source: "bypass" };
  }

  /** Looks for the value that another process loads, until it is there or that process takes too long. */
  async #awaitOther(key: string): Promise<Entry | undefined> {
    const deadline = performance.now() + (this.options.waitMs ?? 1000);
    while (performance.now() < deadline) {
      await delay(LOOK_EVERY_MS * (0.5 + this.#random()));
      const entry = await this.#entry(key);
      if (entry) return entry;
    }
    return undefined;
  }

  /** One refresh a key and process; the lock sees to it that only one process does it. */
  #refresh(key: string): void {
    if (this.#refreshes.has(key)) return;
    const token = randomUUID();
    const refresh = this.#lock(key, token)
      .then(async (mine) => {
        if (mine) await this.#loadAndFill(key, token);
      })
      // The old value goes on being given out until it is too old; then the store's error is told.
      .catch(() => undefined)
      .finally(() => this.#refreshes.delete(key));
    this.#refreshes.set(key, refresh);
  }

  async #loadAndFill(key: string, token: string): Promise<T | undefined> {
    let value: T | undefined;
    try {
      value = await this.#load(key, await this.#changedLately(key));
    } catch (error) {
      await this.#unlock(key, token);
      throw new StoreError("the store failed", { cause: error });
    }
    try {
      await this.#fill(key, token, value);
    } catch {
      // A value that can't be cached is given out all the same, and nobody waits for it.
      this.#count("fillFailed");
      await this.#unlock(key, token);
    }
    return value;
  }

  /** A lock that can't be given back ends by itself. */
  async #unlock(key: string, token: string): Promise<void> {
    await this.#breaker.run(() => this.options.remote.unlock(key, token)).catch(() => undefined);
  }

  async #fill(key: string, token: string, value: T | undefined): Promise<void> {
    const { ttlMs = 60_000, negativeTtlMs = 5000, jitter = 0.2, staleMs = 300_000 } = this.options;
    const fresh = (value ? ttlMs : negativeTtlMs) * (1 - jitter * this.#random());
    const plain = value && Object.fromEntries(Object.entries(value));
    const bytes = await packed({ freshUntil: this.#now() + fresh, value: plain }, this.options.schemas, this.#encoding);
    // "There is none" is never given out late: what is new should be seen soon.
    const kept = value ? fresh + staleMs : fresh;
    const filled = await this.#breaker.run(() => this.options.remote.fill(key, token, bytes, kept));
    if (!filled) this.#count("fillDropped");
  }

  async #entry(key: string): Promise<Entry | undefined> {
    const bytes = await this.#breaker.run(() => this.options.remote.get(key));
    if (!bytes) return undefined;
    try {
      return await unpacked(bytes, this.options.schemas);
    } catch {
      this.#count("unreadable");
      return undefined;
    }
  }

  /** Asked with the lock in hand: an invalidation that comes later takes the lock away. */
  async #changedLately(key: string): Promise<boolean> {
    // Where the cache does not tell, the latest is right in any case.
    return this.#breaker.run(() => this.options.remote.changedLately(key)).catch(() => true);
  }

  async #load(key: string, latest = false): Promise<T | undefined> {
    this.#count("load");
    try {
      return await this.options.load(key, latest);
    } catch (error) {
      this.#count("loadFailed");
      throw error;
    }
  }

  #lock(key: string, token: string): Promise<boolean> {
    return this.#breaker.run(() => this.options.remote.lock(key, token, this.options.lockMs ?? 5000));
  }

  #found({ value }: Entry, source: Source): Found<T> {
    return { value: value && this.options.parse(value), source };
  }

  #count(event: CacheEvent): void {
    this.options.count?.(event);
  }

  #now(): number {
    return (this.options.now ?? Date.now)();
  }

  #random(): number {
    return (this.options.random ?? Math.random)();
  }
}

/** Tells the store's errors from the cache's. */
class StoreError extends Error {
  override name = "StoreError";
}
