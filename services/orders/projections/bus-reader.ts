import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { fromEvent } from "../../shared/correlation";
import type { RecordedEvent } from "../../shared/journal";
import { eventOfRecord, failures, readRecords } from "../../shared/stream-batch";
import { orderSchemas } from "../domain/events";
import type { Bus, PublicEvent } from "../ports/bus";

/** What the batch's events say that others may know goes to the bus. */
export async function relay(batch: KinesisStreamEvent, bus: Bus): Promise<KinesisStreamBatchResponse> {
  const { readable, failed } = await readRecords(batch, (record) => eventOfRecord(record, orderSchemas));
  const refused = await bus.publish(readable.map(({ value }) => publicEvent(value)));
  const notTaken = refused.flatMap((index) => readable[index]?.record ?? []);
  return failures([...failed, ...notTaken]);
}

/** Payment tokens stay here. Subscribers know an event that comes again by `metadata.eventId`. */
export function publicEvent(event: RecordedEvent): PublicEvent {
  const { paymentToken: _, ...data } = event.data;
  const { aggregateId: orderId, sequence: version, eventId, occurredAt, type } = event;
  const metadata = { eventId, version, occurredAt, correlationId: event.correlationId, ...fromEvent(event) };
  return { type, occurredAt, detail: { orderId, ...data, metadata } };
}
