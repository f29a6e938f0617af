import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, SFNClient } from "@aws-sdk/client-sfn";
import { DeleteMessageCommand, ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as v from "valibot";
import { type SagaProgress, sagaOf } from "../../local/shop/way";
import { until } from "../../local/until";
import { stockKey } from "../../services/inventory/items";
import { DevShop, type Placed, parsed } from "./dev-shop";
import { Fault, FaultyEndpoint } from "./faulty-endpoint";
import { workWith } from "./functions";
import { resourceOf, useSession } from "./stack";

const STEPS = ["reserve-stock", "take-payment", "arrange-delivery", "confirm-order"] as const;
/** No carrier takes goods of this kind. */
const BULKY = "BULKY-1";
/** A table that no function finds: it fails for no reason of the business, however often it is tried. */
const MISSING = "no-such-table";
const UNDOINGS = [
  { name: "cancel-delivery", step: "arrange-delivery", kind: "delivery" },
  { name: "refund-payment", step: "take-payment", kind: "payment" },
  { name: "release-stock", step: "reserve-stock", kind: "reservation" },
];
const KINDS = { inventory: "reservation", "payments-ledger": "payment", deliveries: "delivery" };
const REJECTED = ["OrderPlaced", "OrderPaymentRequested", "OrderRejected"];
const CONFIRMED = ["OrderPlaced", "OrderPaymentRequested", "OrderConfirmed"];

const Report = v.object({
  executionId: v.string(),
  step: v.string(),
  failure: v.object({ error: v.string() }),
  sagaFailure: v.object({ step: v.string() }),
  input: v.object({ orderId: v.string() }),
  results: v.record(v.string(), v.unknown()),
});

/** Sagas of the dev stack that fail at each of their steps, by the business or for good, and what is left of them. */
describe("the shop's saga failing at each position, on the emulator", function () {
  this.timeout(180_000);
  const used = useSession({ directory: resolve(__dirname, "../.."), stack: "dev" });
  const repairs: (() => Promise<unknown>)[] = [];
  let shop: DevShop;

  before("deploy", async () => {
    const { session } = used();
    shop = await DevShop.open(used());
    // How long the saga waits between two tries is its definition's affair: here it is one hundredth of that.
    const answer = await fetch(`${session.state.emulator.endpoint}/_ministack/config`, {
      method: "POST",
      body: JSON.stringify({ "stepfunctions._SFN_WAIT_SCALE": 0.01 }),
    });
    assert.deepEqual(await answer.json(), { applied: { "stepfunctions._SFN_WAIT_SCALE": 0.01 } });
    const TableName = idOf("aws:dynamodb/table:Table", "inventory");
    const Item = marshall({ ...stockKey(BULKY), available: 10 });
    await session.provider.client(DynamoDBClient).send(new PutItemCommand({ TableName, Item }));
  });
  afterEach("put right what was broken", async () => {
    for (const repair of repairs.splice(0).reverse()) await repair();
  });
  after("no pipe had trouble", () => assert.deepEqual(used().errors, []));

  const idOf = (type: string, name: string) => resourceOf(used().session, type, name).id;
  const machine = () => idOf("aws:sfn/stateMachine:StateMachine", "order-fulfilment");

  async function broken(...functions: string[]): Promise<void> {
    for (const name of functions) {
      const { inputs } = resourceOf(used().session, "aws:lambda/function:Function", name);
      const { variables } = v.parse(v.object({ variables: v.record(v.string(), v.string()) }), inputs.environment);
      const tables = Object.keys(variables).filter((key) => key.endsWith("_TABLE"));
      assert.equal(tables.length, 1, name);
      const missing = Object.fromEntries(tables.map((key) => [key, MISSING]));
      repairs.push(await workWith(used().session, name, missing));
    }
  }

  /** Places and pays an order of two of each article. */
  async function buy(skus: string[], paymentToken?: string): Promise<Placed> {
    const lines = skus.map((sku) => ({ sku, quantity: 2, unitPriceCents: 500 }));
    const answer = await shop.call("POST", "/orders", { customerId: shop.shopper.customerId, lines });
    assert.equal(answer.status, 201);
    const order = { orderId: await parsed(answer, "orderId"), sku: skus.join() };
    await shop.pay(order, paymentToken);
    return order;
  }

  const ended = ({ orderId }: Placed): Promise<SagaProgress> =>
    until(
      `the saga of ${orderId} ends`,
      async () => {
        const saga = await sagaOf(used().session.provider, machine(), orderId);
        return saga && saga.status !== "RUNNING" && saga;
      },
      { withinMs: 60_000 },
    );

  /** Steps that were compensated, in the order in which they were. */
  const undone = ({ states }: SagaProgress) =>
    states.flatMap(({ name }) => (name.startsWith("Compensate ") ? [name.slice("Compensate ".length)] : []));

  /** Pieces of each article that can be sold. */
  async function stock(): Promise<Record<string, number>> {
    const items = (await shop.itemsOf("inventory")).filter(({ sk }) => sk === "stock");
    return Object.fromEntries(items.map(({ pk, available }) => [String(pk).slice("sku#".length), Number(available)]));
  }

  /** What there is of an order: its entries in the ledgers, the messages for the warehouse, its events. */
  async function leftOf({ orderId }: Placed) {
    const ledgers: Record<string, unknown> = {};
    for (const [table, kind] of Object.entries(KINDS)) {
      const entries = (await shop.itemsOf(table)).filter(({ pk }) => String(pk).startsWith(`${kind}#${orderId}:`));
      assert.ok(entries.length <= 1, `an order has one ${kind}`);
      if (entries[0]) ledgers[kind] = entries[0].state;
    }
    const outbox = (await shop.itemsOf("inventory")).filter(({ pk }) => String(pk).startsWith(`outbox#${orderId}:`));
    const events = (await shop.itemsOf("orders-journal"))
      .filter(({ aggregateId }) => aggregateId === orderId)
      .sort((a, b) => Number(a.sequence) - Number(b.sequence));
    const typesOf = (items: Record<string, unknown>[]) => items.map(({ type }) => String(type));
    return { ledgers, messages: typesOf(outbox).sort(), events: typesOf(events) };
  }

  const refusals = [
    { why: "OutOfStock", skus: ["SKU-1", "SKU-EMPTY"], ledgers: { reservation: "refused" } },
    {
      why: "PaymentDeclined",
      skus: ["SKU-1"],
      token: "tok-declined-visa",
      ledgers: { reservation: "undone", payment: "refused" },
    },
    {
      why: "DeliveryUnavailable",
      skus: ["SKU-1", BULKY],
      ledgers: { reservation: "undone", payment: "undone", delivery: "refused" },
    },
  ];
  for (const [index, { why, skus, token, ledgers }] of refusals.entries()) {
    it(`rejects an order for ${why} at the first try, undoes the steps before, and leaves nothing of it`, async () => {
      const before = await stock();
      const order = await buy(skus, token);
      const saga = await ended(order);
      const output = v.parse(v.object({ failure: v.object({ error: v.string() }) }), JSON.parse(saga.output ?? ""));
      assert.deepEqual([saga.status, output.failure.error], ["SUCCEEDED", why]);
      assert.deepEqual(undone(saga), STEPS.slice(0, index).reverse());
      await shop.becomes(order, "rejected");
      assert.deepEqual(await stock(), before);
      const messages = index === 0 ? [] : ["ReservationReleased", "StockReserved"];
      assert.deepEqual(await leftOf(order), { ledgers, messages, events: REJECTED });
    });
  }

  for (const [index, step] of STEPS.entries()) {
    it(`undoes everything, the last step first, where ${step} fails however often it is tried`, async () => {
      const before = await stock();
      await broken(step);
      const order = await buy(["SKU-1"]);
      const saga = await ended(order);
      assert.equal(saga.status, "SUCCEEDED");
      // A step may have been done though its function said nothing: it is undone too. The last one has no undoing.
      assert.deepEqual(undone(saga), STEPS.slice(0, Math.min(index + 1, 3)).reverse());
      await shop.becomes(order, "rejected");
      assert.deepEqual(await stock(), before);
      const { ledgers, events } = await leftOf(order);
      assert.deepEqual(new Set(Object.values(ledgers)), new Set(["undone"]));
      assert.deepEqual(events, REJECTED);
    });
  }

  for (const fault of [Fault.Failed, Fault.AnswerLost]) {
    it(`has every effect once where each step's first call fails, and the next does not: ${fault}`, async () => {
      const { session } = used();
      const before = await stock();
      const endpoints: FaultyEndpoint[] = [];
      for (const step of STEPS) {
        // A function gives up after six attempts of its SDK (services/shared/attempts.ts), and is called again.
        let left = 6;
        const endpoint = await FaultyEndpoint.start(session.state.emulator.endpoint, {
          fault: ({ operation }) => (operation !== "Query" && left-- > 0 ? fault : undefined),
        });
        endpoints.push(endpoint);
        repairs.push(() => endpoint.stop(), await workWith(session, step, { AWS_ENDPOINT_URL: endpoint.url }));
      }
      const order = await buy(["SKU-1"]);
      assert.deepEqual(undone(await ended(order)), []);
      await shop.becomes(order, "confirmed");
      assert.deepEqual(
        endpoints.map(({ spoilt }) => spoilt),
        [6, 6, 6, 6],
      );
      const ledgers = { reservation: "done", payment: "done", delivery: "done" };
      assert.deepEqual(await leftOf(order), { ledgers, messages: ["StockReserved"], events: CONFIRMED });
      assert.deepEqual(await stock(), { ...before, "SKU-1": (before["SKU-1"] ?? 0) - 2 });
    });
  }

  for (const failing of [...UNDOINGS.map((one) => [one]), UNDOINGS]) {
    const names = failing.map(({ name }) => name);
    it(`makes the other compensations where ${names.join(", ")} fails for good, and hands that over`, async () => {
      const before = await stock();
      await broken("confirm-order", ...names);
      const order = await buy(["SKU-1"]);
      assert.deepEqual(undone(await ended(order)), ["arrange-delivery", "take-payment", "reserve-stock"]);
      const executionArn = `${machine().replace(":stateMachine:", ":execution:")}:${order.orderId}`;
      const { status, error, cause } = await used()
        .session.provider.client(SFNClient)
        .send(new DescribeExecutionCommand({ executionArn }));
      assert.deepEqual([status, error], ["FAILED", "CompensationFailed"]);
      for (const { step } of failing) assert.ok(cause?.includes(step), cause);
      const { ledgers, events } = await leftOf(order);
      const expected = UNDOINGS.map(({ name, kind }) => [kind, names.includes(name) ? "done" : "undone"]);
      assert.deepEqual(ledgers, Object.fromEntries(expected));
      assert.deepEqual(events, REJECTED);
      const held = names.includes("release-stock") ? 2 : 0;
      assert.deepEqual(await stock(), { ...before, "SKU-1": (before["SKU-1"] ?? 0) - held });
      assert.deepEqual(
        await handedOver(failing.length),
        failing.map(({ step }) => ({
          executionId: executionArn,
          step,
          failure: { error: "ResourceNotFoundException" },
          sagaFailure: { step: "confirm-order" },
          input: { orderId: order.orderId },
          results: ["arrange-delivery", "reserve-stock", "take-payment"],
        })),
      );
    });
  }

  it("hands an order over that could not be rejected, after all of it was undone", async () => {
    await broken("reject-order");
    const order = await buy(["SKU-1"], "tok-declined-visa");
    assert.equal((await ended(order)).status, "FAILED");
    const reports = await handedOver(1);
    assert.deepEqual(
      reports.map(({ step, input }) => [step, input.orderId]),
      [["on-failed", order.orderId]],
    );
    assert.deepEqual((await leftOf(order)).ledgers, { reservation: "undone", payment: "refused" });
  });

  /** Takes the messages of the saga's failure queue, which has no others. */
  async function handedOver(count: number) {
    const sqs = used().session.provider.client(SQSClient);
    const QueueUrl = idOf("aws:sqs/queue:Queue", "order-fulfilment-failures");
    const reports: v.InferOutput<typeof Report>[] = [];
    await until(`${count} messages are in the failure queue`, async () => {
      const { Messages = [] } = await sqs.send(new ReceiveMessageCommand({ QueueUrl, MaxNumberOfMessages: 10 }));
      for (const { Body = "", ReceiptHandle } of Messages) {
        reports.push(v.parse(Report, JSON.parse(Body)));
        await sqs.send(new DeleteMessageCommand({ QueueUrl, ReceiptHandle }));
      }
      return reports.length >= count;
    });
    assert.equal(reports.length, count);
    return reports.map(({ results, ...report }) => ({ ...report, results: Object.keys(results).sort() }));
  }
});
