import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import {
  announcePending,
  ConnectionsBusyError,
  type PendingChange,
  StatementTimeoutError,
} from "../../../services/catalog/postgres";
import { PostgresProducts } from "../../../services/catalog/postgres-products";
import type { ProductContent } from "../../../services/catalog/product";
import { VersionConflictError } from "../../../services/catalog/products";
import { fromDetail } from "../../../services/shared/carrier";
import { correlate } from "../../../services/shared/correlation";
import { startPostgres } from "../../support/servers/postgres";
import { useServer } from "../../support/servers/process";
import { Clock, MemoryCache, reader } from "../../unit/services/catalog/memory";
import { Databases, migrated, ServiceUser } from "./postgres-world";

const content = (priceCents = 1999): ProductContent => ({
  name: "A chair",
  description: "With 'quotes' and \u{1FA91}",
  priceCents,
  currency: "EUR",
});

describe("catalog's products in PostgreSQL", function () {
  this.timeout(60_000);
  const server = useServer("PostgreSQL", startPostgres);
  const databases = new Databases();
  let user: ServiceUser;

  before(async () => {
    user = await new ServiceUser(server(), "catalog_service").create();
    await migrated(server(), user);
  });
  afterEach(async () => {
    await databases.close();
    await server().sql("truncate products, product_changes");
  });

  const made = (options: Parameters<Databases["of"]>[2] = {}) => {
    const database = databases.of(server(), user.login, options);
    return { database, store: new PostgresProducts(database, database) };
  };
  const pending = () => server().sql("select sku, version from product_changes order by id");
  const sleep = (seconds: number) => ({ name: "sleep", text: "select pg_sleep($1)", values: [seconds] });

  it("gives back what was written, and nothing where nothing was", async () => {
    const { store } = made();
    const written = await store.save("chair", content(Number.MAX_SAFE_INTEGER), undefined);
    assert.deepEqual(written, { sku: "chair", ...content(Number.MAX_SAFE_INTEGER), version: 1 });
    assert.deepEqual(await store.load("chair"), written);
    assert.equal(await store.load("ghost"), undefined);
    assert.equal(await store.load("x' or 'a'='a"), undefined);
  });

  it("raises the version with each change, and refuses one of a version that has passed", async () => {
    const { store } = made();
    await store.save("chair", content(1), undefined);
    assert.equal((await store.save("chair", content(2), 1)).version, 2);
    const conflicts: [number | undefined, number][] = [
      [1, 2],
      [undefined, 2],
      [7, 2],
    ];
    for (const [expected, current] of conflicts) {
      await assert.rejects(store.save("chair", content(3), expected), (error) => {
        assert(error instanceof VersionConflictError);
        assert.deepEqual([error.expected, error.current], [expected, current]);
        return true;
      });
    }
    await assert.rejects(store.save("ghost", content(), 1), /was to have version 1 and has no version/);
    assert.equal((await store.load("chair"))?.priceCents, 2);
  });

  it("lets exactly one of many writers of the same version through", async () => {
    const { store } = made();
    await store.save("chair", content(), undefined);
    const all = await Promise.allSettled(
      Array.from({ length: 20 }, (_, price) => store.save("chair", content(price), 1)),
    );
    assert.equal(all.filter(({ status }) => status === "fulfilled").length, 1);
    assert.equal((await store.load("chair"))?.version, 2);
  });

  it("notes each change that was made, and none that was refused, to be announced", async () => {
    const { store, database } = made();
    await correlate({ "x-correlation-id": "c-1" }, () => store.save("chair", content(), undefined));
    await store.save("chair", content(), 1);
    await assert.rejects(store.save("chair", content(), 1));
    const announced: PendingChange[] = [];
    const outcome = await announcePending(database, 10, async (changes) => {
      announced.push(...changes);
      return [1];
    });
    assert.deepEqual(outcome, { announced: 1, refused: 1 });
    assert.deepEqual(
      announced.map(({ sku, version }) => [sku, version]),
      [
        ["chair", 1],
        ["chair", 2],
      ],
    );
    assert.deepEqual(fromDetail({ metadata: announced[0]?.metadata })["x-correlation-id"], "c-1");
    assert.deepEqual(await pending(), [{ sku: "chair", version: 2 }]);
  });

  it("keeps a change whose announcement failed, and hands it to one process at a time", async () => {
    const { store, database } = made();
    for (const sku of ["a", "b"]) await store.save(sku, content(), undefined);
    await assert.rejects(
      announcePending(database, 10, async () => {
        throw new Error("the bus is down");
      }),
      /the bus is down/,
    );
    assert.equal((await pending()).length, 2);
    const seen: string[][] = [];
    const outcome = await announcePending(database, 1, async (first) => {
      await announcePending(database, 10, async (others) => {
        seen.push(
          first.map(({ sku }) => sku),
          others.map(({ sku }) => sku),
        );
        return [];
      });
      return [];
    });
    assert.deepEqual([outcome.announced, seen, await pending()], [1, [["a"], ["b"]], []]);
  });

  it("can't do more than read and write rows", async () => {
    const { database } = made();
    for (const text of ["drop table products", "delete from products", "update schema_migrations set name = ''"]) {
      await assert.rejects(database.query({ name: text, text }), { code: /42501/ }, text);
    }
  });

  it("says that all connections are busy, and does not wait for one without end", async () => {
    const { database } = made({ connections: 2, waitMs: 200 });
    const busy = [database.query(sleep(1)), database.query(sleep(1))];
    await new Promise((resolve) => setTimeout(resolve, 100));
    // With another attempt it would find one free in the end, and have added to the load until then.
    await assert.rejects(database.query({ name: "one", text: "select 1" }), (error) => {
      assert(error instanceof ConnectionsBusyError);
      assert.match(error.message, /none of 2 connections to localhost became free within 200 ms/);
      return true;
    });
    await Promise.all(busy);
    assert.deepEqual(await database.query({ name: "one", text: "select 1 as one" }), [{ one: 1 }]);
  });

  it("ends a statement that takes too long, once, and serves on", async () => {
    const { database } = made({ statementMs: 100, connections: 1 });
    const start = performance.now();
    await assert.rejects(database.query(sleep(5)), StatementTimeoutError);
    assert(performance.now() - start < 1500);
    assert.deepEqual(await database.query({ name: "one", text: "select 1 as one" }), [{ one: 1 }]);
  });

  it("gives up on a server that takes a statement and never answers", async () => {
    const failures: unknown[] = [];
    const { database } = made({ statementMs: 100, attempts: 2, failed: (error) => failures.push(error) });
    // The server's own limit is out of the way, as if it had hung.
    await assert.rejects(
      database.transaction(async (within) => {
        await within.query({ name: "unlimited", text: "set local statement_timeout = 0" });
        await within.query(sleep(30));
      }),
      /Query read timeout/,
    );
    assert.equal(failures.length, 2);
    assert.deepEqual(await database.query({ name: "one", text: "select 1 as one" }), [{ one: 1 }]);
  });

  it("works while the cache is down", async () => {
    const { store } = made();
    const written = await store.save("chair", content(), undefined);
    const remote = new MemoryCache(new Clock());
    remote.down = true;
    const catalog = reader(remote, { load: (sku) => store.load(sku) });
    assert.deepEqual(await catalog.get("chair"), { value: written, source: "bypass" });
    assert.equal((await catalog.get("ghost")).value, undefined);
  });

  it("takes a change for made that arrived although the answer to it did not", async () => {
    const { database } = made();
    let breaks = true;
    const unlucky: Pick<typeof database, "query"> = {
      query: async (statement) => {
        const rows = await database.query(statement);
        // As if the connection had broken after the commit: the statement runs again and changes nothing.
        return breaks && statement.name === "update-product" ? database.query(statement) : rows;
      },
    };
    const store = new PostgresProducts(unlucky, unlucky);
    await store.save("chair", content(1), undefined);
    assert.equal((await store.save("chair", content(2), 1)).version, 2);
    breaks = false;
    assert.deepEqual(await pending(), [
      { sku: "chair", version: 1 },
      { sku: "chair", version: 2 },
    ]);
  });

  it("reads from the reader, and from the writer what has to be the latest", async () => {
    const asked: string[] = [];
    const side = (name: string) => ({
      query: async () => {
        asked.push(name);
        return [];
      },
    });
    const store = new PostgresProducts(side("reader"), side("writer"));
    await store.load("chair");
    await store.load("chair", { latest: true });
    await assert.rejects(store.save(randomUUID(), content(), 1), VersionConflictError);
    assert.deepEqual(asked, ["reader", "writer", "writer", "writer"]);
  });
});
