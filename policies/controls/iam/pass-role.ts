import { stackControl } from "../../core";
import { both, not } from "../../graph/iam";
import { refuse } from "../shared/statements";
import { allowsAction, everyBroadGrant, grantingTypes, onAll } from "./grants";

/** Condition keys that say what a role may be handed to. */
const narrowing = ["iam:passedtoservice", "iam:associatedresourcearn"];

/** Holds policies to handing on roles that they name. */
export const policyPassRole = stackControl({
  id: "iam-policy-pass-role",
  title: "No policy lets any role be handed to any service",
  severity: "high",
  why: "Whoever may hand the strongest role of the account to a function of their own has its rights.",
  fix: "Name the roles in Resource, and add a condition on iam:PassedToService.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html",
  on: grantingTypes,
  check: (policy, { graph }) =>
    everyBroadGrant(graph, policy, (statement, path) =>
      refuse(
        both(
          allowsAction(statement, "iam:passrole"),
          onAll(statement, "iam", "role"),
          not(statement.unclear ?? statement.conditions.some(({ key }) => narrowing.includes(key.toLowerCase()))),
        ),
        { path, found: "an Allow of iam:PassRole on all roles", expected: "named roles" },
      ),
    ),
});
