import { strict as assert } from "node:assert";
import type { GraphResource, Value } from "../../preflight";
import { inspect, linesOf, UNKNOWN_KIND } from "../support/documents/inspect";
import { kinds, kindsOfExamples } from "../support/documents/kinds";
import { samples } from "../support/documents/samples";

const text = (value: Value): string => JSON.stringify(value);

/** A resource that a program might register. */
function made(type: string, inputs: Record<string, Value>): GraphResource {
  return {
    urn: `urn:pulumi:test::shop::${type}::it`,
    type,
    name: "it",
    kind: "custom",
    origin: "program",
    inputs,
    outputs: inputs,
    symbolic: [],
    dependencies: [],
    propertyDependencies: {},
  };
}

const problemsOf = async (type: string, inputs: Record<string, Value>): Promise<string[]> =>
  linesOf(await inspect([made(type, inputs)]));

const policyOf = (...Statement: Value[]): string => JSON.stringify({ Version: "2012-10-17", Statement });
const queue = "arn:aws:sqs:eu-central-1:111122223333:work";
const sends = { Effect: "Allow", Action: "sqs:SendMessage", Resource: queue };
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";

describe("checks of policies", () => {
  const refusals: [string, Value, RegExp][] = [
    ["an effect that IAM doesn't know", { ...sends, Effect: "Permit" }, /Effect must be equal to one of .*Allow/],
    ["an element that IAM doesn't know", { ...sends, Actions: "sqs:*" }, /additional properties \(Actions\)/],
    ["no resource", { Effect: "Allow", Action: "sqs:SendMessage" }, /required property 'Resource'/],
    ["a principal in a role's policy", { ...sends, Principal: "*" }, /must NOT be valid/],
    ["an empty list of actions", { ...sends, Action: [] }, /fewer than 1/],
    ["an operator that IAM doesn't know", { ...sends, Condition: { StringIs: { "aws:SourceArn": "x" } } }, /StringIs/],
    ["a service that AWS doesn't have", { ...sends, Action: "sqss:SendMessage" }, /AWS has no service sqss/],
    ["an action that the service doesn't have", { ...sends, Action: "sqs:SendMesage" }, /sqs has no such action/],
    ["a wildcard that no action fits", { ...sends, Action: "sqs:Sent*" }, /sqs has no such action/],
    ["an action in other letters", { ...sends, Action: "sqs:sendMessage" }, /it is written SendMessage/],
    [
      "an action on a resource of another service",
      { ...sends, Resource: "arn:aws:sns:eu-central-1:111122223333:work" },
      /SendMessage is on none of arn:aws:sns.*arn:\$\{Partition\}:sqs/,
    ],
    [
      "an action on one resource that AWS has on all only",
      { ...sends, Action: "ec2:DescribeVpcs", Resource: "arn:aws:ec2:eu-central-1:111122223333:vpc/vpc-0" },
      /DescribeVpcs is on none of .*AWS has it on \*/,
    ],
    ["a resource that no action is on", { ...sends, Resource: [queue, "arn:aws:s3:::b"] }, /is on arn:aws:s3:::b/],
    [
      "a global condition key that AWS doesn't have",
      { ...sends, Condition: { StringEquals: { "aws:SourceAcount": "1" } } },
      /AWS has no condition key aws:SourceAcount/,
    ],
    [
      "a condition key of another action",
      { ...sends, Condition: { StringEquals: { "s3:x-amz-acl": "private" } } },
      /requests of sqs:SendMessage have no condition key s3:x-amz-acl/,
    ],
    [
      "a tag in the request of an action that takes none",
      { ...sends, Condition: { StringEquals: { "aws:RequestTag/team": "a" } } },
      /SendMessage have no condition key aws:RequestTag\/team/,
    ],
    [
      "an operator for values of another type",
      {
        Effect: "Allow",
        Action: "kms:Decrypt",
        Resource: "*",
        Condition: { NumericEquals: { "kms:ViaService": "1" } },
      },
      /kms:ViaService is of type String: NumericEquals never matches/,
    ],
  ];
  for (const [title, statement, expected] of refusals) {
    it(`refuse ${title}`, async () => {
      const found = await problemsOf(ROLE_POLICY, { policy: policyOf(statement) });
      assert.match(found.join("\n"), expected);
      assert.match(found[0] ?? "", /^it \(aws:iam\/rolePolicy:RolePolicy\) policy: identity policy: /);
    });
  }

  it("take what is sound: wildcards, tags of resources, claims of a provider", async () => {
    const tagged = { ...sends, Condition: { StringEquals: { "aws:ResourceTag/team": "a" } } };
    for (const statement of [sends, { ...sends, Action: "sqs:Send*" }, { ...sends, Resource: "*" }, tagged]) {
      assert.deepEqual(await problemsOf(ROLE_POLICY, { policy: policyOf(statement) }), []);
    }
    const provider = "oidc.eks.eu-central-1.amazonaws.com/id/AB12";
    const trust = (key: string): string =>
      policyOf({
        Effect: "Allow",
        Principal: { Federated: `arn:aws:iam::111122223333:oidc-provider/${provider}` },
        Action: "sts:AssumeRoleWithWebIdentity",
        Condition: { StringEquals: { [key]: "sts.amazonaws.com" } },
      });
    const ROLE = "aws:iam/role:Role";
    assert.deepEqual(await problemsOf(ROLE, { assumeRolePolicy: trust(`${provider}:aud`) }), []);
    assert.match(
      String(await problemsOf(ROLE, { assumeRolePolicy: trust("oidc.other/id/AB12:aud") })),
      /no condition key/,
    );
  });

  it("refuse two statements of one name, and a policy of the version before variables", async () => {
    const twice = policyOf({ ...sends, Sid: "Send" }, { ...sends, Sid: "Send" });
    assert.match(String(await problemsOf(ROLE_POLICY, { policy: twice })), /two statements are called Send/);
    const old = JSON.stringify({ Version: "2008-10-17", Statement: [sends] });
    assert.match(String(await problemsOf(ROLE_POLICY, { policy: old })), /Version must be equal to constant/);
  });

  it("refuse a resource's policy that names nobody, and a trust policy with a resource", async () => {
    const found = await problemsOf("aws:sqs/queuePolicy:QueuePolicy", {
      policy: { Version: "2012-10-17", Statement: [sends] },
    });
    assert.match(String(found), /required property 'Principal'/);
    const trust = policyOf({ ...sends, Principal: { Service: "lambda.amazonaws.com" }, Action: "sts:AssumeRole" });
    assert.match(String(await problemsOf("aws:iam/role:Role", { assumeRolePolicy: trust })), /must NOT be valid/);
    const service = policyOf({ Effect: "Allow", Principal: { Service: "lambda" }, Action: "sts:AssumeRole" });
    assert.match(String(await problemsOf("aws:iam/role:Role", { assumeRolePolicy: service })), /must match pattern/);
  });
});

describe("checks of documents", () => {
  for (const [title, type, sound, unsound, expected] of samples) {
    it(`refuse ${title}`, async () => {
      assert.deepEqual(await problemsOf(type, sound), []);
      assert.match((await problemsOf(type, unsound)).join("\n"), expected);
    });
  }

  it("are all shown to fail", async () => {
    const policies = ["identity policy", "trust policy", "resource policy"];
    const failed = new Set(policies);
    for (const [, type, , unsound] of samples) {
      const found = await inspect([made(type, unsound)]);
      for (const { kind, problems } of found) if (problems.length > 0) failed.add(kind);
    }
    assert.deepEqual(
      [...kinds, ...kindsOfExamples].map(({ name }) => name).filter((name) => !failed.has(name)),
      [],
    );
  });

  it("let no document escape: a kind that is new has no checker yet", async () => {
    const TOPIC = "aws:sns/topic:Topic";
    for (const value of ['{"a":1}', "[1]", "{ $.level = 5 }", "a:\n  b: 1", { Statement: [] }]) {
      assert.match(
        String(await problemsOf(TOPIC, { deliveryPolicy: value })),
        /deliveryPolicy: a new kind of document/,
      );
    }
    assert.match(String(await problemsOf(TOPIC, { policy: { Version: "1" } })), /policy: a new kind/);
    const nested = await problemsOf("aws:lambda/invocation:Invocation", { input: text({ rules: text({ a: 1 }) }) });
    assert.match(String(nested), /input>rules: a new kind of document/);
    assert.deepEqual(await problemsOf(TOPIC, { displayName: "Alerts", tags: { a: "b" } }), []);
    assert.equal((await inspect([{ ...made(TOPIC, { policy: "{}" }), kind: "component" }])).length, 0);
    assert.equal(UNKNOWN_KIND, "a new kind of document");
  });

  it("don't pass a document that is not known or secret", async () => {
    const markers: Value[] = [{ $unknown: true }, { $secret: true }];
    for (const policy of markers) {
      assert.match(String(await problemsOf(ROLE_POLICY, { policy })), /it is not known/);
    }
    assert.match(String(await problemsOf("aws:sns/topic:Topic", { key: { $secret: true } })), /it is secret/);
    assert.deepEqual(
      await problemsOf("aws:secretsmanager/secretVersion:SecretVersion", { secretString: { $secret: true } }),
      [],
    );
  });
});
