import { EventBus, FilterScope, MessageBus } from "../../infra/messaging";
import type { AlertTopic } from "../../infra/observability";
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

/** `detail-type` of each event of orders; services/orders/domain/events.ts says what is in them. */
export const OrderEvent = {
  Placed: "OrderPlaced",
  PaymentRequested: "OrderPaymentRequested",
  Cancelled: "OrderCancelled",
  Confirmed: "OrderConfirmed",
  Rejected: "OrderRejected",
} as const;

function orderEvents(...types: string[]): string {
  return JSON.stringify({ source: [ORDERS_SOURCE], "detail-type": types });
}

export function createEvents(environment: Environment, alerts: AlertTopic): Events {
  const bus = new EventBus("shop-events", {
    archiveDays: environment.logDays,
    logRetentionDays: environment.logDays,
    alarmTopicArn: alerts.topicArn,
  });
  const notifications = new MessageBus("notifications", {
    // EventBridge can't publish under AWS's own key.
    customerKey: true,
    sources: [{ service: "events.amazonaws.com", sourceArn: bus.rulesArn }],
    deliveryLogRetentionDays: environment.logDays,
    alarmTopicArn: alerts.topicArn,
    subscriptions: {
      shopper: {},
      warehouse: {
        filterScope: FilterScope.Body,
        filterPolicy: JSON.stringify({ "detail-type": [OrderEvent.Confirmed, OrderEvent.Cancelled] }),
      },
    },
  });
  bus.addRule("order-confirmed", {
    pattern: orderEvents(OrderEvent.Confirmed),
    // What the warehouse is to send: inventory hands it on to the warehouse's own system.
    targets: { dispatches: { queue: {} } },
  });
  bus.addRule("order-notifications", {
    pattern: orderEvents(...Object.values(OrderEvent)),
    targets: { notifications: { topicArn: notifications.topicArn } },
  });
  return { bus, notifications };
}
