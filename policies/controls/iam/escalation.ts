import { all, stackControl } from "../../core";
import { both } from "../../graph/iam";
import { writesPermissions } from "../../graph/permissions/primitives";
import { refuse } from "../shared/statements";
import { allowsAction, everyBroadGrant, grantingTypes, onAll } from "./grants";

/**
 * Actions by which whoever may call them on everything gives rights to themselves. Who may take a role on is no permission, and
 * as good as one: rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/.
 */
const escalating = [...writesPermissions, { action: "iam:UpdateAssumeRolePolicy", on: "role" }];

/** Holds policies to leaving identities' rights alone. */
export const policyEscalation = stackControl({
  id: "iam-policy-escalation",
  title: "No policy lets an identity change the rights of every other",
  severity: "high",
  why: "Whoever may change any identity's rights may change their own, and is an administrator.",
  fix: "Name the identities in Resource, or add a condition on iam:PermissionsBoundary or a tag.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  on: grantingTypes,
  check: (policy, { graph }) =>
    everyBroadGrant(graph, policy, (statement, path) =>
      all(
        escalating.map(({ action, on }) =>
          refuse(
            both(
              statement.conditions.length === 0,
              allowsAction(statement, action.toLowerCase()),
              onAll(statement, "iam", on),
            ),
            { path, found: `an Allow of ${action} on all`, expected: "named identities, or a condition" },
          ),
        ),
      ),
    ),
});
