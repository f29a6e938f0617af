import type { AlertTopic } from "../../infra/observability";
import { RecoveryPlan, type RecoveryStoreArgs } from "../../infra/recovery";
import type { Environment } from "../environment";
import type { Catalog } from "./catalog";
import type { Customers } from "./customers";
import type { Orders } from "./orders";

/** An hour of snapshots, their start and their end: what a table's own recovery does not cover, backups do. */
const TEN_MINUTES = 10;
const HALF_A_DAY = 720;
const A_DAY = 1440;

/** What may be lost of the shop's data, and how long it may be gone. */
export function createRecovery(
  environment: Environment,
  { orders, customers, catalog }: { orders: Orders; customers: Customers; catalog: Catalog },
  alerts: AlertTopic,
): RecoveryPlan | undefined {
  const { recovery } = environment;
  if (!recovery) return undefined;
  const region = recovery.copyRegion === undefined ? {} : { regionRpoMinutes: A_DAY };
  const promised = { rpoMinutes: TEN_MINUTES, rtoMinutes: 240, ...region };
  const { store, fulfilment } = orders;
  const stores: Record<string, RecoveryStoreArgs> = {
    journal: { table: store.journal, ...promised },
    // The journal and the stream have what it lacks.
    archive: { eventStore: store, rpoMinutes: HALF_A_DAY, rtoMinutes: A_DAY, ...region },
    inventory: { table: fulfilment.inventory, ...promised },
    payments: { table: fulfilment.payments, ...promised },
    deliveries: { table: fulfilment.deliveries, ...promised },
    customers: { table: customers.table, ...promised },
    ...(catalog.service && { catalog: { database: catalog.service.database, ...promised } }),
  };
  return new RecoveryPlan("recovery", { stores, alarmTopicArn: alerts.topicArn, copyRegion: recovery.copyRegion });
}
