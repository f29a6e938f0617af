import { control, fail } from "../../core";

const attachment = "aws:iam/policyAttachment:PolicyAttachment";

/** Holds users to having their rights from groups and roles. */
export const userPolicies = control({
  id: "iam-user-policies",
  title: "Users have no policies of their own",
  severity: "low",
  why: "Rights that stand on each user by itself are those that nobody takes back.",
  fix: "Put the policy on a group or a role, and the user into it.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-2",
  on: ["aws:iam/userPolicy:UserPolicy", "aws:iam/userPolicyAttachment:UserPolicyAttachment", attachment],
  check: (one) =>
    one.type === attachment
      ? one.mustBeUnset("users", "groups or roles")
      : fail({ path: "user", found: "a policy of a user", expected: "one of a group or a role" }),
});
