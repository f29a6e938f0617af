import { SFNClient } from "@aws-sdk/client-sfn";
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { MAX_ATTEMPTS } from "../../shared/attempts";
import { requiredEnvironment } from "../../shared/environment";
import { lazy } from "../../shared/values";
import { StepFunctionsSaga } from "../stores/step-functions";
import { startSagas } from "./saga-reader";

const saga = lazy(
  () => new StepFunctionsSaga(new SFNClient({ maxAttempts: MAX_ATTEMPTS }), requiredEnvironment("SAGA_ARN")),
);

/** Lambda that reads the journal's stream; its event source mapping needs ReportBatchItemFailures. */
export async function handler(batch: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  return startSagas(batch, saga());
}
