import { strict as assert } from "node:assert";
import type { KinesisStreamRecord } from "aws-lambda";
import { orderSchemas } from "../../../../services/orders/domain/events";
import { correlationId } from "../../../../services/shared/correlation";
import { eventOfRecord, failures, handleEvents, readRecords } from "../../../../services/shared/stream-batch";
import { eventOf } from "../orders/samples";
import { MemoryStream, streamRecordOf } from "../orders/simulation/stream";
import { quiet } from "../quiet";

describe("a batch of the journal's stream", () => {
  quiet();
  let records: KinesisStreamRecord[] = [];
  /** Sequence numbers of the three. */
  let [first, poison, last] = ["", "", ""];
  before(async () => {
    const stream = new MemoryStream(1);
    stream.put("o-1", await streamRecordOf(eventOf("o-1", 1, "OrderPlaced")));
    stream.put("o-3", "poison");
    stream.put("o-2", await streamRecordOf({ ...eventOf("o-2", 1, "OrderPlaced"), correlationId: "corr-2" }, "avro"));
    records = stream.shards[0] ?? [];
    [first = "", poison = "", last = ""] = records.map(({ kinesis }) => kinesis.sequenceNumber);
  });

  it("hands over each event that can be read, in its own correlation, and answers with the rest", async () => {
    const handled: string[] = [];
    const answer = await handleEvents({ Records: records }, orderSchemas, async ({ eventId }) => {
      handled.push(`${eventId} ${correlationId()}`);
    });
    assert.deepEqual(handled.sort(), ["o-1#1 corr-1", "o-2#1 corr-2"]);
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: poison }] });
  });

  it("answers with the events whose handling failed, and handles those after them", async () => {
    const handled: string[] = [];
    const answer = await handleEvents({ Records: records }, orderSchemas, async ({ eventId }) => {
      if (eventId === "o-1#1") throw new Error("no table");
      handled.push(eventId);
    });
    assert.deepEqual(handled, ["o-2#1"]);
    assert.deepEqual(answer.batchItemFailures.map(({ itemIdentifier }) => itemIdentifier).sort(), [first, poison]);
  });

  it("answers with all of them where all failed: to throw would hide from Lambda where to go on", async () => {
    const answer = await handleEvents({ Records: records }, orderSchemas, async () => {
      throw new Error("no table");
    });
    assert.equal(answer.batchItemFailures.length, 3);
  });

  it("forgets the failures of one batch before the next", async () => {
    await handleEvents({ Records: records }, orderSchemas, async () => undefined);
    const good = records.filter(({ kinesis }) => kinesis.sequenceNumber !== poison);
    const answer = await handleEvents({ Records: good }, orderSchemas, async () => undefined);
    assert.deepEqual(answer, { batchItemFailures: [] });
  });

  it("is parted into what can be read, in its order, and what can't", async () => {
    const parts = await readRecords({ Records: records }, (record) => eventOfRecord(record, orderSchemas));
    assert.deepEqual(
      parts.readable.map(({ value, record }) => [value.eventId, record.kinesis.sequenceNumber]),
      [
        ["o-1#1", first],
        ["o-2#1", last],
      ],
    );
    assert.deepEqual(failures(parts.failed), { batchItemFailures: [{ itemIdentifier: poison }] });
  });
});
