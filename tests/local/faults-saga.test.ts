import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { DynamoDBClient, PutItemCommand } from "@aws-sdk/client-dynamodb";
import { DescribeExecutionCommand, GetExecutionHistoryCommand, SFNClient } from "@aws-sdk/client-sfn";
import { ReceiveMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { marshall } from "@aws-sdk/util-dynamodb";
import * as v from "valibot";
import { until } from "../../local/until";
import { stockKey } from "../../services/inventory/items";
import { DevShop, type Placed } from "./dev-shop";
import { messagesIn, workWith } from "./functions";
import { resourceOf, useSession } from "./stack";

/** No carrier takes goods of this kind. */
const BULKY = "BULKY-1";
const Report = v.object({ step: v.string() });

/** Sagas of the dev stack that fail, at each of their steps and in what undoes them. */
describe("the shop's sagas under faults on the emulator", function () {
  this.timeout(180_000);
  const used = useSession({ directory: resolve(__dirname, "../.."), stack: "dev" });
  let shop: DevShop;

  before("deploy", async () => {
    shop = await DevShop.open(used());
    const Item = marshall({ ...stockKey(BULKY), available: 10 });
    const TableName = idOf("aws:dynamodb/table:Table", "inventory");
    await provider().client(DynamoDBClient).send(new PutItemCommand({ TableName, Item }));
  });

  const provider = () => used().session.provider;
  const idOf = (type: string, name: string) => resourceOf(used().session, type, name).id;
  const executionOf = ({ orderId }: Placed) =>
    `${idOf("aws:sfn/stateMachine:StateMachine", "order-fulfilment").replace(":stateMachine:", ":execution:")}:${orderId}`;

  it("gives the stock back where the payment is declined, and charges nothing", async () => {
    const before = await shop.stockOf("SKU-2");
    const order = await shop.paidOrder("SKU-2", "declined", "tok-declined-visa");
    await shop.becomes(order, "rejected");
    assert.equal(await shop.stockOf("SKU-2"), before);
    assert.notEqual(await shop.chargeOf(order), "done");
    const told = (await shop.itemsOf("inventory")).flatMap(({ pk, type }) => {
      return String(pk).includes(order.orderId) && typeof type === "string" ? [type] : [];
    });
    assert.deepEqual(told.sort(), ["ReservationReleased", "StockReserved"], "the warehouse is told of both");
  });

  it("gives money and stock back where nobody delivers", async () => {
    const before = await shop.stockOf(BULKY);
    const order = await shop.paidOrder(BULKY, "bulky");
    await shop.becomes(order, "rejected");
    assert.equal(await shop.stockOf(BULKY), before);
    assert.equal(await shop.chargeOf(order), "undone");
  });

  it("confirms an order after a function's trouble has passed, with one charge", async () => {
    const restore = await workWith(used().session, "take-payment", { PAYMENTS_TABLE: "no-such-table" });
    const order = await shop.paidOrder("SKU-1", "trouble");
    try {
      await until("a try of the payment has failed", () => failedOnce(order));
    } finally {
      await restore();
    }
    await shop.becomes(order, "confirmed");
    assert.equal(await shop.chargeOf(order), "done");
  });

  it("reports a compensation that fails to the end, and makes the others all the same", async () => {
    const failures = idOf("aws:sqs/queue:Queue", "order-fulfilment-failures");
    const before = await shop.stockOf(BULKY);
    const restore = await workWith(used().session, "release-stock", { INVENTORY_TABLE: "no-such-table" });
    try {
      const order = await shop.paidOrder(BULKY, "stuck");
      await until("the failure is reported", async () => (await messagesIn(provider(), failures)) === 1, {
        withinMs: 120_000,
      });
      await shop.becomes(order, "rejected");
      assert.equal(await shop.chargeOf(order), "undone");
      assert.equal(await shop.stockOf(BULKY), before - 2, "these two wait for somebody to look");
      const { Messages: [message] = [] } = await provider()
        .client(SQSClient)
        .send(new ReceiveMessageCommand({ QueueUrl: failures }));
      assert.equal(v.parse(Report, JSON.parse(message?.Body ?? "")).step, "reserve-stock");
      const { status, error } = await provider()
        .client(SFNClient)
        .send(new DescribeExecutionCommand({ executionArn: executionOf(order) }));
      assert.deepEqual([status, error], ["FAILED", "CompensationFailed"]);
    } finally {
      await restore();
    }
  });

  /** Whether a try of the payment of an order has failed. */
  async function failedOnce(order: Placed): Promise<boolean> {
    const { events = [] } = await provider()
      .client(SFNClient)
      .send(new GetExecutionHistoryCommand({ executionArn: executionOf(order), maxResults: 1000 }))
      .catch(() => ({ events: [] }));
    return events.some(({ type }) => type === "TaskFailed" || type === "LambdaFunctionFailed");
  }
});
