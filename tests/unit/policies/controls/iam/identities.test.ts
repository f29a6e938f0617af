import { accessKeys } from "../../../../../policies/controls/iam/access-keys";
import { administratorAccess } from "../../../../../policies/controls/iam/administrator-access";
import { cloudShellAccess } from "../../../../../policies/controls/iam/cloudshell";
import { inlinePolicies } from "../../../../../policies/controls/iam/inline-policies";
import {
  passwordCharacters,
  passwordLength,
  passwordReuse,
} from "../../../../../policies/controls/iam/password-policy";
import { userPolicies } from "../../../../../policies/controls/iam/user-policies";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const of = (type: string, props: Record<string, unknown>) => ({ subject: sample(type, "one", props) });

const attachment = (props: Record<string, unknown>) => of("aws:iam/policyAttachment:PolicyAttachment", props);
describeControl(userPolicies, {
  compliant: { "groups and roles": attachment({ groups: ["g"], roles: ["r"] }), "no users": attachment({ users: [] }) },
  violating: {
    "an inline policy": { ...of("aws:iam/userPolicy:UserPolicy", {}), at: "user" },
    "an attached policy": { ...of("aws:iam/userPolicyAttachment:UserPolicyAttachment", {}), at: "user" },
    "a user among groups": { ...attachment({ groups: ["g"], users: ["u"] }), at: "users" },
  },
  undecided: { "users that are not known yet": { ...attachment({ users: UNKNOWN }), because: /users is not known/ } },
  mayBeDropped: { users: "there are none then" },
});

const aws = (name: string, partition = "aws") => `arn:${partition}:iam::aws:policy/${name}`;
const attachments = {
  "a role": "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "a user": "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "a group": "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  several: "aws:iam/policyAttachment:PolicyAttachment",
};
const role = (...arns: unknown[]) => of("aws:iam/role:Role", { managedPolicyArns: arns });
const attached = (policyArn: unknown) => of(attachments["a role"], { policyArn });
const refusing = (name: string) => ({
  compliant: {
    "another of AWS's": attached(aws("ReadOnlyAccess")),
    "a policy of one's own of that name": attached(`arn:aws:iam::111122223333:policy/${name}`),
    "a role without": of("aws:iam/role:Role", {}),
    "a role with others": role(aws("ReadOnlyAccess")),
  },
  violating: {
    ...Object.fromEntries(
      Object.entries(attachments).map(([what, type]) => [
        `the policy on ${what}`,
        { ...of(type, { policyArn: aws(name) }), at: "policyArn" },
      ]),
    ),
    "the policy in another partition": { ...attached(aws(name, "aws-cn")), at: "policyArn" },
    "the policy in a role": { ...role(aws("ReadOnlyAccess"), aws(name)), at: "managedPolicyArns[1]" },
  },
  undecided: {
    "a policy that is not known yet": { ...attached(UNKNOWN), because: /policyArn is not known/ },
    "a role's policy that is not known yet": { ...role(UNKNOWN), because: /managedPolicyArns\[0\] is not known/ },
  },
  mayBeDropped: { managedPolicyArns: "there are none then" },
});

const administrator = refusing("AdministratorAccess");
describeControl(administratorAccess, {
  ...administrator,
  compliant: {
    ...administrator.compliant,
    "what a team takes": { ...attached(aws("AdministratorAccess")), config: { refused: ["IAMFullAccess"] } },
  },
  violating: {
    ...administrator.violating,
    "the policy of who gives rights": { ...attached(aws("IAMFullAccess")), at: "policyArn" },
  },
});

describeControl(cloudShellAccess, refusing("AWSCloudShellFullAccess"));

const key = (props: Record<string, unknown>) => of("aws:iam/accessKey:AccessKey", { user: "u", ...props });
describeControl(accessKeys, {
  compliant: { "one that is off": key({ status: "Inactive" }) },
  violating: {
    "AWS's default": { ...key({}), at: "status" },
    "one that works": { ...key({ status: "Active" }), at: "status" },
  },
  undecided: { "what is not known yet": { ...key({ status: UNKNOWN }), because: /status is not known/ } },
});

describeControl(inlinePolicies, {
  compliant: { "a role without": of("aws:iam/role:Role", {}) },
  violating: {
    "a role's": { ...of("aws:iam/rolePolicy:RolePolicy", {}), at: "policy" },
    "a user's": { ...of("aws:iam/userPolicy:UserPolicy", {}), at: "policy" },
    "a group's": { ...of("aws:iam/groupPolicy:GroupPolicy", {}), at: "policy" },
    "a role's own block": { ...of("aws:iam/role:Role", { inlinePolicies: [{}] }), at: "inlinePolicies" },
  },
  undecided: {
    "blocks that are not known yet": {
      ...of("aws:iam/role:Role", { inlinePolicies: UNKNOWN }),
      because: /is not known/,
    },
  },
});

const passwords = (props: Record<string, unknown>) => of("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", props);
describeControl(passwordLength, {
  compliant: {
    fourteen: passwords({ minimumPasswordLength: 14 }),
    "what a team takes": { ...passwords({ minimumPasswordLength: 8 }), config: { minimumLength: 8 } },
  },
  violating: {
    "AWS's default": { ...passwords({}), at: "minimumPasswordLength" },
    thirteen: { ...passwords({ minimumPasswordLength: 13 }), at: "minimumPasswordLength" },
  },
  undecided: { "what is not known yet": { ...passwords({ minimumPasswordLength: UNKNOWN }), because: /is not known/ } },
});

describeControl(passwordReuse, {
  compliant: { "twenty-four": passwords({ passwordReusePrevention: 24 }) },
  violating: {
    "AWS's default": { ...passwords({}), at: "passwordReusePrevention" },
    "twenty-three": { ...passwords({ passwordReusePrevention: 23 }), at: "passwordReusePrevention" },
  },
  undecided: {
    "what is not known yet": { ...passwords({ passwordReusePrevention: UNKNOWN }), because: /is not known/ },
  },
});

const all = {
  requireLowercaseCharacters: true,
  requireUppercaseCharacters: true,
  requireNumbers: true,
  requireSymbols: true,
};
describeControl(passwordCharacters, {
  compliant: { "all kinds": passwords(all) },
  violating: Object.fromEntries(
    Object.keys(all).map((kind) => [`no ${kind}`, { ...passwords({ ...all, [kind]: false }), at: kind }]),
  ),
  undecided: {
    "what is not known yet": { ...passwords({ ...all, requireSymbols: UNKNOWN }), because: /is not known/ },
  },
});
