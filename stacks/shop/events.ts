import { EventBus, FilterScope, MessageBus } from "../../infra/messaging";
import type { Environment } from "../environment";

/** What the shop's services tell each other. */
export interface Events {
  /** Facts: what happened. */
  readonly bus: EventBus;
  /** Messages to people, one queue a channel. */
  readonly notifications: MessageBus;
}

/** `source` of the events of orders. */
export const ORDERS_SOURCE = "shop.orders";

/** `detail-type` of each event of orders. */
export const OrderEvent = { Placed: "OrderPlaced", CancellationRequested: "OrderCancellationRequested" } as const;

function orderEvents(...types: string[]): string {
  return JSON.stringify({ source: [ORDERS_SOURCE], "detail-type": types });
}

export function createEvents(environment: Environment): Events {
  const bus = new EventBus("shop-events", {
    archiveDays: environment.logDays,
    logRetentionDays: environment.logDays,
  });
  const notifications = new MessageBus("notifications", {
    // EventBridge can't publish under AWS's own key.
    customerKey: true,
    sources: [{ service: "events.amazonaws.com", sourceArn: bus.rulesArn }],
    deliveryLogRetentionDays: environment.logDays,
    subscriptions: {
      shopper: {},
      warehouse: {
        filterScope: FilterScope.Body,
        filterPolicy: JSON.stringify({ "detail-type": [OrderEvent.CancellationRequested] }),
      },
    },
  });
  bus.addRule("order-placed", {
    pattern: orderEvents(OrderEvent.Placed),
    // What inventory sets aside before payments takes the money.
    targets: { reservations: { queue: {} } },
  });
  bus.addRule("order-notifications", {
    pattern: orderEvents(OrderEvent.Placed, OrderEvent.CancellationRequested),
    targets: { notifications: { topicArn: notifications.topicArn } },
  });
  return { bus, notifications };
}
