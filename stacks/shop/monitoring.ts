import * as pulumi from "@pulumi/pulumi";
import { ChangeAlerts } from "../../infra/audit";
import type { LambdaService } from "../../infra/compute";
import { type AlertTopic, ServiceMonitoring, type TraceGroupArgs, Tracing } from "../../infra/observability";
import type { Environment } from "../environment";
import type { Catalog } from "./catalog";
import type { Customers } from "./customers";
import type { AccountFoundation } from "./foundation";
import type { Inventory } from "./inventory";
import type { Notifications } from "./notifications";
import type { Orders } from "./orders";

/** What is watched. */
interface Watched {
  readonly orders: Orders;
  readonly customers: Customers;
  readonly notifications: Notifications;
  readonly catalog: Catalog;
  readonly inventory: Inventory;
}

/** Watches the services, and tells people of what they have to see to. */
export function createMonitoring(
  environment: Environment,
  { orders, customers, notifications, catalog, inventory }: Watched,
  alerts: AlertTopic,
  foundation: AccountFoundation | undefined,
): void {
  const alarmTopicArn = alerts.topicArn;
  const { api, handler, store, view, fulfilment, projections } = orders;
  const monitoring = new ServiceMonitoring("orders-monitoring", { alarmTopicArn })
    .watchApi("api", { apiName: api.apiName, stageName: "live" })
    .watchFunction("handler", handler)
    .watchTable("journal", store.journal)
    .watchTable("view", view.table, { indexes: ["gsi1"] })
    .watchStream("events", store.stream)
    .watchTable("inventory", fulfilment.inventory)
    .watchTable("payments", fulfilment.payments)
    .watchTable("deliveries", fulfilment.deliveries);
  if (orders.accelerator) monitoring.watchAccelerator("accelerator", orders.accelerator);
  for (const fn of [...Object.values(projections.readers), ...fulfilment.functions]) {
    monitoring.watchFunction(fn.logicalName, fn);
  }
  monitoring.complete();

  new ServiceMonitoring("customers-monitoring", { alarmTopicArn })
    .watchApi("api", { apiName: customers.api.apiName, stageName: "live" })
    .watchFunction("handler", customers.handler)
    .watchFunction("clean-up", customers.cleanUp)
    .watchTable("table", customers.table)
    .complete();

  new ServiceMonitoring("notifications-monitoring", { alarmTopicArn })
    .watchFunction("notify", notifications.notify)
    .watchQueue("email", notifications.messages.queue("email"))
    .complete();

  const warehouse = new ServiceMonitoring("inventory-monitoring", { alarmTopicArn }).watchBroker("warehouse", {
    brokerName: inventory.broker.brokerName,
    engine: environment.broker.engine,
  });
  // A service's own alarms come with it; here are its logs' saved queries.
  if (inventory.service) warehouse.watchLogs(inventory.service.logGroupName);
  warehouse.complete();
  if (catalog.service) {
    const { service, database } = catalog.service;
    new ServiceMonitoring("catalog-monitoring", { alarmTopicArn })
      .watchDatabase("database", { clusterIdentifier: database.identifier, serverless: true, readers: true })
      .watchCache("cache", catalog.cache)
      .watchLogs(service.logGroupName)
      .complete();
  }

  const rate = environment.production ? 0.05 : 1;
  new Tracing("shop-tracing", {
    groups: { orders: troubles(orders.handler), customers: troubles(customers.handler) },
    samplingRules: {
      orders: { priority: 100, serviceName: "orders*", reservoir: 1, rate },
      customers: { priority: 110, serviceName: "customers*", reservoir: 1, rate },
    },
  });
  // Changes that CloudTrail tells of; the foundation has the trail.
  if (foundation) new ChangeAlerts("changes", { topicArn: alarmTopicArn });
}

/** Traces of requests to a function that failed or were slow. */
function troubles({ functionName }: LambdaService): TraceGroupArgs {
  return { filterExpression: pulumi.interpolate`service("${functionName}") AND (error OR fault OR responsetime > 1)` };
}
