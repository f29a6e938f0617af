import { strict as assert } from "node:assert";
import { Value } from "../../../../policies/core/value";
import {
  allowsAnything,
  type ContextValue,
  decideIdentity,
  decideResource,
  holds,
  type Requester,
  readPolicy,
  type Truth,
  Unclear,
} from "../../../../policies/graph/iam";
import { UNKNOWN } from "../../../support/policies";

const service: Requester = { kind: "service", names: ["events.amazonaws.com"] };
const asRole: Requester = { kind: "role", arn: "arn:aws:iam::123456789012:role/r", account: "123456789012" };
const queue = "arn:aws:sqs:eu-central-1:123456789012:q";

/** `true`, `false`, or the reason why there is no telling. */
const said = (truth: Truth): boolean | string => (truth instanceof Unclear ? truth.reasons.join("; ") : truth);
const policyOf = (statement: unknown) => readPolicy(Value.of({ Statement: statement }, "policy"), "p");

function asked(
  statement: unknown,
  {
    requester = service,
    action = "sqs:SendMessage",
    resource = queue,
    context = {},
  }: {
    requester?: Requester;
    action?: string;
    resource?: string | Unclear;
    context?: Record<string, ContextValue>;
  } = {},
) {
  return decideResource([policyOf(statement)], {
    requester,
    action,
    resource,
    context: new Map(Object.entries(context)),
  });
}
const admitting = {
  Effect: "Allow",
  Principal: { Service: "events.amazonaws.com" },
  Action: "sqs:SendMessage",
  Resource: queue,
};

describe("IAM documents: what a policy of a resource says", () => {
  it("admits the service, the action and the resource that it names, and nobody else", () => {
    assert.equal(asked(admitting).allowed, true);
    assert.equal(asked(admitting, { action: "sqs:DeleteMessage" }).allowed, false);
    assert.equal(asked(admitting, { resource: `${queue}2` }).allowed, false);
    assert.equal(asked(admitting, { requester: { kind: "service", names: ["s3.amazonaws.com"] } }).allowed, false);
    assert.equal(asked(admitting, { requester: asRole }).allowed, false);
  });

  it("takes one statement, one action and one resource for lists of one, and actions in any case", () => {
    assert.equal(asked([{ ...admitting, Action: ["SQS:sendmessage"], Resource: [queue] }]).allowed, true);
  });

  it("covers by wildcards, and by what NotAction and NotResource leave", () => {
    assert.equal(asked({ ...admitting, Action: "sqs:Send*", Resource: "arn:aws:sqs:*:*:?" }).allowed, true);
    const { Action: _a, Resource: _r, ...rest } = admitting;
    assert.equal(asked({ ...rest, NotAction: "sqs:DeleteMessage", NotResource: `${queue}2` }).allowed, true);
    assert.equal(asked({ ...rest, NotAction: ["sqs:*"], Resource: "*" }).allowed, false);
    assert.equal(asked({ ...rest, Action: "sqs:*", NotResource: queue }).allowed, false);
  });

  it("reads every form of everybody, and NotPrincipal", () => {
    for (const Principal of ["*", { AWS: "*" }, { AWS: ["*"] }]) {
      assert.equal(asked({ ...admitting, Principal }).allowed, true, JSON.stringify(Principal));
    }
    const { Principal: _p, ...rest } = admitting;
    assert.equal(asked({ ...rest, NotPrincipal: { Service: "events.amazonaws.com" } }).allowed, false);
    assert.equal(asked({ ...rest, NotPrincipal: { Service: "s3.amazonaws.com" } }).allowed, true);
  });

  it("tells a role that is named from one whose account is: that leaves it to IAM", () => {
    const named = asked(
      { ...admitting, Principal: { AWS: "arn:aws:iam::123456789012:role/r" } },
      { requester: asRole },
    );
    assert.deepEqual([named.allowed, named.delegated], [true, false]);
    for (const AWS of ["123456789012", "arn:aws:iam::123456789012:root"]) {
      const account = asked({ ...admitting, Principal: { AWS } }, { requester: asRole });
      assert.deepEqual([account.allowed, account.delegated], [false, true]);
    }
    const session = { AWS: "arn:aws:sts::123456789012:assumed-role/r/session" };
    assert.equal(asked({ ...admitting, Principal: session }, { requester: asRole }).allowed, true);
    assert.equal(
      asked({ ...admitting, Principal: { AWS: "arn:aws:iam::210987654321:root" } }, { requester: asRole }).delegated,
      false,
    );
  });

  it("says what is denied, also to a whole account", () => {
    const deny = { ...admitting, Effect: "Deny" };
    assert.deepEqual([asked([admitting, deny]).allowed, asked([admitting, deny]).denied], [true, true]);
    assert.equal(asked({ ...deny, Principal: { AWS: "123456789012" } }, { requester: asRole }).denied, true);
  });

  it("knows the other partitions", () => {
    const china: Requester = { kind: "role", arn: "arn:aws-cn:iam::123456789012:role/r", account: "123456789012" };
    const named = { ...admitting, Principal: { AWS: "arn:aws-cn:iam::123456789012:root" } };
    assert.equal(asked(named, { requester: china }).delegated, true);
    assert.equal(
      asked({ ...admitting, Resource: "arn:aws:sqs:*:*:*" }, { resource: queue.replace("aws", "aws-cn") }).allowed,
      false,
    );
  });

  it("says that there is no telling, and of what, where a part is not known", () => {
    assert.match(String(said(asked({ ...admitting, Resource: UNKNOWN }).allowed)), /Resource.* is not known/);
    assert.match(String(said(asked({ ...admitting, Action: UNKNOWN }).allowed)), /Action.* is not known/);
    assert.match(
      String(said(asked({ ...admitting, Principal: { Service: UNKNOWN } }).allowed)),
      /Service.* is not known/,
    );
    assert.match(String(said(asked({ ...admitting, Effect: UNKNOWN }).allowed)), /Effect.* is not known/);
    assert.match(String(said(asked(UNKNOWN).allowed)), /Statement is not known/);
    assert.match(
      String(said(asked([UNKNOWN, { ...admitting, Action: "sqs:X" }]).allowed)),
      /Statement\[0\] is not known/,
    );
    assert.match(String(said(asked(admitting, { resource: Unclear.because("the ARN") }).allowed)), /the ARN/);
  });

  it("does not let an unknown hide what is certain", () => {
    assert.equal(asked([{ ...admitting, Resource: UNKNOWN }, admitting]).allowed, true);
    assert.equal(asked({ ...admitting, Action: "sqs:DeleteMessage", Resource: UNKNOWN }).allowed, false);
    assert.equal(asked({ ...admitting, Resource: [UNKNOWN, queue] }).allowed, true);
  });

  it("leaves policy variables undecided", () => {
    const variable = ["$", "{aws:username}"].join("");
    assert.match(
      String(said(asked({ ...admitting, Resource: `arn:aws:sqs:*:*:${variable}` }).allowed)),
      /policy variable/,
    );
  });
});

describe("IAM documents: what the policies on a role say", () => {
  const identity = (...statements: object[]) =>
    decideIdentity([policyOf(statements)], {
      requester: asRole,
      action: "sqs:SendMessage",
      resource: queue,
      context: new Map(),
    });

  it("needs no principal", () => {
    assert.equal(identity({ Effect: "Allow", Action: "sqs:*", Resource: queue }).allowed, true);
    assert.equal(identity({ Effect: "Allow", Action: "sqs:*", Resource: `${queue}2` }).allowed, false);
  });

  it("tells whether anything of a service is allowed on a resource, or on what is below it", () => {
    const on = (Resource: string, Action: string) =>
      allowsAnything([policyOf({ Effect: "Allow", Action, Resource })], "s3", ["arn:aws:s3:::b"]);
    assert.equal(on("arn:aws:s3:::b/findings/*", "s3:PutObject"), true);
    assert.equal(on("arn:aws:s3:::b*", "s3:*"), true);
    assert.equal(on("arn:aws:s3:::bb/*", "s3:PutObject"), false);
    assert.equal(on("arn:aws:s3:::b/*", "sqs:SendMessage"), false);
  });
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
    assert.equal(test("Null", "aws:SourceArn", "true", none), true);
    assert.equal(test("Null", "aws:SourceArn", "false", none), false);
  });

  it("leaves undecided keys that it knows nothing of, operators that it does not read, and unknown values", () => {
    assert.match(String(test("StringEquals", "aws:PrincipalOrgID", "o-1", {})), /aws:PrincipalOrgID/);
    assert.match(String(test("IpAddress", "aws:sourcearn", "10.0.0.0/8", { "aws:sourcearn": "x" })), /IpAddress/);
    assert.match(String(test("ArnLike", "aws:SourceArn", UNKNOWN, { "aws:sourcearn": source })), /not known/);
  });
});
