import { isRecord, member, parsedJson } from "./values";

/** Name of the correlation id wherever headers or attributes are; SQS and SNS take hyphens in it. */
export const CORRELATION_ID = "x-correlation-id";

/** What travels with a request or a message: the correlation id, and W3C's `traceparent`, `tracestate` and `baggage`. */
export type Carrier = Record<string, string>;

const CARRIED = new Set([CORRELATION_ID, "traceparent", "tracestate", "baggage"]);

/** Carrier of an HTTP request; names of headers come in any case. */
export function fromHeaders(headers: Record<string, string | undefined> | null | undefined): Carrier {
  return textsOf(headers, (key) => key.toLowerCase());
}

/** Carrier of an SQS message: its attributes, or those of the SNS notification or EventBridge event inside of it. */
export function fromSqs(record: {
  body: string;
  messageAttributes?: Record<string, { stringValue?: string | undefined }>;
}): Carrier {
  const own = Object.entries(record.messageAttributes ?? {}).map(([key, { stringValue }]) => [key, stringValue]);
  return { ...fromEnvelope(parsedJson(record.body)), ...textsOf(Object.fromEntries(own)) };
}

/** Carrier of an SNS notification as Lambda gets it. */
export function fromSns(notification: { MessageAttributes?: Record<string, { Value?: string }> }): Carrier {
  return fromEnvelope(notification);
}

/** Carrier of an EventBridge event, which the shop's publishers put into `detail.metadata`. */
export function fromDetail(detail: unknown): Carrier {
  return textsOf(member(detail, "metadata"));
}

/** Carrier of an event of the journal, wherever it was read. */
export function fromEvent(event: { correlationId: string; traceparent?: string }): Carrier {
  return textsOf({ [CORRELATION_ID]: event.correlationId, traceparent: event.traceparent });
}

/** Carrier of the input of a Step Functions execution. */
export function fromSagaInput(input: unknown): Carrier {
  return textsOf({ [CORRELATION_ID]: member(input, "correlationId"), traceparent: member(input, "traceparent") });
}

/** A carrier as attributes of an SQS or SNS message. */
export function attributesOf(carrier: Carrier): Record<string, { DataType: "String"; StringValue: string }> {
  return Object.fromEntries(
    Object.entries(carrier).map(([key, value]) => [key, { DataType: "String" as const, StringValue: value }]),
  );
}

/** A notification's attributes, be it an object with them or one around the message; of an event, its metadata. */
function fromEnvelope(envelope: unknown): Carrier {
  const attributes = member(envelope, "MessageAttributes");
  if (!isRecord(attributes)) return fromDetail(member(envelope, "detail"));
  const values = Object.entries(attributes).map(([key, value]) => [key, member(value, "Value")]);
  return textsOf(Object.fromEntries(values));
}

/** The members that are carried at all, where they are texts. */
function textsOf(from: unknown, name = (key: string) => key): Carrier {
  const made: Carrier = {};
  if (!isRecord(from)) return made;
  for (const [key, value] of Object.entries(from)) {
    const as = name(key);
    if (CARRIED.has(as) && typeof value === "string") made[as] = value;
  }
  return made;
}
