import { type AlertTopic, LogSearch, LogWarehouse } from "../../infra/observability";
import type { Environment } from "../environment";
import type { Customers } from "./customers";
import type { Network } from "./network";
import type { Orders } from "./orders";

/** Where logs are looked through; the account's archive is the foundation's. */
export interface Logs {
  readonly search: LogSearch | undefined;
  readonly warehouse: LogWarehouse | undefined;
}

export function createLogs(
  environment: Environment,
  network: Network,
  { orders, customers }: { orders: Orders; customers: Customers },
  alerts: AlertTopic,
): Logs {
  const { minimumZones, disposable, logDays } = environment;
  const common = { placement: network.stores, alarmTopicArn: alerts.topicArn, logRetentionDays: logDays };
  const search = environment.search
    ? new LogSearch("search", { ...common, zones: minimumZones, deletableWithDocuments: disposable })
    : undefined;
  const s3 = network.vpc.gatewayPrefixListIds.s3;
  const warehouse =
    environment.warehouse && s3
      ? new LogWarehouse("warehouse-logs", { ...common, s3PrefixListId: s3, deletableWithFiles: disposable })
      : undefined;
  for (const fn of [orders.handler, customers.handler, ...Object.values(orders.projections.readers)]) {
    search?.subscribe(fn.logicalName, fn.logGroupName);
    warehouse?.subscribe(fn.logicalName, fn.logGroupName);
  }
  return { search, warehouse };
}
