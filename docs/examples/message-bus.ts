// A topic that two services listen to: each has a queue of its own, fails on its own, and gets what it asked for.
import { join } from "node:path";
import { consumeQueue, LambdaService } from "../../infra/compute";
import { MessageBus } from "../../infra/messaging";

const orders = new MessageBus("order-messages", {
  subscriptions: {
    // Everything.
    bookkeeping: {},
    // By the messages' attributes; `filterScope` filters by their bodies.
    warehouse: { filterPolicy: JSON.stringify({ type: ["OrderPlaced", "OrderCancelled"] }) },
  },
});

const publisher = new LambdaService("place-order", {
  entry: join(__dirname, "functions/orders.ts"),
  environment: { ORDERS_TOPIC_ARN: orders.topicArn },
});
orders.grantPublish(publisher, "place-order");

const warehouse = new LambdaService("warehouse", {
  entry: join(__dirname, "functions/handle-messages.ts"),
  timeoutSeconds: 30,
});
consumeQueue(warehouse, "orders", { queue: orders.queue("warehouse") });

export const topicArn = orders.topicArn;
