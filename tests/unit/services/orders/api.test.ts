import { strict as assert } from "node:assert";
import * as v from "valibot";
import type { Idempotent, Repeatable } from "../../../../services/orders/api/idempotency";
import { Operations } from "../../../../services/orders/api/operations";
import { answer } from "../../../../services/orders/api/routes";
import { type ApiSettings, DEFAULT_SETTINGS } from "../../../../services/orders/api/settings";
import { Orders } from "../../../../services/orders/orders";
import { EncodingError } from "../../../../services/shared/encoding";
import { ConcurrencyError, type Journal } from "../../../../services/shared/journal";
import { eventOf, problemIn, type Asked as Requested } from "../api-requests";
import { quiet } from "../quiet";
import { MemoryJournal, MemoryViews } from "./memory-stores";

const line = { sku: "SKU-1", quantity: 1, unitPriceCents: 500 };
const order = { customerId: "c-1", lines: [line] };

interface Asked extends Omit<Requested, "parameters" | "claims"> {
  readonly orderId?: string;
  /** Who is signed in; nobody where the API has no authorizer. */
  readonly caller?: string;
}

const placing: Asked = { method: "POST", resource: "/orders", body: order };
const at = (method: string, orderId: string, more: Partial<Asked> = {}): Asked => ({
  method,
  resource: "/orders/{orderId}",
  orderId,
  ...more,
});
const paying = (orderId: string, more: Partial<Asked> = {}): Asked => ({
  method: "POST",
  resource: "/orders/{orderId}/payment",
  orderId,
  ...more,
});

describe("the API of orders", () => {
  quiet();
  let asked: Repeatable[];
  let settings: ApiSettings;
  let journal: Journal;
  beforeEach(() => {
    asked = [];
    settings = DEFAULT_SETTINGS;
    journal = new MemoryJournal();
  });

  const idempotent: Idempotent = (request, work) => {
    asked.push(request);
    return work();
  };
  const send = ({ orderId, caller, ...request }: Asked) => {
    const orders = new Orders(journal);
    const operations = new Operations({ orders, queries: new MemoryViews(), settings: async () => settings });
    const event = eventOf({
      ...request,
      ...(orderId !== undefined && { parameters: { orderId } }),
      ...(caller !== undefined && { claims: { sub: caller } }),
    });
    return answer(operations, idempotent, event);
  };
  const refusedWith = async (request: Asked) => {
    const { status, code, errors } = problemIn("orders", await send(request));
    return [status, code, ...(errors ?? []).map(({ field }) => field)];
  };
  async function placed(caller?: string): Promise<string> {
    const { statusCode, body } = await send({ ...placing, body: { ...order, customerId: caller ?? "c-1" }, caller });
    assert.equal(statusCode, 201, body);
    return v.parse(v.object({ orderId: v.string() }), JSON.parse(body)).orderId;
  }

  it("finds an order before the view has it", async () => {
    const { statusCode, headers } = await send(at("GET", await placed()));
    assert.deepEqual([statusCode, headers?.["x-read-from"]], [200, "journal"]);
  });

  it("takes a body in base64, as API Gateway sends binary types", async () => {
    assert.equal((await send({ ...placing, base64: true })).statusCode, 201);
  });

  for (const [what, request, wanted] of [
    ["a resource that there is not", { method: "GET", resource: "/customers" }, [404, "no-such-resource"]],
    [
      "a resource by the name of an object's member",
      { method: "GET", resource: "constructor" },
      [404, "no-such-resource"],
    ],
    ["a method that the resource lacks", { method: "PUT", resource: "/orders" }, [405, "method-not-allowed"]],
    [
      "a method by the name of an object's member",
      { method: "toString", resource: "/orders" },
      [405, "method-not-allowed"],
    ],
    ["a body that is cut off", { ...placing, text: '{"customerId":' }, [400, "invalid-request"]],
    ["a body that is a list", { ...placing, text: "[]" }, [400, "invalid-request"]],
    ["no body", { ...placing, body: undefined }, [400, "invalid-request", ""]],
    ["an id with a slash", at("GET", "../secrets"), [400, "invalid-request", ""]],
    ["an id of 81 characters", at("DELETE", "a".repeat(81)), [400, "invalid-request", ""]],
    ["a payment of an order that there is not", paying("none"), [404, "order-not-found"]],
    [
      "a reason of 501 characters",
      at("DELETE", "o", { query: { reason: "a".repeat(501) } }),
      [400, "invalid-request", "reason"],
    ],
    ["orders of nobody", { method: "GET", resource: "/orders" }, [400, "invalid-request", "customerId"]],
    [
      "pages of none",
      { method: "GET", resource: "/orders", query: { customerId: "c", limit: "0" } },
      [400, "invalid-request", "limit"],
    ],
    [
      "pages of text",
      { method: "GET", resource: "/orders", query: { customerId: "c", limit: "x" } },
      [400, "invalid-request", "limit"],
    ],
    [
      "pages that are too large",
      { method: "GET", resource: "/orders", query: { customerId: "c", limit: "51" } },
      [400, "invalid-request", "limit"],
    ],
  ] satisfies [string, Asked, unknown[]][]) {
    it(`refuses ${what}`, async () => assert.deepEqual(await refusedWith(request), wanted));
  }

  for (const [field, change] of [
    ["customerId", { customerId: undefined }],
    ["customerId", { customerId: "a b" }],
    ["customerId", { customerId: "a".repeat(65) }],
    ["lines", { lines: undefined }],
    ["lines", { lines: [] }],
    ["lines", { lines: [line, line] }],
    ["lines", { lines: Array.from({ length: 51 }, (_, index) => ({ ...line, sku: `SKU-${index}` })) }],
    ["lines.0.sku", { lines: [{ ...line, sku: "lower" }] }],
    ["lines.0.quantity", { lines: [{ ...line, quantity: 0 }] }],
    ["lines.0.quantity", { lines: [{ ...line, quantity: 1.5 }] }],
    ["lines.0.quantity", { lines: [{ ...line, quantity: "1" }] }],
    ["lines.0.quantity", { lines: [{ ...line, quantity: 1001 }] }],
    ["lines.0.unitPriceCents", { lines: [{ ...line, unitPriceCents: -1 }] }],
    ["lines.0.unitPriceCents", { lines: [{ ...line, unitPriceCents: 1e9 }] }],
    ["lines.0.discount", { lines: [{ ...line, discount: 1 }] }],
    ["currency", { currency: "JPY" }],
    ["paid", { paid: true }],
  ] as const) {
    it(`names ${field} of an order with ${JSON.stringify(change).slice(0, 60)}`, async () => {
      assert.deepEqual(await refusedWith({ ...placing, body: { ...order, ...change } }), [
        400,
        "invalid-request",
        field,
      ]);
    });
  }

  for (const key of ["", "with space", "a".repeat(256), "é"]) {
    it(`refuses the Idempotency-Key "${key.slice(0, 12)}" of ${key.length} characters`, async () => {
      const request = { ...placing, headers: { "Idempotency-Key": key } };
      assert.deepEqual(await refusedWith(request), [400, "invalid-request", "Idempotency-Key"]);
    });
  }

  it("tells a caller of another's order exactly what it tells of one that there is not", async () => {
    const foreign = await placed("c-2");
    for (const request of [at("GET", foreign), at("DELETE", foreign), paying(foreign)]) {
      const told = await send({ ...request, caller: "c-1" });
      const absent = await send({ ...request, orderId: "none", caller: "c-1" });
      assert.equal(told.statusCode, 404);
      assert.deepEqual(told, absent);
    }
    assert.equal((await send(at("GET", foreign, { caller: "c-2" }))).statusCode, 200);
  });

  it("lets callers place and list orders of their own alone", async () => {
    assert.deepEqual(await refusedWith({ ...placing, caller: "c-2" }), [403, "not-your-orders"]);
    const list: Asked = { method: "GET", resource: "/orders", query: { customerId: "c-1" } };
    assert.deepEqual(await refusedWith({ ...list, caller: "c-2" }), [403, "not-your-orders"]);
    assert.equal((await send({ ...list, query: undefined, caller: "c-1" })).statusCode, 200);
  });

  it("refuses what the order's state does not allow, and answers the same request again as before", async () => {
    const paid = await placed();
    const card = { body: { paymentToken: "card" } };
    assert.equal((await send(paying(paid, card))).statusCode, 202);
    assert.equal((await send(paying(paid, card))).statusCode, 202);
    assert.deepEqual(await refusedWith(paying(paid, { body: { paymentToken: "other" } })), [409, "order-paying"]);
    assert.deepEqual(await refusedWith(at("DELETE", paid)), [409, "order-paying"]);
    const cancelled = await placed();
    assert.equal((await send(at("DELETE", cancelled))).statusCode, 200);
    assert.equal((await send(at("DELETE", cancelled))).statusCode, 200);
    assert.deepEqual(await refusedWith(paying(cancelled)), [409, "order-cancelled"]);
  });

  it("refuses orders that are too large, and all while it is closed", async () => {
    settings = { ...DEFAULT_SETTINGS, maximumOrderCents: 499 };
    assert.deepEqual(await refusedWith(placing), [422, "order-too-large"]);
    settings = { ...DEFAULT_SETTINGS, acceptOrders: false };
    assert.deepEqual(await refusedWith(placing), [503, "orders-closed"]);
  });

  describe("with an Idempotency-Key", () => {
    const headers = { "idempotency-key": "k-1" };
    const keyed: Asked = { ...placing, headers };

    it("places one order, and refuses another one under the same key", async () => {
      const answers = [await send(keyed), await send(keyed)];
      assert.equal(answers[0]?.body, answers[1]?.body);
      const other = { ...keyed, body: { ...order, lines: [{ ...line, quantity: 2 }] } };
      assert.deepEqual(await refusedWith(other), [422, "idempotency-key-reused"]);
    });

    it("keeps the answers of callers, customers, orders and operations apart", async () => {
      await send(keyed);
      await send({ ...keyed, caller: "c-1" });
      await send({ ...keyed, body: { ...order, customerId: "c-2" } });
      await send(paying("o-1", { headers }));
      await send(paying("o-2", { headers }));
      assert.equal(new Set(asked.map(({ key }) => key)).size, 5);
      await send(keyed);
      assert.equal(new Set(asked.map(({ key }) => key)).size, 5, "the same request has the same key");
    });

    it("counts for what changes something alone", async () => {
      await send(at("GET", "o-1", { headers }));
      assert.deepEqual(asked, []);
    });
  });

  describe("whose stores fail", () => {
    const failing = (error: Error): Journal => ({
      load: () => Promise.reject(error),
      append: () => Promise.reject(error),
    });
    const secret = "arn:aws:dynamodb:eu-west-1:111111111111:table/journal";

    for (const [what, error] of [
      ["an error that nobody foresaw", new Error(secret)],
      ["an event that can't be read", new EncodingError(secret)],
      ["a refusal by IAM", Object.assign(new Error(secret), { name: "AccessDeniedException" })],
    ] as const) {
      it(`tells nothing of ${what} but its correlation id`, async () => {
        journal = failing(error);
        const result = await send(placing);
        assert.deepEqual(
          [problemIn("orders", result).status, problemIn("orders", result).code],
          [500, "internal-error"],
        );
        assert.doesNotMatch(JSON.stringify(result), /arn:|journal|stack|Exception/);
      });
    }

    for (const [what, error] of [
      ["throttling", Object.assign(new Error(secret), { name: "ThrottlingException" })],
      ["others that are faster each time", new ConcurrencyError(secret)],
    ] as const) {
      it(`asks to try again because of ${what}`, async () => {
        journal = failing(error);
        const result = await send(placing);
        assert.deepEqual([problemIn("orders", result).status, problemIn("orders", result).code], [503, "try-again"]);
        assert.equal(result.headers?.["retry-after"], "1");
        assert.doesNotMatch(result.body, /arn:/);
      });
    }
  });
});
