import { SQSClient } from "@aws-sdk/client-sqs";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { requiredEnvironment } from "../shared/environment";
import { logger } from "../shared/logger";
import { handleBatch } from "./batch";
import { Processor } from "./processor";
import { SqsQueue } from "./queue";
import { remediationSettings } from "./settings";
import { clients, portsOf } from "./wiring";

const queue = new SqsQueue(new SQSClient(), requiredEnvironment("QUEUE_URL"));
const names = {
  evidenceBucket: requiredEnvironment("EVIDENCE_BUCKET"),
  findingsTopicArn: requiredEnvironment("FINDINGS_TOPIC_ARN"),
  remediationTable: requiredEnvironment("REMEDIATION_TABLE"),
};
const processor = new Processor(portsOf(clients(), names), { ...remediationSettings(process.env), log: logger });

/** Lambda: takes batches of the queue; its event source mapping needs ReportBatchItemFailures. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  return handleBatch(event, processor, queue, context.getRemainingTimeInMillis());
}
