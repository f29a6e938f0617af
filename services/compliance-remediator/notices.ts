import { PublishBatchCommand, type SNSClient } from "@aws-sdk/client-sns";
import { CORRELATION_ID, messageAttributes } from "../shared/correlation";
import { batcher } from "./batcher";
import type { Notices } from "./ports";

type Notice = Parameters<Notices["publish"]>[0];

/**
 * {@link Notices} on an SNS topic. The message attribute `kind` is "finding" or "outcome", for subscriptions' filters: the
 * remediator's queue takes findings only, people take both.
 */
export class SnsNotices implements Notices {
  readonly publish: (notice: Notice) => Promise<void>;

  /** @param batchSize messages in one call at most; 10 is the most that SNS takes. */
  constructor(client: SNSClient, topicArn: string, batchSize = 10) {
    const publish = batcher<{ notice: Notice; trace: ReturnType<typeof messageAttributes> }, void>({
      size: batchSize,
      run: async (notices) => {
        const entries = notices.map(({ notice: { kind, subject, body, correlationId }, trace }, index) => ({
          Id: String(index),
          Subject: subject,
          Message: body,
          MessageAttributes: {
            ...trace,
            kind: { DataType: "String", StringValue: kind },
            [CORRELATION_ID]: { DataType: "String", StringValue: correlationId },
          },
        }));
        const answer = await client.send(
          new PublishBatchCommand({ TopicArn: topicArn, PublishBatchRequestEntries: entries }),
        );
        const refused = new Map((answer.Failed ?? []).map((one) => [one.Id, `${one.Code}: ${one.Message}`]));
        return notices.map((_, index) => {
          const why = refused.get(String(index));
          return why === undefined ? { value: undefined } : { error: new Error(`SNS refused a notice: ${why}`) };
        });
      },
    });
    // The trace is that of the caller, not of whoever sends the batch.
    this.publish = (notice) => publish({ notice, trace: messageAttributes() });
  }
}
