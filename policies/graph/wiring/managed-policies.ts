import { managedPolicyActions } from "../../facts/facts";
import type { PolicyDocument } from "../iam";

/** What a policy of AWS's own says; undefined for one that the pack does not know. */
export function managedPolicies(arn: string): PolicyDocument | undefined {
  const name = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  const known =
    name !== undefined && Object.hasOwn(managedPolicyActions.allow, name) && managedPolicyActions.allow[name];
  if (!known) {
    return undefined;
  }
  const all = { known: ["*"], unclear: undefined, negated: false };
  return {
    statements: [
      {
        effect: "Allow",
        action: { known: known.map((action) => action.toLowerCase()), unclear: undefined, negated: false },
        resource: all,
        principal: undefined,
        conditions: [],
        unclear: undefined,
      },
    ],
    unclear: undefined,
  };
}
