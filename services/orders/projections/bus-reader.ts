import type { KinesisStreamBatchResponse, KinesisStreamEvent } from "aws-lambda";
import { fromEvent } from "../../shared/correlation";
import type { RecordedEvent } from "../../shared/journal";
import { eventOfRecord, failures, readRecords } from "../../shared/stream-batch";
import { orderEventOf, orderSchemas } from "../domain/events";
import type { Bus, PublicEvent } from "../ports/bus";

/** What the batch's events say that others may know goes to the bus. */
export async function relay(batch: KinesisStreamEvent, bus: Bus): Promise<KinesisStreamBatchResponse> {
  const { readable, failed } = await readRecords(batch, async (record) =>
    publicEvent(await eventOfRecord(record, orderSchemas)),
  );
  const refused = await bus.publish(readable.map(({ value }) => value));
  const notTaken = refused.flatMap((index) => readable[index]?.record ?? []);
  return failures([...failed, ...notTaken]);
}

/**
 * Payment tokens stay here. Subscribers know an event that comes again by `metadata.eventId`.
 * @throws EncodingError where it is no event of orders: nobody outside gets to read what the shop itself would not
 */
export function publicEvent(event: RecordedEvent): PublicEvent {
  const { paymentToken: _, ...data }: Record<string, unknown> = orderEventOf(event).data;
  const { aggregateId: orderId, sequence: version, eventId, occurredAt, type } = event;
  const metadata = { eventId, version, occurredAt, correlationId: event.correlationId, ...fromEvent(event) };
  return { type, occurredAt, detail: { orderId, ...data, metadata } };
}
