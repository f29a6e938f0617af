import { strict as assert } from "node:assert";
import * as policySdk from "@pulumi/policy";
import { isUnknown } from "../../../../policies/core/unknown";
import { pass, printed, Value } from "../../../../policies/index";
import { proxied, UNKNOWN } from "../../../support/policies";

const sentinels = [
  "1c4a061d-8072-4f0a-a4cb-0ff528b18fe7",
  "3eeb2bf0-c639-47a8-9e75-3b44932eb421",
  UNKNOWN,
  "6a19a0b0-7e62-4c92-b797-7f8e31da9cc2",
  "030794c1-ac77-496b-92df-f27374a8bd58",
  "e48ece36-62e2-4504-bad9-02848725956a",
  "dd056dcd-154b-4c76-9bd3-c8f88648b5ff",
];
const of = (props: Record<string, unknown>): Value => Value.of(proxied(props));

describe("Value", () => {
  it("takes for unknown exactly what the policy SDK throws for", () => {
    const errorClass: unknown = Reflect.get(policySdk, "UnknownValueError");
    assert.ok(typeof errorClass === "function");
    for (const value of sentinels) {
      const props = proxied({ value });
      assert.throws(
        () => props.value,
        (error) => error instanceof errorClass,
        value,
      );
      assert.ok(isUnknown(value), value);
    }
    assert.ok(!isUnknown("known"));
  });

  it("reads known, unknown and absent without throwing", () => {
    const value = of({ a: { b: "x", c: UNKNOWN }, gone: null });
    assert.deepEqual([value.string("a.b").state, value.string("a.b").value], ["known", "x"]);
    assert.equal(value.string("a.c").state, "unknown");
    assert.equal(value.string("a.c.deeper").state, "unknown");
    assert.equal(value.string("a.d").state, "absent");
    assert.equal(value.string("gone").state, "absent");
    assert.equal(value.string("a.b.below").state, "absent");
    assert.deepEqual([value.has("a.b"), value.has("a.c"), value.has("a.d")], [true, undefined, false]);
  });

  it("takes an empty text and an empty list, which a state has for what was never set, for absent but in a document", () => {
    const value = of({ key: "", ids: [], deep: [{ name: "" }], policy: '{"security":[],"name":""}' });
    for (const path of ["key", "ids", "deep.name"]) {
      assert.deepEqual([value.at(path).state, value.has(path)], ["absent", false], path);
    }
    assert.equal(value.json("key").state, "absent");
    assert.equal(value.json("policy").at("security").state, "known");
    assert.equal(value.json("policy").list("security").length, 0);
    assert.equal(value.json("policy").string("name").value, "");
  });

  it("takes a secret that the engine could not decrypt for something that is set and can't be read", () => {
    const value = of({ password: "[secret]" });
    assert.equal(value.at("password.deeper").state, "unknown");
    assert.match(value.string("password").reason, /^password is a secret that the engine could not decrypt$/);
    assert.equal(value.has("password"), true);
    assert.deepEqual(value.mustBeSet("password", "a password"), pass);
    assert.equal(value.mustBeUnset("password", "none").kind, "fail");
    assert.equal(value.json("password").judge(() => pass, { absent: pass }).kind, "undecided");
  });

  it("does not take what every object inherits for a property", () => {
    assert.equal(of({}).string("constructor.name").state, "absent");
  });

  it("reads booleans and numbers that came as text", () => {
    const value = of({ flag: "true", count: "3", word: "yes" });
    assert.equal(value.boolean("flag").value, true);
    assert.equal(value.number("count").value, 3);
    assert.equal(value.boolean("word").state, "unknown");
    assert.match(value.boolean("word").reason, /word is not true or false/);
  });

  it("knows the length of a list whose items it does not know", () => {
    const list = of({ ids: [UNKNOWN, "b"] }).list("ids");
    assert.equal(list.length, 2);
    assert.deepEqual(
      list.items.map(({ state, path }) => `${path} ${state}`),
      ["ids[0] unknown", "ids[1] known"],
    );
    assert.equal(of({ ids: UNKNOWN }).list("ids").length, undefined);
  });

  it("reads a single value as a list of one, and a block in a list of one as the block", () => {
    const value = of({ action: "s3:*", rule: [{ status: "Enabled" }] });
    assert.equal(value.list("action").items[0]?.string().value, "s3:*");
    assert.equal(value.string("rule.status").value, "Enabled");
  });

  it("lets a failing item decide under every, and a passing one under some, whatever is unknown", () => {
    const list = of({ protocols: [UNKNOWN, "http"] }).list("protocols");
    assert.equal(list.every((item) => item.string().equals("https")).kind, "fail");
    assert.equal(list.some((item) => item.string().equals("http"), "http").kind, "pass");
    assert.equal(list.some((item) => item.string().equals("ftp"), "ftp").kind, "undecided");
  });

  it("reads documents: malformed ones are findings, unknown ones undecided", () => {
    const value = of({ good: '{"Statement":[{"Effect":"Deny"}]}', bad: "{", later: UNKNOWN, map: { Effect: "Deny" } });
    const effect = (path: string) =>
      value
        .json(path)
        .judge((document) => document.list("Statement").every((one) => one.string("Effect").equals("Deny")), {
          absent: "a policy",
        });
    assert.equal(effect("good").kind, "pass");
    assert.equal(effect("bad").kind, "fail");
    assert.equal(effect("later").kind, "undecided");
    assert.equal(effect("none").kind, "fail");
    assert.equal(value.json("map").string("Effect").value, "Deny");
    assert.equal(value.json("good").at(["Statement"]).path, "good.Statement");
  });

  it("reads keys with dots in them", () => {
    const value = of({ Condition: { Bool: { "aws:SecureTransport": "false", "a.b": 1 } } });
    assert.equal(value.boolean(["Condition", "Bool", "aws:SecureTransport"]).value, false);
    assert.equal(value.at(["Condition", "Bool", "a.b"]).path, 'Condition.Bool["a.b"]');
  });

  it("leaves an unknown undecided unless the control takes it for set", () => {
    const value = of({ key: UNKNOWN, empty: "" });
    assert.equal(value.mustBeSet("key", "a key").kind, "undecided");
    assert.equal(value.mustBeSet("key", "a key", { unknown: "set" }), pass);
    assert.equal(value.mustBeSet("empty", "a key").kind, "fail");
    assert.equal(value.mustBeUnset("key", "no key").kind, "undecided");
  });
});

describe("what findings show", () => {
  it("is short", () => assert.ok(printed("x".repeat(500), "name").length < 100));
  it("is no document", () => assert.equal(printed('{"Statement":[]}', "policy"), "a document"));
  it("is no secret", () => {
    for (const path of ["masterPassword", "authToken", "a.clientSecret", "privateKey"]) {
      assert.doesNotMatch(printed("hunter2", path), /hunter2/, path);
    }
  });
});
