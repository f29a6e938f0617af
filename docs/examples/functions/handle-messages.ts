import type { SQSBatchResponse, SQSEvent } from "aws-lambda";

/** Handles messages of a queue; those that fail are named, so that just these come again. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  const batchItemFailures = [];
  for (const { messageId, body } of event.Records) {
    try {
      console.log(JSON.parse(body));
    } catch {
      batchItemFailures.push({ itemIdentifier: messageId });
    }
  }
  return { batchItemFailures };
}
