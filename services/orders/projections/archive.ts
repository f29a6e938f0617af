import { S3Client } from "@aws-sdk/client-s3";
import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { MAX_ATTEMPTS } from "../../shared/attempts";
import { requiredEnvironment } from "../../shared/environment";
import { lazy } from "../../shared/values";
import { S3Archive } from "../stores/s3-archive";
import { archive } from "./archive-reader";

const writer = lazy(
  () => new S3Archive(new S3Client({ maxAttempts: MAX_ATTEMPTS }), requiredEnvironment("ARCHIVE_BUCKET")),
);

/** Lambda that reads the journal's stream; its event source mapping needs ReportBatchItemFailures. */
export async function handler(batch: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  return archive(batch, writer());
}
