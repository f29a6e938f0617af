import { stackControl } from "../../core";
import { admitsNoPublic } from "../shared/open-policy";

/** Holds trust policies to named principals. */
export const trustEverybody = stackControl({
  id: "iam-trust-everybody",
  title: "No role can be taken on by everybody",
  severity: "high",
  why: "Whoever has an account of AWS could take the role on, with all of its rights.",
  fix: "Name the principals in the trust policy, or add a condition on aws:PrincipalOrgID or aws:PrincipalArn.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  on: ["aws:iam/role:Role"],
  check: (role, { graph }) => admitsNoPublic(graph, role, "assumeRolePolicy"),
});
