import { strict as assert } from "node:assert";
import { randomUUID } from "node:crypto";
import { resolve } from "node:path";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { InvokeCommand, LambdaClient } from "@aws-sdk/client-lambda";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import * as v from "valibot";
import { openDoors } from "../../local/endpoints";
import type { SignedIn } from "../../local/shop/sign-in";
import { customerKey } from "../../services/customers/customer-store";
import { resourceOf, shopperOf, useSession } from "./stack";

const Profile = v.looseObject({ customerId: v.string(), name: v.string(), emailVerified: v.boolean() });
const Outcome = v.object({ status: v.string(), counts: v.object({ groups: v.number() }) });
const profileIn = async (answer: Response) => v.parse(Profile, await answer.json());
const tagIn = (answer: Response): string => answer.headers.get("etag") ?? assert.fail("there is no ETag");

/** The dev stack's APIs, as those meet them who are signed in, and those who are not. */
describe("signing in to the shop on the emulator", function () {
  this.timeout(120_000);
  const used = useSession({ directory: resolve(__dirname, "../.."), stack: "dev" });
  let url = "";
  let customers = "";
  let shopper: SignedIn;

  before("deploy", async () => {
    const { session } = used();
    await session.deploy();
    url = String(resourceOf(session, "aws:apigateway/stage:Stage", "orders-live").outputs.invokeUrl);
    customers = String(resourceOf(session, "aws:apigateway/stage:Stage", "customers-live").outputs.invokeUrl);
    shopper = await shopperOf(session);
  });

  const place = (headers: Record<string, string>, customerId = shopper.customerId) =>
    fetch(`${url}/orders`, {
      method: "POST",
      headers: { ...headers, "content-type": "application/json", "idempotency-key": randomUUID() },
      body: JSON.stringify({ customerId, lines: [{ sku: "SKU-1", quantity: 1, unitPriceCents: 500 }] }),
    });

  it("tells everybody that the APIs are there", async () => {
    for (const api of [url, customers]) assert.equal((await fetch(`${api}/health`)).status, 200, api);
  });

  it("refuses each operation on orders without a token, before the body is looked at", async () => {
    for (const [method, path] of [
      ["POST", "/orders"],
      ["GET", "/orders"],
      ["GET", "/orders/o-1"],
      ["DELETE", "/orders/o-1"],
      ["POST", "/orders/o-1/payment"],
    ] as const) {
      assert.equal((await fetch(`${url}${path}`, { method })).status, 401, `${method} ${path}`);
    }
    assert.equal((await place({})).status, 401);
  });

  it("refuses a token that is none, and one that was changed", async () => {
    assert.equal((await place({ authorization: "Bearer none" })).status, 401);
    const [header, claims = "", signature] = shopper.token.split(".");
    const own = Buffer.from(claims, "base64url").toString("utf8");
    const changed = Buffer.from(own.replaceAll(shopper.customerId, randomUUID())).toString("base64url");
    assert.notEqual(changed, claims);
    assert.equal((await place({ authorization: `Bearer ${[header, changed, signature].join(".")}` })).status, 401);
  });

  it("takes the order of the signed-in shopper, and of nobody else with that token", async () => {
    const answer = await place(shopper.headers);
    assert.equal(answer.status, 201, await answer.text());
    assert.equal((await place(shopper.headers, "somebody-else")).status, 403);
  });

  it("signs in the same shopper each time, also twice at once", async () => {
    const again = await Promise.all([shopperOf(used().session), shopperOf(used().session)]);
    assert.deepEqual(
      again.map(({ customerId }) => customerId),
      [shopper.customerId, shopper.customerId],
    );
  });

  describe("a shopper's profile", () => {
    const profile = { name: "Local Shopper", email: "shopper@local.example" };
    const get = (headers = shopper.headers) => fetch(`${customers}/me`, { headers });
    const put = (body: object, ifMatch?: string, headers = shopper.headers) =>
      fetch(`${customers}/me`, {
        method: "PUT",
        headers: {
          ...headers,
          "content-type": "application/json",
          ...(ifMatch !== undefined && { "if-match": ifMatch }),
        },
        body: JSON.stringify(body),
      });

    it("is closed to whoever shows no token", async () => {
      assert.equal((await get({})).status, 401);
      assert.equal((await put(profile, undefined, {})).status, 401);
      assert.equal((await get({ authorization: "Bearer none" })).status, 401);
    });

    it("is made, found, and changed by whoever knows it as it is", async () => {
      assert.equal((await get()).status, 404);
      assert.equal((await put({ name: profile.name })).status, 400);
      const made = await put(profile);
      assert.equal(made.status, 201, await made.clone().text());
      assert.equal((await put(profile)).status, 200, "the same request again");
      const got = await get();
      assert.equal(tagIn(got), tagIn(made));
      assert.deepEqual(await profileIn(got), await profileIn(made));
      const moved = { ...profile, phone: "030 1234567", postcode: "10115", country: "DE" };
      const changed = await put(moved, tagIn(made));
      assert.equal(changed.status, 200, await changed.clone().text());
      const stale = await put({ ...profile, name: "Stale" }, tagIn(made));
      assert.deepEqual([stale.status, stale.headers.get("content-type")], [412, "application/problem+json"]);
      assert.match(await stale.text(), /urn:problem:customers:profile-changed/);
      assert.equal((await put({ ...profile, name: "Blind" })).status, 428);
      const { customerId, name } = await profileIn(await get());
      assert.deepEqual([customerId, name], [shopper.customerId, profile.name]);
    });

    it("is the other's once the clean-up has merged the shopper into another customer", async () => {
      const { session } = used();
      const documents = DynamoDBDocumentClient.from(session.provider.client(DynamoDBClient));
      const TableName = resourceOf(session, "aws:dynamodb/table:Table", "customers-table").id;
      const long = { createdAt: "2020-01-01T00:00:00.000Z", updatedAt: "2020-01-01T00:00:00.000Z" };
      const first = { customerId: "first", ...profile, emailVerified: true, version: 1, note: "rings twice", ...long };
      await documents.send(new PutCommand({ TableName, Item: { ...first, ...customerKey("first") } }));
      const before = await get();
      assert.equal((await profileIn(before.clone())).emailVerified, true, "who is merged has proven who they are");
      const FunctionName = resourceOf(session, "aws:lambda/function:Function", "customers-clean-up").id;
      const { Payload } = await session.provider.client(LambdaClient).send(new InvokeCommand({ FunctionName }));
      const { status, counts } = v.parse(Outcome, JSON.parse(Payload?.transformToString() ?? ""));
      assert.deepEqual([status, counts.groups], ["finished", 1]);
      assert.equal((await put(profile, tagIn(before))).status, 412);
      const seen = await get();
      assert.equal((await profileIn(seen.clone())).customerId, "first");
      assert.equal((await put({ ...profile, name: "Local S. Hopper" }, tagIn(seen))).status, 200);
      const { Item } = await documents.send(new GetCommand({ TableName, Key: customerKey("first") }));
      assert.deepEqual(
        [Item?.name, Item?.note, Item?.mergedFrom],
        ["Local S. Hopper", first.note, [shopper.customerId]],
      );
    });
  });

  it("leaves no operation whose caller is not checked", () => {
    assert.deepEqual(openDoors(used().session.state), []);
  });
});
