import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { gunzipSync } from "node:zlib";
import { GetObjectCommand, ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import * as v from "valibot";
import { until } from "../../local/until";
import { OUTBOX } from "../../services/inventory/items";
import { eventOfLine } from "../../services/orders/projections/archive-format";
import { DevShop, type Placed } from "./dev-shop";
import { resourceOf, useSession } from "./stack";

const Page = v.object({ orders: v.array(v.object({ orderId: v.string() })), next: v.optional(v.string()) });

/** Events that shoppers are told of. */
const TOLD = new Set(["OrderPlaced", "OrderConfirmed", "OrderRejected", "OrderCancelled"]);

const BUYABLE = 30;
const SOLD_OUT = 6;
const LEFT_ALONE = 4;

/** The dev stack, functions and all, from HTTP to the read model. */
describe("the shop on the emulator", function () {
  this.timeout(180_000);
  const used = useSession({ directory: resolve(__dirname, "../.."), stack: "dev" });
  let shop: DevShop;
  let paid: Placed[] = [];

  before("deploy", async () => {
    shop = await DevShop.open(used());
  });

  after("no pipe and no function had trouble", () => assert.deepEqual(used().errors, []));

  it("confirms what can be sold and rejects the rest, each order once, whoever asks twice", async () => {
    const before = await shop.stockOf("SKU-1");
    const skus = [...Array<string>(BUYABLE).fill("SKU-1"), ...Array<string>(SOLD_OUT).fill("SKU-EMPTY")];
    paid = await Promise.all(skus.map((sku, index) => shop.place(sku, `order-${index}`)));
    assert.equal(new Set(paid.map(({ orderId }) => orderId)).size, skus.length);
    const answers = await Promise.all(paid.map(({ orderId }) => shop.call("POST", `/orders/${orderId}/payment`, {})));
    assert.deepEqual([...new Set(answers.map(({ status }) => status))], [202]);
    for (const { orderId, sku } of paid) {
      const wanted = sku === "SKU-1" ? "confirmed" : "rejected";
      await shop.becomes({ orderId, sku }, wanted);
    }
    assert.equal(await shop.stockOf("SKU-1"), before - 2 * BUYABLE);
    const told = (await shop.itemsOf("inventory")).filter(
      ({ gsi1pk, type }) => gsi1pk === OUTBOX && type === "StockReserved",
    );
    assert.equal(told.length, BUYABLE, "the warehouse is to be told of each reservation");
    const charges = (await shop.itemsOf("payments-ledger")).filter(({ state }) => state === "done");
    const bought = paid.filter(({ sku }) => sku === "SKU-1").map(({ orderId }) => orderId);
    assert.deepEqual(charges.map(({ orderId }) => String(orderId)).sort(), bought.sort(), "one charge for each order");
  });

  it("cancels an order that nobody paid, and refuses to have it paid then", async () => {
    const { orderId } = await shop.place("SKU-1", "cancelled");
    assert.equal((await shop.call("DELETE", `/orders/${orderId}?reason=changed-my-mind`)).status, 200);
    await until("the order is cancelled", async () => (await shop.statusOf(orderId)) === "cancelled");
    const refused = await shop.call("POST", `/orders/${orderId}/payment`, {});
    assert.equal(refused.status, 409);
    assert.match(await refused.text(), /order-cancelled/);
  });

  it("archives every event of the journal, once for each", async () => {
    for (let index = 0; index < LEFT_ALONE; index++) await shop.place("SKU-2", `left-alone-${index}`);
    const { session } = used();
    const s3 = session.provider.client(S3Client);
    const Bucket = resourceOf(session, "aws:s3/bucket:Bucket", "orders-archive").id;
    const journal = (await shop.itemsOf("orders-journal")).map(({ eventId }) => String(eventId)).sort();
    // Placed and requested of each that was paid, its end, two of the cancelled one, and one of those left alone.
    assert.equal(journal.length, 3 * (BUYABLE + SOLD_OUT) + 2 + LEFT_ALONE);
    await until("the archive has them all", async () => {
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket, Prefix: "events/" }));
      const lines: string[] = [];
      for (const { Key } of Contents) {
        const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key }));
        const bytes = Buffer.from((await Body?.transformToByteArray()) ?? []);
        const text = bytes[0] === 0x1f ? gunzipSync(bytes).toString("utf8") : bytes.toString("utf8");
        lines.push(...text.split("\n").filter((line) => line !== ""));
      }
      const found = new Set(await Promise.all(lines.map(async (line) => (await eventOfLine(line)).eventId)));
      return journal.every((eventId) => found.has(eventId));
    });
  });

  it("lists a customer's orders by pages, each once", async () => {
    const seen: string[] = [];
    let next: string | undefined;
    do {
      const query = new URLSearchParams({
        customerId: shop.shopper.customerId,
        limit: "10",
        ...(next !== undefined && { next }),
      });
      const page: unknown = await (await shop.call("GET", `/orders?${query}`)).json();
      const { orders, next: following } = v.parse(Page, page);
      seen.push(...orders.map(({ orderId }) => orderId));
      next = following;
    } while (next !== undefined);
    assert.equal(new Set(seen).size, seen.length);
    assert.equal(seen.length, BUYABLE + SOLD_OUT + 1 + LEFT_ALONE);
  });

  it("tells shoppers once of each event that is worth a message", async () => {
    const { session } = used();
    const queue = resourceOf(session, "aws:sqs/queue:Queue", "customer-messages-email");
    const waiting = async (): Promise<number> => {
      const { Attributes } = await session.provider
        .client(SQSClient)
        .send(new GetQueueAttributesCommand({ QueueUrl: queue.id, AttributeNames: ["ApproximateNumberOfMessages"] }));
      return Number(Attributes?.ApproximateNumberOfMessages);
    };
    const worth = (await shop.itemsOf("orders-journal")).filter(({ type }) => TOLD.has(String(type))).length;
    assert.ok(worth > 0);
    assert.equal(
      await until("every event is told of", async () => (await waiting()) >= worth && (await waiting())),
      worth,
    );
  });

  it("leaves nothing in a failure queue", async () => {
    const { session } = used();
    const sqs = session.provider.client(SQSClient);
    const queues = Object.values(session.state.resources).filter(
      ({ type, name }) => type === "aws:sqs/queue:Queue" && /(-dlq|-failures|undelivered)$/.test(name),
    );
    assert.ok(queues.length > 8);
    for (const { id, name } of queues) {
      const { Attributes } = await sqs.send(
        new GetQueueAttributesCommand({ QueueUrl: id, AttributeNames: ["ApproximateNumberOfMessages"] }),
      );
      assert.equal(Attributes?.ApproximateNumberOfMessages, "0", name);
    }
  });
});
