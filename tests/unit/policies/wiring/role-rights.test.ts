import { strict as assert } from "node:assert";
import type { Truth } from "../../../../policies/graph/iam";
import { admitsRole, keyAdmits, keyTakesIn, receivers } from "../../../../policies/graph/wiring";
import { Graph, type Resource } from "../../../../policies/index";
import { policyResources, type Sample, sample, UNKNOWN, urnOf } from "../../../support/policies";
import { acts, deny, describeRights, passes, policy, q, r, roleArn, root, send, to, withProps } from "./rights";
import {
  account,
  allow,
  arn,
  document,
  fn,
  granted,
  grantedBy,
  key,
  logGroup,
  permission,
  queue,
  queuePolicy,
  role,
  rootOfAccount,
  type Statement,
  stream,
} from "./samples";

const another = { ...queue("q"), props: { ...queue("q").props, arn: "arn:aws:sqs:eu-central-1:210987654321:q" } };
const sendThere = allow("sqs:SendMessage", String(another.props.arn));

describeRights(
  "what a role may send to a queue",
  {
    "takes a policy of the role": [[granted(r, send)], passes],
    "finds that there is none": [[], /^refused: .*without a policy of role r that allows sqs:SendMessage/],
    "finds what the role's own policy denies": [[granted(r, send, deny(send))], /^refused: .*denied: a statement/],
    "says nothing of a denial where nothing is allowed": [
      [granted(r, deny(send))],
      /^refused: (?!.*denied).*without a policy of role r/,
    ],
    "leaves open a denial of a policy that may be another queue's": [
      [granted(r, send), withProps(queuePolicy(q, document(to("*", deny(send)))), { queueUrl: UNKNOWN })],
      /^undecided: .*q-policy: queueUrl is not known/,
    ],
    "leaves open such a denial beside a policy that is certainly the queue's": [
      [
        granted(r, send),
        queuePolicy(q, document(to(roleArn, send))),
        { ...withProps(queuePolicy(q, document(to("*", deny(send)))), { queueUrl: UNKNOWN }), name: "dark" },
      ],
      /^undecided: .*dark: queueUrl is not known/,
    ],
    "finds what the queue's policy denies": [
      [granted(r, send), queuePolicy(q, document(to("*", deny(send))))],
      /^refused: .*denied/,
    ],
    "takes a denial of plain HTTP for none": [
      [
        granted(r, send),
        queuePolicy(q, document({ ...to("*", deny(send)), Condition: { Bool: { "aws:SecureTransport": "false" } } })),
      ],
      passes,
    ],
    "takes the role's name in the queue's policy alone": [[queuePolicy(q, document(to(roleArn, send)))], passes],
    "does not take the account's name for the role's": [
      [queuePolicy(q, document(to(root, send)))],
      /^refused: .*without a policy of role r/,
    ],
    "leaves open what a policy denies that is not known": [
      [granted(r, send), { ...grantedBy(r, UNKNOWN), name: "dark" }],
      /^undecided: .*whether a statement denies role r.*dark/,
    ],
    "leaves open what a policy of the queue's denies that is not known": [
      [granted(r, send), queuePolicy(q, UNKNOWN)],
      /^undecided: .*whether a statement denies.*q-policy/,
    ],
    "leaves open an attachment that may be any role's": [
      [sample("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "x", { role: UNKNOWN, policyArn: "arn:aws:x" })],
      /^undecided: .*x: role is not known/,
    ],
    "reads what a PolicyAttachment attaches to several roles": [
      [
        policy("p", send),
        sample("aws:iam/policyAttachment:PolicyAttachment", "x", {
          roles: ["other", "r"],
          policyArn: `arn:aws:iam::${account}:policy/p`,
        }),
      ],
      passes,
    ],
    "does not take what a PolicyAttachment attaches to others": [
      [
        policy("p", send),
        role("other", "lambda.amazonaws.com"),
        sample("aws:iam/policyAttachment:PolicyAttachment", "x", {
          roles: ["other"],
          policyArn: `arn:aws:iam::${account}:policy/p`,
        }),
      ],
      /^refused/,
    ],
    "leaves open whom a PolicyAttachment attaches something to": [
      [policy("p", send), sample("aws:iam/policyAttachment:PolicyAttachment", "x", { roles: UNKNOWN, policyArn: "p" })],
      /^undecided: .*x: roles is not known/,
    ],
  },
  acts(receivers.queue, q),
);

describe("what a role may send to a queue that says its policy itself", () => {
  const by = (...statements: Statement[]) => acts(receivers.queue, queue("q", { policy: document(...statements) }));
  const dark = withProps(queuePolicy(q, document(send)), { queueUrl: UNKNOWN });

  it("takes that policy, and leaves open one beside it that may be the queue's", () => {
    assert.match(by(to(roleArn, send))([]), passes);
    assert.match(by(to("*", deny(send)))([granted(r, send)]), /^refused: .*denied/);
    assert.match(by(to(roleArn, send))([dark]), /^undecided: .*q-policy: queueUrl is not known/);
  });
});

describe("what a role may read of a secret", () => {
  const read = allow("secretsmanager:GetSecretValue");
  const id = arn("secretsmanager", "secret:s-AbCdEf");
  const asked = (props: Record<string, unknown>, ...others: Sample[]): string =>
    acts(receivers.secret, sample("aws:secretsmanager/secret:Secret", "s", { id, arn: id, ...props }))(others);
  const beside = (...statements: Statement[]): Sample =>
    sample("aws:secretsmanager/secretPolicy:SecretPolicy", "p", { secretArn: id, policy: document(...statements) });

  it("is what its policies allow, and the secret's do not deny, wherever that stands", () => {
    assert.match(asked({}, granted(r, read)), passes);
    assert.match(asked({}, granted(r, read), beside(to("*", deny(read)))), /^refused: .*denied/);
    assert.match(asked({ policy: document(to("*", deny(read))) }, granted(r, read)), /^refused: .*denied/);
    assert.match(asked({ policy: document(to(roleArn, read)) }), passes);
  });
});

describe("what a role that says its policies itself may send", () => {
  const asked = (props: Record<string, unknown>, ...others: Sample[]): string =>
    acts(receivers.queue, q, withProps(r, props))(others);
  const dark = { inlinePolicies: UNKNOWN, managedPolicyArns: UNKNOWN };

  it("reads inline policies and managed ones of the stack", () => {
    assert.match(asked({ inlinePolicies: [{ name: "i", policy: document(send) }] }), passes);
    assert.match(asked({ managedPolicyArns: [`arn:aws:iam::${account}:policy/p`] }, policy("p", send)), passes);
    assert.match(asked({ managedPolicyArns: ["arn:aws:iam::1:policy/p"] }), /^undecided: .*is not in this stack/);
  });

  it("leaves open those that come from another resource and are not known", () => {
    for (const property of ["inlinePolicies", "managedPolicyArns"] as const) {
      const by = { ...withProps(r, { [property]: dark[property] }), from: { [property]: [queue("other")] } };
      assert.match(acts(receivers.queue, q, by)([]), new RegExp(`^undecided: .*r: ${property} is not known`));
    }
  });

  it("is not spared by NotPrincipal where it has a boundary", () => {
    const { Principal: _p, ...everything } = deny(send);
    const others = queuePolicy(q, document({ ...everything, NotPrincipal: { AWS: [roleArn, root] } }));
    const permissionsBoundary = `arn:aws:iam::${account}:policy/b`;
    assert.match(asked({}, granted(r, send), others), passes);
    assert.match(
      asked({ permissionsBoundary }, policy("b", allow("*")), granted(r, send), others),
      /^refused: .*denied: a statement denies role r/,
    );
  });

  it("is held to its boundary, by what that allows and by what it denies", () => {
    const bounded = (...statements: Statement[]): string =>
      asked({ permissionsBoundary: `arn:aws:iam::${account}:policy/b` }, policy("b", ...statements), granted(r, send));
    assert.match(bounded(allow("sqs:*")), passes);
    assert.match(bounded(allow("sns:*")), /^refused: .*without a permissions boundary of role r that allows/);
    assert.match(bounded(allow("sns:*"), deny(send)), /^refused: (?!.*denied).*permissions boundary of role r/);
    assert.match(bounded(allow("sqs:*"), deny(send)), /^refused: .*denied: a statement denies role r/);
  });
});

describeRights(
  "what a role may send to a queue of another account",
  {
    "takes both policies, and the account's name in the queue's": [
      [granted(r, sendThere), queuePolicy(another, document(to(root, sendThere)))],
      passes,
    ],
    "takes the role's name in the queue's": [
      [granted(r, sendThere), queuePolicy(another, document(to(roleArn, sendThere)))],
      passes,
    ],
    "finds that the queue's policy is alone": [
      [queuePolicy(another, document(to(roleArn, sendThere)))],
      /^refused: .*without a policy of role r that/,
    ],
    "finds that the role's policy is alone": [[granted(r, sendThere)], /admits role r of another account/],
  },
  acts(receivers.queue, another),
);

const f = fn("f");
const s = stream("s");
const put = (verb: string): Statement => allow(`kinesis:${verb}`, String(s.props.arn));
describeRights(
  "what a role may call",
  {
    "takes its policy": [[granted(r, allow("lambda:InvokeFunction", String(f.props.arn)))], passes],
    "does not take the name of an alias": [
      [granted(r, allow("lambda:InvokeFunction", `${String(f.props.arn)}:live`))],
      /^refused/,
    ],
    "takes a permission for it": [[permission(f, roleArn)], passes],
    "finds a permission for calls by the function's URL alone": [
      [permission(f, roleArn, undefined, { invokedViaFunctionUrl: true })],
      /^refused/,
    ],
  },
  acts(receivers.lambdaFunction, f),
);

describe("whether a queue and a key admit a role by themselves", () => {
  const own = key("k", to(roleArn, allow("kms:Decrypt")));
  const asked = (judge: (graph: Graph, role: Resource, end: Resource) => Truth, end: Sample, others: Sample[] = []) => {
    const graph = Graph.of(policyResources([r, end, ...others]));
    const [by, target] = [graph.byUrn(urnOf(r)), graph.byUrn(urnOf(end))];
    assert.ok(by && target);
    return judge(graph, by, target);
  };
  const below = { ...send, Resource: `${String(q.props.arn)}/*` };
  const admits = (...statements: Statement[]) =>
    asked((graph, by, end) => admitsRole(graph, receivers.queue, end, by, "sqs:SendMessage"), q, [
      queuePolicy(q, document(...statements)),
    ]);

  it("does not where what they admit is denied", () => {
    assert.equal(admits(to(roleArn, below)), true);
    assert.equal(admits(to(roleArn, below), to("*", deny(below))), false);
    const plain = { ...to("*", deny(below)), Condition: { Bool: { "aws:SecureTransport": "false" } } };
    assert.equal(admits(to(roleArn, below), plain), true);
  });

  it("takes the account's name for a key alone, and not where it is denied", () => {
    const takes = (end: Sample) => asked((graph, by, to) => keyTakesIn(graph, to, by), end);
    const names = (end: Sample) => asked((graph, by, to) => keyAdmits(graph, to, by), end);
    assert.deepEqual([takes(own), names(own)], [true, true]);
    const left = key("k", rootOfAccount);
    assert.deepEqual([takes(left), names(left)], [true, false]);
    assert.equal(takes(key("k", rootOfAccount, to(roleArn, deny(allow("kms:Decrypt"))))), false);
  });
});

describe("what a role may do by one of two actions", () => {
  const asked = acts(receivers.stream, s);

  it("takes the other where one is denied", () => {
    assert.match(asked([granted(r, put("PutRecord"), put("PutRecords"), deny(put("PutRecord")))]), passes);
  });

  it("does not take one that is allowed and denied with one that is neither", () => {
    assert.match(asked([granted(r, put("PutRecord"), deny(put("PutRecord")))]), /^refused: .*denied/);
  });

  it("does not take one that is denied with one that its boundary leaves out", () => {
    const bounded = withProps(r, { permissionsBoundary: `arn:aws:iam::${account}:policy/b` });
    const others = [granted(r, put("PutRecord*"), deny(put("PutRecord"))), policy("b", put("PutRecord"))];
    assert.match(acts(receivers.stream, s, bounded)(others), /^refused: .*denied/);
  });

  it("does not take one that its policy allows with another that its boundary does", () => {
    const bounded = withProps(r, { permissionsBoundary: `arn:aws:iam::${account}:policy/b` });
    const others = [granted(r, put("PutRecord")), policy("b", put("PutRecords"))];
    assert.match(acts(receivers.stream, s, bounded)(others), /^refused: .*permissions boundary/);
  });
});

const logs = logGroup("g");
const write = (resource: string): Statement => allow(["logs:CreateLogStream", "logs:PutLogEvents"], resource);
describeRights(
  "what a role may write to a log group",
  {
    "takes the ARN with what is below it": [[granted(r, write(`${String(logs.props.arn)}:*`))], passes],
    "takes its streams": [[granted(r, write(`${String(logs.props.arn)}:log-stream:*`))], passes],
    "does not take the ARN alone": [[granted(r, write(String(logs.props.arn)))], /^refused: .*logs:PutLogEvents/],
  },
  acts(receivers.logGroup, logs),
);
