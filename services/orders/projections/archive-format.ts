import { EncodingError } from "../../shared/encoding";
import type { RecordedEvent } from "../../shared/journal";
import { eventOfItem } from "../../shared/journal-item";
import { itemOfImage, type JournalImage } from "../../shared/journal-record";
import { isRecord, member, parsedJson } from "../../shared/values";
import { orderSchemas } from "../domain/events";

/** Prefix of all objects with events. */
export const ARCHIVE_PREFIX = "events/";

/** Sequence numbers of Kinesis are decimals, of 56 digits in practice; padded, they sort as numbers do. */
const DIGITS = 64;

/**
 * Name of an object: by the day that its first record arrived at the stream (UTC), by shard, and by its first and last
 * record, so that names sort as records do: `events/2026/05/31/shardId-000000000000/<first>-<last>.ndjson.gz`.
 */
export function archiveKey(arrivedAt: Date, shard: string, first: string, last: string): string {
  const day = arrivedAt.toISOString().slice(0, 10).replaceAll("-", "/");
  return `${ARCHIVE_PREFIX}${day}/${shard}/${first.padStart(DIGITS, "0")}-${last.padStart(DIGITS, "0")}.ndjson.gz`;
}

/** One event of an object: when it arrived at the stream, and the journal's item as DynamoDB writes it in JSON. */
export function lineOf(item: JournalImage, arrivedAt: Date): string {
  return JSON.stringify({ arrivedAt: arrivedAt.toISOString(), item });
}

/** @throws EncodingError where the line is none, or of an event that is not known */
export function eventOfLine(line: string): Promise<RecordedEvent> {
  const item = member(parsedJson(line), "item");
  if (!isRecord(item))
    throw new EncodingError(`a line of the archive is no event: ${JSON.stringify(line.slice(0, 80))}`);
  return eventOfItem(itemOfImage(item), orderSchemas);
}
