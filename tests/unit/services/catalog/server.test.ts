import { strict as assert } from "node:assert";
import { once } from "node:events";
import type { Server } from "node:http";
import { type Catalog, serverOf } from "../../../../services/catalog/server";
import { product } from "./memory";

describe("catalog: the server", () => {
  let server: Server;
  let stopping = false;
  const catalog: Catalog = {
    bypassing: false,
    get: async (sku) => {
      if (sku === "broken") throw new Error("the store is down");
      return { value: sku === "chair 1" ? product("chair 1", 7) : undefined, source: "hit" };
    },
  };
  before(async () => {
    server = serverOf(catalog, { stopping: () => stopping });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });
  const call = (path: string, init?: RequestInit) => {
    const address = server.address();
    assert(typeof address === "object" && address);
    return fetch(`http://127.0.0.1:${address.port}${path}`, init);
  };

  it("gives out a product, and nothing to those who have it", async () => {
    const found = await call("/products/chair%201?from=test", { headers: { "x-correlation-id": "c-1" } });
    assert.deepEqual([found.status, found.headers.get("x-cache"), found.headers.get("etag")], [200, "hit", '"7"']);
    assert.equal(found.headers.get("x-correlation-id"), "c-1");
    assert.deepEqual(await found.json(), product("chair 1", 7));
    const known = await call("/products/chair%201", { headers: { "if-none-match": '"7"' } });
    assert.deepEqual([known.status, await known.text()], [304, ""]);
  });

  it("answers what it can't serve with a problem", async () => {
    const answers = await Promise.all([
      call("/products/ghost"),
      call("/products/%ff"),
      call("/products/chair", { method: "DELETE" }),
      call("/products/broken"),
      call("/"),
    ]);
    assert.deepEqual(
      answers.map(({ status }) => status),
      [404, 400, 405, 503, 404],
    );
    for (const answer of answers) {
      assert.equal(answer.headers.get("content-type"), "application/problem+json");
      const body: unknown = await answer.json();
      assert.equal(Object(body).status, answer.status);
      assert.doesNotMatch(JSON.stringify(body), /store is down/);
    }
  });

  it("is unhealthy from the moment that it is to stop, and serves on", async () => {
    assert.equal((await call("/health")).status, 200);
    stopping = true;
    assert.equal((await call("/health")).status, 503);
    assert.equal((await call("/products/chair%201")).status, 200);
    stopping = false;
  });
});
