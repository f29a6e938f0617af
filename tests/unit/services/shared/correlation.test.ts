import { strict as assert } from "node:assert";
import { setImmediate as turn } from "node:timers/promises";
import {
  attributesOf,
  type Carrier,
  CORRELATION_ID,
  carrier,
  correlate,
  correlationId,
  fromDetail,
  fromEvent,
  fromHeaders,
  fromSagaInput,
  fromSns,
  fromSqs,
  messageAttributes,
} from "../../../../services/shared/correlation";

const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
const sent: Carrier = { [CORRELATION_ID]: "order-1#7", traceparent };

/** Attributes as SQS and SNS write them in the bodies of what they deliver. */
const delivered = (from: Carrier) =>
  Object.fromEntries(Object.entries(from).map(([name, Value]) => [name, { Type: "String", Value }]));

/** What is sent, as it arrives by each way. */
const ways: Record<string, () => Carrier> = {
  "HTTP headers, whatever their case": () =>
    fromHeaders({ "X-Correlation-ID": "order-1#7", Traceparent: traceparent, host: "shop" }),
  "attributes of an SQS message": () => {
    const attributes = Object.entries(attributesOf(sent)).map(([name, { StringValue }]) => [
      name,
      { stringValue: StringValue },
    ]);
    return fromSqs({ body: "{}", messageAttributes: Object.fromEntries(attributes) });
  },
  "an SNS notification in an SQS message": () =>
    fromSqs({ body: JSON.stringify({ Message: "{}", MessageAttributes: delivered(sent) }), messageAttributes: {} }),
  "an EventBridge event in an SQS message": () => fromSqs({ body: JSON.stringify({ detail: { metadata: sent } }) }),
  "an SNS notification": () => fromSns({ MessageAttributes: delivered(sent) }),
  "the metadata of an EventBridge event": () => fromDetail({ metadata: sent }),
  "an event of the journal": () => fromEvent({ correlationId: "order-1#7", traceparent }),
  "the input of a saga": () => fromSagaInput({ correlationId: "order-1#7", traceparent, orderId: "o" }),
};

describe("correlation", () => {
  for (const [way, arrives] of Object.entries(ways)) {
    it(`comes through ${way}, and goes on from there`, async () => {
      const onward = await correlate(arrives(), async () => ({ headers: carrier(), attributes: messageAttributes() }));
      assert.deepEqual(onward.headers, sent);
      assert.deepEqual(onward.attributes, attributesOf(sent));
    });
  }

  it("carries baggage and trace state, and nothing else that came with a message", async () => {
    const all = { ...sent, tracestate: "vendor=1", baggage: "tenant=a", authorization: "Bearer secret" };
    assert.deepEqual(await correlate(fromHeaders(all), async () => carrier()), {
      ...sent,
      tracestate: "vendor=1",
      baggage: "tenant=a",
    });
  });

  for (const [what, id] of [
    ["a line break, which would forge a line of the log", "a\nlevel=ERROR"],
    ["no character", ""],
    ["129 characters", "a".repeat(129)],
    ["letters that headers can't have", "ünsafe"],
  ] as const) {
    it(`makes a new id where one has ${what}`, async () => {
      const made = await correlate({ [CORRELATION_ID]: id }, async () => correlationId());
      assert.match(made, /^[\da-f-]{36}$/);
    });
  }

  it("keeps an id of 128 characters", async () => {
    const id = "a".repeat(128);
    assert.equal(await correlate({ [CORRELATION_ID]: id }, async () => correlationId()), id);
  });

  for (const broken of ["00-0-0-01", `00-${"0".repeat(32)}-00f067aa0ba902b7-01`, `${traceparent}-more`, "x"]) {
    it(`hands no trace on where it was told "${broken}"`, async () => {
      const onward = await correlate({ ...sent, traceparent: broken }, async () => carrier());
      assert.deepEqual(onward, { [CORRELATION_ID]: "order-1#7" });
    });
  }

  it("never mixes what runs at the same time", async () => {
    const found = await Promise.all(
      Array.from({ length: 100 }, (_, index) =>
        correlate({ [CORRELATION_ID]: `id-${index}` }, async () => {
          const seen = [correlationId()];
          for (let step = 0; step < index % 7; step++) {
            await turn();
            seen.push(carrier()[CORRELATION_ID] ?? "");
          }
          return new Set(seen);
        }),
      ),
    );
    assert.deepEqual(
      found,
      found.map((_, index) => new Set([`id-${index}`])),
    );
  });

  it("ends with the work: what comes after it has ids of its own", async () => {
    await correlate(sent, async () => undefined);
    assert.notEqual(correlationId(), "order-1#7");
    assert.notEqual(correlationId(), correlationId());
    assert.deepEqual(Object.keys(carrier()), [CORRELATION_ID]);
  });

  it("gives the inner work of a batch its own id and then goes back to the outer one", async () => {
    const ids = await correlate(sent, async () => [
      await correlate({ [CORRELATION_ID]: "inner" }, async () => correlationId()),
      correlationId(),
    ]);
    assert.deepEqual(ids, ["inner", "order-1#7"]);
  });

  it("takes texts alone, whatever else stands where a carrier should", () => {
    for (const odd of [null, undefined, 7, "text", [], { metadata: 7 }, { metadata: { [CORRELATION_ID]: 7 } }]) {
      assert.deepEqual(fromDetail(odd), {});
    }
    assert.deepEqual(fromSqs({ body: "not JSON" }), {});
    assert.deepEqual(fromHeaders(null), {});
  });
});
