import { BatchProcessor, EventType, processPartialResponse } from "@aws-lambda-powertools/batch";
import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";
import { correlate, fromEvent, log } from "./correlation";
import type { EventSchemas, RecordedEvent } from "./journal";
import { eventOfItem } from "./journal-item";
import { imageOf, itemOfImage } from "./journal-record";
import { logger } from "./logger";

/**
 * Handles each event of a batch of the journal's stream, all of them at once, as part of the request that caused it.
 * Answers with those that failed; Lambda then reads on from the first of them, so that `handle` meets events again.
 */
export function handleEvents(
  batch: KinesisStreamEvent,
  schemas: EventSchemas,
  handle: (event: RecordedEvent) => Promise<void>,
): Promise<KinesisStreamBatchResponse> {
  const each = async (record: KinesisStreamRecord): Promise<void> => {
    const event = await readRecord(record, schemas);
    await correlate(fromEvent(event), async () => {
      try {
        await handle(event);
      } catch (error) {
        log().warn("an event was not handled", { eventId: event.eventId, type: event.type, error: errorOf(error) });
        throw error;
      }
    });
  };
  return processPartialResponse(batch, each, new BatchProcessor(EventType.KinesisDataStreams), {
    // An exception would have Lambda cut the batch in two without knowing where.
    throwOnFullBatchFailure: false,
  });
}

/** Reads each record of a batch by itself, and answers with what could be read and with what could not. */
export async function readRecords<T>(
  batch: KinesisStreamEvent,
  read: (record: KinesisStreamRecord) => T | Promise<T>,
): Promise<{ readable: { record: KinesisStreamRecord; value: T }[]; failed: KinesisStreamRecord[] }> {
  const readable: { record: KinesisStreamRecord; value: T }[] = [];
  const failed: KinesisStreamRecord[] = [];
  for (const record of batch.Records) {
    try {
      readable.push({ record, value: await read(record) });
    } catch (error) {
      warnUnreadable(record, error);
      failed.push(record);
    }
  }
  return { readable, failed };
}

/** What Lambda has to hear of records that failed. */
export function failures(records: readonly KinesisStreamRecord[]): KinesisStreamBatchResponse {
  return { batchItemFailures: records.map(({ kinesis }) => ({ itemIdentifier: kinesis.sequenceNumber })) };
}

/** The event of a record. @throws EncodingError where it is none that is known */
export function eventOfRecord(record: KinesisStreamRecord, schemas: EventSchemas): Promise<RecordedEvent> {
  return eventOfItem(itemOfImage(imageOf(record.kinesis.data)), schemas);
}

async function readRecord(record: KinesisStreamRecord, schemas: EventSchemas): Promise<RecordedEvent> {
  try {
    return await eventOfRecord(record, schemas);
  } catch (error) {
    warnUnreadable(record, error);
    throw error;
  }
}

function warnUnreadable(record: KinesisStreamRecord, error: unknown): void {
  const { sequenceNumber } = record.kinesis;
  logger.warn("a record of the stream can't be read", {
    eventID: record.eventID,
    sequenceNumber,
    error: errorOf(error),
  });
}

function errorOf(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
