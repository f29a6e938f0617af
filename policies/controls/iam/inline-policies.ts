import { control, fail } from "../../core";

const role = "aws:iam/role:Role";

/** Holds identities to policies that can be reused; off unless a team wants it: a policy of one role's is best read there. */
export const inlinePolicies = control({
  id: "iam-inline-policies",
  title: "Identities have no inline policies",
  severity: "low",
  enforcement: "disabled",
  why: "What stands inside an identity is neither versioned nor found by who looks for a policy.",
  fix: "Make a Policy and attach it.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/iam-no-inline-policy-check.html",
  on: ["aws:iam/rolePolicy:RolePolicy", "aws:iam/userPolicy:UserPolicy", "aws:iam/groupPolicy:GroupPolicy", role],
  check: (one) =>
    one.type === role
      ? one.mustBeUnset("inlinePolicies", "policies that are attached")
      : fail({ path: "policy", found: "an inline policy", expected: "a policy that is attached" }),
});
