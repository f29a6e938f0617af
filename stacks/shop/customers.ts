import type { LambdaService } from "../../infra/compute";
import type { Table } from "../../infra/data";
import type { AlertTopic } from "../../infra/observability";
import { ScheduledJob } from "../../infra/workflow";
import type { Environment } from "../environment";
import { createFunction, createTable } from "./functions";

/** Customers: master data, and the job that merges whom it has twice. */
export interface Customers {
  readonly table: Table;
  readonly cleanUp: LambdaService;
}

export function createCustomers(environment: Environment, alerts: AlertTopic): Customers {
  const table = createTable(environment, "customers", {});
  const cleanUp = createFunction(environment, "customers-clean-up", "customers/clean-up.ts", {
    // Merging can't be undone: in production people look at the report of a dry run first.
    environment: { CUSTOMERS_TABLE: table.tableName, CLEAN_UP_DRY_RUN: String(environment.production) },
    timeoutSeconds: 900,
    reservedConcurrency: 1,
  });
  table.grantReadWrite(cleanUp, "clean-up");
  new ScheduledJob("customers-clean-up", {
    schedule: "cron(0 3 * * ? *)",
    function: cleanUp,
    flexibleWindowMinutes: 15,
    alarmTopicArn: alerts.topicArn,
  });
  return { table, cleanUp };
}
