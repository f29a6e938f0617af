import type { RecordedEvent } from "../../shared/journal";
import { type OrderEvent, orderEventOf } from "../domain/events";
import { OrderStatus } from "../domain/order";
import type { OrderView } from "../ports/view";

/** Attributes that one event sets in the view. No two events of an order set the same, status and reason apart. */
export interface EventContents {
  readonly status: OrderStatus;
  /** Set only where no later event has come. */
  readonly latest: Partial<OrderView>;
  /** Set whenever the event comes. */
  readonly own: Partial<OrderView>;
}

/** @throws EncodingError where it is no event of orders */
export function contentsOf(recorded: RecordedEvent): EventContents {
  return contents(orderEventOf(recorded), recorded);
}

function contents(event: OrderEvent, { aggregateId: orderId, occurredAt }: RecordedEvent): EventContents {
  switch (event.type) {
    case "OrderPlaced":
      return { status: OrderStatus.Placed, latest: {}, own: { orderId, ...event.data, placedAt: occurredAt } };
    case "OrderPaymentRequested":
      return { status: OrderStatus.Paying, latest: {}, own: { paymentRequestedAt: occurredAt } };
    case "OrderCancelled":
      return { status: OrderStatus.Cancelled, latest: { reason: event.data.reason }, own: { cancelledAt: occurredAt } };
    case "OrderConfirmed": {
      const { paymentId, deliveryId } = event.data;
      return { status: OrderStatus.Confirmed, latest: {}, own: { confirmedAt: occurredAt, paymentId, deliveryId } };
    }
    case "OrderRejected":
      return { status: OrderStatus.Rejected, latest: { reason: event.data.reason }, own: { rejectedAt: occurredAt } };
  }
}
