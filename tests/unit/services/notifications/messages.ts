import type { SQSRecord } from "aws-lambda";

/** A message of a queue, with nothing in it but what matters. */
export function record(messageId: string, body: unknown): SQSRecord {
  return {
    messageId,
    body: typeof body === "string" ? body : JSON.stringify(body),
    receiptHandle: messageId,
    attributes: { ApproximateReceiveCount: "1", SentTimestamp: "", SenderId: "", ApproximateFirstReceiveTimestamp: "" },
    messageAttributes: {},
    md5OfBody: "",
    eventSource: "aws:sqs",
    eventSourceARN: "",
    awsRegion: "",
  };
}

/** An event as EventBridge puts it into a queue. */
export function busEvent(eventId: string, type = "OrderPlaced", data: unknown = { orderId: "o-1", customerId: "c-1" }) {
  return { id: `bus-${eventId}`, source: "shop.orders", "detail-type": type, detail: { metadata: { eventId }, data } };
}

/** The same within an SNS notification. */
export function notified(event: unknown) {
  return { Type: "Notification", MessageId: "m", TopicArn: "t", Message: JSON.stringify(event) };
}
