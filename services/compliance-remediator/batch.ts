import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import type { Delivery, Queue } from "./queue";
import type { MessageProcessor } from "./worker";

/** Kept free at the end of an invocation for handing back what was not finished. */
const RESERVE_MS = 3000;

/**
 * Works on a batch that Lambda received. Lambda deletes the messages that are not named in the answer; for those that are,
 * the time until the next try is set here.
 * @param remainingMs time until Lambda ends the invocation; work is cut off shortly before it.
 */
export async function handleBatch(
  event: SQSEvent,
  processor: MessageProcessor,
  queue: Pick<Queue, "hide">,
  remainingMs: number,
): Promise<SQSBatchResponse> {
  const signal = AbortSignal.timeout(Math.max(0, remainingMs - RESERVE_MS));
  const failures = await Promise.all(
    event.Records.map(async ({ messageId, receiptHandle, body, attributes }) => {
      const delivery: Delivery = {
        messageId,
        receiptHandle,
        body,
        receiveCount: Number(attributes.ApproximateReceiveCount),
      };
      const disposition = await processor.process(delivery, signal);
      if (disposition.message === "delete") return [];
      // Without it the message comes back once its visibility ends.
      await queue.hide(delivery, disposition.delaySeconds).catch(() => undefined);
      return [{ itemIdentifier: messageId }];
    }),
  );
  return { batchItemFailures: failures.flat() };
}
