import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { LambdaClient, UpdateFunctionConfigurationCommand } from "@aws-sdk/client-lambda";
import { paginateListExecutions, SFNClient } from "@aws-sdk/client-sfn";
import { GetQueueAttributesCommand, SetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { until } from "../../local/until";
import { DevShop, type Placed, parsed } from "./dev-shop";
import { type Call, Fault, FaultyEndpoint, killFunction } from "./faulty-endpoint";
import { messagesIn, workWith } from "./functions";
import { resourceOf, useSession } from "./stack";

/** Functions with the effect that each has, and the call by which it is known to be at it again. */
const EFFECTS = [
  { name: "orders-archive", effect: "s3 PUT", again: "s3 PUT" },
  { name: "orders-view-writer", effect: "dynamodb UpdateItem", again: "dynamodb UpdateItem" },
  { name: "orders-saga-start", effect: "states StartExecution", again: "states StartExecution" },
  { name: "orders-relay", effect: "events PutEvents", again: "events PutEvents" },
  { name: "reserve-stock", effect: "dynamodb TransactWriteItems", again: "dynamodb TransactWriteItems" },
  { name: "take-payment", effect: "dynamodb PutItem", again: "dynamodb PutItem" },
  { name: "arrange-delivery", effect: "dynamodb PutItem", again: "dynamodb PutItem" },
  // It looks whether the order is confirmed before it writes that.
  { name: "confirm-order", effect: "dynamodb PutItem", again: "dynamodb Query" },
] as const;

/** Functions of the dev stack that die at an effect: right before it, or when it is done and they have not heard of it. */
describe("the shop's functions killed at their effects, on the emulator", function () {
  this.timeout(180_000);
  const used = useSession({ directory: resolve(__dirname, "../.."), stack: "dev" });
  const repairs: (() => Promise<unknown>)[] = [];
  let shop: DevShop;

  before("deploy", async () => {
    shop = await DevShop.open(used());
    // Otherwise a message comes again after 3 minutes.
    const QueueUrl = idOf("aws:sqs/queue:Queue", "notifications-shopper");
    await provider()
      .client(SQSClient)
      .send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { VisibilityTimeout: "10" } }));
  });
  afterEach("let functions live", async () => {
    for (const repair of repairs.splice(0).reverse()) await repair();
  });
  after("no pipe had trouble", () => assert.deepEqual(used().errors, []));

  const provider = () => used().session.provider;
  const idOf = (type: string, name: string) => resourceOf(used().session, type, name).id;
  const emails = () => messagesIn(provider(), idOf("aws:sqs/queue:Queue", "customer-messages-email"));

  /** Has a function die at the first effect of that kind. */
  async function dying(name: string, effect: string, when: "before" | "after"): Promise<FaultyEndpoint> {
    const { session } = used();
    let killed = false;
    const is = ({ service, operation }: Call) => `${service} ${operation}` === effect;
    const kill = (call: Call): boolean => {
      if (killed || !is(call)) return false;
      killed = true;
      assert.ok(killFunction(session, name) > 0, `no process of ${name} runs`);
      return true;
    };
    const endpoint = await FaultyEndpoint.start(session.state.emulator.endpoint, {
      fault: (call) => (when === "before" && kill(call) ? Fault.Broken : undefined),
      done: (call) => void (when === "after" && kill(call)),
    });
    repairs.push(() => endpoint.stop(), await workWith(session, name, { AWS_ENDPOINT_URL: endpoint.url }));
    return endpoint;
  }

  async function sagasOf({ orderId }: Placed): Promise<number> {
    const stateMachineArn = idOf("aws:sfn/stateMachine:StateMachine", "order-fulfilment");
    let count = 0;
    for await (const { executions = [] } of paginateListExecutions(
      { client: provider().client(SFNClient) },
      { stateMachineArn },
    )) {
      count += executions.filter(({ name }) => name === orderId).length;
    }
    return count;
  }

  /** What there is of an order, of each thing how often. */
  async function effectsOf(order: Placed): Promise<Record<string, number>> {
    const counts: Record<string, number> = { sagas: await sagasOf(order) };
    for (const table of ["inventory", "payments-ledger", "deliveries"]) {
      const items = (await shop.itemsOf(table)).filter(({ pk }) => String(pk).includes(order.orderId));
      for (const { pk, state, type } of items) {
        const what = `${String(pk).split("#")[0]} ${state ?? type}`;
        counts[what] = (counts[what] ?? 0) + 1;
      }
    }
    for (const { aggregateId, type } of await shop.itemsOf("orders-journal")) {
      if (aggregateId === order.orderId) counts[String(type)] = (counts[String(type)] ?? 0) + 1;
    }
    return counts;
  }

  const ONCE = {
    sagas: 1,
    "reservation done": 1,
    "outbox StockReserved": 1,
    "payment done": 1,
    "delivery done": 1,
    OrderPlaced: 1,
    OrderPaymentRequested: 1,
    OrderConfirmed: 1,
  };

  for (const { name, effect, again } of EFFECTS) {
    for (const when of ["before", "after"] as const) {
      it(`${name} dies right ${when} ${effect}: it comes to that again, and everything is there once`, async () => {
        const stock = await shop.stockOf("SKU-1");
        const told = await emails();
        const endpoint = await dying(name, effect, when);
        const order = await shop.paidOrder("SKU-1", `${name}-${when}`);
        await shop.becomes(order, "confirmed");
        await until(`${name} comes to it again`, async () => (endpoint.calls.get(again) ?? 0) > 1);
        await until("the shopper is told", async () => (await emails()) >= told + 2, { withinMs: 60_000 });
        await notified(order);
        assert.deepEqual(await effectsOf(order), ONCE);
        assert.equal(await shop.stockOf("SKU-1"), stock - 2);
        assert.equal(await emails(), told + 2, "told of the order and of its confirmation");
      });
    }
  }

  it("orders-api dies with an order written: whoever asks again with the same key gets that order", async () => {
    await dying("orders-api", "dynamodb PutItem", "after");
    const lines = [{ sku: "SKU-2", quantity: 2, unitPriceCents: 500 }];
    const body = { customerId: shop.shopper.customerId, lines };
    const before = await shop.itemsOf("orders-journal");
    const first = await shop.call("POST", "/orders", body, "died");
    assert.ok(first.status >= 500, String(first.status));
    const again = await until(
      "the shop takes it",
      async () => {
        const answer = await shop.call("POST", "/orders", body, "died");
        return answer.status === 201 && answer;
      },
      // So long the first may be at it still, as far as is known: the function's timeout.
      { withinMs: 40_000, everyMs: 500 },
    );
    const orderId = await parsed(again, "orderId");
    const added = (await shop.itemsOf("orders-journal")).length - before.length;
    assert.equal(added, 1);
    await shop.becomes({ orderId, sku: "SKU-2" }, "placed");
    // What shoppers are told is counted by the tests that follow.
    await notified({ orderId, sku: "SKU-2" });
  });

  for (const { effect, when, messages } of [
    { effect: "dynamodb PutItem", when: "before", messages: 1 },
    { effect: "dynamodb PutItem", when: "after", messages: 1 },
    { effect: "sns Publish", when: "before", messages: 1 },
    // Nobody can know that it went out: services/notifications/deliver.ts sends it again rather than not at all.
    { effect: "sns Publish", when: "after", messages: 2 },
    { effect: "dynamodb UpdateItem", when: "after", messages: 1 },
  ] as const) {
    it(`notify dies right ${when} ${effect}: the shopper gets ${messages} of its message`, async () => {
      const lambda = provider().client(LambdaClient);
      const FunctionName = idOf("aws:lambda/function:Function", "notify");
      // A claim lasts a little longer than the function may run.
      await lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 3 }));
      repairs.push(() => lambda.send(new UpdateFunctionConfigurationCommand({ FunctionName, Timeout: 30 })));
      const told = await emails();
      const endpoint = await dying("notify", effect, when);
      const order = await shop.place("SKU-2", `notify-${effect.replace(" ", "-")}-${when}`);
      await until("the function is killed", async () => (endpoint.calls.get(effect) ?? 0) > 0);
      await notified(order);
      assert.equal(await emails(), told + messages);
    });
  }

  /** Waits until every event is told of, and nothing of it is to be handled any more. */
  async function notified({ orderId }: Placed): Promise<void> {
    await until(
      `${orderId}: all is told`,
      async () => {
        const ledger = (await shop.itemsOf("notifications-ledger")).filter(({ pk }) => String(pk).includes(orderId));
        return ledger.length > 0 && ledger.every(({ status }) => status === "sent") && (await idle());
      },
      { withinMs: 60_000 },
    );
  }

  /** Whether notify has nothing to do, at hand or for later. */
  async function idle(): Promise<boolean> {
    const QueueUrl = idOf("aws:sqs/queue:Queue", "notifications-shopper");
    const { Attributes = {} } = await provider()
      .client(SQSClient)
      .send(new GetQueueAttributesCommand({ QueueUrl, AttributeNames: ["All"] }));
    const { ApproximateNumberOfMessages, ApproximateNumberOfMessagesNotVisible } = Attributes;
    return ApproximateNumberOfMessages === "0" && ApproximateNumberOfMessagesNotVisible === "0";
  }
});
