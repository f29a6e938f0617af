import { consumeQueue, type LambdaService } from "../../infra/compute";
import { MessageBus } from "../../infra/messaging";
import type { AlertTopic } from "../../infra/observability";
import type { Environment } from "../environment";
import type { Customers } from "./customers";
import type { Events } from "./events";
import { createFunction, createTable } from "./functions";

/** Tells shoppers what became of their orders. */
export interface Notifications {
  readonly notify: LambdaService;
  /** Messages that are ready to be sent, one queue a channel. */
  readonly messages: MessageBus;
}

export function createNotifications(
  environment: Environment,
  events: Events,
  customers: Customers,
  alerts: AlertTopic,
): Notifications {
  const messages = new MessageBus("customer-messages", {
    deliveryLogRetentionDays: environment.logDays,
    alarmTopicArn: alerts.topicArn,
    // monitoring.ts watches this one, and its dead letters with it.
    subscriptions: { email: { withoutAlarms: true } },
  });
  const ledger = createTable(environment, "notifications-ledger");
  const notify = createFunction(environment, "notify", "notifications/notify.ts", {
    environment: {
      NOTIFICATIONS_TABLE: ledger.tableName,
      NOTIFY_TOPIC_ARN: messages.topicArn,
      CUSTOMERS_TABLE: customers.table.tableName,
    },
  });
  ledger.grantReadWrite(notify, "notify");
  // Who was merged into another since is told under the other's id.
  customers.table.grantRead(notify, "notify");
  messages.grantPublish(notify, "notify");
  consumeQueue(notify, "shopper", { queue: events.notifications.queue("shopper") });
  return { notify, messages };
}
