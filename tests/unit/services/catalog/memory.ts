import {
  type CacheEvent,
  ReadThrough,
  type ReadThroughOptions,
  type RemoteCache,
} from "../../../../services/catalog/cache";
import { type Product, productOf, productSchemas } from "../../../../services/catalog/product";

export function product(sku: string, version = 1): Product {
  return { sku, name: `A ${sku}`, description: "", priceCents: 1999, currency: "EUR", version };
}

/** A clock that tests move. */
export class Clock {
  at = 1_000_000;
  readonly now = () => this.at;
}

/** Keeps the promises of {@link RemoteCache} within one process; `down` makes every call fail. */
export class MemoryCache implements RemoteCache {
  readonly values = new Map<string, { value: Buffer; until: number }>();
  readonly locks = new Map<string, { token: string; until: number }>();
  readonly changed = new Map<string, number>();
  down = false;
  calls = 0;

  constructor(private readonly clock: Clock) {}

  async get(key: string) {
    this.#call();
    const found = this.values.get(key);
    return found && found.until > this.clock.now() ? found.value : undefined;
  }

  async lock(key: string, token: string, forMs: number) {
    this.#call();
    const held = this.locks.get(key);
    if (held && held.until > this.clock.now()) return false;
    this.locks.set(key, { token, until: this.clock.now() + forMs });
    return true;
  }

  async fill(key: string, token: string, value: Buffer, forMs: number) {
    this.#call();
    const held = this.locks.get(key);
    if (held?.token !== token || held.until <= this.clock.now()) return false;
    this.values.set(key, { value, until: this.clock.now() + forMs });
    this.locks.delete(key);
    return true;
  }

  async unlock(key: string, token: string) {
    this.#call();
    if (this.locks.get(key)?.token === token) this.locks.delete(key);
  }

  async invalidate(key: string) {
    this.#call();
    this.values.delete(key);
    this.locks.delete(key);
    this.changed.set(key, this.clock.now() + 10_000);
  }

  async changedLately(key: string) {
    this.#call();
    return (this.changed.get(key) ?? 0) > this.clock.now();
  }

  #call() {
    this.calls++;
    if (this.down) throw new Error("the cache is down");
  }
}

/** A store that counts its loads and can be held or made to fail. */
export class MemoryProducts {
  readonly products = new Map<string, Product>();
  loads = 0;
  fails = false;
  gate: Promise<void> = Promise.resolve();

  /** What each load was told: whether it has to have the latest. */
  readonly latest: boolean[] = [];

  readonly load = async (sku: string, latest = false) => {
    this.loads++;
    this.latest.push(latest);
    const found = this.products.get(sku);
    await this.gate;
    if (this.fails) throw new Error("the store is down");
    return found;
  };

  /** Holds loads until the returned function is called. */
  hold(): () => void {
    let release: () => void = () => undefined;
    this.gate = new Promise((resolve) => {
      release = () => {
        this.gate = Promise.resolve();
        resolve();
      };
    });
    return release;
  }
}

/** Counts of what happened. */
export function tallies() {
  const counts: Partial<Record<CacheEvent, number>> = {};
  const count = (event: CacheEvent) => {
    counts[event] = (counts[event] ?? 0) + 1;
  };
  return { counts, count };
}

/** One process's view of the catalog. */
export function reader(
  remote: RemoteCache,
  store: Pick<MemoryProducts, "load">,
  options: Partial<ReadThroughOptions<Product>> = {},
) {
  return new ReadThrough<Product>({ remote, load: store.load, schemas: productSchemas, parse: productOf, ...options });
}
