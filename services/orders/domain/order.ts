import { isDeepStrictEqual } from "node:util";
import { Refusal } from "../../shared/refusal";
import type { CancelOrder, PayOrder, PlaceOrder } from "./commands";
import type { OrderEvent, OrderEventData, OrderLine } from "./events";

/** Where an order stands: from `placed` to `cancelled`, or over `paying` to `confirmed` or `rejected`. */
export const OrderStatus = {
  Placed: "placed",
  Paying: "paying",
  Confirmed: "confirmed",
  Rejected: "rejected",
  Cancelled: "cancelled",
} as const;
export type OrderStatus = (typeof OrderStatus)[keyof typeof OrderStatus];

/** An order, as its events tell it and as decisions need it. */
export interface Order {
  readonly status: OrderStatus;
  readonly customerId: string;
  readonly lines: readonly OrderLine[];
  /** Hundredths of the currency. */
  readonly totalCents: number;
  /** ISO 4217. */
  readonly currency: string;
  /** What it is being paid with; undefined before the payment is asked for. */
  readonly paymentToken?: string;
}

/** What is asked of an order. */
export type OrderCommand =
  | { readonly type: "place"; readonly command: PlaceOrder }
  | { readonly type: "pay"; readonly command: PayOrder }
  | { readonly type: "cancel"; readonly command: CancelOrder }
  | { readonly type: "confirm"; readonly command: OrderEventData["OrderConfirmed"] }
  | { readonly type: "reject"; readonly command: OrderEventData["OrderRejected"] };

/**
 * The order after one more event.
 * @throws Error where an order does not begin with OrderPlaced: its history is not whole
 */
export function evolve(order: Order | undefined, event: OrderEvent): Order {
  if (event.type === "OrderPlaced") return { status: OrderStatus.Placed, ...event.data };
  if (!order) throw new Error(`${event.type} is no first event of an order`);
  switch (event.type) {
    case "OrderPaymentRequested":
      return { ...order, status: OrderStatus.Paying, paymentToken: event.data.paymentToken };
    case "OrderCancelled":
      return { ...order, status: OrderStatus.Cancelled };
    case "OrderConfirmed":
      return { ...order, status: OrderStatus.Confirmed };
    case "OrderRejected":
      return { ...order, status: OrderStatus.Rejected };
  }
}

/** The order that a whole history tells; undefined where there is none. */
export function fold(events: readonly OrderEvent[]): Order | undefined {
  let order: Order | undefined;
  for (const event of events) order = evolve(order, event);
  return order;
}

/**
 * What happens when this is asked of the order. Nothing happens where it has happened already, so that whoever does not
 * know whether he was heard can ask again.
 * @throws Refusal where the order does not allow it
 */
export function decide(order: Order | undefined, asked: OrderCommand): OrderEvent[] {
  if (asked.type === "place") return place(order, asked.command);
  if (!order) throw new Refusal("order-not-found", 404, "There is no such order.");
  switch (asked.type) {
    case "pay":
      return pay(order, asked.command);
    case "cancel":
      return cancel(order, asked.command);
    case "confirm":
      return confirm(order, asked.command);
    case "reject":
      return reject(order, asked.command);
  }
}

function place(order: Order | undefined, { customerId, lines, currency }: PlaceOrder): OrderEvent[] {
  if (!order) return [{ type: "OrderPlaced", data: { customerId, lines, totalCents: totalOf(lines), currency } }];
  const { customerId: owner, lines: ordered, currency: agreed } = order;
  if (isDeepStrictEqual([owner, ordered, agreed], [customerId, lines, currency])) return [];
  throw new Refusal("idempotency-key-reused", 422, "Another order was placed with this Idempotency-Key.");
}

function pay(order: Order, { paymentToken }: PayOrder): OrderEvent[] {
  const { status, customerId, currency, totalCents } = order;
  const token = paymentToken ?? `on-file-${customerId}`;
  if (status === OrderStatus.Paying && order.paymentToken === token) return [];
  requireStatus(order, OrderStatus.Placed, "paid");
  const lines = [...order.lines];
  return [{ type: "OrderPaymentRequested", data: { customerId, lines, totalCents, currency, paymentToken: token } }];
}

function cancel(order: Order, { reason }: CancelOrder): OrderEvent[] {
  if (order.status === OrderStatus.Cancelled) return [];
  requireStatus(order, OrderStatus.Placed, "cancelled");
  return [{ type: "OrderCancelled", data: { reason } }];
}

function confirm(order: Order, confirmation: OrderEventData["OrderConfirmed"]): OrderEvent[] {
  if (order.status === OrderStatus.Confirmed) return [];
  requireStatus(order, OrderStatus.Paying, "confirmed");
  const { reservationId, paymentId, deliveryId } = confirmation;
  return [{ type: "OrderConfirmed", data: { reservationId, paymentId, deliveryId } }];
}

/**
 * A confirmed order can still be rejected: the confirmation was recorded, its answer was lost for good, and the saga has
 * undone everything since.
 */
function reject(order: Order, { reason, cause }: OrderEventData["OrderRejected"]): OrderEvent[] {
  if (order.status === OrderStatus.Rejected) return [];
  if (order.status !== OrderStatus.Confirmed) requireStatus(order, OrderStatus.Paying, "rejected");
  return [{ type: "OrderRejected", data: { reason, cause } }];
}

function requireStatus(order: Order, needed: OrderStatus, become: string): void {
  if (order.status === needed) return;
  const message = `An order that is ${order.status} can't be ${become}: it has to be ${needed}.`;
  throw new Refusal(`order-${order.status}`, 409, message);
}

/** Sum of the lines, in hundredths of the currency. */
export function totalOf(lines: readonly OrderLine[]): number {
  return lines.reduce((sum, { quantity, unitPriceCents }) => sum + quantity * unitPriceCents, 0);
}
