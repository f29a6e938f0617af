import { strict as assert } from "node:assert";
import * as fc from "fast-check";
import { Resource } from "../../../../policies/core/resource";
import { Value } from "../../../../policies/core/value";
import {
  allowsAnything,
  both,
  decideResource,
  either,
  matchesGlob,
  not,
  readPolicy,
  type Truth,
  Unclear,
} from "../../../../policies/graph/iam";
import { proxied, UNKNOWN } from "../../../support/policies";

const text = fc.string({ unit: fc.constantFrom("a", "b", ":", "/", "*", "?", "."), maxLength: 12 });
/** What anybody could have written into a policy, and unknowns anywhere in it. */
const anything = fc.anything({
  values: [
    fc.constantFrom<unknown>(UNKNOWN, "Allow", "Deny", "*", "sqs:*", ["$", "{aws:x}"].join(""), null, Number.NaN),
    fc.string(),
  ],
  key: fc.constantFrom(
    "Statement",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "Principal",
    "AWS",
    "Service",
    "Condition",
    "StringEquals",
    "__proto__",
    "length",
  ),
  maxDepth: 6,
  withNullPrototype: true,
});
const request = {
  requester: { kind: "service" as const, names: ["events.amazonaws.com"] },
  action: "sqs:SendMessage",
  resource: "arn:aws:sqs:eu-central-1:123456789012:q",
  context: new Map([["aws:sourcearn", "arn:aws:events:eu-central-1:123456789012:rule/r"]]),
};

describe("IAM documents, whatever is in them", () => {
  it("match patterns as a regular expression would", () => {
    fc.assert(
      fc.property(text, text, (pattern, subject) => {
        const escaped = pattern
          .replace(/[.+^${}()|[\]\\/]/g, "\\$&")
          .replace(/\*+/g, ".*")
          .replace(/\?/g, ".");
        assert.equal(matchesGlob(pattern, subject), new RegExp(`^${escaped}$`, "s").test(subject));
      }),
    );
  });

  it("match a pattern of many stars in no time", () => {
    const start = process.cpuUsage().user;
    assert.equal(matchesGlob("*a".repeat(2_000), "a".repeat(1_999)), false);
    assert.ok(process.cpuUsage().user - start < 2_000_000, "it took more than two seconds of processor time");
  });

  it("never throw, and never leave a verdict that is none", () => {
    const isTruth = (truth: Truth) => typeof truth === "boolean" || truth instanceof Unclear;
    fc.assert(
      fc.property(anything, (raw) => {
        const resource = new Resource("t", "r", "urn", proxied({ policy: raw, text: safeJson(raw) }));
        for (const document of [resource.json("policy"), resource.json("text"), Value.of(raw)]) {
          const policy = readPolicy(document, "policy");
          const { allowed, delegated, denied } = decideResource([policy], request);
          assert.ok([allowed, delegated, denied, allowsAnything([policy], "sqs", [request.resource])].every(isTruth));
        }
      }),
      { numRuns: 500 },
    );
  });

  it("say the same of one value and of a list of it", () => {
    const part = fc.constantFrom("sqs:SendMessage", "sqs:*", "s3:GetObject", "*", request.resource, UNKNOWN);
    fc.assert(
      fc.property(part, part, (action, resource) => {
        const statement = { Effect: "Allow", Principal: "*", Action: action, Resource: resource };
        const lists = { ...statement, Action: [action], Resource: [resource] };
        const decide = (raw: object) =>
          decideResource([readPolicy(Value.of({ Statement: raw }), "p")], request).allowed;
        assert.equal(kind(decide(statement)), kind(decide(lists)));
        assert.equal(kind(decide(statement)), kind(decide([lists])));
      }),
    );
  });

  it("say of NotAction and NotResource the opposite of what they say of Action and Resource", () => {
    const part = fc.constantFrom("sqs:SendMessage", "sqs:*", "s3:GetObject", "*");
    fc.assert(
      fc.property(fc.array(part, { minLength: 1, maxLength: 3 }), (actions) => {
        const base = { Effect: "Allow", Principal: "*", Resource: "*" };
        const decide = (more: object) =>
          decideResource([readPolicy(Value.of({ Statement: { ...base, ...more } }), "p")], request).allowed;
        assert.notEqual(decide({ Action: actions }), decide({ NotAction: actions }));
      }),
    );
  });

  it("become no surer where more of them is unknown", () => {
    const truth = fc.constantFrom<Truth>(true, false, Unclear.because("x"));
    fc.assert(
      fc.property(fc.array(truth, { maxLength: 5 }), (truths) => {
        const guesses = [true, false].map((guess) => truths.map((one) => (one instanceof Unclear ? guess : one)));
        for (const combine of [both, either]) {
          const result = combine(...truths);
          if (typeof result === "boolean") {
            assert.deepEqual(
              guesses.map((guess) => combine(...guess)),
              [result, result],
            );
          }
        }
        assert.equal(kind(not(both(...truths))), kind(either(...truths.map(not))));
      }),
    );
  });
});

function kind(truth: Truth): string {
  return truth instanceof Unclear ? "unclear" : String(truth);
}

function safeJson(raw: unknown): string {
  try {
    return JSON.stringify(raw) ?? "";
  } catch {
    return "";
  }
}
