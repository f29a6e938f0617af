import { strict as assert } from "node:assert";
import { policyAdmin } from "../../../../../policies/controls/iam/admin";
import { dataActions, policyDataAccess } from "../../../../../policies/controls/iam/data-access";
import { policyEscalation } from "../../../../../policies/controls/iam/escalation";
import { policyKmsDecrypt } from "../../../../../policies/controls/iam/kms-decrypt";
import { policyNotAction } from "../../../../../policies/controls/iam/not-action";
import { policyPassRole } from "../../../../../policies/controls/iam/pass-role";
import { policyServiceWildcard } from "../../../../../policies/controls/iam/service-wildcard";
import { serviceOf } from "../../../../support/documents/iam-reference";
import { describeControl, type Examples, sample, UNKNOWN } from "../../../../support/policies";

type Statement = Record<string, unknown>;

const text = (...Statement: unknown[]) => JSON.stringify({ Version: "2012-10-17", Statement });
const policy = (...statements: unknown[]) => ({
  subject: sample("aws:iam/policy:Policy", "p", { policy: text(...statements) }),
});
const allow = (Action: unknown, Resource: unknown = "*", more: Statement = {}): Statement => ({
  Effect: "Allow",
  Action,
  Resource,
  ...more,
});
const at = "policy.Statement[0]";
const refused = (...statements: unknown[]) => ({ ...policy(...statements), at });
const condition = { Condition: { StringEquals: { "aws:ResourceTag/team": "shop" } } };

/** What each control on grants says of the places that they stand in, and of what is not known of them. */
function examples(bad: Statement, good: Statement, more: Partial<Examples>): Examples {
  const places: Record<string, [type: string, props: Statement, at: string]> = {
    "a role": ["aws:iam/rolePolicy:RolePolicy", { policy: text(bad) }, at],
    "a user": ["aws:iam/userPolicy:UserPolicy", { policy: text(bad) }, at],
    "a group": ["aws:iam/groupPolicy:GroupPolicy", { policy: text(bad) }, at],
    "a map": ["aws:iam/policy:Policy", { policy: { Statement: [bad] } }, at],
    "a permission set": [
      "aws:ssoadmin/permissionSetInlinePolicy:PermissionSetInlinePolicy",
      { inlinePolicy: text(bad) },
      "inlinePolicy.Statement[0]",
    ],
    "a role's own block": [
      "aws:iam/role:Role",
      { inlinePolicies: [{ policy: text(good) }, { policy: text(bad) }] },
      "inlinePolicies[1].policy.Statement[0]",
    ],
  };
  return {
    compliant: {
      "a named grant": policy(good),
      "a denial": policy({ ...bad, Effect: "Deny" }),
      "no statement": policy(),
      "a role's own block": { subject: sample("aws:iam/role:Role", "r", { inlinePolicies: [{ policy: text(good) }] }) },
      ...more.compliant,
    },
    violating: {
      ...Object.fromEntries(
        Object.entries(places).map(([name, [type, props, where]]) => [
          `the grant in ${name}`,
          { subject: sample(type, "p", props), at: where },
        ]),
      ),
      "the second statement": { ...policy(good, bad), at: "policy.Statement[1]" },
      ...more.violating,
    },
    undecided: {
      "a document that is not known yet": {
        subject: sample("aws:iam/policy:Policy", "p", { policy: UNKNOWN }),
        because: /policy is not known/,
      },
      "a statement that is not known yet": {
        subject: sample("aws:iam/policy:Policy", "p", { policy: { Statement: [UNKNOWN] } }),
        because: /Statement\[0\] is not known/,
      },
      "an effect that is not known yet": {
        subject: sample("aws:iam/policy:Policy", "p", { policy: { Statement: [{ ...bad, Effect: UNKNOWN }] } }),
        because: /Effect is not known/,
      },
      "blocks that are not known yet": {
        subject: sample(
          "aws:iam/role:Role",
          "r",
          { inlinePolicies: UNKNOWN },
          { from: { inlinePolicies: [sample("aws:s3/bucket:Bucket", "b", {})] } },
        ),
        because: /inlinePolicies is not known/,
      },
      ...more.undecided,
    },
    notApplicable: {
      "a role whose policies stand beside it": { subject: sample("aws:iam/role:Role", "r", {}) },
      "a role whose policies AWS tells of": { subject: sample("aws:iam/role:Role", "r", { inlinePolicies: UNKNOWN }) },
    },
    mayBeDropped: {
      policy: "there is no grant without",
      ...more.mayBeDropped,
    },
  };
}

const unknownPart = (statement: Statement) => ({
  subject: sample("aws:iam/policy:Policy", "p", { policy: { Statement: [statement] } }),
});
const named = allow("s3:GetObject", "arn:aws:s3:::shop/*");

describeControl(policyAdmin, {
  ...examples(allow("*"), named, {
    compliant: {
      "everything on one bucket": policy(allow("*", "arn:aws:s3:::shop")),
      "one action on everything": policy(allow("s3:ListAllMyBuckets")),
      "all actions of a service": policy(allow("s3:*")),
      "all but some": policy({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }),
      "a statement without resources": policy({ Effect: "Allow", Action: "*" }),
      "a statement without actions": policy({ Effect: "Allow", Resource: "*" }),
    },
    violating: {
      "everything, in a list": refused(allow(["s3:GetObject", "*:*"], ["arn:aws:s3:::shop", "*"])),
      "everything, under a condition": refused(allow("*", "*", condition)),
      "everything but one resource": refused({ Effect: "Allow", Action: "*", NotResource: "arn:aws:s3:::shop" }),
      "everything, by stars": refused(allow("*", "**")),
    },
    undecided: {
      "actions that are not known yet": { ...unknownPart(allow(UNKNOWN)), because: /Action is not known/ },
      "resources that are not known yet": { ...unknownPart(allow("*", UNKNOWN)), because: /Resource is not known/ },
    },
  }),
});

describeControl(policyNotAction, {
  ...examples({ Effect: "Allow", NotAction: "iam:*", Resource: "*" }, named, {
    compliant: {
      "all but some, on one bucket": policy({
        Effect: "Allow",
        NotAction: "s3:PutObject",
        Resource: "arn:aws:s3:::shop",
      }),
      "everything, which is another's to tell": policy(allow("*")),
      "no action": policy({ Effect: "Allow", Resource: "*" }),
    },
    undecided: {
      "resources that are not known yet": {
        ...unknownPart({ Effect: "Allow", NotAction: "iam:*", Resource: UNKNOWN }),
        because: /Resource is not known/,
      },
    },
  }),
});

describeControl(policyServiceWildcard, {
  ...examples(allow("s3:*", "arn:aws:s3:::shop"), named, {
    compliant: {
      "a pattern of actions": policy(allow("s3:Get*", "arn:aws:s3:::shop")),
      "everything, which is another's to tell": policy(allow("*")),
      "all but a service's, which is another's to tell": policy({ Effect: "Allow", NotAction: "s3:*", Resource: "*" }),
      "a service that a team takes": { ...policy(allow("Execute-API:*", "arn")), config: { allowed: ["execute-api"] } },
    },
    violating: {
      "a service beside one that a team takes": {
        ...refused(allow(["execute-api:*", "sqs:**"], "arn")),
        config: { allowed: ["execute-api"] },
        saying: /"sqs:\*\*"/,
      },
    },
  }),
});

const role = "arn:aws:iam::111122223333:role/shop/orders";
describeControl(policyPassRole, {
  ...examples(allow("iam:PassRole"), allow("iam:PassRole", role), {
    compliant: {
      "roles of a path": policy(allow("iam:PassRole", "arn:aws:iam::111122223333:role/shop/*")),
      "any role to one service": policy(
        allow("iam:PassRole", "*", {
          Condition: { StringEquals: { "iam:PassedToService": "ecs-tasks.amazonaws.com" } },
        }),
      ),
      "any role for one resource": policy(
        allow("iam:PassRole", "*", { Condition: { ArnLike: { "IAM:AssociatedResourceArn": "arn" } } }),
      ),
      "other actions on everything": policy(allow("iam:GetRole")),
    },
    violating: {
      "any role of the account": refused(allow("iam:PassRole", "arn:aws:iam::111122223333:role/*")),
      "any role, by a pattern": refused(allow("iam:Pass*", ["arn:aws:iam::*:role*"])),
      "all but a role": refused({ Effect: "Allow", Action: "iam:PassRole", NotResource: role }),
      "all actions but others": refused({ Effect: "Allow", NotAction: "s3:*", Resource: "*" }),
      "any role, under a condition on something else": refused(allow("iam:PassRole", "*", condition)),
    },
    undecided: {
      "conditions that are not known yet": {
        ...unknownPart(allow("iam:PassRole", "*", { Condition: UNKNOWN })),
        because: /Condition is not known/,
      },
      "actions that are not known yet": { ...unknownPart(allow(UNKNOWN)), because: /Action is not known/ },
    },
  }),
});

const escalating = {
  "iam:CreatePolicyVersion": "policy",
  "iam:SetDefaultPolicyVersion": "policy",
  "iam:AttachUserPolicy": "user",
  "iam:AttachGroupPolicy": "group",
  "iam:AttachRolePolicy": "role",
  "iam:PutUserPolicy": "user",
  "iam:PutGroupPolicy": "group",
  "iam:PutRolePolicy": "role",
  "iam:AddUserToGroup": "group",
  "iam:CreateAccessKey": "user",
  "iam:CreateLoginProfile": "user",
  "iam:UpdateLoginProfile": "user",
  "iam:UpdateAssumeRolePolicy": "role",
};
describeControl(policyEscalation, {
  ...examples(allow("iam:*"), allow("iam:PutRolePolicy", role), {
    compliant: {
      "under a condition": policy(allow("iam:PutRolePolicy", "*", condition)),
      "looking only": policy(allow("iam:Get*")),
      "users of a path": policy(allow("iam:CreateAccessKey", "arn:aws:iam::111122223333:user/robots/*")),
    },
    violating: Object.fromEntries(
      Object.entries(escalating).map(([action, kind]) => [
        action,
        { ...refused(allow(action, `arn:aws:iam::111122223333:${kind}/*`)), saying: new RegExp(action) },
      ]),
    ),
  }),
});

describeControl(policyKmsDecrypt, {
  ...examples(allow("kms:Decrypt"), allow("kms:Decrypt", "arn:aws:kms:eu-central-1:111122223333:key/k"), {
    compliant: { "encrypting with every key": policy(allow("kms:Encrypt")) },
    violating: {
      "every key of the account": refused(allow("kms:Decrypt", "arn:aws:kms:*:111122223333:key/*")),
      "encrypting anew with every key": { ...refused(allow("kms:ReEncryptFrom")), saying: /ReEncryptFrom/ },
      "every key, under a condition": refused(allow("kms:Decrypt", "*", condition)),
    },
    undecided: {
      "keys that are not known yet": {
        ...unknownPart(allow("kms:Decrypt", [UNKNOWN])),
        because: /Resource.* is not known/,
      },
    },
  }),
});

describeControl(policyDataAccess, {
  ...examples(allow("secretsmanager:GetSecretValue"), named, {
    compliant: {
      "under a condition": policy(allow("s3:GetObject", "*", condition)),
      "what can't be held to a resource": policy(allow("xray:PutTraceSegments")),
    },
    violating: {
      "all roles of all accounts by ARN": {
        ...refused(allow("sts:AssumeRole", "arn:aws:iam::*:role/*")),
        saying: /sts:AssumeRole/,
      },
      "all tables by ARN": {
        ...refused(allow("dynamodb:GetItem", "arn:aws:dynamodb:*:*:table/*")),
        saying: /dynamodb:GetItem/,
      },
      ...Object.fromEntries(
        Object.keys(dataActions).map((action) => [action, { ...refused(allow(action)), saying: new RegExp(action) }]),
      ),
    },
  }),
});

describe("the actions on data, against the service authorisation reference", () => {
  for (const [action, kind] of Object.entries(dataActions)) {
    it(`${action} can be held to ${kind || "a name"}`, async () => {
      const [prefix = "", name = ""] = action.split(":");
      const known = (await serviceOf(prefix))?.actions.find((one) => one.name === name);
      assert.ok(known, `AWS has no ${action}`);
      assert.ok(
        known.arns.some((arn) => arn.split(":").slice(5).join(":").startsWith(kind)),
        `${action} is on ${known.arns.join(", ") || "* alone"}`,
      );
    });
  }
});
