import { cannotTell, fail, pass, stackControl } from "../../core";
import { Unclear } from "../../graph";
import { pathText } from "../../graph/path";
import { escalationsOf, isAdministrator, unknownPoliciesOf } from "../../graph/permissions/escalation";

/** Holds roles to the permissions that they were given. */
export const privilegeEscalation = stackControl({
  id: "iam-escalation",
  title: "No role can give itself the permissions of an administrator",
  severity: "high",
  why: "A role that can write policies, or pass a stronger role to a service, is an administrator that nobody calls so.",
  fix: "Name the roles and policies that it may change or pass, and hold what it makes to a permissions boundary by the condition iam:PermissionsBoundary; or take the permission away.",
  url: "https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html",
  on: ["aws:iam/role:Role"],
  check: (role, { graph }) => {
    const escalation = escalationsOf(graph).get(role);
    if (escalation) {
      const path = pathText(escalation.steps);
      return escalation.truth instanceof Unclear
        ? cannotTell(`whether there is a way ${path}: ${escalation.truth.reasons.slice(0, 3).join("; ")}`)
        : fail({ path: "", found: path, expected: "no way to more permissions than it was given" });
    }
    const [unknown] = unknownPoliciesOf(graph, role);
    return unknown === undefined || isAdministrator(graph, role) ? pass : cannotTell(unknown);
  },
});
