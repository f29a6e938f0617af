import type { RecordedEvent } from "../../shared/journal";
import type { OrderLine } from "../domain/events";
import type { OrderStatus } from "../domain/order";

/** An order as readers see it. */
export interface OrderView {
  readonly orderId: string;
  readonly customerId: string;
  readonly status: OrderStatus;
  readonly lines: readonly OrderLine[];
  readonly totalCents: number;
  readonly currency: string;
  /** Sequence of the last event that it tells of. */
  readonly version: number;
  readonly placedAt: string;
  readonly paymentRequestedAt?: string;
  readonly confirmedAt?: string;
  readonly rejectedAt?: string;
  readonly cancelledAt?: string;
  /** Why it was rejected or cancelled. */
  readonly reason?: string;
  readonly paymentId?: string;
  readonly deliveryId?: string;
}

/** Some of a customer's orders, the newest first. */
export interface OrderPage {
  readonly orders: OrderView[];
  /** Where the next page begins; undefined behind the last. */
  readonly next: string | undefined;
}

/** Where readers look orders up. */
export interface OrderQueries {
  /** Undefined where the order is unknown, or its first event has not arrived. */
  find(orderId: string): Promise<OrderView | undefined>;
  /** @throws Refusal where `from` is no `next` of a page */
  ofCustomer(customerId: string, limit: number, from?: string): Promise<OrderPage>;
}

/** Where the projection writes. */
export interface OrderViews {
  /**
   * Adds what the event tells. Events may come in any order and any number of times: the order's status and version are
   * those of its latest event, and each event's own fields are set whenever it comes.
   */
  apply(generation: number, event: RecordedEvent): Promise<void>;
  /** Which events each order of a generation tells of, a page at a time. */
  applied(generation: number): AsyncIterable<readonly AppliedEvents[]>;
  /** Sequences of the events that an order of a generation tells of. */
  appliedTo(generation: number, orderId: string): Promise<readonly number[]>;
  /** Has the items of a generation deleted after a moment. @param at seconds since 1970 */
  expire(generation: number, at: number): Promise<number>;
}

export interface AppliedEvents {
  readonly orderId: string;
  readonly sequences: readonly number[];
}
