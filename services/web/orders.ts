import type { Calls } from "./calls";
import { CURRENCY } from "./money";
import { isRecord, textOf } from "./problem";
import type { Session } from "./session";

export interface Line {
  readonly sku: string;
  readonly quantity: number;
  readonly unitPriceCents: number;
}

/** An order, as the API shows it. */
export interface Order {
  readonly orderId: string;
  readonly status: string;
  readonly lines: readonly Line[];
  readonly totalCents: number;
  readonly currency: string;
  readonly placedAt?: string;
  /** Why it was rejected or cancelled. */
  readonly reason?: string;
}

/** The orders API, for who is signed in. Every method throws a Problem where the API refuses. */
export class Orders {
  constructor(
    private readonly api: Calls,
    private readonly session: Session,
  ) {}

  /** @param key the same key places the same order, however often it is sent */
  async place(lines: readonly Line[], key: string): Promise<string> {
    const body = { customerId: this.session.customerId, currency: CURRENCY, lines };
    const told = await this.call("POST", "/orders", body, key);
    return textOf(told.orderId) ?? "";
  }

  async pay(orderId: string, key: string): Promise<void> {
    await this.call("POST", `/orders/${encodeURIComponent(orderId)}/payment`, {}, key);
  }

  async cancel(orderId: string): Promise<void> {
    await this.call("DELETE", `/orders/${encodeURIComponent(orderId)}`);
  }

  async find(orderId: string): Promise<Order> {
    return orderOf(await this.call("GET", `/orders/${encodeURIComponent(orderId)}`));
  }

  /** The newest orders. */
  async newest(limit: number): Promise<Order[]> {
    const told = await this.call("GET", `/orders?limit=${limit}`);
    return Array.isArray(told.orders) ? told.orders.filter(isRecord).map(orderOf) : [];
  }

  private async call(method: string, path: string, body?: object, key?: string): Promise<Record<string, unknown>> {
    const headers: Record<string, string> = key === undefined ? {} : { "idempotency-key": key };
    return (await this.api.call(method, path, { body, headers })).body;
  }
}

function orderOf(told: Record<string, unknown>): Order {
  const lines = Array.isArray(told.lines) ? told.lines.filter(isRecord) : [];
  return {
    orderId: textOf(told.orderId) ?? "",
    status: textOf(told.status) ?? "",
    lines: lines.map(({ sku, quantity, unitPriceCents }) => ({
      sku: textOf(sku) ?? "",
      quantity: Number(quantity),
      unitPriceCents: Number(unitPriceCents),
    })),
    totalCents: Number(told.totalCents),
    currency: textOf(told.currency) ?? CURRENCY,
    placedAt: textOf(told.placedAt),
    reason: textOf(told.reason),
  };
}
