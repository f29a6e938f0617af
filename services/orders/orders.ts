import { carrier, correlationId } from "../shared/correlation";
import { ConcurrencyError, type Journal } from "../shared/journal";
import { retrying } from "../shared/retry";
import { type OrderEvent, orderEventOf } from "./domain/events";
import { decide, fold, type Order, type OrderCommand } from "./domain/order";
import type { OrderView } from "./ports/view";
import { viewOf } from "./projections/view-of";

/** Orders by their history. */
export class Orders {
  constructor(
    private readonly journal: Journal,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** The order as it is now; undefined where there is none. */
  async find(orderId: string): Promise<{ order: Order; version: number } | undefined> {
    const recorded = await this.journal.load(orderId);
    const order = fold(recorded.map(orderEventOf));
    return order && { order, version: recorded.length };
  }

  /** The order as its readers will see it; undefined where there is none. */
  async view(orderId: string): Promise<OrderView | undefined> {
    return viewOf(await this.journal.load(orderId));
  }

  /**
   * Does what is asked, or nothing where it is done already; so it may be asked any number of times. Decides anew where
   * the order went on meanwhile.
   * @throws Refusal where it can't be
   * @throws ConcurrencyError where others were faster each time
   */
  async handle(orderId: string, asked: OrderCommand): Promise<OrderEvent[]> {
    return retrying(
      async () => {
        const recorded = await this.journal.load(orderId);
        const events = decide(fold(recorded.map(orderEventOf)), asked);
        if (events.length === 0) return events;
        const { traceparent } = carrier();
        const made = { occurredAt: this.now().toISOString(), correlationId: correlationId(), aggregateId: orderId };
        await this.journal.append(
          events.map(({ type, data }, index) => ({
            ...made,
            ...(traceparent !== undefined && { traceparent }),
            type,
            data,
            sequence: recorded.length + index + 1,
          })),
        );
        return events;
      },
      (error) => error instanceof ConcurrencyError,
    );
  }
}
