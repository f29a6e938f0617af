import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { MAX_ATTEMPTS } from "../../shared/attempts";
import { requiredEnvironment } from "../../shared/environment";
import { lazy } from "../../shared/values";
import { EventBridgeBus } from "../stores/event-bridge";
import { relay } from "./bus-reader";

const bus = lazy(
  () => new EventBridgeBus(new EventBridgeClient({ maxAttempts: MAX_ATTEMPTS }), requiredEnvironment("EVENT_BUS_NAME")),
);

/** Lambda that reads the journal's stream; its event source mapping needs ReportBatchItemFailures. */
export async function handler(batch: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  return relay(batch, bus());
}
