import { strict as assert } from "node:assert";
import { execFile } from "node:child_process";
import { resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import {
  GetRecordsCommand,
  GetShardIteratorCommand,
  KinesisClient,
  ListShardsCommand,
  PutRecordCommand,
} from "@aws-sdk/client-kinesis";
import { paginateListExecutions, SFNClient } from "@aws-sdk/client-sfn";
import { Inputs } from "../../local/provider/values";
import { until } from "../../local/until";
import { DevShop } from "./dev-shop";
import { messagesIn } from "./functions";
import { resourceOf, useSession } from "./stack";

const run = promisify(execFile);
const POISON = ["not JSON", "{}", '{"dynamodb":{"NewImage":{"type":{"S":"OrderPaymentRequested"}}}}'];
/** Of these, what a reader gets that asks for one type of events. */
const OF_A_TYPE = 1;

/** Deliveries that go wrong between the dev stack's functions: copies, records that nobody can read, deaths. */
describe("the shop's deliveries under faults on the emulator", function () {
  this.timeout(180_000);
  const used = useSession({ directory: resolve(__dirname, "../.."), stack: "dev" });
  let shop: DevShop;

  before("deploy, and have something in the stream", async () => {
    shop = await DevShop.open(used());
    const orders = ["1", "2", "3", "4"].map((key) => shop.paidOrder("SKU-1", `first-${key}`));
    for (const order of await Promise.all(orders)) await shop.becomes(order, "confirmed");
  });

  const provider = () => used().session.provider;
  const resources = () => Object.values(used().session.state.resources);

  it("does nothing twice when the whole stream comes again, and goes on behind records that nobody can read", async () => {
    const StreamName = streamName();
    const kinesis = provider().client(KinesisClient);
    const records = await recordsOf(StreamName);
    assert.ok(records.length > 10, `${records.length} records`);
    const started = await executions();
    const charges = await shop.itemsOf("payments-ledger");
    for (const Data of POISON.map((text) => Buffer.from(text))) {
      await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: "poison", Data }));
    }
    for (const { key, data } of records) {
      await kinesis.send(new PutRecordCommand({ StreamName, PartitionKey: key, Data: data }));
    }
    const behind = await Promise.all(["a", "b", "c"].map((key) => shop.paidOrder("SKU-1", `behind-${key}`)));
    for (const order of behind) await shop.becomes(order, "confirmed");
    const readers = readersOfStream();
    assert.ok(readers.length >= 4, `${readers.length} readers`);
    for (const { queue, filtered } of readers) {
      const wanted = filtered ? OF_A_TYPE : POISON.length;
      await until(`${queue} has what nobody can read`, async () => (await messagesIn(provider(), queue)) === wanted, {
        withinMs: 60_000,
      });
    }
    assert.equal((await executions()).length, started.length + behind.length);
    assert.equal((await shop.itemsOf("payments-ledger")).length, charges.length + behind.length);
  });

  it("loses nothing and does nothing twice when its functions are killed", async () => {
    const before = await shop.stockOf("SKU-1");
    const orders = await Promise.all(Array.from({ length: 10 }, (_, index) => shop.place("SKU-1", `killed-${index}`)));
    for (const order of orders) await shop.pay(order);
    let killed = 0;
    for (let round = 0; round < 8; round++) {
      killed += await killFunctions(used().session.state.emulator.pid);
      await pause(150);
    }
    assert.ok(killed > 8, `${killed} processes were killed`);
    for (const order of orders) await shop.becomes(order, "confirmed");
    const ids = new Set(orders.map(({ orderId }) => orderId));
    const charges = (await shop.itemsOf("payments-ledger")).filter(({ orderId }) => ids.has(String(orderId)));
    assert.deepEqual([charges.length, new Set(charges.map(({ state }) => state))], [orders.length, new Set(["done"])]);
    assert.equal(await shop.stockOf("SKU-1"), before - 2 * orders.length);
  });

  const streamName = () => {
    const stream = resources().find(({ type }) => type === "aws:kinesis/stream:Stream");
    return String(stream?.inputs.name ?? stream?.id);
  };

  async function recordsOf(StreamName: string): Promise<{ key: string; data: Uint8Array }[]> {
    const kinesis = provider().client(KinesisClient);
    const { Shards = [] } = await kinesis.send(new ListShardsCommand({ StreamName }));
    const all: { key: string; data: Uint8Array }[] = [];
    for (const { ShardId } of Shards) {
      const { ShardIterator } = await kinesis.send(
        new GetShardIteratorCommand({ StreamName, ShardId, ShardIteratorType: "TRIM_HORIZON" }),
      );
      const { Records = [] } = await kinesis.send(new GetRecordsCommand({ ShardIterator, Limit: 10_000 }));
      all.push(...Records.map(({ PartitionKey = "", Data = new Uint8Array() }) => ({ key: PartitionKey, data: Data })));
    }
    return all;
  }

  async function executions(): Promise<string[]> {
    const stateMachineArn = resourceOf(used().session, "aws:sfn/stateMachine:StateMachine", "order-fulfilment").id;
    const names: string[] = [];
    const pages = paginateListExecutions({ client: provider().client(SFNClient) }, { stateMachineArn });
    for await (const { executions: some = [] } of pages) names.push(...some.map(({ name = "" }) => name));
    return names;
  }

  /** The stream's readers: the queue that gets what they could not handle, and whether they get some types alone. */
  function readersOfStream(): { queue: string; filtered: boolean }[] {
    const queues = new Map(
      resources().flatMap(({ type, outputs, id }) =>
        type === "aws:sqs/queue:Queue" ? [[String(outputs.arn), id] as const] : [],
      ),
    );
    return resources().flatMap(({ type, inputs }) => {
      const mapping = new Inputs(inputs);
      if (type !== "aws:lambda/eventSourceMapping:EventSourceMapping") return [];
      if (!mapping.maybe("eventSourceArn")?.includes(":kinesis:")) return [];
      const failures = mapping.child("destinationConfig")?.child("onFailure")?.maybe("destinationArn") ?? "";
      return { queue: queues.get(failures) ?? failures, filtered: mapping.child("filterCriteria") !== undefined };
    });
  }
});

/** Kills the processes that functions run in. @returns how many */
async function killFunctions(emulatorPid: number): Promise<number> {
  const { stdout } = await run("pgrep", ["-P", String(emulatorPid), "node"]).catch(() => ({ stdout: "" }));
  const pids = stdout.split("\n").filter((line) => line !== "");
  for (const pid of pids) {
    try {
      process.kill(Number(pid), "SIGKILL");
    } catch {
      // It ended by itself.
    }
  }
  return pids.length;
}
