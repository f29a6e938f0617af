import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { EventBridgeClient, PutEventsCommand } from "@aws-sdk/client-eventbridge";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { PublishCommand, SNSClient } from "@aws-sdk/client-sns";
import { GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import type { KinesisStreamRecord } from "aws-lambda";
import * as v from "valibot";
import { until } from "../../local/until";
import { orderSchemas } from "../../services/orders/domain/events";
import { publicEvent } from "../../services/orders/projections/bus-reader";
import type { RecordedEvent } from "../../services/shared/journal";
import { eventOfItem } from "../../services/shared/journal-item";
import { eventOf, historyOf } from "../unit/services/orders/samples";
import { MemoryStream, streamRecordOf } from "../unit/services/orders/simulation/stream";
import { DevShop } from "./dev-shop";
import { FaultyEndpoint } from "./faulty-endpoint";
import { messagesIn, workWith } from "./functions";
import { resourceOf, useSession } from "./stack";

const BatchAnswer = v.object({ batchItemFailures: v.array(v.object({ itemIdentifier: v.string() })) });
const COPIES = 3;

/**
 * Events that come again, come late, or can't be read. Batches are handed to the deployed functions as their mappings of
 * the stream would hand them: which records are in one is then for the test to say.
 */
describe("the shop's events again, late and unreadable, on the emulator", function () {
  this.timeout(180_000);
  const used = useSession({ directory: resolve(__dirname, "../.."), stack: "dev" });
  let shop: DevShop;

  before("deploy", async () => {
    shop = await DevShop.open(used());
  });
  after("no pipe had trouble", () => assert.deepEqual(used().errors, []));

  const provider = () => used().session.provider;
  const idOf = (type: string, name: string) => resourceOf(used().session, type, name).id;
  const queueOf = (name: string) => idOf("aws:sqs/queue:Queue", name);

  /** Hands a batch to a reader of the stream. @returns sequence numbers of the records that it could not handle */
  async function hand(reader: string, Records: readonly KinesisStreamRecord[]): Promise<string[]> {
    const { FunctionError, Payload } = await provider()
      .client(LambdaClient)
      .send(
        new InvokeCommand({
          FunctionName: idOf("aws:lambda/function:Function", reader),
          Qualifier: "live",
          Payload: Buffer.from(JSON.stringify({ Records })),
        }),
      );
    const text = Buffer.from(Payload ?? []).toString("utf8");
    assert.equal(FunctionError, undefined, text);
    return v.parse(BatchAnswer, JSON.parse(text)).batchItemFailures.map(({ itemIdentifier }) => itemIdentifier);
  }

  /** Records of one shard with these data, in this order. */
  function recordsOf(...data: string[]): KinesisStreamRecord[] {
    const stream = new MemoryStream(1);
    for (const one of data) stream.put("any", one);
    return stream.shards[0] ?? [];
  }

  const dataOf = (events: readonly RecordedEvent[]) => Promise.all(events.map((event) => streamRecordOf(event)));

  async function objects(): Promise<number> {
    const Bucket = idOf("aws:s3/bucket:Bucket", "orders-archive");
    const { KeyCount = 0 } = await provider()
      .client(S3Client)
      .send(new ListObjectsV2Command({ Bucket, Prefix: "events/" }));
    return KeyCount;
  }

  /** Messages to shoppers. */
  const told = () => messagesIn(provider(), queueOf("customer-messages-email"));

  async function viewOf(orderId: string) {
    return (await shop.itemsOf("orders-view-table")).filter(({ pk }) => String(pk).endsWith(orderId));
  }

  it("archives a batch that comes again as the object that is there", async () => {
    const batch = recordsOf(...(await dataOf(historyOf(randomUUID(), "confirmed"))));
    const before = await objects();
    for (let copy = 0; copy < COPIES; copy++) assert.deepEqual(await hand("orders-archive", batch), []);
    assert.equal(await objects(), before + 1);
  });

  it("shows an order's last event, in whichever order and however often its events come", async () => {
    const history = historyOf("", "confirmed");
    const orders = [
      [2, 1, 0],
      [1, 0, 2],
      [2, 2, 0, 1, 0],
      [0, 2, 1, 2],
    ];
    const views = await Promise.all(
      orders.map(async (order) => {
        const orderId = randomUUID();
        const events = order.map((index) => eventOf(orderId, index + 1, history[index]?.type ?? ""));
        // By itself each: within one batch they are handled at once.
        for (const event of events) {
          assert.deepEqual(await hand("orders-view-writer", recordsOf(await streamRecordOf(event))), []);
        }
        const [view, ...others] = await viewOf(orderId);
        assert.deepEqual(others, []);
        const { pk, orderId: _, gsi1sk: __, ...rest } = view ?? {};
        assert.ok(String(pk).endsWith(orderId));
        return rest;
      }),
    );
    assert.deepEqual([views[0]?.status, views[0]?.version], ["confirmed", 3]);
    for (const view of views) assert.deepEqual(view, views[0]);
  });

  it("names just the records that can't be read, and handles those around them", async () => {
    const good = [randomUUID(), randomUUID()].map((orderId) => eventOf(orderId, 1, "OrderPlaced"));
    const [first = "", last = ""] = await dataOf(good);
    const changed = (from: RegExp, to: string): string => {
      const text = first.replace(from, to);
      assert.notEqual(text, first);
      return text;
    };
    const unreadable = ["not JSON", "{}", changed(/"aggregateId":\{[^}]*\},/, "")];
    const unknown = [
      changed(/"type":\{"S":"OrderPlaced"\}/, '"type":{"S":"OrderInvented"}'),
      changed(/"schemaVersion":\{"N":"\d+"\}/, '"schemaVersion":{"N":"99"}'),
      changed(/"encoding":\{"S":"json"\}/, '"encoding":{"S":"runes"}'),
      changed(/\\"totalCents\\":500/, '\\"totalCents\\":\\"much\\"'),
    ];
    const batch = recordsOf(first, ...unreadable, ...unknown, last);
    const numbers = batch.map(({ kinesis }) => kinesis.sequenceNumber);
    const before = await told();
    for (const reader of ["orders-view-writer", "orders-relay", "orders-saga-start"]) {
      assert.deepEqual((await hand(reader, batch)).sort(), numbers.slice(1, -1), reader);
    }
    // What this version of the shop does not know is kept all the same: the next one may.
    assert.deepEqual((await hand("orders-archive", batch)).sort(), numbers.slice(1, 1 + unreadable.length));
    for (const { aggregateId } of good) assert.equal((await viewOf(aggregateId)).length, 1);
    // By way of the bus, some time after the batch was handled.
    await until("shoppers are told of what was relayed", async () => (await told()) === before + good.length);
  });

  it("tells a shopper once of an event that bus, topic and queue each hand on again", async () => {
    const { session } = used();
    const before = await told();
    const order = await shop.place("SKU-1", "copies");
    await until("the shopper is told", async () => (await told()) === before + 1);
    const endpoint = await FaultyEndpoint.start(session.state.emulator.endpoint, {});
    const restore = await workWith(session, "notify", { AWS_ENDPOINT_URL: endpoint.url });
    try {
      const [item = {}] = (await shop.itemsOf("orders-journal")).filter(
        ({ aggregateId }) => aggregateId === order.orderId,
      );
      const { type, detail } = publicEvent(await eventOfItem(item, orderSchemas));
      const source = "shop.orders";
      const EventBusName = resourceOf(session, "aws:cloudwatch/eventBus:EventBus", "shop-events").id;
      const Entries = [{ EventBusName, Source: source, DetailType: type, Detail: JSON.stringify(detail) }];
      const TopicArn = idOf("aws:sns/topic:Topic", "notifications");
      for (let copy = 0; copy < COPIES; copy++) {
        // EventBridge gives each copy an id of its own.
        const text = JSON.stringify({ id: randomUUID(), source, "detail-type": type, detail });
        await provider().client(EventBridgeClient).send(new PutEventsCommand({ Entries }));
        await provider()
          .client(SNSClient)
          .send(new PublishCommand({ TopicArn, Message: text }));
        const message = { QueueUrl: queueOf("notifications-shopper"), MessageBody: text };
        await provider().client(SQSClient).send(new SendMessageCommand(message));
      }
      await until("every copy is looked at", async () => (endpoint.calls.get("dynamodb PutItem") ?? 0) >= 3 * COPIES);
      await until("and is done with", async () => {
        const { Attributes = {} } = await provider()
          .client(SQSClient)
          .send(new GetQueueAttributesCommand({ QueueUrl: queueOf("notifications-shopper"), AttributeNames: ["All"] }));
        return (
          Number(Attributes.ApproximateNumberOfMessages) + Number(Attributes.ApproximateNumberOfMessagesNotVisible) ===
          0
        );
      });
      assert.equal(endpoint.calls.get("sns Publish"), undefined);
      assert.equal(await told(), before + 1);
    } finally {
      await restore();
      await endpoint.stop();
    }
  });
});
