import { strict as assert } from "node:assert";
import { type Event, readPattern } from "../../../../../policies/controls/cloudwatch/filter-pattern";

/** What a pattern says of an event; undefined where it is not read. */
const sees = (pattern: string, event: Event): boolean | undefined => readPattern(pattern)?.(event);

const event: Event = {
  eventName: "CreateTrail",
  errorCode: "AccessDenied",
  userIdentity: { type: "Root", invokedBy: null, sessionContext: { mfa: true, admin: false } },
  count: 3,
};

describe("a metric filter's pattern", () => {
  for (const [pattern, expected] of [
    ["{ $.eventName = CreateTrail }", true],
    ['{ $.eventName = "CreateTrail" }', true],
    ["{$.eventName=CreateTrail}", true],
    ["{ $.eventName = DeleteTrail }", false],
    ["{ $.eventName = createtrail }", false],
    ["{ $.eventName = Create }", false],
    ["{ $.eventName = Create* }", true],
    ['{ $.eventName = "*Trail" }', true],
    [`{ $.eventName = CreateTrail }${" ".repeat(1024 - 29)}`, true],
    ["{ $.eventName = C*T*l }", true],
    ["{ $.eventName = Create.rail }", false],
    ["{ $.eventName != CreateTrail }", false],
    ["{ $.eventName != DeleteTrail }", true],
    ["{ $.none = CreateTrail }", false],
    ["{ $.none != CreateTrail }", false],
    ["{ $.userIdentity.type = Root }", true],
    ["{ $.count = 3 }", true],
    ["{ $.none NOT EXISTS }", true],
    ["{ $.eventName NOT EXISTS }", false],
    ["{ $.userIdentity.none not exists }", true],
    ["{ $.eventName.none NOT EXISTS }", true],
    ["{ $.userIdentity.invokedBy IS NULL }", true],
    ["{ $.eventName IS NULL }", false],
    ["{ $.userIdentity.sessionContext.mfa IS TRUE }", true],
    ["{ $.userIdentity.sessionContext.admin IS TRUE }", false],
    ["{ $.userIdentity.sessionContext.admin IS FALSE }", true],
    ["{ $.userIdentity.sessionContext.mfa IS FALSE }", false],
    ["{ ($.eventName = A) || ($.eventName = CreateTrail) }", true],
    ["{ ($.eventName = A) || ($.eventName = B) }", false],
    ["{ ($.eventName = CreateTrail) && ($.count = 3) }", true],
    ["{ ($.eventName = CreateTrail) && ($.count = 4) }", false],
    ["{ $.eventName = CreateTrail || $.count = 4 && $.count = 5 }", true],
    ["{ ($.eventName = CreateTrail || $.count = 4) && $.count = 5 }", false],
    ["{ (($.eventName = CreateTrail)) }", true],
    ["{ $.toString NOT EXISTS }", true],
  ] as const) {
    it(`${expected ? "sees" : "does not see"} by ${pattern}`, () => assert.equal(sees(pattern, event), expected));
  }

  for (const pattern of [
    "",
    "ERROR",
    "{}",
    "{ $.eventName }",
    "{ $.eventName = }",
    "{ eventName = CreateTrail }",
    "{ $.eventName = %Create.*% }",
    "{ $.count > 2 }",
    "{ ($.eventName = CreateTrail }",
    "{ $.eventName = CreateTrail) }",
    "{ $.eventName = CreateTrail || }",
    "{ $.eventName = CreateTrail $.count = 3 }",
    '{ $.eventName = "CreateTrail }',
    "[ip, user]",
    "{ $.eventName IS CreateTrail }",
    `{ $.eventName = ${"x".repeat(1024)} }`,
    `{ ${"(".repeat(400)}$.a = b${")".repeat(401)} }`,
  ]) {
    it(`does not read ${pattern.slice(0, 40)}`, () => assert.equal(readPattern(pattern), undefined));
  }
});
