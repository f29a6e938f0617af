import { stackControl } from "../../core";
import { both } from "../../graph/iam";
import { allows, refuse } from "../shared/statements";
import { everyBroadGrant, grantingTypes, onAll } from "./grants";

/** Holds policies to saying what they allow. */
export const policyNotAction = stackControl({
  id: "iam-policy-not-action",
  title: "No policy allows all actions but some on everything",
  severity: "medium",
  why: "What AWS adds tomorrow is allowed with the rest, and nobody has looked at it.",
  fix: "Use Action in place of NotAction, or Deny what is named.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notaction.html",
  on: grantingTypes,
  check: (policy, { graph }) =>
    everyBroadGrant(graph, policy, (statement, path) =>
      refuse(both(allows(statement), statement.action?.negated === true, onAll(statement, "any", "")), {
        path,
        found: 'an Allow of NotAction on "*"',
        expected: "Action",
      }),
    ),
});
