import { createHash } from "node:crypto";
import { PublishCommand, type SNSClient } from "@aws-sdk/client-sns";
import { messageAttributes } from "../shared/correlation";
import type { Sender } from "./ports";
import type { Notification } from "./templates";

/** {@link Sender} over an SNS topic; a FIFO topic drops a second copy within five minutes by itself. */
export class SnsSender implements Sender {
  constructor(
    private readonly client: SNSClient,
    private readonly topicArn: string,
  ) {}

  async send(eventId: string, type: string, { subject, text, customerId }: Notification): Promise<void> {
    const attribute = (StringValue: string) => ({ DataType: "String", StringValue });
    const fifo = this.topicArn.endsWith(".fifo") && {
      // 128 characters of letters, digits and punctuation are allowed; an event's id is of any text.
      MessageDeduplicationId: createHash("sha256").update(eventId).digest("hex"),
      MessageGroupId: customerId ?? "all",
    };
    await this.client.send(
      new PublishCommand({
        TopicArn: this.topicArn,
        Subject: subject,
        Message: text,
        MessageAttributes: {
          ...messageAttributes(),
          eventId: attribute(eventId),
          eventType: attribute(type),
          ...(customerId !== undefined && { customerId: attribute(customerId) }),
        },
        ...fifo,
      }),
    );
  }
}
