import type { APIGatewayProxyEvent, APIGatewayProxyResult, Context } from "aws-lambda";
import { acceleratorAt } from "../shared/accelerator";
import { appConfig } from "../shared/app-config";
import { documents, dynamoDb } from "../shared/clients";
import { Configuration } from "../shared/configuration";
import { DynamoGenerations } from "../shared/dynamo-generations";
import { DynamoJournal } from "../shared/dynamo-journal";
import { requiredEnvironment } from "../shared/environment";
import { CachedPointer } from "../shared/generations";
import { metrics } from "../shared/metrics";
import { lazy } from "../shared/values";
import { idempotentIn } from "./api/idempotency";
import { Operations } from "./api/operations";
import { answer } from "./api/routes";
import { DEFAULT_SETTINGS, settingsOf } from "./api/settings";
import { orderSchemas } from "./domain/events";
import { Orders } from "./orders";
import { DynamoOrderQueries } from "./stores/dynamo-queries";

const wired = lazy(() => {
  const client = documents();
  const view = requiredEnvironment("ORDERS_VIEW_TABLE");
  const settings = new Configuration(appConfig(), { initial: DEFAULT_SETTINGS, check: settingsOf });
  const pointer = new CachedPointer(new DynamoGenerations(client, view));
  const operations = new Operations({
    orders: new Orders(new DynamoJournal(client, requiredEnvironment("JOURNAL_TABLE"), orderSchemas)),
    queries: new DynamoOrderQueries(client, view, pointer, acceleratorAt("ORDERS_VIEW_ACCELERATOR")),
    settings: () => settings.current(),
  });
  return { operations, idempotent: idempotentIn(requiredEnvironment("IDEMPOTENCY_TABLE"), dynamoDb()) };
});

/** Lambda behind API Gateway's proxy integration. */
export async function handler(event: APIGatewayProxyEvent, context: Context): Promise<APIGatewayProxyResult> {
  const { operations, idempotent } = wired();
  try {
    return await answer(operations, idempotent, event, context);
  } finally {
    metrics.publishStoredMetrics();
  }
}
