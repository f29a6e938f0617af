import { strict as assert } from "node:assert";
import fc from "fast-check";
import { orderSchemas } from "../../../../services/orders/domain/events";
import { type Encoding, EncodingError, encodingOf, type Schemas } from "../../../../services/shared/encoding";

const text = fc.string({ unit: "grapheme" });
const lines = fc.array(fc.record({ sku: text, quantity: fc.integer(), unitPriceCents: fc.integer() }), {
  maxLength: 5,
});
const totalCents = fc.integer({ min: 0, max: 10 ** 12 });
const contents = { customerId: text, lines, totalCents };

/** Data of the newest version, by event. */
const newest: Record<keyof typeof orderSchemas, fc.Arbitrary<object>> = {
  OrderPlaced: fc.record({ ...contents, currency: text }),
  OrderPaymentRequested: fc.record({ ...contents, currency: text, paymentToken: text }),
  OrderCancelled: fc.record({ reason: text }),
  OrderConfirmed: fc.record({ reservationId: text, paymentId: text, deliveryId: text }),
  OrderRejected: fc.record({ reason: text, cause: text }),
};

/** Schemas as they were when their first version was the newest. */
function first({ name, versions }: Schemas): Schemas {
  return { name, versions: versions.slice(0, 1) };
}

const same = (given: unknown, wanted: unknown) => assert.deepEqual(given, JSON.parse(JSON.stringify(wanted)));

for (const name of ["json", "avro"]) {
  describe(`events as ${name}`, () => {
    const encoding = encodingOf(name);

    for (const [type, values] of Object.entries(newest)) {
      it(`reads each ${type} as it was written`, async () => {
        const schemas = orderSchemas[type as keyof typeof orderSchemas];
        await fc.assert(
          fc.asyncProperty(values, async (value) => {
            const written = await encoding.encode(schemas, value);
            same(await encoding.decode(schemas, schemas.versions.length, written), value);
          }),
        );
      });
    }

    it("gives orders of the first version, which had no currency, the euro", async () => {
      await fc.assert(
        fc.asyncProperty(fc.record(contents), async (old) => {
          const written = await encoding.encode(first(orderSchemas.OrderPlaced), old);
          same(await encoding.decode(orderSchemas.OrderPlaced, 1, written), { ...old, currency: "EUR" });
        }),
      );
    });

    it("finds a field under its new name in events that were written under the old one", async () => {
      await fc.assert(
        fc.asyncProperty(fc.record({ ...contents, token: text }), async ({ token, ...old }) => {
          const written = await encoding.encode(first(orderSchemas.OrderPaymentRequested), { ...old, token });
          const read = await encoding.decode(orderSchemas.OrderPaymentRequested, 1, written);
          same(read, { ...old, currency: "EUR", paymentToken: token });
        }),
      );
    });

    it("goes through every version between the written one and the newest, and drops what is gone", async () => {
      const field = (of: string) => ({ name: of, type: "string" });
      const record = (...fields: { name: string; type: string; default?: string }[]) =>
        ({ type: "record", name: "Thing", fields }) as const;
      const versions = [
        record(field("a"), field("gone")),
        record(field("b"), field("gone")),
        record(field("b"), { ...field("added"), default: "preset" }),
      ];
      const things = {
        name: "Thing",
        versions,
        upcasters: [({ a, gone }: Record<string, unknown>) => ({ b: a, gone })],
      };
      const written = await encoding.encode(first(things), { a: "kept", gone: "x" });
      same(await encoding.decode(things, 1, written), { b: "kept", added: "preset" });
    });

    it("refuses a version that is newer than the reader, and says which ones there are", async () => {
      const written = await encoding.encode(orderSchemas.OrderCancelled, { reason: "r" });
      await assert.rejects(encoding.decode(orderSchemas.OrderCancelled, 2, written), {
        name: "EncodingError",
        message: "OrderCancelled has no version 2: it has 1 to 1",
      });
    });

    it("names the field that a value lacks", async () => {
      await assert.rejects(encoding.encode(orderSchemas.OrderConfirmed, { reservationId: "r", deliveryId: "d" }), {
        name: "EncodingError",
        message: /OrderConfirmed version 1: paymentId is /,
      });
    });

    it("refuses what was cut off, wherever that was, and what has something behind it", async () => {
      const whole = Buffer.from(await encoding.encode(orderSchemas.OrderRejected, { reason: "none left", cause: "é" }));
      for (let length = 0; length < whole.length; length++) {
        await refused(encoding, whole.subarray(0, length));
      }
      await refused(encoding, Buffer.concat([whole, Buffer.from("x")]));
    });
  });
}

async function refused(encoding: Encoding, written: Uint8Array): Promise<void> {
  await assert.rejects(
    encoding.decode(orderSchemas.OrderRejected, 1, written),
    (error) => error instanceof EncodingError && error.message.includes("OrderRejected version 1"),
    `${encoding.name}: ${written.length} bytes`,
  );
}

describe("encodings of events", () => {
  it("are known by name, and an unknown name is told with those that there are", () => {
    assert.throws(() => encodingOf("xml"), { name: "EncodingError", message: /"xml": use json or avro/ });
  });

  it("refuse JSON that is no object with an error of their own, whatever the text", async () => {
    const json = encodingOf("json");
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.string(), fc.json()), async (written) => {
        try {
          const read = await json.decode(orderSchemas.OrderCancelled, 1, written);
          assert.ok("reason" in read);
        } catch (error) {
          assert.ok(error instanceof EncodingError, String(error));
        }
      }),
    );
  });

  it("refuse text where Avro's bytes belong, and values of another type than the field's, by its path", async () => {
    const avro = encodingOf("avro");
    await assert.rejects(avro.decode(orderSchemas.OrderCancelled, 1, "text"), /Avro is bytes/);
    const order = {
      customerId: "c",
      lines: [{ sku: "s", quantity: 1.5, unitPriceCents: 1 }],
      totalCents: 1,
      currency: "EUR",
    };
    await assert.rejects(avro.encode(orderSchemas.OrderPlaced, order), /lines\.0\.quantity is not what/);
  });

  it("refuse an array that says of itself that it is longer than the bytes, before its items are read", async () => {
    const avro = encodingOf("avro");
    const order = {
      customerId: "c",
      lines: [{ sku: "s", quantity: 1, unitPriceCents: 1 }],
      totalCents: 1,
      currency: "EUR",
    };
    const bytes = Buffer.from(await avro.encode(orderSchemas.OrderPlaced, order));
    // Behind the customer's length and letter: one line, written as 2, becomes 2 to the 31st of them.
    assert.equal(bytes[2], 2);
    const count = [0x80, 0x80, 0x80, 0x80, 0x10];
    const corrupt = Buffer.concat([bytes.subarray(0, 2), Buffer.from(count), bytes.subarray(3)]);
    await assert.rejects(avro.decode(orderSchemas.OrderPlaced, 1, corrupt), /2147483648 items can't be in \d+ bytes/);
  });
});
