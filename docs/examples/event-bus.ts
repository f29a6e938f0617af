// A bus for the events of a shop. Rules are by content, so that a publisher does not know who listens.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { EventBus } from "../../infra/messaging";

const bus = new EventBus("shop-bus", {
  // What was published can be replayed for so long.
  archiveDays: 30,
  rules: {
    "order-placed": {
      pattern: JSON.stringify({ source: ["shop.orders"], "detail-type": ["OrderPlaced"] }),
      targets: {
        // A queue of the bus's own making, with a dead-letter queue; see `bus.queue("order-placed", "reservations")`.
        reservations: { queue: {} },
        // And a log group, which keeps them for a year.
        audit: { logs: { retentionDays: 365 } },
      },
    },
  },
});

const publisher = new LambdaService("orders-publisher", {
  entry: join(__dirname, "functions/orders.ts"),
  environment: { EVENT_BUS_NAME: bus.busName },
});
bus.grantPutEvents(publisher, "orders-publisher");

export const reservationsQueueUrl = bus.queue("order-placed", "reservations").url;
