import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import type { LambdaService } from "../../infra/compute";
import type { Table } from "../../infra/data";
import { type RestApi, ServerlessService } from "../../infra/edge";
import type { AlertTopic } from "../../infra/observability";
import { ScheduledJob } from "../../infra/workflow";
import type { Environment } from "../environment";
import { type ApiSurroundings, apiArgs, apiFunctionArgs } from "./api";
import { createFunction, functionArgs, tableArgs } from "./functions";

/** Customers: master data, the API that shoppers keep theirs by, and the job that merges whom the table has twice. */
export interface Customers {
  readonly api: RestApi;
  readonly handler: LambdaService;
  readonly table: Table;
  readonly cleanUp: LambdaService;
}

export function createCustomers(
  environment: Environment,
  alerts: AlertTopic,
  surroundings: ApiSurroundings,
): Customers {
  const documentFile = join(__dirname, "customers.openapi.yaml");
  const service = new ServerlessService("customers", {
    api: apiArgs(environment, surroundings, "customers", { documentFile }),
    function: functionArgs(environment, "customers/api.ts", apiFunctionArgs(environment, "customers")),
    table: tableArgs(environment),
    tableVariable: "CUSTOMERS_TABLE",
    // Shoppers reach the function: it gets at customers one by one, by their ids.
    tableActions: ["GetItem", "PutItem"],
    // It was there before the API.
    tableAliases: [pulumi.createUrn("customers", "aws-microservices-platform:data:Table")],
  });
  const { api, function: handler, table } = service;
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
  return { api, handler, table, cleanUp };
}
