import type { APIGatewayProxyEvent, APIGatewayProxyResult } from "aws-lambda";
import { documents } from "../shared/clients";
import { requiredEnvironment } from "../shared/environment";
import { metrics } from "../shared/metrics";
import { lazy } from "../shared/values";
import { Operations } from "./api/operations";
import { answer } from "./api/routes";
import { DynamoProfiles } from "./profile-store";

const operations = lazy(
  () =>
    new Operations({
      profiles: new DynamoProfiles(documents(), requiredEnvironment("CUSTOMERS_TABLE")),
      now: () => new Date(),
    }),
);

/** Lambda behind API Gateway's proxy integration. */
export async function handler(event: APIGatewayProxyEvent): Promise<APIGatewayProxyResult> {
  try {
    return await answer(operations(), event);
  } finally {
    metrics.publishStoredMetrics();
  }
}
