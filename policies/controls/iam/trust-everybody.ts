import { stackControl } from "../../core";
import { isOpen } from "../shared/open-policy";
import { everyStatement, refuse } from "../shared/statements";

/** Holds trust policies to named principals. */
export const trustEverybody = stackControl({
  id: "iam-trust-everybody",
  title: "No role can be taken on by everybody",
  severity: "high",
  why: "Whoever has an account of AWS could take the role on, with all of its rights.",
  fix: "Name the principals in the trust policy, or add a condition on aws:PrincipalOrgID or aws:PrincipalArn.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html",
  on: ["aws:iam/role:Role"],
  check: (role) =>
    everyStatement(role, "assumeRolePolicy", (statement, path) =>
      refuse(isOpen(statement), {
        path,
        found: "an Allow for everybody",
        expected: "named principals, or a condition such as aws:PrincipalOrgID",
      }),
    ),
});
