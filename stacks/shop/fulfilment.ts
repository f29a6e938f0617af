import type { LambdaService } from "../../infra/compute";
import type { Table } from "../../infra/data";
import type { EventStore } from "../../infra/eventsourcing";
import type { AlertTopic } from "../../infra/observability";
import { Saga } from "../../infra/workflow";
import type { Environment } from "../environment";
import { createFunction, createTable, GSI1 } from "./functions";

/** What becomes of an order that is paid: stock, money and a delivery, or none of them. */
export interface Fulfilment {
  readonly saga: Saga;
  readonly inventory: Table;
  readonly payments: Table;
  readonly deliveries: Table;
  readonly functions: LambdaService[];
}

/** How the business says no; everything else is tried again. */
const BUSINESS_ERRORS = ["OutOfStock", "PaymentDeclined", "DeliveryUnavailable"];

export function createFulfilment(environment: Environment, store: EventStore, alerts: AlertTopic): Fulfilment {
  const functions: LambdaService[] = [];
  const withTable = (name: string, table: Table, variable: string): LambdaService => {
    const fn = createFunction(environment, name, `orders/saga/${name}.ts`, {
      environment: { [variable]: table.tableName },
    });
    table.grantReadWrite(fn, name);
    functions.push(fn);
    return fn;
  };
  const withJournal = (name: string): LambdaService => {
    const fn = createFunction(environment, name, `orders/saga/${name}.ts`, {
      environment: { JOURNAL_TABLE: store.journal.tableName },
    });
    store.grantReadJournal(fn, name);
    store.grantAppend(fn, name);
    functions.push(fn);
    return fn;
  };
  const inventory = createTable(environment, "inventory", { indexes: GSI1 });
  const payments = createTable(environment, "payments-ledger");
  const deliveries = createTable(environment, "deliveries");
  const saga = new Saga("order-fulfilment", {
    steps: [
      {
        name: "reserve-stock",
        action: withTable("reserve-stock", inventory, "INVENTORY_TABLE"),
        compensation: withTable("release-stock", inventory, "INVENTORY_TABLE"),
        compensateWhenUncertain: true,
      },
      {
        name: "take-payment",
        action: withTable("take-payment", payments, "PAYMENTS_TABLE"),
        compensation: withTable("refund-payment", payments, "PAYMENTS_TABLE"),
        // Money may have been taken by a call whose answer was lost.
        compensateWhenUncertain: true,
      },
      {
        name: "arrange-delivery",
        action: withTable("arrange-delivery", deliveries, "DELIVERIES_TABLE"),
        compensation: withTable("cancel-delivery", deliveries, "DELIVERIES_TABLE"),
        compensateWhenUncertain: true,
      },
      { name: "confirm-order", action: withJournal("confirm-order") },
    ],
    onFailed: withJournal("reject-order"),
    businessErrors: BUSINESS_ERRORS,
    alarmTopicArn: alerts.topicArn,
    logRetentionDays: environment.logDays,
  });
  if (environment.disposable) {
    // Something to sell, for who tries the shop out: it is called by hand, or by `npm run local`.
    const seed = createFunction(environment, "stock-seed", "orders/seed.ts", {
      environment: { INVENTORY_TABLE: inventory.tableName },
      tags: { "local-run": "after-up" },
    });
    inventory.grantReadWrite(seed, "stock-seed");
    functions.push(seed);
  }
  return { saga, inventory, payments, deliveries, functions };
}
