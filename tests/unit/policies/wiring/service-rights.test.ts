import { strict as assert } from "node:assert";
import {
  type Receiver,
  receiverAt,
  receivers,
  roleTrusts,
  type ServiceSender,
  serviceSends,
} from "../../../../policies/graph/wiring";
import { cannotTell } from "../../../../policies/index";
import { type Sample, sample, UNKNOWN } from "../../../support/policies";
import { between, deny, describeRights, edge, found, passes, q, r, root, send, to, withProps } from "./rights";
import {
  account,
  admit,
  allow,
  arn,
  document,
  fn,
  key,
  permission,
  queue,
  queuePolicy,
  type Statement,
  stream,
} from "./samples";

const s = stream("s");
const EVENTS = "events.amazonaws.com";
const rule = arn("events", "rule/r");
const sends =
  (receiver: Receiver, target: Sample, sender: Partial<ServiceSender> = {}) =>
  (others: readonly Sample[]): string =>
    between(target, others, (graph, resource) =>
      serviceSends(graph, edge, { service: EVENTS, sourceArn: rule, ...sender }, found(receiver, resource)),
    );
const admitted = admit(EVENTS, "sqs:SendMessage", String(q.props.arn));
const under = (Condition: unknown, statement: Statement = admitted): Statement => ({ ...statement, Condition });
const all: Statement = { ...deny(allow("sqs:*")), Principal: "*" };
const queueSays = (...statements: Statement[]): Sample[] => [queuePolicy(q, document(...statements))];

describeRights(
  "what a service may send to a queue",
  {
    "takes its name": [queueSays(admitted), passes],
    "finds what is denied": [
      queueSays(admitted, all),
      /^refused: .*denied: a statement of the policy of the queue denies/,
    ],
    "spares it where services are spared": [
      queueSays(admitted, under({ Bool: { "aws:PrincipalIsAWSService": "false" } }, all)),
      passes,
    ],
    "spares it where it is spared by name": [
      queueSays(admitted, under({ StringNotEquals: { "aws:PrincipalServiceName": EVENTS } }, all)),
      passes,
    ],
    "spares it where plain HTTP is denied": [
      queueSays(admitted, under({ Bool: { "aws:SecureTransport": "false" } }, all)),
      passes,
    ],
    "takes the account of its source": [queueSays(under({ StringEquals: { "aws:SourceAccount": account } })), passes],
    "finds another account": [queueSays(under({ StringEquals: { "aws:SourceAccount": "210987654321" } })), /^refused/],
    "leaves open what is denied in an organization": [
      queueSays(admitted, under({ StringNotEquals: { "aws:SourceOrgID": "o-1" } }, all)),
      /^undecided: .*whether a statement.*aws:SourceOrgID/,
    ],
    "finds the account of a role for no name of its own": [queueSays(to(root, send)), /^refused/],
    "leaves open whom a policy admits that is not known": [
      [queuePolicy(q, { Statement: [{ ...send, Principal: UNKNOWN }] })],
      /^undecided: .*Principal is not known/,
    ],
  },
  sends(receivers.queue, q),
);

describe("what services may send", () => {
  it("takes the receiver's account where the source's ARN has none, and the one that the sender gives before it", () => {
    const statement = queueSays(under({ StringEquals: { "aws:SourceAccount": account } }));
    assert.match(sends(receivers.queue, q, { sourceArn: "arn:aws:s3:::b" })(statement), passes);
    assert.match(sends(receivers.queue, q, { sourceArn: undefined })(statement), passes);
    assert.match(sends(receivers.queue, q, { account: "210987654321" })(statement), /^refused/);
    assert.match(
      sends(receivers.queue, q, { sourceArn: rule.replace(account, "210987654321") })(statement),
      /^refused/,
    );
  });

  it("takes the other of two actions where one is denied", () => {
    const streamPolicy = (...statements: Statement[]): Sample =>
      sample("aws:kinesis/resourcePolicy:ResourcePolicy", "sp", {
        resourceArn: s.props.arn,
        policy: document(...statements),
      });
    const by = (verb: string): Statement => admit(EVENTS, `kinesis:${verb}`, String(s.props.arn));
    const asked = sends(receivers.stream, s);
    assert.match(asked([streamPolicy(by("PutRecord"), by("PutRecords"), deny(by("PutRecord")))]), passes);
    assert.match(asked([streamPolicy(by("PutRecord"), deny(by("PutRecord")))]), /^refused: .*denied/);
  });

  const usable = admit(EVENTS, ["kms:GenerateDataKey", "kms:Decrypt"], "*");
  it("finds what the key denies it, and a source that it does not name to keys", () => {
    const asked = (sender: Partial<ServiceSender>, ...statements: Statement[]): string =>
      sends(
        receivers.queue,
        queue("q", { kmsMasterKeyId: key("k").props.arn }),
        sender,
      )([...queueSays(admitted), key("k", ...statements)]);
    assert.match(asked({}, usable), passes);
    assert.match(asked({}, usable, deny(usable)), /^refused: .*denied: a statement of the policy of the key k/);
    for (const test of [{ ArnLike: { "aws:SourceArn": rule } }, { StringEquals: { "aws:SourceAccount": account } }]) {
      assert.match(asked({}, under(test, usable)), passes);
      assert.match(asked({ sourceUnknownToKeys: true }, under(test, usable)), /^refused: .*policy of the key k/);
    }
  });

  it("takes any of its names", () => {
    const aliases = ["events.eu-central-1.amazonaws.com"];
    const statement = queueSays(admit(aliases[0] ?? "", "sqs:SendMessage", "*"));
    assert.match(sends(receivers.queue, q, { aliases })(statement), passes);
    assert.match(sends(receivers.queue, q)(statement), /^refused/);
    const own = key("k", admit(aliases[0] ?? "", ["kms:GenerateDataKey", "kms:Decrypt"], "*"));
    const closed = queue("q", { kmsMasterKeyId: own.props.arn });
    assert.match(sends(receivers.queue, closed, { aliases })([...statement, own]), passes);
    assert.match(sends(receivers.queue, closed)([...queueSays(admitted), own]), /^refused: .*policy of the key k/);
  });
});

const f = fn("f");
const allowed = (props: Record<string, unknown> = {}): Sample => permission(f, EVENTS, rule, props);
describeRights(
  "what a service may call",
  {
    "takes a permission": [[allowed()], passes],
    "takes one of two permissions": [[allowed({ principal: "s3.amazonaws.com" }), { ...allowed(), name: "z" }], passes],
    "takes the first of two permissions": [
      [allowed(), { ...allowed({ principal: "s3.amazonaws.com" }), name: "z" }],
      passes,
    ],
    "does not take a permission on a function of another stack": [[allowed({ function: "other" })], /^refused/],
    "takes a permission for anybody": [[allowed({ principal: "*" })], passes],
    "takes a permission for its account": [[allowed({ sourceAccount: account })], passes],
    "finds a permission for another account": [[allowed({ sourceAccount: "210987654321" })], /^refused/],
    "leaves open a permission for an organization": [[allowed({ principalOrgId: "o-1" })], /^undecided: .*OrgID/],
    "leaves open a permission for a version that is not known": [
      [allowed({ qualifier: UNKNOWN })],
      /^undecided: .*qualifier is not known/,
    ],
    "leaves open a permission for somebody who is not known": [
      [allowed({ principal: UNKNOWN })],
      /^undecided: .*principal is not known/,
    ],
    "finds a permission for calls by the function's URL alone": [
      [allowed({ principal: "*", invokedViaFunctionUrl: true })],
      /^refused/,
    ],
    "takes one that says that it is for all calls": [[allowed({ invokedViaFunctionUrl: false })], passes],
    "does not take a permission of its account's for its own": [[allowed({ principal: account })], /^refused/],
  },
  sends(receivers.lambdaFunction, f),
);

describe("what a service may call by a name of its own", () => {
  const live = sample("aws:lambda/alias:Alias", "live", {
    id: `${String(f.props.arn)}:live`,
    arn: `${String(f.props.arn)}:live`,
    name: "live",
    functionName: f.props.arn,
  });
  const called = (end: unknown, from: Record<string, Sample[]>, ...others: Sample[]): string => {
    const mapping = sample("aws:x:Caller", "c", { to: end }, { from });
    return between(mapping, [f, ...others], (graph, resource) =>
      receiverAt(
        graph,
        resource,
        "to",
        [receivers.queue, receivers.lambdaFunction],
        (end) => serviceSends(graph, edge, { service: EVENTS, sourceArn: rule }, end),
        ({ arn: end }) => cannotTell(`${end} is elsewhere`),
      ),
    );
  };
  const [arnOfF, arnOfLive] = [String(f.props.arn), String(live.props.arn)];

  it("takes a permission on the alias that it calls, by either way to give it, and no other", () => {
    assert.match(called(arnOfLive, {}, live, allowed({ qualifier: "live" })), passes);
    assert.match(called(arnOfLive, {}, live, allowed({ function: arnOfLive })), passes);
    assert.match(called(arnOfLive, {}, live, allowed()), /^refused/);
    assert.match(called(arnOfF, {}, live, allowed({ qualifier: "live" })), /^refused/);
    assert.match(called(arnOfF, {}, live, allowed()), passes);
  });

  it("takes a permission on the version that it calls", () => {
    assert.match(called(`${arnOfF}:3`, {}, allowed({ qualifier: "3" })), passes);
    assert.match(called(`${arnOfF}:3`, {}, allowed({ qualifier: "4" })), /^refused/);
    assert.match(called(`${arnOfF}2:3`, {}, allowed()), /^undecided: .*f2:3 is elsewhere/);
    assert.match(called(`${arnOfF}:3:x`, {}, allowed()), /^undecided: .*f:3:x is elsewhere/);
  });

  it("finds what is not known by what it comes from", () => {
    const from = (end: Sample, ...others: Sample[]): string => called(UNKNOWN, { to: [end] }, ...others);
    assert.match(from(live, allowed({ qualifier: "live" })), passes);
    assert.match(from(live, allowed()), /^refused/);
    assert.match(from(f, allowed()), passes);
  });

  it("leaves open an alias of a function that is not in the stack, and what is not known", () => {
    const astray = { ...live, props: { ...live.props, functionName: "other" } };
    assert.match(called(arnOfLive, {}, astray), /^undecided: the function of alias live is not in this stack/);
    assert.match(called(UNKNOWN, {}), /^undecided: to is not known/);
    assert.match(called(undefined, {}), passes);
  });
});

describe("who takes a role on", () => {
  const trusts = (...statements: Statement[]): string =>
    between(withProps(r, { assumeRolePolicy: document(...statements) }), [], (graph, resource) =>
      roleTrusts(graph, edge, resource, EVENTS),
    );
  const trusted: Statement = { Effect: "Allow", Action: "sts:AssumeRole", Principal: { Service: EVENTS } };

  it("is the service that the trust policy names, unless it denies it", () => {
    assert.match(trusts(trusted), passes);
    assert.match(trusts({ ...trusted, Principal: { Service: "s3.amazonaws.com" } }), /^refused/);
    assert.match(trusts(trusted, deny(trusted)), /^refused/);
  });

  it("may be another, for a source that the service does not say here, or by an external id", () => {
    const of = (Condition: unknown) => trusts(under(Condition, trusted));
    assert.match(of({ ArnLike: { "aws:SourceArn": rule } }), /^undecided: .*aws:SourceArn/);
    assert.match(of({ StringEquals: { "sts:ExternalId": account } }), /^undecided: .*sts:ExternalId/);
  });

  it("is the service for the role's own account", () => {
    assert.match(trusts(under({ StringEquals: { "aws:SourceAccount": account } }, trusted)), passes);
    assert.match(trusts(under({ StringEquals: { "aws:SourceAccount": "210987654321" } }, trusted)), /^refused/);
  });
});
