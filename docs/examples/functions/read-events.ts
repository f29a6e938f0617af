import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";

/** Reads events of a store; the first that fails is named, and Lambda tries from there again. */
export async function handler(event: KinesisStreamEvent): Promise<KinesisStreamBatchResponse> {
  for (const { kinesis } of event.Records) {
    try {
      console.log(JSON.parse(Buffer.from(kinesis.data, "base64").toString("utf8")));
    } catch {
      return { batchItemFailures: [{ itemIdentifier: kinesis.sequenceNumber }] };
    }
  }
  return { batchItemFailures: [] };
}
