// A reader of an event store: it tells customers about their orders, at its own pace.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { EventProjection, EventStore } from "../../infra/eventsourcing";

const store = new EventStore("shipping-events");

const teller = new LambdaService("tell-customers", {
  entry: join(__dirname, "functions/read-events.ts"),
  timeoutSeconds: 60,
});

const projection = new EventProjection("tell-customers", {
  store,
  reader: teller,
  // It is woken for these alone.
  eventTypes: ["ParcelSent", "ParcelDelivered"],
});

// Where it is told of an event that failed to the end.
export const failureQueueUrl = projection.failureQueue.url;
