import { strict as assert } from "node:assert";
import { type OutgoingMessage, PoisonError } from "../../../../services/inventory/broker";
import type { Outbox } from "../../../../services/inventory/outbox";
import { Relay } from "../../../../services/inventory/relay";
import { credentialsFrom, settingsFrom } from "../../../../services/inventory/settings";
import { stockUpdateOf } from "../../../../services/inventory/stock";

const incoming = (type: string, body: unknown, id = "m-1") => ({
  id,
  type,
  body: typeof body === "string" ? body : JSON.stringify(body),
  headers: {},
  redelivered: false,
});

describe("inventory: stock updates", () => {
  it("reads counts, with their moment in one form so that they compare as texts", () => {
    const count = { sku: "chair", onHand: 4, countedAt: "2026-01-01T10:00:00Z" };
    const expected = { type: "StockCounted", ...count, countedAt: "2026-01-01T10:00:00.000Z" };
    assert.deepEqual(stockUpdateOf(incoming("StockCounted", count)), expected);
  });

  it("takes everything else for poison: no try would make it readable", () => {
    const wrong = [
      incoming("StockMoved", "not json"),
      incoming("StockMoved", { sku: "chair" }),
      incoming("StockMoved", { sku: "chair", quantity: 1.5 }),
      incoming("StockMoved", { sku: "", quantity: 1 }),
      incoming("StockCounted", { sku: "chair", onHand: -1, countedAt: "2026-01-01T10:00:00Z" }),
      incoming("StockCounted", { sku: "chair", onHand: 1, countedAt: "yesterday" }),
      incoming("StockLost", { sku: "chair", quantity: 1 }),
      incoming("StockMoved", { sku: "chair", quantity: 1 }, ""),
    ];
    for (const message of wrong) assert.throws(() => stockUpdateOf(message), PoisonError, message.body);
  });
});

describe("inventory: the relay of reservations", () => {
  const entry = (id: string): OutgoingMessage => ({ id, type: "StockReserved", body: "{}", headers: {} });
  const memory = (ids: string[]): Outbox & { left: Set<string> } => {
    const left = new Set(ids);
    return {
      left,
      pending: async function* (batchSize) {
        const ids = [...left];
        while (ids.length > 0) yield ids.splice(0, batchSize).map(entry);
      },
      sent: async (id) => {
        left.delete(id);
      },
    };
  };

  it("takes a message out only after the broker has confirmed it", async () => {
    const outbox = memory(["a", "b", "c"]);
    const publish = async (_: string, { id }: OutgoingMessage) => {
      assert(outbox.left.has(id));
      if (id === "b") throw new Error("no answer");
    };
    const relay = new Relay(outbox, { publish, connected: () => true }, "q");
    await assert.rejects(relay.pass(), /no answer/);
    assert.deepEqual([[...outbox.left], relay.sent], [["b"], 2]);
  });

  it("sends again, with the same id, what it could not take out", async () => {
    const outbox = memory(["a"]);
    const sent: string[] = [];
    let dies = true;
    const dying: Outbox = {
      pending: outbox.pending,
      sent: async (id) => {
        if (dies) throw new Error("killed");
        await outbox.sent(id);
      },
    };
    const publish = async (_: string, { id }: OutgoingMessage) => {
      sent.push(id);
    };
    const relay = new Relay(dying, { publish, connected: () => true }, "q");
    await assert.rejects(relay.pass(), /killed/);
    dies = false;
    await relay.pass();
    assert.deepEqual([sent, outbox.left.size], [["a", "a"], 0]);
  });

  it("sends what is behind messages that the broker does not take, however many they are", async () => {
    const outbox = memory(["bad-1", "bad-2", "bad-3", "bad-4", "good"]);
    const publish = async (_: string, { id }: OutgoingMessage) => {
      if (id !== "good") throw new Error(`${id} is too long`);
    };
    const relay = new Relay(outbox, { publish, connected: () => true }, "q", { batchSize: 2 });
    await assert.rejects(relay.pass(), /bad-1 is too long/);
    assert.deepEqual([...outbox.left], ["bad-1", "bad-2", "bad-3", "bad-4"]);
  });

  it("asks a broker that is away for one batch and not for the whole outbox", async () => {
    const outbox = memory(["a", "b", "c", "d"]);
    const tried: string[] = [];
    const publish = async (_: string, { id }: OutgoingMessage) => {
      tried.push(id);
      throw new Error("no connection");
    };
    const relay = new Relay(outbox, { publish, connected: () => false }, "q", { batchSize: 2 });
    await assert.rejects(relay.pass(), /no connection/);
    assert.deepEqual(tried, ["a", "b"]);
  });

  it("goes on after a failure and stops when told", async () => {
    const outbox = memory(["a", "b"]);
    let tries = 0;
    let done: () => void = () => undefined;
    const finished = new Promise<void>((resolve) => {
      done = resolve;
    });
    const publish = async () => {
      if (++tries === 1) throw new Error("no answer");
      if (tries >= 3) done();
    };
    const relay = new Relay(outbox, { publish, connected: () => true }, "q", { everyMs: 1, batchSize: 1 });
    relay.start();
    await finished;
    await relay.stop();
    assert.deepEqual([relay.sent, tries], [2, 3]);
  });
});

describe("inventory: settings", () => {
  it("names every variable that is missing", () => {
    assert.throws(() => settingsFrom({ HEALTH_PORT: "x" }), /BROKER_URLS.*INVENTORY_TABLE.*HEALTH_PORT/s);
    const settings = settingsFrom({ BROKER_URLS: "amqp://h", INVENTORY_TABLE: "t" });
    assert.deepEqual([settings.HEALTH_PORT, settings.STOCK_QUEUE], [8080, "warehouse.stock"]);
  });

  it("reads the broker's user and says nothing of a secret that is none", () => {
    assert.deepEqual(credentialsFrom('{"username":"u","password":"p"}'), { username: "u", password: "p" });
    assert.throws(
      () => credentialsFrom('{"username":"hidden"}'),
      (error: Error) => !error.message.includes("hidden"),
    );
  });
});
