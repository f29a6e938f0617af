import { strict as assert } from "node:assert";
import { once } from "node:events";
import type { Server } from "node:http";
import type { Product, ProductContent } from "../../../../services/catalog/product";
import { VersionConflictError } from "../../../../services/catalog/products";
import { serverOf } from "../../../../services/catalog/server";

const content = { name: "A chair", description: "of wood", priceCents: 1999, currency: "EUR" };

describe("catalog: operators' writes", () => {
  let server: Server;
  let versions: Map<string, number>;
  let written: [string, ProductContent, number | undefined][];

  const save = async (sku: string, given: ProductContent, expected: number | undefined): Promise<Product> => {
    if (sku === "broken") throw new Error("the database is down");
    const current = versions.get(sku);
    if (current !== expected) throw new VersionConflictError(sku, expected, current);
    written.push([sku, given, expected]);
    const version = (expected ?? 0) + 1;
    versions.set(sku, version);
    return { sku, ...given, version };
  };
  before(async () => {
    const catalog = { bypassing: false, get: async () => ({ value: undefined, source: "hit" as const }) };
    server = serverOf(catalog, { writes: { save } });
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  });
  beforeEach(() => {
    versions = new Map([["chair", 3]]);
    written = [];
  });
  after(() => {
    server.close();
    server.closeAllConnections();
  });

  const put = (sku: string, headers: Record<string, string>, body: string = JSON.stringify(content)) => {
    const address = server.address();
    assert(typeof address === "object" && address);
    const sent = { "content-type": "application/json; charset=utf-8", ...headers };
    return fetch(`http://127.0.0.1:${address.port}/products/${sku}`, { method: "PUT", headers: sent, body });
  };

  it("replaces the version that If-Match names", async () => {
    const answer = await put("chair", { "if-match": '"3"' });
    assert.deepEqual([answer.status, answer.headers.get("etag")], [200, '"4"']);
    assert.deepEqual(await answer.json(), { sku: "chair", ...content, version: 4 });
    assert.deepEqual(written, [["chair", content, 3]]);
  });

  it("makes a new product with If-None-Match: *, and none over one that is there", async () => {
    const made = await put("table%201", { "if-none-match": "*" });
    assert.deepEqual([made.status, made.headers.get("etag")], [201, '"1"']);
    const refused = await put("chair", { "if-none-match": "*" });
    assert.deepEqual([refused.status, refused.headers.get("etag")], [412, '"3"']);
    assert.deepEqual(
      written.map(([sku]) => sku),
      ["table 1"],
    );
  });

  it("tells which version there is where it is another one", async () => {
    const answer = await put("chair", { "if-match": '"2"' });
    assert.deepEqual([answer.status, answer.headers.get("etag")], [412, '"3"']);
    assert.match(await answer.text(), /was to have version 2 and has version 3/);
    const ghost = await put("ghost", { "if-match": '"2"' });
    assert.deepEqual([ghost.status, ghost.headers.get("etag")], [412, null]);
  });

  it("never writes without a condition that it understands", async () => {
    const conditions: [Record<string, string>, number][] = [
      [{}, 428],
      [{ "if-match": "*" }, 400],
      [{ "if-match": 'W/"3"' }, 400],
      [{ "if-match": '"3", "4"' }, 400],
      [{ "if-match": "3" }, 400],
      [{ "if-none-match": '"3"' }, 400],
      [{ "if-match": '"3"', "if-none-match": "*" }, 400],
    ];
    for (const [headers, status] of conditions) {
      const answer = await put("chair", headers);
      assert.deepEqual([answer.status, answer.headers.get("connection")], [status, "close"], JSON.stringify(headers));
    }
    assert.deepEqual(written, []);
  });

  it("says what is wrong with a product, and writes nothing of it", async () => {
    const wrong: [unknown, RegExp][] = [
      [{ ...content, priceCents: -1 }, /priceCents/],
      [{ ...content, priceCents: 1.5 }, /priceCents/],
      [{ ...content, priceCents: 2 ** 53 }, /priceCents/],
      [{ ...content, currency: "eur" }, /currency: is no code of ISO 4217/],
      [{ ...content, name: "" }, /name/],
      [{ ...content, name: "a\0b" }, /name: has a NUL character/],
      [{ ...content, description: "x".repeat(10_001) }, /description/],
      [{ ...content, version: 9 }, /version/],
      [{ name: "A chair" }, /priceCents.*currency/],
      [[], /name.*priceCents.*currency/],
    ];
    for (const [body, about] of wrong) {
      const answer = await put("chair", { "if-match": '"3"' }, JSON.stringify(body));
      assert.equal(answer.status, 422, JSON.stringify(body));
      assert.match(await answer.text(), about);
    }
    assert.equal((await put("chair", { "if-match": '"3"' }, "{")).status, 422);
    assert.deepEqual(written, []);
  });

  it("takes JSON only, and not without an end", async () => {
    const text = await put("chair", { "if-match": '"3"', "content-type": "text/plain" });
    assert.equal(text.status, 415);
    const long = JSON.stringify({ ...content, description: "x".repeat(200_000) });
    assert.equal((await put("chair", { "if-match": '"3"' }, long)).status, 413);
    assert.deepEqual(written, []);
  });

  it("asks to try again where the database fails, without a word of why", async () => {
    const answer = await put("broken", { "if-none-match": "*" });
    assert.deepEqual([answer.status, answer.headers.get("retry-after")], [503, "1"]);
    assert.doesNotMatch(await answer.text(), /database is down/);
  });

  it("says that it takes writes", async () => {
    const address = server.address();
    assert(typeof address === "object" && address);
    const answer = await fetch(`http://127.0.0.1:${address.port}/products/chair`, { method: "DELETE" });
    assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "GET, HEAD, PUT"]);
    const nul = await put("chair%00", { "if-none-match": "*" });
    assert.equal(nul.status, 400);
  });
});
