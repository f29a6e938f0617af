import { stackControl } from "../../core";
import { both } from "../../graph/iam";
import { refuse } from "../shared/statements";
import { allowsAction, everyBroadGrant, grantingTypes, onAll } from "./grants";

/** An action that no service has: whoever may call it may call all. */
const any = "any:any";

/** Holds policies to less than everything. */
export const policyAdmin = stackControl({
  id: "iam-policy-admin",
  title: "No policy allows everything",
  severity: "high",
  why: "Whoever gets hold of the identity has the whole account.",
  fix: "Name the actions and the resources that the identity needs.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-1",
  on: grantingTypes,
  check: (policy, { graph }) =>
    everyBroadGrant(graph, policy, (statement, path) =>
      refuse(
        statement.action?.negated === true ? false : both(allowsAction(statement, any), onAll(statement, any, "")),
        { path, found: 'an Allow of "*" on "*"', expected: "named actions on named resources" },
      ),
    ),
});
