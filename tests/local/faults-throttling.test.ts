import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { paginateListExecutions, SFNClient } from "@aws-sdk/client-sfn";
import { SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { until } from "../../local/until";
import { eventOfLine } from "../../services/orders/projections/archive-format";
import { DevShop } from "./dev-shop";
import { type Call, Fault, FaultyEndpoint, seeded } from "./faulty-endpoint";
import { messagesIn, workWith } from "./functions";
import { resourceOf, useSession } from "./stack";

/** Every function between an order's request and the message to its shopper. */
const FUNCTIONS = [
  ...["orders-api", "orders-archive", "orders-view-writer", "orders-saga-start", "orders-relay", "notify"],
  ...["reserve-stock", "take-payment", "arrange-delivery", "confirm-order"],
  ...["release-stock", "refund-payment", "cancel-delivery", "reject-order"],
];
const PART = 0.3;
const SEED = 20_260_101;
const SOLD = 24;
const REFUSED = 4;
/** Codes of answers that say to come again: not now, or the same request may still be under way. */
const COME_AGAIN = ["try-again", "request-in-progress"];
/** What a payment hears that comes again after all when it has had its effect: the order has gone on. */
const OVERTAKEN = ["order-confirmed", "order-rejected"];

const Problem = v.object({ status: v.number(), code: v.string(), detail: v.string() });
const Accepted = v.object({ orderId: v.string() });

/** The dev stack's functions with an AWS that throttles, fails, breaks connections and loses answers. */
describe("the shop with an AWS that fails three calls of ten, on the emulator", function () {
  this.timeout(300_000);
  const used = useSession({ directory: resolve(__dirname, "../.."), stack: "dev" });
  let shop: DevShop;
  const repairs: (() => Promise<unknown>)[] = [];

  before("deploy", async () => {
    shop = await DevShop.open(used());
    // A message that could not be handled waits for so long, otherwise 3 minutes: a little longer than a claim lasts of
    // which nobody knows if it was made, services/notifications/ledger.ts. Shorter, it would be a dead letter by then.
    const { session } = used();
    const QueueUrl = resourceOf(session, "aws:sqs/queue:Queue", "notifications-shopper").id;
    const Attributes = { VisibilityTimeout: "40" };
    await session.provider.client(SQSClient).send(new SetQueueAttributesCommand({ QueueUrl, Attributes }));
  });
  afterEach("have AWS answer again", async () => {
    for (const repair of repairs.splice(0).reverse()) await repair();
  });
  after("no pipe had trouble", () => assert.deepEqual(used().errors, []));

  /** Has functions call AWS through an endpoint with faults. */
  async function spoil(functions: string[], fault: (call: Call) => Fault | undefined): Promise<FaultyEndpoint> {
    const { session } = used();
    const endpoint = await FaultyEndpoint.start(session.state.emulator.endpoint, { fault });
    repairs.push(() => endpoint.stop());
    for (const name of functions) repairs.push(await workWith(session, name, { AWS_ENDPOINT_URL: endpoint.url }));
    return endpoint;
  }

  const order = (sku: string) => ({
    customerId: shop.shopper.customerId,
    lines: [{ sku, quantity: 2, unitPriceCents: 500 }],
  });

  /** Codes that clients had to hear. */
  const heard = new Map<string, number>();

  /** Asks as clients do that are told to come again, until they need not. @returns what the shop answers */
  function insist(path: string, body: object, key: string): Promise<unknown> {
    let again = false;
    return until(
      `POST ${path} is taken`,
      async () => {
        const answer = await shop.call("POST", path, body, key);
        const text = await answer.text();
        if (answer.ok) return JSON.parse(text);
        assert.equal(answer.headers.get("content-type"), "application/problem+json", `${answer.status}: ${text}`);
        const { status, code } = v.parse(Problem, JSON.parse(text));
        assert.equal(status, answer.status);
        heard.set(code, (heard.get(code) ?? 0) + 1);
        if (again && OVERTAKEN.includes(code)) return {};
        assert.ok(COME_AGAIN.includes(code), text);
        again = true;
        return false;
      },
      { withinMs: 120_000, everyMs: 1000 },
    );
  }

  it("loses no order and does nothing twice, from the request to the message", async () => {
    const { session } = used();
    const stock = await shop.stockOf("SKU-1");
    const random = seeded(SEED, PART, Object.values(Fault));
    const endpoint = await spoil(FUNCTIONS, ({ service }) => {
      const fault = random();
      // Whether a message went out whose answer was lost nobody can know: it is sent again, services/notifications/deliver.ts.
      return service === "sns" && fault === Fault.AnswerLost ? Fault.Broken : fault;
    });
    const skus = [...Array<string>(SOLD).fill("SKU-1"), ...Array<string>(REFUSED).fill("SKU-EMPTY")];
    const ids = await Promise.all(
      skus.map(async (sku, index) => {
        const { orderId } = v.parse(Accepted, await insist("/orders", order(sku), `throttled-${index}`));
        await insist(`/orders/${orderId}/payment`, {}, `paid-${index}`);
        return orderId;
      }),
    );
    assert.equal(new Set(ids).size, skus.length);
    const journal = await until(
      "every order has its end in the journal",
      async () => {
        const items = await shop.itemsOf("orders-journal");
        return items.filter(({ sequence }) => sequence === 3).length === skus.length && items;
      },
      { withinMs: 120_000 },
    );
    const ends = new Map(journal.map(({ aggregateId, sequence, type }) => [`${aggregateId} ${sequence}`, type]));
    const expected = ids.map((id, index) => [`${id} 3`, skus[index] === "SKU-1" ? "OrderConfirmed" : "OrderRejected"]);
    for (const [end, type] of expected) assert.equal(ends.get(String(end)), type);
    assert.equal(journal.length, 3 * skus.length);

    const eventIds = journal.map(({ eventId }) => String(eventId)).sort();
    await until("the archive has every event", async () => (await archived()).size >= eventIds.length, {
      withinMs: 60_000,
    });
    assert.deepEqual([...(await archived())].sort(), eventIds, "each event, and no other");
    const email = resourceOf(session, "aws:sqs/queue:Queue", "customer-messages-email").id;
    // Of its placing and of its end.
    const worth = 2 * skus.length;
    await until("shoppers are told", async () => (await messagesIn(session.provider, email)) >= worth, {
      withinMs: 180_000,
    });
    assert.equal(await messagesIn(session.provider, email), worth);
    endpoint.healed = true;
    for (const [index, orderId] of ids.entries()) {
      await shop.becomes({ orderId, sku: "" }, skus[index] === "SKU-1" ? "confirmed" : "rejected");
    }
    assert.deepEqual((await executions()).sort(), [...ids].sort(), "one saga an order");
    const charges = (await shop.itemsOf("payments-ledger")).filter(({ state }) => state === "done");
    assert.deepEqual(charges.map(({ orderId }) => orderId).sort(), ids.slice(0, SOLD).sort(), "one charge an order");
    assert.equal(await shop.stockOf("SKU-1"), stock - 2 * SOLD);
    for (const { name, id, type } of Object.values(session.state.resources)) {
      if (type !== "aws:sqs/queue:Queue" || !/(-dlq|-failures|undelivered)$/.test(name)) continue;
      assert.equal(await messagesIn(session.provider, id), 0, name);
    }

    const calls = [...endpoint.calls.values()].reduce((sum, count) => sum + count, 0);
    const figures = `${endpoint.spoilt} of ${calls} calls; ${JSON.stringify([...endpoint.faults, ...heard])}`;
    assert.ok(calls > 1000 && Math.abs(endpoint.spoilt / calls - PART) < 0.03, figures);
    for (const fault of Object.values(Fault)) assert.ok((endpoint.faults.get(fault) ?? 0) > calls / 20, figures);
  });

  it("says that it can't take an order while its store takes nothing, keeps nothing of it, and takes it later", async () => {
    const endpoint = await spoil(["orders-api"], ({ service }) =>
      service === "dynamodb" ? Fault.Throttled : undefined,
    );
    const before = await shop.itemsOf("orders-journal");
    const answer = await shop.call("POST", "/orders", order("SKU-1"), "while-nothing-is-taken");
    assert.equal(answer.status, 503);
    assert.equal(answer.headers.get("retry-after"), "1");
    const { code } = v.parse(Problem, await answer.json());
    assert.equal(code, "try-again");
    assert.ok(endpoint.spoilt > 1, "the SDK tried again");
    assert.equal((await shop.itemsOf("orders-journal")).length, before.length);
    endpoint.healed = true;
    await insist("/orders", order("SKU-1"), "while-nothing-is-taken");
    assert.equal((await shop.itemsOf("orders-journal")).length, before.length + 1);
  });

  /**
   * Ids of the events in the archive. One may be there more than once: a batch that S3 took without the function hearing of
   * it may come again cut differently, as another object.
   */
  async function archived(): Promise<ReadonlySet<string>> {
    const { session } = used();
    const s3 = session.provider.client(S3Client);
    const Bucket = resourceOf(session, "aws:s3/bucket:Bucket", "orders-archive").id;
    const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "events/" }));
    const ids = await Promise.all(
      Contents.map(async ({ Key }) => {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        const text = gunzipSync((await Body?.transformToByteArray()) ?? new Uint8Array()).toString("utf8");
        const events = await Promise.all(text.split("\n").flatMap((line) => (line === "" ? [] : eventOfLine(line))));
        return events.map(({ eventId }) => eventId);
      }),
    );
    return new Set(ids.flat());
  }

  /** Names of the sagas' executions: the orders' ids. */
  async function executions(): Promise<string[]> {
    const stateMachineArn = resourceOf(used().session, "aws:sfn/stateMachine:StateMachine", "order-fulfilment").id;
    const client = used().session.provider.client(SFNClient);
    const names: string[] = [];
    for await (const page of paginateListExecutions({ client }, { stateMachineArn })) {
      names.push(...(page.executions ?? []).map(({ name = "" }) => name));
    }
    return names;
  }
});
