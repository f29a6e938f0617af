import { strict as assert } from "node:assert";
import type { ReadThroughOptions } from "../../../../services/catalog/cache";
import type { Product } from "../../../../services/catalog/product";
import { encodingOf } from "../../../../services/shared/encoding";
import { Clock, MemoryCache, MemoryProducts, product, reader, tallies } from "./memory";

function world(options: Partial<ReadThroughOptions<Product>> = {}) {
  const clock = new Clock();
  const remote = new MemoryCache(clock);
  const store = new MemoryProducts();
  store.products.set("chair", product("chair"));
  const { counts, count } = tallies();
  const one = () => reader(remote, store, { now: clock.now, random: () => 0, count, ...options });
  return { clock, remote, store, counts, catalog: one(), one };
}

describe("catalog: reading through the cache", () => {
  it("asks the store once, and then the cache until the time is over", async () => {
    const { catalog, store, clock } = world({ ttlMs: 1000 });
    assert.deepEqual(await catalog.get("chair"), { value: product("chair"), source: "miss" });
    clock.at += 999;
    assert.deepEqual(await catalog.get("chair"), { value: product("chair"), source: "hit" });
    assert.equal(store.loads, 1);
  });

  it("shares one load among all who ask a process at once", async () => {
    const { catalog, store, counts } = world();
    const release = store.hold();
    const asked = Array.from({ length: 50 }, () => catalog.get("chair"));
    release();
    assert.equal((await Promise.all(asked)).length, 50);
    assert.deepEqual([store.loads, counts.shared], [1, 49]);
  });

  it("lets one of several processes load, and gives its value to the others", async () => {
    const { one, store, counts } = world({ waitMs: 5000 });
    const release = store.hold();
    const asked = [one(), one(), one(), one()].map((catalog) => catalog.get("chair"));
    await new Promise(setImmediate);
    release();
    assert.deepEqual((await Promise.all(asked)).map(({ source }) => source).sort(), ["hit", "hit", "hit", "miss"]);
    assert.deepEqual([store.loads, counts.awaited], [1, 3]);
  });

  it("does not wait for ever for a process that died with the lock", async () => {
    const { catalog, remote, store, counts } = world({ waitMs: 30 });
    await remote.lock("chair", "of one that died", 60_000);
    assert.equal((await catalog.get("chair")).source, "bypass");
    assert.deepEqual([store.loads, counts.impatient], [1, 1]);
  });

  it("remembers for a short while that there is nothing", async () => {
    const { catalog, store, clock, counts } = world({ negativeTtlMs: 100 });
    for (let time = 0; time < 5; time++) assert.equal((await catalog.get("ghost")).value, undefined);
    assert.deepEqual([store.loads, counts.negativeHit], [1, 4]);
    store.products.set("ghost", product("ghost"));
    clock.at += 100;
    // Not a moment longer: what is new is never hidden behind a stale "there is none".
    assert.deepEqual((await catalog.get("ghost")).value, product("ghost"));
  });

  it("gives out an old value while one process loads the new one", async () => {
    const { one, catalog, store, clock, counts } = world({ ttlMs: 1000, staleMs: 5000 });
    await catalog.get("chair");
    store.products.set("chair", product("chair", 2));
    clock.at += 1000;
    const release = store.hold();
    const others = [catalog, one(), one()];
    const old = await Promise.all(others.map((other) => other.get("chair")));
    assert.deepEqual(
      old.map(({ source, value }) => [source, value?.version]),
      Array(3).fill(["stale", 1]),
    );
    release();
    await Promise.all(others.map((other) => other.settled()));
    assert.deepEqual(await catalog.get("chair"), { value: product("chair", 2), source: "hit" });
    assert.deepEqual([store.loads, counts.staleHit], [2, 3]);
  });

  it("goes on giving out the old value when the store fails, until it is too old", async () => {
    const { catalog, store, clock } = world({ ttlMs: 1000, staleMs: 5000 });
    await catalog.get("chair");
    store.fails = true;
    clock.at += 1000;
    for (let time = 0; time < 3; time++) {
      assert.equal((await catalog.get("chair")).source, "stale");
      await catalog.settled();
    }
    clock.at += 5000;
    await assert.rejects(catalog.get("chair"), /the store is down/);
  });

  it("gives the lock back when the store fails, so that the next one may load", async () => {
    const { catalog, store, remote } = world();
    store.fails = true;
    await assert.rejects(catalog.get("chair"), /the store is down/);
    assert.equal(remote.locks.size, 0);
    store.fails = false;
    assert.equal((await catalog.get("chair")).source, "miss");
  });

  it("forgets a product that has changed", async () => {
    const { catalog, store } = world();
    await catalog.get("chair");
    store.products.set("chair", product("chair", 2));
    await catalog.invalidate("chair");
    assert.equal((await catalog.get("chair")).value?.version, 2);
  });

  it("loads the latest of what has just changed, since a replica may lag, and from any replica after a while", async () => {
    const { catalog, store, clock } = world({ ttlMs: 1000 });
    await catalog.get("chair");
    await catalog.invalidate("chair");
    await catalog.get("chair");
    clock.at += 10_000;
    await catalog.get("chair");
    await catalog.settled();
    assert.deepEqual(store.latest, [false, true, false]);
  });

  it("never caches what was loaded before an invalidation and comes after it", async () => {
    const { catalog, store, counts } = world();
    const release = store.hold();
    const before = catalog.get("chair");
    await new Promise(setImmediate);
    store.products.set("chair", product("chair", 2));
    await catalog.invalidate("chair");
    release();
    assert.equal((await before).value?.version, 1);
    assert.equal((await catalog.get("chair")).value?.version, 2);
    assert.equal((await catalog.get("chair")).value?.version, 2);
    assert.equal(counts.fillDropped, 1);
  });

  it("shortens times at random, so that what came together does not go together", async () => {
    const draws = [0, 1];
    const { catalog, clock, store, counts } = world({ ttlMs: 1000, jitter: 0.5, random: () => draws.shift() ?? 0 });
    store.products.set("table", product("table"));
    await catalog.get("chair");
    await catalog.get("table");
    clock.at += 500;
    await catalog.get("chair");
    await catalog.get("table");
    assert.deepEqual([counts.hit, counts.staleHit], [1, 1]);
    await catalog.settled();
  });

  it("reads from the store when the cache is down, once a key, and soon does not even ask the cache", async () => {
    const { catalog, remote, store, clock, counts } = world({ breaker: { failures: 3, openMs: 100 } });
    remote.down = true;
    for (let time = 0; time < 10; time++) assert.equal((await catalog.get("chair")).source, "bypass");
    assert.deepEqual([store.loads, remote.calls, counts.circuitOpened], [10, 3, 1]);
    assert.equal(catalog.bypassing, true);
    const release = store.hold();
    const asked = Array.from({ length: 20 }, () => catalog.get("chair"));
    release();
    await Promise.all(asked);
    assert.equal(store.loads, 11);
    remote.down = false;
    clock.at += 100;
    assert.equal((await catalog.get("chair")).source, "miss");
    assert.equal(catalog.bypassing, false);
  });

  it("reads what it can't make out from the store and writes it anew", async () => {
    const { catalog, remote, store, counts } = world();
    remote.values.set("chair", { value: Buffer.from("from another time"), until: Number.POSITIVE_INFINITY });
    assert.equal((await catalog.get("chair")).source, "miss");
    assert.equal((await catalog.get("chair")).source, "hit");
    assert.deepEqual([store.loads, counts.unreadable], [1, 1]);
  });

  it("reads JSON where others write Avro, and the other way round", async () => {
    const { one, remote, store, clock } = world();
    const json = reader(remote, store, { now: clock.now, encoding: encodingOf("json") });
    await json.get("chair");
    assert.equal((await one().get("chair")).source, "hit");
    await json.invalidate("chair");
    await one().get("chair");
    assert.deepEqual(await json.get("chair"), { value: product("chair"), source: "hit" });
  });
});
