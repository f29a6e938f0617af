import { strict as assert } from "node:assert";
import { Value } from "../../../../policies/core/value";
import {
  allowsAnything,
  allowsSomewhere,
  type ContextValue,
  decideIdentity,
  decideResource,
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

  it("finds its account among others, and does not take users and other roles for it", () => {
    const named = (AWS: unknown, requester: Requester = asRole) =>
      asked({ ...admitting, Principal: { AWS } }, { requester });
    assert.equal(named(["arn:aws:iam::210987654321:root", "123456789012"]).delegated, true);
    const dark: Requester = { kind: "role", arn: Unclear.because("its ARN"), account: Unclear.because("its account") };
    assert.equal(said(named("arn:aws:iam::123456789012:role/r", dark).allowed), "its ARN");
    assert.equal(said(named("123456789012", dark).delegated), "its account");
    const user = named("arn:aws:iam::123456789012:user/u", dark);
    assert.deepEqual([user.allowed, user.delegated], [false, false]);
    assert.equal(named("123456789012", dark).allowed, false);
  });

  it("knows a session of a role that has a path", () => {
    const requester: Requester = { ...asRole, arn: "arn:aws:iam::123456789012:role/team/shop/r" };
    const session = (name: string) =>
      asked({ ...admitting, Principal: { AWS: `arn:aws:sts::123456789012:assumed-role/${name}/s` } }, { requester });
    assert.equal(session("r").allowed, true);
    assert.equal(session("shop").allowed, false);
  });

  it("spares a role from a denial that names it with its account, and not with one of the two", () => {
    const { Principal: _p, ...rest } = admitting;
    const spared = (...AWS: string[]) =>
      asked({ ...rest, Effect: "Deny", NotPrincipal: { AWS } }, { requester: asRole }).denied;
    const [self, root] = ["arn:aws:iam::123456789012:role/r", "arn:aws:iam::123456789012:root"];
    assert.equal(spared(self, root), false);
    assert.equal(spared(self), true);
    assert.equal(spared(root), true);
    assert.equal(spared("*"), false);
    const left = (AWS: string) => asked({ ...rest, NotPrincipal: { AWS } }, { requester: asRole });
    assert.deepEqual([left(self).allowed, left(root).allowed, left("210987654321").allowed], [false, false, true]);
    assert.equal(left("210987654321").delegated, false);
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

  it("says so of principals, of what a denial is about, and of further statements", () => {
    const ofRole = (AWS: unknown) => asked({ ...admitting, Principal: { AWS } }, { requester: asRole }).allowed;
    assert.match(String(said(ofRole(UNKNOWN))), /AWS.* is not known/);
    for (const requester of [service, asRole]) {
      assert.match(
        String(said(asked({ ...admitting, Principal: UNKNOWN }, { requester }).allowed)),
        /Principal is not known/,
      );
    }
    const deny = { ...admitting, Effect: "Deny" };
    assert.match(String(said(asked({ ...deny, Resource: UNKNOWN }).denied)), /Resource.* is not known/);
    assert.match(String(said(asked([admitting, UNKNOWN]).denied)), /Statement\[1\] is not known/);
    const other = { kind: "service" as const, names: ["logs.*.amazonaws.com"] };
    const regional = (Service: string) =>
      said(asked({ ...admitting, Principal: { Service } }, { requester: other }).allowed);
    assert.match(String(regional("logs.eu-central-1.amazonaws.com")), /of the right region/);
    assert.equal(regional("events.amazonaws.com"), false);
  });

  it("says so of an effect, for whoever the statement is about and for nobody else", () => {
    const dark = { ...admitting, Effect: UNKNOWN };
    assert.match(String(said(asked(dark).denied)), /Effect.* is not known/);
    const others = asked({ ...dark, Principal: { Service: "s3.amazonaws.com" } });
    assert.deepEqual([others.allowed, others.denied], [false, false]);
    const left = (AWS: string) => asked({ ...dark, Principal: { AWS } }, { requester: asRole }).delegated;
    assert.match(String(said(left("123456789012"))), /Effect.* is not known/);
    assert.equal(left("210987654321"), false);
    assert.match(String(said(asked({ ...admitting, Effect: "Perhaps" }).allowed)), /neither Allow nor Deny/);
  });

  it("leaves something to an account under the condition that says so", () => {
    const under = (value: string) =>
      asked(
        {
          ...admitting,
          Principal: { AWS: "123456789012" },
          Condition: { StringEquals: { "aws:SourceAccount": value } },
        },
        { requester: asRole, context: { "aws:sourceaccount": "1" } },
      ).delegated;
    assert.deepEqual([under("1"), under("2")], [true, false]);
  });

  it("says so of text that is no JSON, and takes no document for one that says nothing", () => {
    const read = (policy: unknown) => readPolicy(Value.of({ policy }).json("policy"), "p");
    assert.equal(read("{").unclear?.reasons.join(), "p: policy is no JSON");
    assert.match(String(read(UNKNOWN).unclear?.reasons.join()), /^p: policy is not known/);
    assert.deepEqual(read(undefined), { statements: [], unclear: undefined });
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

describe("IAM documents: what a role may touch", () => {
  const on = (statement: object, resources: (string | Unclear)[] = ["arn:aws:s3:::b"]) =>
    said(allowsAnything([policyOf({ Effect: "Allow", Resource: "*", ...statement })], "s3", resources));

  it("is nothing by a denial, and not what NotAction leaves out", () => {
    assert.equal(on({ Effect: "Deny", Action: "s3:*" }), false);
    for (const NotAction of ["*", "*:*", "s3:*"]) {
      assert.equal(on({ NotAction }), false, NotAction);
    }
    assert.equal(on({ NotAction: ["sqs:*", "s3:*"] }), false);
    assert.equal(on({ NotAction: ["sqs:*", "s3:DeleteObject"] }), true);
    assert.match(String(on({ NotAction: UNKNOWN })), /NotAction is not known/);
    assert.equal(on({}), false);
  });

  it("is whatever one of the actions and one of the resources say", () => {
    assert.equal(on({ Action: ["sqs:*", "s3:GetObject"] }), true);
    assert.equal(on({ Action: ["sqs:*", "*:*"] }), true);
    assert.match(String(on({ Action: ["sqs:*", UNKNOWN] })), /Action.* is not known/);
    assert.equal(on({ Action: "s3:*", Resource: ["arn:aws:s3:::c", "arn:aws:s3:::b/x"] }), true);
    assert.equal(on({ Action: "s3:*", Resource: "arn:aws:s3:::b" }, ["arn:aws:s3:::a", "arn:aws:s3:::b"]), true);
    assert.equal(on({ Action: "s3:*", Resource: "arn:aws:s3:::b:x" }), true);
    assert.equal(on({ Action: "s3:*", Resource: undefined, NotResource: "arn:aws:s3:::b/x" }), true);
    assert.equal(
      on({ Action: "s3:*", Resource: undefined, NotResource: ["arn:aws:s3:::b", "arn:aws:s3:::b/x"] }),
      false,
    );
    assert.equal(on({ Action: "s3:*", Resource: "arn:aws:s3:::c" }, [Unclear.because("its ARN")]), "its ARN");
  });

  it("is an action on anything, unless the statement denies it", () => {
    const somewhere = (Effect: string) =>
      allowsSomewhere([policyOf({ Effect, Action: "ecs:Run*", Resource: "x" })], "ecs:RunTask");
    assert.deepEqual([somewhere("Allow"), somewhere("Deny")], [true, false]);
  });
});
