import { strict as assert } from "node:assert";
import { Value } from "../../../../policies/core/value";
import { limits, readPolicy } from "../../../../policies/graph/iam";

/** Whether a source keeps others out. */
function keepsOut(source: string): unknown {
  const Condition = { ArnLike: { "aws:SourceArn": source } };
  const [statement] = readPolicy(Value.of({ Statement: { Effect: "Allow", Condition } }), "p").statements;
  const [condition] = statement?.conditions ?? [];
  assert.ok(condition);
  return limits(condition, "callers");
}

describe("the sources that a condition lets in", () => {
  const cases: [string, boolean][] = [
    ["arn:aws:sns:*:123456789012:*", true],
    ["arn:aws:s3:::bucket", true],
    ["arn:aws:s3:::*", false],
    ["arn:aws:sns:eu-central-1:*:*", false],
    ["arn:aws:sns:*", true],
    ["*:*:*:*:123456789012:x", true],
    ["x:*:*:*:*:*", true],
    ["*", false],
  ];
  for (const [source, limited] of cases) {
    it(`are ${limited ? "some" : "any"} by ${source}`, () => assert.equal(keepsOut(source), limited));
  }
});
