import { strict as assert } from "node:assert";
import { RunError } from "@pulumi/pulumi";
import { type Environment, readEnvironment } from "../../../stacks/environment";
import { createFoundation } from "../../../stacks/foundation/foundation";
import { readFoundationSettings } from "../../../stacks/foundation/settings";
import { createShop } from "../../../stacks/shop";
import { graph } from "../../../testing";
import { changed, configurationOf, PROJECT, withoutStackTraces } from "./configuration";

const SHARED = "stacks/foundation/Pulumi.shared.yaml";
const FOUNDATION_PROJECT = "aws-microservices-foundation";
/** What an account has once: two stacks that each made them would fail, or take them from each other. */
const ONCE = [
  "aws:cloudtrail/trail:Trail",
  "aws:cfg/recorder:Recorder",
  "aws:cfg/deliveryChannel:DeliveryChannel",
  "aws:apigateway/account:Account",
];

function shopOf(changes: Record<string, unknown>): Environment {
  return readEnvironment({ all: changed(changes), project: PROJECT, stack: "dev" });
}

describe("an account's foundation", () => {
  withoutStackTraces();

  it("is a stack of its own, of what Pulumi.shared.yaml says", async () => {
    const all = configurationOf("shared", "stacks/foundation");
    const settings = readFoundationSettings({ all, project: FOUNDATION_PROJECT, stack: "shared" });
    const seen = await graph(() => void createFoundation(settings), { preview: true });
    for (const type of ONCE) assert.equal(seen.all(type).length, 1, type);
  });

  it("is made once by a shop that is its account's foundation, and by no shop that refers to one", async () => {
    const own = await graph(() => void createShop(shopOf({ foundation: true })), { preview: true });
    const referring = await graph(
      () => void createShop(shopOf({ foundationStack: "acme/aws-microservices-foundation/shared" })),
      {
        preview: true,
      },
    );
    for (const type of ONCE) {
      assert.equal(own.all(type).length, 1, type);
      assert.equal(referring.all(type).length, 0, type);
    }
  });

  it("is what a shop hears of changes from, which no shop without a trail does", async () => {
    const alone = await graph(() => void createShop(shopOf({})), { preview: true });
    const referring = await graph(
      () => void createShop(shopOf({ foundationStack: "acme/aws-microservices-foundation/shared" })),
      {
        preview: true,
      },
    );
    const rules = (seen: typeof alone) =>
      seen.all("aws:cloudwatch/eventRule:EventRule").filter(({ name }) => name.startsWith("changes"));
    assert.equal(rules(alone).length, 0);
    assert.ok(rules(referring).length > 0);
  });

  it("refuses a stack that is its own foundation and refers to another, and a name that is no stack's", () => {
    const both = { foundation: true, foundationStack: "acme/aws-microservices-foundation/shared" };
    assert.throws(
      () => shopOf(both),
      (error) => error instanceof RunError && /leave it out/.test(error.message),
    );
    assert.throws(
      () => shopOf({ foundationStack: "shared" }),
      (error) => error instanceof RunError && /use organization\/project\/stack/.test(error.message),
    );
  });

  it(`refuses a lock that outlasts the files, in the words of ${SHARED}`, () => {
    const all = {
      ...configurationOf("shared", "stacks/foundation"),
      [`${FOUNDATION_PROJECT}:audit`]: JSON.stringify({ retentionDays: 90, lockDays: 91 }),
    };
    assert.throws(
      () => readFoundationSettings({ all, project: FOUNDATION_PROJECT, stack: "shared" }),
      (error) =>
        error instanceof RunError && /audit\.lockDays is 91; use at most audit\.retentionDays, 90/.test(error.message),
    );
  });
});
