import { strict as assert } from "node:assert";
import type { APIGatewayProxyResult } from "aws-lambda";
import * as v from "valibot";
import { Operations } from "../../../../services/customers/api/operations";
import { answer } from "../../../../services/customers/api/routes";
import type { Profiles } from "../../../../services/customers/ports";
import { type Asked, eventOf, problemIn } from "../api-requests";
import { quiet } from "../quiet";
import { MemoryProfiles, MemoryWorld } from "./memory";
import { customer, invoke } from "./world";

const EMAIL = "anna@x.example";
const claims = { sub: "c-1", email: EMAIL, email_verified: "true" };
const profile = { name: "Anna Berg", email: EMAIL, phone: "030 1234567", postcode: "10115", country: "DE" };
const getting: Asked = { method: "GET", resource: "/me", claims };
const putting: Asked = { method: "PUT", resource: "/me", claims, body: profile };

const NOW = new Date("2026-05-01T12:00:00.000Z");
const later = (ms: number) => new Date(NOW.getTime() + ms);

const Shown = v.record(v.string(), v.unknown());
const shownIn = ({ body }: APIGatewayProxyResult) => v.parse(Shown, JSON.parse(body));
const tagIn = ({ headers }: APIGatewayProxyResult): string => v.parse(v.string(), headers?.etag);

describe("the API of customers", () => {
  quiet();
  let world: MemoryWorld;
  let now: Date;
  let profiles: Profiles;
  beforeEach(() => {
    world = new MemoryWorld();
    profiles = new MemoryProfiles(world);
    now = NOW;
  });

  const send = (request: Asked) => answer(new Operations({ profiles, now: () => now }), eventOf(request));
  const put = (body: unknown, ifMatch?: string, who: Record<string, string> = claims) =>
    send({ ...putting, body, claims: who, ...(ifMatch !== undefined && { headers: { "If-Match": ifMatch } }) });
  const refusalIn = (result: APIGatewayProxyResult) => {
    const { status, code, errors } = problemIn("customers", result);
    return [status, code, ...(errors ?? []).map(({ field }) => field)];
  };
  const stored = (customerId: string) => world.profiles.get(customerId);

  it("makes a profile for whom the token names, and shows it", async () => {
    const made = await send(putting);
    const wanted = {
      ...profile,
      customerId: "c-1",
      emailVerified: true,
      createdAt: NOW.toISOString(),
      updatedAt: NOW.toISOString(),
    };
    assert.deepEqual([made.statusCode, shownIn(made)], [201, wanted]);
    assert.match(tagIn(made), /^"[!-~]+"$/);
    const got = await send(getting);
    assert.deepEqual([got.statusCode, shownIn(got), tagIn(got)], [200, wanted, tagIn(made)]);
    assert.equal(got.headers?.["cache-control"], "no-store");
    assert.equal(stored("c-1")?.version, 1);
  });

  it("answers the same request again with what there is, whatever its precondition, and writes nothing", async () => {
    const first = await send(putting);
    now = later(1000);
    const again = await send(putting);
    assert.deepEqual([again.statusCode, again.body, tagIn(again)], [200, first.body, tagIn(first)]);
    const change = { ...profile, name: "Anna Ray" };
    const changed = await put(change, tagIn(first));
    now = later(2000);
    const repeated = await put(change, tagIn(first));
    assert.deepEqual([repeated.statusCode, repeated.body, tagIn(repeated)], [200, changed.body, tagIn(changed)]);
    assert.equal(stored("c-1")?.version, 2);
  });

  it("replaces what the caller has seen: what is left out is no more, what no profile has stays", async () => {
    await world.put([customer("c-1", { ...profile, tags: ["regular"], marketingConsent: false, loyaltyPoints: 7 })]);
    const seen = await send(getting);
    assert.deepEqual(
      Object.keys(shownIn(seen)).filter((key) => /tags|consent|points|version|merged/i.test(key)),
      [],
    );
    const changed = await put({ name: "Anna Ray", email: EMAIL }, tagIn(seen));
    assert.equal(changed.statusCode, 200, changed.body);
    assert.notEqual(tagIn(changed), tagIn(seen));
    assert.deepEqual(stored("c-1"), {
      customerId: "c-1",
      name: "Anna Ray",
      email: EMAIL,
      emailVerified: true,
      selfEntered: true,
      tags: ["regular"],
      marketingConsent: false,
      loyaltyPoints: 7,
      createdAt: "2025-01-01T00:00:00.000Z",
      updatedAt: NOW.toISOString(),
      version: 2,
    });
  });

  it("refuses to replace what the caller has not seen", async () => {
    const first = await send(putting);
    const second = await put({ ...profile, name: "Anna Ray" }, tagIn(first));
    const third = { ...profile, name: "Anna Lang" };
    assert.deepEqual(refusalIn(await put(third, tagIn(first))), [412, "profile-changed"]);
    assert.deepEqual(refusalIn(await put(third)), [428, "etag-required"]);
    // Of two tags one fits; a weak one never does.
    assert.deepEqual(refusalIn(await put(third, `W/${tagIn(second)}`)), [412, "profile-changed"]);
    assert.equal((await put(third, `"other", ${tagIn(second)}`)).statusCode, 200);
    assert.equal((await put(profile, "*")).statusCode, 200);
    assert.equal(stored("c-1")?.version, 4);
  });

  it("refuses a precondition where there is no profile", async () => {
    assert.deepEqual(refusalIn(await put(profile, '"any"')), [412, "profile-changed"]);
    assert.deepEqual(refusalIn(await put(profile, "*")), [412, "profile-changed"]);
    assert.equal(stored("c-1"), undefined);
  });

  it("takes customers from before versions", async () => {
    await world.put([customer("c-1", { version: undefined })]);
    const seen = await send(getting);
    assert.equal((await put(profile, tagIn(seen))).statusCode, 200);
    assert.equal(stored("c-1")?.version, 1);
    assert.deepEqual(refusalIn(await put({ ...profile, name: "B" }, tagIn(seen))), [412, "profile-changed"]);
  });

  it("shows nothing for values that are null", async () => {
    await world.put([customer("c-1", { name: null, email: null, phone: null })]);
    assert.deepEqual(Object.keys(shownIn(await send(getting))), ["customerId", "createdAt", "updatedAt"]);
  });

  describe("of whom one was merged into another", () => {
    beforeEach(async () => {
      await world.put([
        customer("c-1", { name: "Anna Berg", email: EMAIL, createdAt: "2026-01-01T00:00:00.000Z" }),
        customer("first", { name: "Anna Berg", email: EMAIL, phone: "+49 30 1234567" }),
      ]);
    });

    it("shows the other's profile, and writes there", async () => {
      await invoke(world);
      const seen = await send(getting);
      assert.deepEqual(shownIn(seen).customerId, "first");
      const alias = structuredClone(stored("c-1"));
      assert.equal(alias?.mergedInto, "first");
      const changed = await put(profile, tagIn(seen));
      assert.deepEqual([changed.statusCode, shownIn(changed).customerId], [200, "first"]);
      assert.deepEqual(stored("c-1"), alias);
      assert.deepEqual(
        [stored("first")?.postcode, stored("first")?.mergedFrom, stored("first")?.version],
        ["10115", ["c-1"], 3],
      );
    });

    it("takes no change of what there was before the merge, though the versions are alike", async () => {
      const seen = await send(getting);
      await invoke(world);
      await world.put([{ ...stored("first"), customerId: "first", version: 1 }]);
      assert.deepEqual(refusalIn(await put(profile, tagIn(seen))), [412, "profile-changed"]);
    });

    it("decides anew where the merge happens between the look and the change", async () => {
      const seen = await send(getting);
      profiles = new MemoryProfiles(world, async (call, run) => {
        if (call === "replace" && stored("c-1")?.mergedInto === undefined) await invoke(world);
        return run();
      });
      assert.deepEqual(refusalIn(await put(profile, tagIn(seen))), [412, "profile-changed"]);
      assert.equal(stored("c-1")?.mergedInto, "first");
      assert.equal(stored("first")?.postcode, undefined);
    });

    it("fails where the alias leads nowhere", async () => {
      await world.put([{ customerId: "c-1", mergedInto: "gone" }]);
      assert.deepEqual(refusalIn(await send(getting)), [404, "customer-not-found"]);
      assert.deepEqual(refusalIn(await send(putting)), [503, "try-again"]);
      assert.deepEqual(stored("c-1"), { customerId: "c-1", mergedInto: "gone" });
    });
  });

  describe("whom others write at the same moment", () => {
    /** Has a writer come in before each of the first so many changes. */
    const meeting = (times: number, call: "add" | "replace", write: (time: number) => Promise<void>) => {
      let met = 0;
      profiles = new MemoryProfiles(world, async (name, run) => {
        if (name === call && met < times) await write(met++);
        return run();
      });
    };

    it("keeps the first of two new profiles, and takes a repetition for what it is", async () => {
      const other = customer("c-1", { ...profile, emailVerified: true, selfEntered: true });
      meeting(1, "add", () => world.put([other]));
      assert.equal((await send(putting)).statusCode, 200);
      assert.deepEqual(stored("c-1"), other);
      world.profiles.clear();
      meeting(1, "add", () => world.put([{ ...other, name: "Other" }]));
      assert.deepEqual(refusalIn(await send(putting)), [428, "etag-required"]);
      assert.equal(stored("c-1")?.name, "Other");
    });

    it("never overwrites a change that the caller has not seen", async () => {
      await world.put([customer("c-1", profile)]);
      const seen = tagIn(await send(getting));
      const other = customer("c-1", { ...profile, name: "Other", version: 2 });
      meeting(1, "replace", () => world.put([other]));
      assert.deepEqual(refusalIn(await put({ ...profile, name: "Mine" }, seen)), [412, "profile-changed"]);
      assert.deepEqual(stored("c-1"), other);
    });

    it("tries again for whoever takes any, and asks to come back where it is never the first", async () => {
      await world.put([customer("c-1", profile)]);
      const raise = (time: number) => world.put([customer("c-1", { ...profile, version: 2 + time })]);
      meeting(4, "replace", raise);
      const taken = await put({ ...profile, name: "Mine" }, "*");
      assert.deepEqual([taken.statusCode, stored("c-1")?.version], [200, 6]);
      meeting(5, "replace", raise);
      const refused = await put({ ...profile, name: "Never" }, "*");
      assert.deepEqual([...refusalIn(refused), refused.headers?.["retry-after"]], [503, "try-again", "1"]);
    });
  });

  describe("whose e-mail address", () => {
    const verifiedIn = async (result: Promise<APIGatewayProxyResult>) => shownIn(await result).emailVerified;
    const other = "other@x.example";

    it("is proven by a token that says so of the same mailbox alone", async () => {
      assert.equal(await verifiedIn(put({ ...profile, email: "ANNA@X.example" })), true);
      assert.equal(await verifiedIn(put({ ...profile, email: other }, "*")), false);
      assert.equal(await verifiedIn(put(profile, "*", { ...claims, email_verified: "false" })), false);
      assert.equal(await verifiedIn(put(profile, "*", { sub: "c-1", email: EMAIL })), false);
      // The token has come to say so: there is something to write though the profile is the same.
      assert.equal(await verifiedIn(put(profile, "*")), true);
    });

    it("stays proven while it stays the same", async () => {
      await world.put([customer("c-1", { ...profile, email: other, emailVerified: true })]);
      assert.equal(await verifiedIn(put({ ...profile, email: other, name: "Anna Ray" }, "*")), true);
      assert.equal(await verifiedIn(put({ ...profile, email: "third@x.example" }, "*")), false);
    });

    it("is no way into another's account: who enters another's data is not merged into them", async () => {
      await world.put([customer("victim", { ...profile, createdAt: "2020-01-01T00:00:00.000Z" })]);
      await put(profile, undefined, { sub: "thief", email: "thief@x.example", email_verified: "true" });
      const { counts } = await invoke(world);
      assert.deepEqual([counts?.groups, counts?.suspects], [0, 1]);
      const seen = shownIn(await send({ ...getting, claims: { sub: "thief" } }));
      assert.equal(seen.customerId, "thief");
    });
  });

  const me = { resource: "/me", claims };
  for (const [what, request, wanted] of [
    ["whoever is not known yet", getting, [404, "customer-not-found"]],
    ["whoever shows no token", { ...getting, claims: undefined }, [401, "not-signed-in"]],
    ["a token without a subject", { ...putting, claims: { email: EMAIL } }, [401, "not-signed-in"]],
    ["another's profile", { ...getting, resource: "/customers/{customerId}" }, [404, "no-such-resource"]],
    ["to delete it", { ...me, method: "DELETE" }, [405, "method-not-allowed"]],
    ["a body that is cut off", { ...putting, body: undefined, text: '{"name":' }, [400, "invalid-request"]],
    ["a body that is a list", { ...putting, body: [] }, [400, "invalid-request"]],
    ["no body", { ...putting, body: undefined }, [400, "invalid-request", ""]],
    ["an If-Match without quotes", { ...putting, headers: { "if-match": "1" } }, [400, "invalid-request", "If-Match"]],
    ["an empty If-Match", { ...putting, headers: { "if-match": "" } }, [400, "invalid-request", "If-Match"]],
  ] satisfies [string, Asked, unknown[]][]) {
    it(`refuses ${what}`, async () => {
      assert.deepEqual(refusalIn(await send(request)), wanted);
      assert.equal(world.profiles.size, 0);
    });
  }

  for (const [field, change] of [
    ["name", { name: undefined }],
    ["name", { name: " " }],
    ["name", { name: "---" }],
    ["name", { name: "a".repeat(201) }],
    ["name", { name: "Anna\nBerg" }],
    ["name", { name: 1 }],
    ["email", { email: undefined }],
    ["email", { email: "anna" }],
    ["email", { email: "anna@localhost" }],
    ["email", { email: `${"a".repeat(245)}@x.example` }],
    ["email", { email: null }],
    ["phone", { phone: "030 1234567", country: undefined }],
    ["phone", { phone: "call me" }],
    ["phone", { phone: "" }],
    ["postcode", { postcode: "-" }],
    ["postcode", { postcode: "1".repeat(17) }],
    ["country", { country: "de", phone: undefined }],
    ["country", { country: "DEU", phone: undefined }],
    ["customerId", { customerId: "victim" }],
    ["emailVerified", { emailVerified: true }],
    ["version", { version: 7 }],
  ] as const) {
    it(`names ${field} of a profile with ${JSON.stringify(change).slice(0, 50)}`, async () => {
      assert.deepEqual(refusalIn(await put({ ...profile, ...change })), [400, "invalid-request", field]);
    });
  }

  it("keeps texts without the spaces around them", async () => {
    const made = await put({ ...profile, name: "  Anna Berg ", email: ` ${EMAIL} ` });
    assert.deepEqual([shownIn(made).name, shownIn(made).email], ["Anna Berg", EMAIL]);
  });

  describe("whose store fails", () => {
    const secret = "arn:aws:dynamodb:eu-west-1:111111111111:table/customers";
    const failing = (name: string) => {
      const fail = () => Promise.reject(Object.assign(new Error(secret), { name }));
      profiles = { today: fail, add: fail, replace: fail };
    };

    it("tells nothing of it but the correlation id", async () => {
      failing("AccessDeniedException");
      const result = await send(putting);
      assert.deepEqual(refusalIn(result), [500, "internal-error"]);
      assert.doesNotMatch(JSON.stringify(result), /arn:|Exception/);
    });

    it("asks to try again where it passes", async () => {
      failing("TransactionConflictException");
      const result = await send(putting);
      assert.deepEqual([...refusalIn(result), result.headers?.["retry-after"]], [503, "try-again", "1"]);
    });
  });
});
