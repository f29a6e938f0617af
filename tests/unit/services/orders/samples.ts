import { eventIdOf, type RecordedEvent } from "../../../../services/shared/journal";

const contents = {
  customerId: "c-1",
  lines: [{ sku: "SKU-A", quantity: 2, unitPriceCents: 250 }],
  totalCents: 500,
  currency: "EUR",
};

const data: Record<string, Record<string, unknown>> = {
  OrderPlaced: contents,
  OrderPaymentRequested: { ...contents, paymentToken: "tok" },
  OrderCancelled: { reason: "changed my mind" },
  OrderConfirmed: { reservationId: "r", paymentId: "p", deliveryId: "d" },
  OrderRejected: { reason: "OutOfStock", cause: "none left" },
};

/** An event of an order. */
export function eventOf(orderId: string, sequence: number, type: string): RecordedEvent {
  return {
    eventId: eventIdOf({ aggregateId: orderId, sequence }),
    aggregateId: orderId,
    sequence,
    type,
    occurredAt: `2026-01-01T00:00:0${sequence}.000Z`,
    correlationId: "corr-1",
    data: data[type] ?? {},
  };
}

/** All that happened to an order. */
export function historyOf(orderId: string, outcome: "confirmed" | "rejected" | "cancelled"): RecordedEvent[] {
  const types = {
    confirmed: ["OrderPlaced", "OrderPaymentRequested", "OrderConfirmed"],
    rejected: ["OrderPlaced", "OrderPaymentRequested", "OrderConfirmed", "OrderRejected"],
    cancelled: ["OrderPlaced", "OrderCancelled"],
  };
  return types[outcome].map((type, index) => eventOf(orderId, index + 1, type));
}
