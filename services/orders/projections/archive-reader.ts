import type { KinesisStreamBatchResponse, KinesisStreamEvent, KinesisStreamRecord } from "aws-lambda";
import { EncodingError } from "../../shared/encoding";
import { imageOf, itemOfImage, type JournalImage } from "../../shared/journal-record";
import { failures, readRecords } from "../../shared/stream-batch";
import type { ArchiveWriter } from "../ports/archive";
import { archiveKey, lineOf } from "./archive-format";

/**
 * Puts a batch into the archive as one object, named by its records: the same batch again is the same object. A batch
 * that was cut differently is another one that has some events again, which is harmless: an event is known by its id.
 * Events are kept as they were written, so that types and versions which this code does not know are kept as well.
 */
export async function archive(batch: KinesisStreamEvent, writer: ArchiveWriter): Promise<KinesisStreamBatchResponse> {
  const { readable, failed } = await readRecords(batch, readImage);
  const [first] = readable;
  const last = readable.at(-1);
  if (first && last) {
    const lines = readable.map(({ record, value }) => lineOf(value, arrivalOf(record)));
    const arrivedAt = arrivalOf(first.record);
    await writer.put(
      archiveKey(arrivedAt, shardOf(first.record), sequenceOf(first.record), sequenceOf(last.record)),
      lines,
    );
  }
  return failures(failed);
}

/** Without these, an event could never be found or read again. */
const REQUIRED = ["eventId", "aggregateId", "sequence", "type", "occurredAt", "schemaVersion", "encoding", "body"];

/** @throws EncodingError where the record is no item of a journal */
function readImage({ kinesis }: KinesisStreamRecord): JournalImage {
  const image = imageOf(kinesis.data);
  const item = itemOfImage(image);
  const missing = REQUIRED.filter((name) => item[name] === undefined);
  if (missing.length === 0) return image;
  throw new EncodingError(`an item of the journal has no ${missing.join(", ")}`);
}

function arrivalOf({ kinesis }: KinesisStreamRecord): Date {
  return new Date(kinesis.approximateArrivalTimestamp * 1000);
}

/** An event source mapping names records `<shard>:<sequence number>`. */
function shardOf({ eventID }: KinesisStreamRecord): string {
  return eventID.split(":")[0] || "shard";
}

function sequenceOf({ kinesis }: KinesisStreamRecord): string {
  return kinesis.sequenceNumber;
}
