import { strict as assert } from "node:assert";
import { Value } from "../../../../policies/core/value";
import { type ContextValue, holds, matchesGlob, readPolicy, type Truth, Unclear } from "../../../../policies/graph/iam";
import { UNKNOWN } from "../../../support/policies";

/** `true`, `false`, or the reason why there is no telling. */
const said = (truth: Truth): boolean | string => (truth instanceof Unclear ? truth.reasons.join("; ") : truth);
const policyOf = (statement: unknown) => readPolicy(Value.of({ Statement: statement }, "policy"), "p");

describe("IAM patterns", () => {
  const cases: [string, string, boolean][] = [
    ["a*b", "ab", true],
    ["a*b", "axbb", true],
    ["*ab", "axb", false],
    ["*ab", "xaab", true],
    ["*ab*bc", "abc", false],
    ["*ab*bc", "abxbc", true],
    ["a?c", "abc", true],
    ["a?c", "ac", false],
    ["a", "ab", false],
    ["ab", "a", false],
    ["**", "", true],
    ["A*", "ab", false],
  ];
  for (const [pattern, text, matches] of cases) {
    it(`${matches ? "match" : "do not match"} "${text}" with ${pattern}`, () =>
      assert.equal(matchesGlob(pattern, text), matches));
  }
});

describe("IAM documents: conditions", () => {
  const test = (operator: string, key: string, values: unknown, context: Record<string, ContextValue>) => {
    const [statement] = policyOf({ Effect: "Allow", Condition: { [operator]: { [key]: values } } }).statements;
    const [condition] = statement?.conditions ?? [];
    assert.ok(condition);
    return said(holds(condition, new Map(Object.entries(context))));
  };
  const source = "arn:aws:events:eu-central-1:123456789012:rule/bus/r";

  it("compares sources as texts and as ARNs, part by part", () => {
    assert.equal(test("StringEquals", "aws:SourceArn", source, { "aws:sourcearn": source }), true);
    assert.equal(
      test("ArnLike", "aws:SourceArn", "arn:aws:events:*:123456789012:rule/*", { "aws:sourcearn": source }),
      true,
    );
    assert.equal(test("ArnLike", "aws:SourceArn", "arn:aws:events:*:rule/*", { "aws:sourcearn": source }), false);
    assert.equal(test("StringLike", "aws:SourceArn", "arn:*:rule/*", { "aws:sourcearn": source }), true);
    assert.equal(test("ArnEquals", "aws:SourceArn", ["x", source], { "aws:sourcearn": source }), true);
    assert.equal(test("ArnNotLike", "aws:SourceArn", source, { "aws:sourcearn": source }), false);
  });

  it("takes what stands after an ARN's fifth colon as one part", () => {
    const group = "arn:aws:logs:eu-central-1:123456789012:log-group:a:log-stream:b";
    const like = (pattern: string) => test("ArnLike", "aws:SourceArn", pattern, { "aws:sourcearn": group });
    assert.equal(like("arn:aws:logs:*:123456789012:log-group:a:*"), true);
    assert.equal(like("arn:aws:logs:*:123456789012:*"), true);
    assert.equal(like("arn:aws:logs:*:123456789012:log-group:c:*"), false);
    assert.equal(like("arn:aws:sqs:*:123456789012:log-group:a:*"), false);
    assert.equal(like("arn:aws:logs:*:210987654321:log-group:a:*"), false);
    assert.equal(like("arn:aws:logs:*:123456789012:destination:a:*"), false);
    assert.equal(like("arn:aws:logs:*:123456789012"), false);
  });

  const operators: [string, string, string, boolean][] = [
    ["StringEquals", "a", "a", true],
    ["StringEquals", "a*", "ab", false],
    ["StringEquals", "A", "a", false],
    ["StringNotEquals", "a", "a", false],
    ["StringNotEquals", "A", "a", true],
    ["StringEqualsIgnoreCase", "A", "a", true],
    ["StringEqualsIgnoreCase", "a", "A", true],
    ["StringEqualsIgnoreCase", "b", "a", false],
    ["StringNotEqualsIgnoreCase", "A", "a", false],
    ["StringNotEqualsIgnoreCase", "b", "a", true],
    ["StringLike", "a*", "ab", true],
    ["StringLike", "A*", "ab", false],
    ["StringNotLike", "a*", "ab", false],
    ["StringNotLike", "b*", "ab", true],
    ["ArnEquals", "arn:aws:s3:::a*", "arn:aws:s3:::ab", true],
    ["ArnNotEquals", "arn:aws:s3:::a*", "arn:aws:s3:::ab", false],
    ["ArnNotEquals", "arn:aws:s3:::b", "arn:aws:s3:::ab", true],
    ["ArnNotLike", "arn:aws:s3:::b", "arn:aws:s3:::ab", true],
    ["Bool", "TRUE", "true", true],
    ["BoolIfExists", "false", "true", false],
    ["ForAnyValue:StringEquals", "a", "a", true],
    ["ForAllValues:StringEquals", "a", "b", false],
    ["Null", "False", "a", true],
    ["Null", "TRUE", "a", false],
  ];
  for (const [operator, wanted, value, expected] of operators) {
    it(`${expected ? "hold" : "do not hold"} by ${operator} of ${wanted} where ${value} is sent`, () =>
      assert.equal(test(operator, "aws:x", wanted, { "aws:x": value }), expected));
  }

  it("holds a negated test with several values where none of them is sent", () => {
    assert.equal(test("StringNotEquals", "aws:x", ["a", "b"], { "aws:x": "b" }), false);
    assert.equal(test("StringNotEquals", "aws:x", ["a", "b"], { "aws:x": "c" }), true);
  });

  it("leaves policy variables in values undecided", () => {
    const variable = ["$", "{aws:username}"].join("");
    assert.match(String(test("StringEquals", "aws:x", variable, { "aws:x": "a" })), /policy variable/);
  });

  it("reads keys and operators in any case", () => {
    assert.equal(test("stringequals", "AWS:SourceAccount", "1", { "aws:sourceaccount": "1" }), true);
    assert.equal(test("Bool", "aws:SecureTransport", "false", { "aws:securetransport": "true" }), false);
  });

  it("knows what is not sent: it fails a test, unless that is negated, of all values or if it exists", () => {
    const none = { "aws:sourcearn": undefined };
    assert.equal(test("ArnLike", "aws:SourceArn", "*", none), false);
    assert.equal(test("ArnLikeIfExists", "aws:SourceArn", "x", none), true);
    assert.equal(test("StringNotEquals", "aws:SourceArn", "x", none), true);
    assert.equal(test("ForAllValues:StringEquals", "aws:SourceArn", "x", none), true);
    assert.equal(test("ForAnyValue:StringEquals", "aws:SourceArn", "x", none), false);
    assert.equal(test("ForAnyValue:StringNotEquals", "aws:SourceArn", "x", none), false);
    assert.equal(test("ForAnyValue:StringEqualsIfExists", "aws:SourceArn", "x", none), true);
    assert.equal(test("Null", "aws:SourceArn", "true", none), true);
    assert.equal(test("Null", "aws:SourceArn", "false", none), false);
  });

  it("leaves undecided keys that it knows nothing of, operators that it does not read, and unknown values", () => {
    assert.match(String(test("StringEquals", "aws:PrincipalOrgID", "o-1", {})), /aws:PrincipalOrgID/);
    assert.match(String(test("IpAddress", "aws:sourcearn", "10.0.0.0/8", { "aws:sourcearn": "x" })), /IpAddress/);
    assert.match(String(test("ArnLike", "aws:SourceArn", UNKNOWN, { "aws:sourcearn": source })), /not known/);
  });
});
