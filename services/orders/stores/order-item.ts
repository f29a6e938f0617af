import * as v from "valibot";
import { OrderStatus } from "../domain/order";
import type { OrderView } from "../ports/view";

/** Partition key of an order of a generation. */
export function orderKey(generation: number, orderId: string) {
  return { pk: `${generation}#order#${orderId}`, sk: "order" };
}

/** Partition key of a customer's orders in the index `gsi1`. */
export function customerKey(generation: number, customerId: string): string {
  return `${generation}#customer#${customerId}`;
}

const optionalText = v.optional(v.string());
const view = v.object({
  orderId: v.string(),
  customerId: v.string(),
  status: v.enum(OrderStatus),
  lines: v.array(v.object({ sku: v.string(), quantity: v.number(), unitPriceCents: v.number() })),
  totalCents: v.number(),
  currency: v.string(),
  version: v.number(),
  placedAt: v.string(),
  paymentRequestedAt: optionalText,
  confirmedAt: optionalText,
  rejectedAt: optionalText,
  cancelledAt: optionalText,
  reason: optionalText,
  paymentId: optionalText,
  deliveryId: optionalText,
});

/** The order of an item; undefined while the event that it begins with has not arrived. */
export function viewOfItem(item: Record<string, unknown> | undefined): OrderView | undefined {
  const result = v.safeParse(view, item);
  return result.success ? result.output : undefined;
}

/** Sequences of the events that an item tells of. */
export function appliedOf(item: Record<string, unknown> | undefined): number[] {
  const { applied } = item ?? {};
  return applied instanceof Set ? [...applied].map(Number).sort((a, b) => a - b) : [];
}
