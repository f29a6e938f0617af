import { randomUUID } from "node:crypto";
import * as v from "valibot";
import type { Answer } from "../../shared/problem";
import { checked, Refusal } from "../../shared/refusal";
import { uuidOf } from "../../shared/uuid";
import {
  cancelOrder,
  customerIdSchema,
  orderIdSchema,
  type PlaceOrder,
  payOrder,
  placeOrder,
} from "../domain/commands";
import { totalOf } from "../domain/order";
import type { Orders } from "../orders";
import type { OrderQueries } from "../ports/view";
import type { ApiSettings } from "./settings";

export interface OperationPorts {
  readonly orders: Orders;
  readonly queries: OrderQueries;
  readonly settings: () => Promise<ApiSettings>;
}

/** Who asks. @default undefined: the API does not tell callers apart, and lets each ask for anybody */
export type Caller = string | undefined;

/** What the API does, apart from HTTP. */
export class Operations {
  constructor(private readonly ports: OperationPorts) {}

  /**
   * @param idempotencyKey the same key places the same order: its id is made from it, so that a repetition finds the
   * order whatever became of the first answer
   */
  async place(body: unknown, caller: Caller, idempotencyKey: string | undefined): Promise<Answer> {
    const command = checked(placeOrder, body);
    requireOwn(command.customerId, caller);
    requireAccepted(command, await this.ports.settings());
    const { customerId } = command;
    const orderId = idempotencyKey === undefined ? randomUUID() : uuidOf(customerId, idempotencyKey);
    await this.ports.orders.handle(orderId, { type: "place", command });
    const { currency, lines } = command;
    const answer = { orderId, status: "placed", totalCents: totalOf(lines), currency };
    return { status: 201, body: answer, headers: { location: `/orders/${orderId}` } };
  }

  async pay(orderId: string, body: unknown, caller: Caller): Promise<Answer> {
    const id = await this.own(orderId, caller);
    await this.ports.orders.handle(id, { type: "pay", command: checked(payOrder, body ?? {}) });
    return { status: 202, body: { orderId: id, status: "paying" }, headers: { location: `/orders/${id}` } };
  }

  async cancel(orderId: string, reason: string | undefined, caller: Caller): Promise<Answer> {
    const id = await this.own(orderId, caller);
    await this.ports.orders.handle(id, { type: "cancel", command: checked(cancelOrder, { reason }) });
    return { status: 200, body: { orderId: id, status: "cancelled" } };
  }

  async find(orderId: string, caller: Caller): Promise<Answer> {
    const id = checked(orderIdSchema, orderId);
    const view = await this.ports.queries.find(id);
    // The view follows within a second or so; until then, whoever placed the order finds it in its history.
    const found = view ?? (await this.ports.orders.view(id));
    if (!found || (caller !== undefined && found.customerId !== caller)) throw notFound();
    return { status: 200, body: found, headers: { "x-read-from": view ? "view" : "journal" } };
  }

  async list(query: Record<string, string | undefined>, caller: Caller): Promise<Answer> {
    const { maximumPageSize } = await this.ports.settings();
    const limit = v.optional(v.pipe(v.string(), v.toNumber(), v.integer(), v.minValue(1), v.maxValue(maximumPageSize)));
    const schema = v.object({ customerId: customerIdSchema, limit, next: v.optional(v.string()) });
    const asked = checked(schema, { customerId: query.customerId ?? caller, limit: query.limit, next: query.next });
    requireOwn(asked.customerId, caller);
    const page = await this.ports.queries.ofCustomer(asked.customerId, asked.limit ?? maximumPageSize, asked.next);
    return { status: 200, body: page };
  }

  /** Nobody learns of others' orders, not even that they are there. */
  private async own(orderId: string, caller: Caller): Promise<string> {
    const id = checked(orderIdSchema, orderId);
    if (caller !== undefined) {
      const found = await this.ports.orders.find(id);
      if (found?.order.customerId !== caller) throw notFound();
    }
    return id;
  }
}

function notFound(): Refusal {
  return new Refusal("order-not-found", 404, "There is no such order.");
}

function requireOwn(customerId: string, caller: Caller): void {
  if (caller === undefined || caller === customerId) return;
  throw new Refusal("not-your-orders", 403, "A customer may ask for his own orders alone.");
}

function requireAccepted({ lines, currency }: PlaceOrder, settings: ApiSettings): void {
  if (!settings.acceptOrders) throw new Refusal("orders-closed", 503, "No orders are taken for now.");
  const totalCents = totalOf(lines);
  if (totalCents <= settings.maximumOrderCents) return;
  const total = `${totalCents / 100} ${currency}`;
  throw new Refusal("order-too-large", 422, `The order is ${total}, the largest ${settings.maximumOrderCents / 100}.`);
}
