import { strict as assert } from "node:assert";
import amqp from "amqplib";
import { until } from "../../../local/until";
import { type Broker, brokerAt, PoisonError, PublishError } from "../../../services/inventory/broker";
import { freePorts, useServer } from "../../support/servers/process";
import { startRabbit } from "../../support/servers/rabbitmq";
import { messages, publishAll, tally } from "./broker";

describe("inventory over RabbitMQ", function () {
  this.timeout(120_000);
  const rabbit = useServer("RabbitMQ", startRabbit);
  const open: Broker[] = [];
  const broker = (urls = rabbit().urls) => {
    const made = brokerAt(urls, { baseMs: 50, longestMs: 500, confirmWithinMs: 1000 });
    open.push(made);
    return made;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((made) => made.close()));
  });
  const depth = async (queue: string) => {
    const connection = await amqp.connect(rabbit().nodes[1]?.url ?? assert.fail());
    try {
      const channel = await connection.createChannel();
      return (await channel.checkQueue(queue)).messageCount;
    } finally {
      await connection.close();
    }
  };
  /** The node that everybody is connected to, for its address comes first. */
  const first = () => rabbit().nodes[0]?.process ?? assert.fail();
  const drained = (queue: string) => until(`${queue} is empty`, async () => (await depth(queue)) === 0);

  it("brings id, type, headers and body over unchanged", async () => {
    const { handler, all } = tally();
    const [message] = messages("plain", 1);
    assert(message);
    await broker().consume("plain", handler);
    await broker().publish("plain", message);
    await until("the message came", async () => all.length > 0);
    assert.deepEqual(all, [{ ...message, redelivered: false }]);
  });

  it("keeps every confirmed message when the broker is killed in the midst of publishing", async () => {
    const sent = messages("publish", 400);
    const { handler, seen } = tally();
    const sender = broker();
    await sender.publish("publish", sent[0] ?? assert.fail());
    let confirmed = 0;
    const publishing = publishAll(sender, "publish", sent.slice(1), () => confirmed++);
    await until("a part is confirmed", async () => confirmed >= 100, { everyMs: 1 });
    await first().kill();
    const before = confirmed;
    await publishing;
    await first().start();
    assert(before < 399, `the kill came too late to matter: ${before} were confirmed`);
    await broker().consume("publish", handler);
    await until("all came", async () => seen.size === 400);
    assert.deepEqual([...seen.keys()].sort(), sent.map(({ id }) => id).sort());
  });

  it("delivers again what was in hand when the broker was killed, and loses nothing", async () => {
    const sent = messages("consume", 200);
    await publishAll(broker(), "consume", sent);
    let inHand = 0;
    let killed = false;
    const { handler, seen } = tally(async () => {
      inHand++;
      if (inHand >= 60 && !killed) await until("the broker is killed", async () => killed);
    });
    const consumer = await broker().consume("consume", handler, { prefetch: 10 });
    await until("ten are in hand", async () => inHand >= 69);
    await first().kill();
    killed = true;
    await until("all came", async () => seen.size === 200);
    await drained("consume");
    await consumer.stop();
    await first().start();
    assert.equal(await depth("consume"), 0);
    const again = [...seen.values()].filter((times) => times > 1).length;
    assert(again >= 10, `what was in hand has to come again: ${again} did`);
  });

  it("goes to the next address when the first does not answer", async () => {
    const [dead = 0] = await freePorts(1);
    const { handler, seen } = tally();
    const sent = messages("failover", 5);
    const both = broker(`amqp://guest:guest@127.0.0.1:${dead},${rabbit().urls}`);
    await both.consume("failover", handler);
    await publishAll(both, "failover", sent);
    await until("all came", async () => seen.size === 5);
  });

  it("moves poison to the dead letters at once and what fails for good after its tries", async () => {
    const { handler, seen } = tally(async (message) => {
      if (message.id === "letters-0") throw new PoisonError("unreadable");
      if (message.id === "letters-1") throw new Error("the table does not answer");
    });
    const one = broker();
    await one.consume("letters", handler, { retry: { attempts: 3, baseMs: 1 } });
    await publishAll(one, "letters", messages("letters", 4));
    await until("two are dead", async () => (await depth("letters.dead")) === 2);
    assert.deepEqual(Object.fromEntries(seen), { "letters-0": 1, "letters-1": 3, "letters-2": 1, "letters-3": 1 });
    assert.equal(await depth("letters"), 0);
  });

  it("hands back what still fails when it stops, and finishes what succeeds", async () => {
    let release: () => void = () => undefined;
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { handler, seen } = tally(async (message) => {
      if (message.id === "stop-0") throw new Error("not now");
      await released;
    });
    const one = broker();
    await publishAll(one, "stop", messages("stop", 3));
    const consumer = await one.consume("stop", handler, { prefetch: 2, retry: { baseMs: 60_000, longestMs: 60_000 } });
    await until("two are in hand", async () => seen.size === 2);
    const stopping = consumer.stop();
    release();
    await stopping;
    // stop-0 was handed back; stop-2 never taken or finished, depending on when the subscription ended.
    const left = await depth("stop");
    assert(left >= 1 && left <= 2, `${left} are left`);
    const next = tally();
    await broker().consume("stop", next.handler);
    await until("the rest came", async () => next.seen.has("stop-0") && next.seen.size === left);
    assert.equal(next.seen.has("stop-1"), false);
  });

  it("reports a message that no broker confirms in its time", async () => {
    const [dead = 0] = await freePorts(1);
    const [message] = messages("late", 1);
    assert(message);
    await assert.rejects(
      broker(`amqp://a:b@127.0.0.1:${dead}`).publish("late", message, { withinMs: 300 }),
      PublishError,
    );
  });
});
