import type { LambdaService } from "../../infra/compute";
import { EventProjection, type EventStore, type ReadModel } from "../../infra/eventsourcing";
import type { AlertTopic } from "../../infra/observability";
import type { Environment } from "../environment";
import type { Events } from "./events";
import type { Fulfilment } from "./fulfilment";
import { createFunction } from "./functions";

/** Who follows the events of orders. */
export interface Projections {
  readonly readers: Record<"archive" | "view" | "sagaStart" | "relay", LambdaService>;
  /** Makes the read model anew from the archive; it is called by hand. */
  readonly rebuild: LambdaService;
}

export function createProjections(
  environment: Environment,
  store: EventStore,
  view: ReadModel,
  fulfilment: Fulfilment,
  events: Events,
  alerts: AlertTopic,
): Projections {
  const alarms = { alarmTopicArn: alerts.topicArn };
  const reader = (name: string, entry: string, variables: Parameters<typeof createFunction>[3]): LambdaService =>
    createFunction(environment, name, `orders/projections/${entry}.ts`, { timeoutSeconds: 60, ...variables });

  const archive = reader("orders-archive", "archive", { environment: { ARCHIVE_BUCKET: store.archiveBucket.name } });
  store.grantArchiveWrite(archive, "orders-archive");
  new EventProjection("orders-archive", { store, reader: archive, ...alarms });

  const viewWriter = reader("orders-view-writer", "view", { environment: { ORDERS_VIEW_TABLE: view.table.tableName } });
  view.projectWith(viewWriter, "projection", alarms);

  const sagaStart = reader("orders-saga-start", "start-saga", { environment: { SAGA_ARN: fulfilment.saga.arn } });
  fulfilment.saga.grantStart(sagaStart, "orders-saga-start");
  new EventProjection("orders-saga-start", {
    store,
    reader: sagaStart,
    eventTypes: ["OrderPaymentRequested"],
    ...alarms,
  });

  const relay = reader("orders-relay", "relay", { environment: { EVENT_BUS_NAME: events.bus.busName } });
  events.bus.grantPutEvents(relay, "orders-relay");
  new EventProjection("orders-relay", { store, reader: relay, ...alarms });

  const rebuild = createFunction(environment, "orders-rebuild", "orders/rebuild/handler.ts", {
    environment: { ARCHIVE_BUCKET: store.archiveBucket.name, ORDERS_VIEW_TABLE: view.table.tableName },
    timeoutSeconds: 900,
    memoryMb: 1024,
    // Two at once would only write the same things twice.
    reservedConcurrency: 1,
  });
  view.grantRebuild(rebuild, "orders-rebuild");
  return { readers: { archive, view: viewWriter, sagaStart, relay }, rebuild };
}
