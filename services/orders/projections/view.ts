import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { documents } from "../../shared/clients";
import { DynamoGenerations } from "../../shared/dynamo-generations";
import { requiredEnvironment } from "../../shared/environment";
import { metrics } from "../../shared/metrics";
import { lazy } from "../../shared/values";
import { DynamoOrderViews } from "../stores/dynamo-views";
import { project } from "./view-reader";

const wired = lazy(() => {
  const table = requiredEnvironment("ORDERS_VIEW_TABLE");
  return { views: new DynamoOrderViews(documents(), table), generations: new DynamoGenerations(documents(), table) };
});

/** Lambda that reads the journal's stream; its event source mapping needs ReportBatchItemFailures. */
export async function handler(batch: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  const { views, generations } = wired();
  try {
    return await project(batch, views, generations);
  } finally {
    metrics.publishStoredMetrics();
  }
}
