import {
  BusinessError,
  type Charge,
  type Deliveries,
  type Delivery,
  type Payments,
  refusalOfCharge,
  refusalOfDelivery,
  type Stock,
  type StockLine,
  UndoneError,
} from "../../../../services/orders/ports/ledgers";

interface Entry<T> {
  done: boolean;
  contents: T | undefined;
  refusal?: BusinessError;
}

/** Done once, undone once, and never done after that. */
class MemoryLedger<T> {
  readonly entries = new Map<string, Entry<T>>();

  /** Answers whether it is new. */
  done(key: string, contents: T): boolean {
    const entry = this.entries.get(key);
    if (entry && !entry.done) throw entry.refusal ?? new UndoneError(key);
    if (entry) return false;
    this.entries.set(key, { done: true, contents });
    return true;
  }

  /** Throws the refusal, unless there is an entry that is done. */
  refuse(key: string, refusal: BusinessError): void {
    const entry = this.entries.get(key);
    if (!entry) this.entries.set(key, { done: false, contents: undefined, refusal });
    if (!entry?.done) throw entry && !entry.refusal ? new UndoneError(key) : refusal;
  }

  /** What was undone just now. */
  undone(key: string): T | undefined {
    const entry = this.entries.get(key);
    if (entry?.refusal) return undefined;
    this.entries.set(key, { done: false, contents: entry?.contents });
    return entry?.done ? entry.contents : undefined;
  }

  /** What is done and was not undone. */
  standing(): [string, T][] {
    return [...this.entries].flatMap(([key, { done, contents }]) =>
      done && contents !== undefined ? [[key, contents]] : [],
    );
  }
}

export class MemoryStock implements Stock {
  private readonly ledger = new MemoryLedger<readonly StockLine[]>();

  constructor(readonly levels: Map<string, number>) {}

  async reserve(key: string, lines: readonly StockLine[]): Promise<{ reservationId: string }> {
    if (this.ledger.entries.has(key)) this.ledger.done(key, lines);
    else {
      const short = lines.find(({ sku, quantity }) => (this.levels.get(sku) ?? 0) < quantity);
      if (short) this.ledger.refuse(key, new BusinessError("OutOfStock", short.sku));
      this.ledger.done(key, lines);
      this.change(lines, -1);
    }
    return { reservationId: key };
  }

  async release(key: string): Promise<{ released: boolean }> {
    const lines = this.ledger.undone(key);
    if (lines) this.change(lines, 1);
    return { released: lines !== undefined };
  }

  reserved(): [string, readonly StockLine[]][] {
    return this.ledger.standing();
  }

  private change(lines: readonly StockLine[], sign: number): void {
    for (const { sku, quantity } of lines) this.levels.set(sku, (this.levels.get(sku) ?? 0) + sign * quantity);
  }
}

export class MemoryPayments implements Payments {
  private readonly ledger = new MemoryLedger<Charge>();
  /** Times that money was really taken or given back, by key. */
  readonly moved = new Map<string, { charged: number; refunded: number }>();

  async charge(key: string, charge: Charge): Promise<{ paymentId: string }> {
    const refusal = refusalOfCharge(charge);
    if (refusal) this.ledger.refuse(key, refusal);
    else if (this.ledger.done(key, charge)) this.count(key).charged += 1;
    return { paymentId: key };
  }

  async refund(key: string): Promise<{ refunded: boolean }> {
    const refunded = this.ledger.undone(key) !== undefined;
    if (refunded) this.count(key).refunded += 1;
    return { refunded };
  }

  charged(): [string, Charge][] {
    return this.ledger.standing();
  }

  private count(key: string) {
    const count = this.moved.get(key) ?? { charged: 0, refunded: 0 };
    this.moved.set(key, count);
    return count;
  }
}

export class MemoryDeliveries implements Deliveries {
  private readonly ledger = new MemoryLedger<Delivery>();

  async arrange(key: string, delivery: Delivery): Promise<{ deliveryId: string }> {
    const refusal = refusalOfDelivery(delivery);
    if (refusal) this.ledger.refuse(key, refusal);
    else this.ledger.done(key, delivery);
    return { deliveryId: key };
  }

  async cancel(key: string): Promise<{ cancelled: boolean }> {
    return { cancelled: this.ledger.undone(key) !== undefined };
  }

  arranged(): [string, Delivery][] {
    return this.ledger.standing();
  }
}
