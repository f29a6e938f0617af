// The dev stack's shop on the emulator: orders a second and how long a shopper waits, and records a second of the read model's
// projector. All of it shares this machine's cores, the emulator and one process a function among them.
import { randomUUID } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { KinesisClient, PutRecordsCommand } from "@aws-sdk/client-kinesis";
import { LambdaClient, ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from "@aws-sdk/client-lambda";
import { Session } from "../local/session";
import { until } from "../local/until";
import { DevShop } from "../tests/local/dev-shop";
import { resourceOf } from "../tests/local/stack";
import { historyOf } from "../tests/unit/services/orders/samples";
import { streamRecordOf } from "../tests/unit/services/orders/simulation/stream";
import { median } from "./measure";

export interface ShopResult {
  /** Orders a second, from the first request to the last confirmation in the journal. */
  ordersPerSecond: number;
  /** Milliseconds of the requests that place and pay an order. */
  request: { median: number; p99: number };
  /** Milliseconds from an order's first request to its confirmation in the read model, with nothing else going on. */
  wayMs: number;
  /** Records a second from the stream through the view's projector into its table. */
  projectorRecordsPerSecond: number;
}

export interface ShopOptions {
  /** @default 300 */
  orders?: number;
  /** Orders under way at once. @default 8 */
  shoppers?: number;
  /** Records for the projector; a third of them is an order's. @default 3000 */
  records?: number;
  progress?: (line: string) => void;
}

/** Records that Kinesis takes in one call. */
const PUT_AT_ONCE = 500;
const PATIENCE = { withinMs: 300_000, everyMs: 200 };

export async function shop(options: ShopOptions = {}): Promise<ShopResult> {
  const { orders = 300, shoppers = 8, records = 3000, progress = () => undefined } = options;
  const stateFolder = mkdtempSync(join(tmpdir(), "shop-"));
  const errors: string[] = [];
  const session = await Session.open(
    { directory: resolve(__dirname, ".."), stack: "dev", stateFolder, fresh: true, progress },
    (message) => errors.push(message),
  );
  try {
    progress("deploying the shop");
    const open = await DevShop.open({ session, errors });
    progress("one order after the other");
    // The first starts each function's process.
    await way(open, "first");
    const ways: number[] = [];
    for (let n = 0; n < 5; n++) ways.push(await way(open, `alone-${n}`));
    progress(`${orders} orders, ${shoppers} at once`);
    const placed = await load(open, orders, shoppers);
    progress(`${records} records for the projector`);
    const projectorRecordsPerSecond = await project(session, open, records);
    if (errors.length > 0) throw new Error(errors.join("\n"));
    return { ...placed, wayMs: median(ways), projectorRecordsPerSecond };
  } finally {
    await session.close();
    rmSync(stateFolder, { recursive: true, force: true });
  }
}

async function way(open: DevShop, key: string): Promise<number> {
  const started = performance.now();
  await open.becomes(await open.paidOrder("SKU-1", key), "confirmed");
  return performance.now() - started;
}

async function load(open: DevShop, orders: number, shoppers: number) {
  const before = await confirmed(open);
  const waits: number[] = [];
  const timed = async <T>(call: Promise<T>): Promise<T> => {
    const from = performance.now();
    const answer = await call;
    waits.push(performance.now() - from);
    return answer;
  };
  const started = performance.now();
  let next = 0;
  const shopper = async (): Promise<void> => {
    while (next < orders) {
      const key = `load-${next++}`;
      const body = {
        customerId: open.shopper.customerId,
        lines: [{ sku: "SKU-1", quantity: 1, unitPriceCents: 500 }],
      };
      const answer = await timed(open.call("POST", "/orders", body, key));
      const { orderId }: { orderId?: string } = JSON.parse(await answer.text());
      if (answer.status !== 201 || orderId === undefined) throw new Error(`POST /orders answers ${answer.status}`);
      await timed(open.pay({ orderId, sku: "SKU-1" }));
    }
  };
  await Promise.all(Array.from({ length: shoppers }, shopper));
  await until(`${orders} orders are confirmed`, async () => (await confirmed(open)) >= before + orders, PATIENCE);
  const seconds = (performance.now() - started) / 1000;
  const sorted = waits.sort((a, b) => a - b);
  const p99 = sorted[Math.ceil(sorted.length * 0.99) - 1] ?? Number.NaN;
  return { ordersPerSecond: orders / seconds, request: { median: median(sorted), p99 } };
}

async function confirmed(open: DevShop): Promise<number> {
  return (await open.itemsOf("orders-journal")).filter(({ type }) => type === "OrderConfirmed").length;
}

/**
 * Puts the histories of orders that nobody placed into the stream, and waits until the view shows the end of each. The
 * view's writer reads alone meanwhile: sagas of a thousand orders at once would be measured in its stead.
 */
async function project(session: Session, open: DevShop, records: number): Promise<number> {
  const StreamARN = resourceOf(session, "aws:kinesis/stream:Stream", "orders-stream").id;
  await pauseReaders(session, StreamARN, "orders-view-writer");
  const ids = new Set<string>(Array.from({ length: records / 3 }, () => randomUUID()));
  const histories = [...ids].flatMap((id) => historyOf(id, "confirmed"));
  const entries = await Promise.all(
    histories.map(async (event) => ({
      PartitionKey: event.aggregateId,
      Data: Buffer.from(await streamRecordOf(event)),
    })),
  );
  const shown = async () =>
    (await open.itemsOf("orders-view-table")).filter(
      ({ orderId, status }) => status === "confirmed" && ids.has(String(orderId)),
    ).length;
  const client = session.provider.client(KinesisClient);
  const started = performance.now();
  for (let from = 0; from < entries.length; from += PUT_AT_ONCE) {
    const Records = entries.slice(from, from + PUT_AT_ONCE);
    const { FailedRecordCount } = await client.send(new PutRecordsCommand({ StreamARN, Records }));
    if (FailedRecordCount !== 0) throw new Error(`the stream did not take ${FailedRecordCount} records`);
  }
  await until("the view shows every order", async () => (await shown()) === ids.size, PATIENCE);
  return histories.length / ((performance.now() - started) / 1000);
}

/** Has the mappings of a stream to functions other than one read no further. */
async function pauseReaders(session: Session, EventSourceArn: string, goesOn: string): Promise<void> {
  const lambda = session.provider.client(LambdaClient);
  const { EventSourceMappings = [] } = await lambda.send(new ListEventSourceMappingsCommand({ EventSourceArn }));
  const name = resourceOf(session, "aws:lambda/function:Function", goesOn).id;
  const others = EventSourceMappings.filter(({ FunctionArn = "" }) => !FunctionArn.split(":").includes(name));
  if (others.length !== EventSourceMappings.length - 1) throw new Error(`${goesOn} is not one reader of the stream`);
  for (const { UUID } of others) await lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled: false }));
}

if (require.main === module) {
  void shop({ progress: (line) => console.error(line) }).then((result) => console.log(result));
}
