import { all, type Resource, type Value, type Verdict } from "../../core";

const role = "aws:iam/role:Role";

/** Types that put a policy on an identity, by its ARN. */
export const attachingTypes = [
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  "aws:iam/userPolicyAttachment:UserPolicyAttachment",
  "aws:iam/groupPolicyAttachment:GroupPolicyAttachment",
  "aws:iam/policyAttachment:PolicyAttachment",
  role,
];

/** None of AWS's own policies of these names is put on an identity. */
export function attachesNone(resource: Resource, names: readonly string[]): Verdict {
  const refused = (arn: Value): Verdict =>
    arn
      .string()
      .test(
        (value) => !names.includes(/^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(value)?.[1] ?? ""),
        "a policy that allows less",
      );
  return resource.type === role
    ? resource.list("managedPolicyArns").every(refused)
    : all(refused(resource.at("policyArn")));
}
