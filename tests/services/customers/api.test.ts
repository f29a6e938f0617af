import { strict as assert } from "node:assert";
import type { APIGatewayProxyResult } from "aws-lambda";
import * as v from "valibot";
import { Operations } from "../../../services/customers/api/operations";
import { answer } from "../../../services/customers/api/routes";
import { customerKey, DynamoCustomers } from "../../../services/customers/customer-store";
import { DynamoProfiles } from "../../../services/customers/profile-store";
import { mergeOf } from "../../../services/customers/survivorship";
import { clientConfig, useEmulator } from "../../support/emulator";
import { type Asked, eventOf } from "../../unit/services/api-requests";
import { AT, customer, invoke, RUN } from "../../unit/services/customers/world";
import { quiet } from "../../unit/services/quiet";
import { type DynamoWorld, newDynamoWorld } from "./dynamo";

const claims = { sub: "c-1", email: "anna@x.example", email_verified: "true" };
const profile = { name: "Anna Berg", email: "anna@x.example" };
const WRITERS = 12;

const Profile = v.looseObject({ customerId: v.string(), name: v.string() });
const profileIn = ({ body }: APIGatewayProxyResult) => v.parse(Profile, JSON.parse(body));
const tagIn = ({ headers }: APIGatewayProxyResult): string => v.parse(v.string(), headers?.etag);
const statuses = (results: readonly APIGatewayProxyResult[]) => results.map(({ statusCode }) => statusCode).sort();

describe("the API of customers with DynamoDB", function () {
  this.timeout(30_000);
  quiet();
  const emulator = useEmulator();
  let world: DynamoWorld;
  beforeEach(async () => {
    world = await newDynamoWorld(clientConfig(emulator()));
  });

  const send = (asked: Omit<Asked, "resource">) => {
    const profiles = new DynamoProfiles(world.documents, world.table);
    return answer(new Operations({ profiles, now: () => new Date() }), eventOf({ resource: "/me", claims, ...asked }));
  };
  const get = () => send({ method: "GET" });
  const put = (body: unknown, ifMatch?: string) =>
    send({ method: "PUT", body, ...(ifMatch !== undefined && { headers: { "If-Match": ifMatch } }) });
  const stored = async (customerId: string) => (await world.state()).profiles[customerId];

  it("makes one profile of the same request many times at once", async () => {
    const results = await Promise.all(Array.from({ length: WRITERS }, () => put(profile)));
    assert.deepEqual(statuses(results), [...Array(WRITERS - 1).fill(200), 201]);
    assert.equal(new Set(results.map(({ body }) => body)).size, 1);
    const item = await stored("c-1");
    assert.deepEqual([item?.customerId, item?.version, item?.emailVerified], ["c-1", 1, true]);
    assert.deepEqual(
      Object.keys(await world.items().then(([only]) => only ?? {})).filter((key) => /^[ps]k$/.test(key)),
      ["pk", "sk"],
    );
  });

  it("takes one of many changes that know the same profile", async () => {
    const seen = tagIn(await put(profile));
    const results = await Promise.all(
      Array.from({ length: WRITERS }, (_, index) => put({ ...profile, name: `Anna ${index}` }, seen)),
    );
    assert.deepEqual(statuses(results), [200, ...Array(WRITERS - 1).fill(412)]);
    const [taken] = results.filter(({ statusCode }) => statusCode === 200);
    assert.ok(taken);
    const item = await stored("c-1");
    assert.deepEqual([item?.name, item?.version], [profileIn(taken).name, 2]);
    assert.deepEqual([(await get()).body, tagIn(await get())], [taken.body, tagIn(taken)]);
  });

  it("follows merges to who remains, and writes there", async () => {
    await world.put([
      customer("c-1", { ...profile, createdAt: "2026-01-01T00:00:00Z" }),
      customer("first", { ...profile, note: "rings twice", version: undefined }),
    ]);
    await invoke(world);
    const alias = await stored("c-1");
    const seen = await get();
    assert.deepEqual([alias?.mergedInto, profileIn(seen).customerId], ["first", "first"]);
    const changed = await put({ ...profile, name: "Anna Ray" }, tagIn(seen));
    assert.deepEqual([changed.statusCode, profileIn(changed).customerId], [200, "first"]);
    const survivor = await stored("first");
    assert.deepEqual(
      [survivor?.name, survivor?.note, survivor?.mergedFrom, survivor?.version],
      ["Anna Ray", "rings twice", ["c-1"], 2],
    );
    assert.deepEqual(await stored("c-1"), alias);
  });

  it("gives way to the clean-up, and the clean-up to it: of a merge and a change at once one is done", async () => {
    const pair = [customer("c-1", profile), customer("other", profile)];
    const change = { ...profile, name: "Anna Ray" };
    const clean = new DynamoCustomers(world.documents, world.table);
    const done = { merge: 0, change: 0 };
    for (let round = 0; round < 20; round++) {
      await world.put(pair);
      const seen = tagIn(await get());
      const [merged, changed] = await Promise.all([clean.merge(mergeOf(pair, AT), RUN, AT), put(change, seen)]);
      assert.equal(changed.statusCode, merged ? 412 : 200, changed.body);
      assert.equal(profileIn(await get()).name, merged ? profile.name : change.name);
      done[merged ? "merge" : "change"]++;
    }
    assert.equal(done.merge + done.change, 20);
  });

  it("replaces nothing that has come to be an alias, or has another version, since it was read", async () => {
    const profiles = new DynamoProfiles(world.documents, world.table);
    const was = customer("c-1", profile);
    const next = { ...was, name: "Anna Ray", version: 2 };
    for (const now of [
      { customerId: "c-1", mergedInto: "x", version: 1 },
      { ...was, version: 7 },
      { ...was, version: undefined },
    ]) {
      await world.put([now]);
      assert.equal(await profiles.replace(was, next), false);
      assert.equal(await profiles.add(next), false);
      const { version: _, ...rest } = now;
      assert.deepEqual(await stored("c-1"), now.version === undefined ? rest : now);
    }
    await world.put([was]);
    assert.equal(await profiles.replace(was, next), true);
    assert.deepEqual(
      (await world.items()).map(({ pk, sk }) => ({ pk, sk })),
      [customerKey("c-1")],
    );
  });
});
