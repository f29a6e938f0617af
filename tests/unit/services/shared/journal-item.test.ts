import { strict as assert } from "node:assert";
import { orderSchemas } from "../../../../services/orders/domain/events";
import { encodingOf } from "../../../../services/shared/encoding";
import { eventOfItem, itemOf } from "../../../../services/shared/journal-item";
import { imageOf, itemOfImage } from "../../../../services/shared/journal-record";
import { eventOf } from "../orders/samples";
import { streamRecordOf } from "../orders/simulation/stream";

const event = { ...eventOf("o-1", 1, "OrderPlaced"), traceparent: "00-trace" };
const base64 = (text: string) => Buffer.from(text).toString("base64");

describe("an event as an item of the journal", () => {
  for (const name of ["json", "avro"]) {
    it(`is the same event when it is read out of the table, or out of the stream, as ${name}`, async () => {
      const item = await itemOf(event, orderSchemas, encodingOf(name));
      assert.equal(item.schemaVersion, orderSchemas.OrderPlaced.versions.length);
      assert.deepEqual(await eventOfItem(item, orderSchemas), event);
      const record = base64(await streamRecordOf(event, name));
      assert.deepEqual(await eventOfItem(itemOfImage(imageOf(record)), orderSchemas), event);
    });
  }

  it("has no trace where the event has none", async () => {
    const { traceparent: _, ...without } = event;
    const item = await itemOf(without, orderSchemas, encodingOf("json"));
    assert.equal("traceparent" in item, false);
    assert.deepEqual(await eventOfItem(item, orderSchemas), without);
  });

  it("names the field that is missing or of another type", async () => {
    const item = await itemOf(event, orderSchemas, encodingOf("json"));
    const fields = [
      "eventId",
      "type",
      "encoding",
      "schemaVersion",
      "aggregateId",
      "sequence",
      "occurredAt",
      "correlationId",
    ];
    for (const field of fields) {
      for (const wrong of [undefined, null, true]) {
        await assert.rejects(eventOfItem({ ...item, [field]: wrong }, orderSchemas), {
          name: "EncodingError",
          message: new RegExp(`has ${field} `),
        });
      }
    }
    await assert.rejects(eventOfItem({ ...item, body: 7 }, orderSchemas), /o-1#1 has no body/);
  });

  it("is of a type that is known: names that every object has are none", async () => {
    const item = await itemOf(event, orderSchemas, encodingOf("json"));
    for (const type of ["OrderShipped", "constructor", "__proto__", "toString"]) {
      await assert.rejects(eventOfItem({ ...item, type }, orderSchemas), {
        name: "EncodingError",
        message: /is no event that is known here: OrderPlaced, /,
      });
      await assert.rejects(itemOf({ ...event, type }, orderSchemas, encodingOf("json")), { name: "EncodingError" });
    }
  });
});

describe("a record of the journal's stream", () => {
  for (const [what, data] of [
    ["not JSON", "not JSON"],
    ["JSON without an image, as a removal's", '{"eventName":"REMOVE","dynamodb":{"Keys":{}}}'],
    ["a list", "[]"],
    ["an image that is a list", '{"dynamodb":{"NewImage":[]}}'],
    ["nothing", ""],
  ] as const) {
    it(`is refused where it is ${what}`, () => {
      assert.throws(() => imageOf(base64(data)), { name: "EncodingError" });
    });
  }

  it("is refused where a value is of a type that events do not have, by its name", () => {
    for (const value of [{ BOOL: true }, { S: 7 }, "text", null, {}]) {
      assert.throws(() => itemOfImage({ eventId: value }), { name: "EncodingError", message: /^eventId of / });
    }
  });
});
