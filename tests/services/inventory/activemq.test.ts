import { strict as assert } from "node:assert";
import { until } from "../../../local/until";
import { type Broker, brokerAt, PoisonError } from "../../../services/inventory/broker";
import { startActiveMq } from "../../support/servers/activemq";
import { useServer } from "../../support/servers/process";
import { messages, publishAll, tally } from "./broker";

describe("inventory over ActiveMQ", function () {
  this.timeout(60_000);
  const pair = useServer("ActiveMQ", startActiveMq);
  const open: Broker[] = [];
  const broker = () => {
    const urls = [pair().active.url, pair().standby.url].map((url) => url.replace("//", "//shop:secret@")).join(",");
    const made = brokerAt(urls, { baseMs: 20, longestMs: 200, confirmWithinMs: 2000 });
    open.push(made);
    return made;
  };
  afterEach(async () => {
    await Promise.all(open.splice(0).map((made) => made.close()));
  });
  /** Kills the broker that serves; the other takes over its store, and the first stands by from then on. */
  const failOver = async () => {
    const [from, to] = activeFirst ? [pair().active, pair().standby] : [pair().standby, pair().active];
    activeFirst = !activeFirst;
    await to.process.launch();
    await from.process.kill();
    return () => to.process.untilReady();
  };
  let activeFirst = true;

  it("brings id, type, headers and body over unchanged", async () => {
    const { handler, all } = tally();
    const [message] = messages("plain", 1);
    assert(message);
    await broker().consume("plain", handler);
    await broker().publish("plain", message);
    await until("the message came", async () => all.length > 0);
    const [{ id, type, body, redelivered, headers } = assert.fail()] = all;
    assert.deepEqual(
      { id, type, body, redelivered },
      { id: message.id, type: message.type, body: message.body, redelivered: false },
    );
    assert.equal(headers["x-correlation-id"], message.headers["x-correlation-id"]);
  });

  it("keeps every confirmed message when the broker is killed in the midst of publishing", async () => {
    const sent = messages("publish", 400);
    const { handler, seen } = tally();
    let confirmed = 0;
    const publishing = publishAll(broker(), "publish", sent, () => confirmed++);
    await until("a part is confirmed", async () => confirmed >= 100, { everyMs: 1 });
    const over = await failOver();
    const before = confirmed;
    await over();
    await publishing;
    assert(before < 399, `the kill came too late to matter: ${before} were confirmed`);
    await broker().consume("publish", handler);
    await until("all came", async () => seen.size === 400);
    assert.deepEqual([...seen.keys()].sort(), sent.map(({ id }) => id).sort());
  });

  it("delivers again what was in hand when the broker was killed, and loses nothing", async () => {
    await publishAll(broker(), "consume", messages("consume", 200));
    let inHand = 0;
    let killed = false;
    const { handler, seen, all } = tally(async () => {
      inHand++;
      if (inHand >= 60 && !killed) await until("the broker is killed", async () => killed);
    });
    await broker().consume("consume", handler, { prefetch: 10 });
    await until("ten are in hand", async () => inHand >= 69);
    const over = await failOver();
    killed = true;
    await over();
    await until("all came", async () => seen.size === 200);
    const again = [...seen.values()].filter((times) => times > 1).length;
    assert(again >= 10, `what was in hand has to come again: ${again} did`);
    assert(all.length >= 210);
  });

  it("refuses poison at once and what fails for good after its tries, to the dead letters", async () => {
    const { handler, seen } = tally(async (message) => {
      if (message.id === "letters-0") throw new PoisonError("unreadable");
      if (message.id === "letters-1") throw new Error("the table does not answer");
    });
    const dead = tally();
    await broker().consume("letters", handler, { retry: { attempts: 3, baseMs: 1 } });
    await broker().consume("DLQ.letters", dead.handler);
    await publishAll(broker(), "letters", messages("letters", 4));
    await until("two are dead", async () => dead.seen.size === 2);
    await until("all were tried", async () => seen.size === 4);
    assert.deepEqual([...dead.seen.keys()].sort(), ["letters-0", "letters-1"]);
    assert.deepEqual(Object.fromEntries(seen), { "letters-0": 1, "letters-1": 3, "letters-2": 1, "letters-3": 1 });
  });

  it("leaves with the broker what it has not dealt with when it stops, and finishes what succeeds", async () => {
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
    const next = tally();
    await broker().consume("stop", next.handler);
    await until("the rest came", async () => next.seen.size === 2);
    assert.deepEqual([...next.seen.keys()].sort(), ["stop-0", "stop-2"]);
  });
});
