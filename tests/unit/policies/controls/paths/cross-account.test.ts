import { strict as assert } from "node:assert";
import { crossAccountAccess } from "../../../../../policies/controls/paths/cross-account";
import { type Case, describeControl, judge, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { document, type Statement } from "../../wiring/samples";

const OWN = "123456789012";
const OTHER = "999988887777";
const queue = sample("aws:sqs/queue:Queue", "inbox", { arn: `arn:aws:sqs:eu-central-1:${OWN}:inbox` });
const statement = (Principal: unknown, Condition?: unknown, more: Partial<Statement> = {}): Statement => ({
  Effect: "Allow",
  Action: "sqs:SendMessage",
  Resource: "*",
  Principal,
  Condition,
  ...more,
});
const policyOf = (...statements: Statement[]): Sample =>
  sample("aws:sqs/queuePolicy:QueuePolicy", "inbox", { policy: document(...statements) });
const lets = (Principal: unknown, Condition?: unknown, more?: Partial<Statement>): Case => ({
  subject: policyOf(statement(Principal, Condition, more)),
  others: [queue],
});
const root = (account: string) => ({ AWS: `arn:aws:iam::${account}:root` });
const at = "policy";

describeControl(crossAccountAccess, {
  compliant: {
    "the stack's own account": lets(root(OWN)),
    "an account that is allowed": { ...lets(root(OTHER)), config: { allowedAccounts: [OTHER] } },
    "an image that others may start, which is what the permission is for": {
      subject: sample("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "p", { accountId: OTHER }),
      others: [queue],
    },
    "everybody, for the stack's own account": lets("*", { StringEquals: { "aws:SourceAccount": OWN } }),
  },
  violating: {
    "another account": { ...lets(root(OTHER)), at, saying: /^account 999988887777 -> queue policy inbox$/ },
    "another account beside the stack's own": {
      subject: policyOf(statement(root(OWN)), statement(root(OTHER))),
      others: [queue],
      at,
    },
    "another account by its id": { ...lets({ AWS: OTHER }), at },
    "somebody in another account": { ...lets({ AWS: [root(OWN).AWS, `arn:aws:iam::${OTHER}:user/u`] }), at },
    everybody: { ...lets("*"), at, saying: /^everybody -> queue policy inbox$/ },
    "everybody for another account": {
      ...lets("*", { StringEquals: { "aws:SourceAccount": OTHER } }),
      at,
      saying: /^account 9/,
    },
    "everybody for things of another account": {
      ...lets({ AWS: "*" }, { ArnLike: { "aws:SourceArn": `arn:aws:sns:*:${OTHER}:t` } }),
      at,
      saying: /^account 9/,
    },
    "a role that another account may take on": {
      subject: sample("aws:iam/role:Role", "r", {
        arn: `arn:aws:iam::${OWN}:role/r`,
        assumeRolePolicy: document(statement(root(OTHER))),
      }),
      at: "assumeRolePolicy",
      saying: /^account 9.* -> role r$/,
    },
    "a permission of a function": {
      subject: sample("aws:lambda/permission:Permission", "p", { principal: OTHER }),
      others: [queue],
      at: "principal",
    },
    "an image that others may start": {
      subject: sample("aws:ec2/amiLaunchPermission:AmiLaunchPermission", "p", { accountId: OTHER }),
      others: [queue],
      config: { deliberateToo: true },
      at: "accountId",
    },
    "an endpoint service for everybody": {
      subject: sample("aws:ec2/vpcEndpointService:VpcEndpointService", "s", { allowedPrincipals: ["*"] }),
      others: [queue],
      at: "allowedPrincipals",
    },
  },
  undecided: {
    "a policy that is not known": {
      subject: sample("aws:sqs/queuePolicy:QueuePolicy", "inbox", { policy: UNKNOWN }, { from: { policy: [queue] } }),
      because: /policy is not known/,
    },
    "a principal that is not known": { ...lets({ AWS: UNKNOWN }), because: /who is let in.*is not known/ },
    "an account, where the stack's own is not known": {
      subject: policyOf(statement(root(OTHER))),
      because: /the stack's own is not known/,
    },
    "everybody under a condition that is not known": { ...lets("*", UNKNOWN), because: /is not known/ },
    "a permission's principal that is not known": {
      subject: sample(
        "aws:lambda/permission:Permission",
        "p",
        { principal: UNKNOWN },
        { from: { principal: [queue] } },
      ),
      because: /principal is not known/,
    },
  },
  notApplicable: {
    "a queue without a policy": { subject: queue },
    "a queue whose policy only AWS would fill in": { subject: sample("aws:sqs/queue:Queue", "q", { policy: UNKNOWN }) },
  },
});

describe("a policy that names everybody", () => {
  const kindOf = (Condition: unknown, Principal: unknown = "*", more?: Partial<Statement>) =>
    judge(crossAccountAccess, lets(Principal, Condition, more)).kind;
  const limits: Record<string, unknown> = {
    "an organisation": { StringEquals: { "aws:PrincipalOrgID": "o-1" } },
    "the stack's own things": { ArnLike: { "aws:SourceArn": `arn:aws:sns:eu-central-1:${OWN}:t` } },
    "a bucket, whose ARN has no account": { ArnLike: { "aws:SourceArn": "arn:aws:s3:::b" } },
    "an endpoint": { StringEquals: { "aws:SourceVpce": "vpce-1" } },
    "some addresses": { IpAddress: { "aws:SourceIp": "198.51.100.0/24" } },
    "who mounts it": { Bool: { "elasticfilesystem:AccessedViaMountTarget": "true" } },
  };
  for (const [name, condition] of Object.entries(limits)) {
    it(`may do so for ${name}`, () => assert.equal(kindOf(condition), "pass"));
  }
  const open: Record<string, unknown> = {
    "that it comes over TLS": { Bool: { "aws:SecureTransport": "true" } },
    "what it is not": { StringNotEquals: { "aws:SourceAccount": OWN } },
    "an account if one is sent": { StringEqualsIfExists: { "aws:SourceAccount": OWN } },
    "all values of what may be none": { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-1" } },
    "that something is sent": { Null: { "aws:SourceAccount": "false" } },
    "any account": { StringLike: { "aws:SourceAccount": "*" } },
    "any address": { IpAddress: { "aws:SourceIp": "0.0.0.0/0" } },
    "half of all addresses": { IpAddress: { "aws:SourceIp": "0.0.0.0/1" } },
    "an address that any VPC may have": { IpAddress: { "aws:VpcSourceIp": "10.0.0.0/16" } },
    "anything of any account": { ArnLike: { "aws:SourceArn": "arn:aws:s3:*:*:*" } },
  };
  for (const [name, condition] of Object.entries(open)) {
    it(`is not limited by ${name}`, () => assert.equal(kindOf(condition), "fail"));
  }
  it("may deny something to everybody", () => assert.equal(kindOf(undefined, "*", { Effect: "Deny" }), "pass"));
  it("does so by naming all but some", () => {
    const { Principal: _, ...rest } = statement(undefined);
    const subject = policyOf({ ...rest, NotPrincipal: root(OWN) });
    assert.equal(judge(crossAccountAccess, { subject, others: [queue] }).kind, "fail");
  });
  it("does not by naming a service", () => assert.equal(kindOf(undefined, { Service: "sns.amazonaws.com" }), "pass"));
  it("does not by a permission for an organisation", () => {
    const permission = (props: Record<string, unknown>) =>
      judge(crossAccountAccess, {
        subject: sample("aws:lambda/permission:Permission", "p", { principal: "*", ...props }),
        others: [queue],
      }).kind;
    assert.equal(permission({ principalOrgId: "o-1" }), "pass");
    assert.equal(permission({ sourceAccount: OWN }), "pass");
    assert.equal(permission({ sourceAccount: OTHER }), "fail");
    assert.equal(permission({}), "fail");
  });
  it("does not by a permission of an event bus under a condition", () => {
    const kindWith = (props: Record<string, unknown>) =>
      judge(crossAccountAccess, {
        subject: sample("aws:cloudwatch/eventPermission:EventPermission", "p", { principal: "*", ...props }),
        others: [queue],
      }).kind;
    assert.equal(kindWith({ condition: { key: "aws:PrincipalOrgID", type: "StringEquals", value: "o-1" } }), "pass");
    assert.equal(kindWith({}), "fail");
  });
  it("is that of the account that the provider allows", () => {
    const provider = sample("pulumi:providers:aws", "default", { allowedAccountIds: JSON.stringify([OTHER]) });
    assert.equal(judge(crossAccountAccess, { ...lets(root(OTHER)), others: [queue, provider] }).kind, "pass");
  });
});

describe("what is there to be shared", () => {
  const kinds: Record<string, [string, Record<string, unknown>]> = {
    "images of containers": ["aws:ecr/repositoryPolicy:RepositoryPolicy", { policy: document(statement(root(OTHER))) }],
    layers: ["aws:lambda/layerVersionPermission:LayerVersionPermission", { principal: OTHER }],
    "an endpoint service": ["aws:ec2/vpcEndpointService:VpcEndpointService", { allowedPrincipals: [root(OTHER).AWS] }],
    "an endpoint service, beside it": [
      "aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple",
      { principalArn: root(OTHER).AWS },
    ],
    snapshots: ["aws:ec2/snapshotCreateVolumePermission:SnapshotCreateVolumePermission", { accountId: OTHER }],
    "a share": ["aws:ram/principalAssociation:PrincipalAssociation", { principal: OTHER }],
  };
  for (const [name, [type, props]] of Object.entries(kinds)) {
    it(`may be: ${name}; unless a team says with whom`, () => {
      const says = (config: Record<string, unknown>) =>
        judge(crossAccountAccess, { subject: sample(type, "s", props), others: [queue], config }).kind;
      assert.equal(says({}), "pass");
      assert.equal(says({ deliberateToo: true }), "fail");
      assert.equal(says({ deliberateToo: true, allowedAccounts: [OTHER] }), "pass");
    });
  }
});
