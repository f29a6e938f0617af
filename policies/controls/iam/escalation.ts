import { all, stackControl } from "../../core";
import { both } from "../../graph/iam";
import { refuse } from "../shared/statements";
import { allowsAction, everyBroadGrant, grantingTypes, onAll } from "./grants";

/**
 * Actions by which whoever may call them on everything gives rights to themselves, with what they are on, as ARNs have
 * it: rhinosecuritylabs.com/aws/aws-privilege-escalation-methods-mitigation/.
 */
const escalating: Readonly<Record<string, string>> = {
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
        Object.entries(escalating).map(([action, kind]) =>
          refuse(
            both(
              statement.conditions.length === 0,
              allowsAction(statement, action.toLowerCase()),
              onAll(statement, "iam", kind),
            ),
            { path, found: `an Allow of ${action} on all`, expected: "named identities, or a condition" },
          ),
        ),
      ),
    ),
});
