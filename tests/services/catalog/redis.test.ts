import { strict as assert } from "node:assert";
import type { Redis } from "ioredis";
import { until } from "../../../local/until";
import { connectRedis, type ReadThrough, RedisCache } from "../../../services/catalog/cache";
import type { Product } from "../../../services/catalog/product";
import { useServer } from "../../support/servers/process";
import { startRedis } from "../../support/servers/redis";
import { MemoryProducts, product, reader, tallies } from "../../unit/services/catalog/memory";

describe("catalog's cache in Redis", function () {
  this.timeout(30_000);
  const server = useServer("Redis", startRedis);
  let connections: Redis[] = [];
  let store: MemoryProducts;
  let tally: ReturnType<typeof tallies>;

  beforeEach(() => {
    store = new MemoryProducts();
    store.products.set("chair", product("chair"));
    tally = tallies();
  });
  afterEach(async () => {
    await connections[0]?.flushall().catch(() => undefined);
    for (const connection of connections) connection.disconnect();
    connections = [];
  });

  async function processes(count: number): Promise<ReadThrough<Product>[]> {
    const made = Array.from({ length: count }, () => {
      const redis = connectRedis(server().url, { reconnectMs: 100 });
      connections.push(redis);
      return reader(new RedisCache(redis, "catalog"), store, {
        count: tally.count,
        breaker: { failures: 3, openMs: 50, longestMs: 50 },
        waitMs: 5000,
      });
    });
    await until("all are connected", async () => connections.every(({ status }) => status === "ready"));
    return made;
  }

  it("asks the store once, however many of several processes want a new key at the same moment", async () => {
    const readers = await processes(5);
    const release = store.hold();
    const asked = readers.flatMap((one) => Array.from({ length: 40 }, () => one.get("chair")));
    await until("all others wait", async () => tally.counts.miss === 5);
    release();
    const found = await Promise.all(asked);
    assert.deepEqual(new Set(found.map(({ value }) => value?.version)), new Set([1]));
    assert.deepEqual([store.loads, tally.counts.shared, tally.counts.awaited], [1, 195, 4]);
  });

  it("comes in with a token that is not in the address, and not with another", async () => {
    await processes(1);
    const [admin = assert.fail()] = connections;
    await admin.config("SET", "requirepass", "token");
    try {
      const right = connectRedis(server().url, { password: "token" });
      const wrong = connectRedis(server().url, { password: "other", reconnectMs: 20 });
      connections.push(right, wrong);
      await until("the right one is let in", async () => right.status === "ready");
      assert.equal(await right.ping(), "PONG");
      await assert.rejects(wrong.ping());
    } finally {
      await admin.config("SET", "requirepass", "");
    }
  });

  it("lets Redis forget a value once it is too old even to be given out late", async () => {
    await processes(1);
    const [connection] = connections;
    const cache = new RedisCache(connection ?? assert.fail(), "catalog");
    await cache.lock("chair", "t", 5000);
    assert.equal(await cache.fill("chair", "t", Buffer.from("x"), 60), true);
    assert.deepEqual(await cache.get("chair"), Buffer.from("x"));
    await until("it is gone", async () => (await cache.get("chair")) === undefined, { everyMs: 5 });
  });

  it("takes the lock of nobody else away, and fills only with the lock", async () => {
    await processes(1);
    const [connection] = connections;
    const cache = new RedisCache(connection ?? assert.fail(), "catalog");
    assert.deepEqual([await cache.lock("chair", "a", 5000), await cache.lock("chair", "b", 5000)], [true, false]);
    await cache.unlock("chair", "b");
    assert.equal(await cache.fill("chair", "b", Buffer.from("b"), 5000), false);
    await cache.invalidate("chair");
    assert.equal(await cache.fill("chair", "a", Buffer.from("a"), 5000), false);
    assert.equal(await cache.get("chair"), undefined);
  });

  it("knows for a while which keys have just changed", async () => {
    await processes(1);
    const [connection] = connections;
    const cache = new RedisCache(connection ?? assert.fail(), "catalog", 150);
    assert.equal(await cache.changedLately("chair"), false);
    await cache.invalidate("chair");
    assert.deepEqual([await cache.changedLately("chair"), await cache.changedLately("table")], [true, false]);
    await until("it has settled", async () => !(await cache.changedLately("chair")), { everyMs: 5 });
  });

  it("works on from the store when Redis is killed, and with Redis once it is back", async () => {
    const [one = assert.fail()] = await processes(1);
    await one.get("chair");
    assert.equal((await one.get("chair")).source, "hit");
    await server().process.kill();
    try {
      await until("the connection is known to be gone", async () => connections[0]?.status !== "ready");
      for (let time = 0; time < 50; time++) {
        assert.deepEqual(await one.get("chair"), { value: product("chair"), source: "bypass" });
      }
      assert.equal(store.loads, 51);
      assert.equal(one.bypassing, true);
      await assert.rejects(one.invalidate("chair"));
    } finally {
      await server().process.start();
    }
    await until("the cache is in use again", async () => (await one.get("chair")).source !== "bypass");
    assert.equal((await one.get("chair")).source, "hit");
    assert.equal(one.bypassing, false);
  });

  it("does not wait long for a Redis that hangs, and forgets what changed meanwhile once it goes on", async () => {
    const [one = assert.fail()] = await processes(1);
    await one.get("chair");
    server().process.signal("SIGSTOP");
    try {
      store.products.set("chair", product("chair", 2));
      const start = performance.now();
      for (let time = 0; time < 20; time++) assert.equal((await one.get("chair")).value?.version, 2);
      // Three time-outs of 100 ms open the circuit; then one probe in each 50 ms, of 100 ms.
      const took = performance.now() - start;
      assert(took < 1000, `20 reads took ${took} ms`);
      await assert.rejects(one.invalidate("chair"), "an invalidation that did not arrive has to be told");
    } finally {
      server().process.signal("SIGCONT");
    }
    // What the queue does with a message that stays.
    await until("it is invalidated", () =>
      one.invalidate("chair").then(
        () => true,
        () => false,
      ),
    );
    await until("the cache is in use again", async () => (await one.get("chair")).source === "hit");
    assert.equal((await one.get("chair")).value?.version, 2);
  });
});
