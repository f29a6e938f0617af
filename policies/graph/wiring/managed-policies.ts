import { Value } from "../../core/value";
import { managedPolicyActions } from "../../facts/facts";
import { type PolicyDocument, readPolicy } from "../iam";

const known = new Map<string, PolicyDocument>();

/** What a policy of AWS's own says; undefined for one that the pack does not know. */
export function managedPolicies(arn: string): PolicyDocument | undefined {
  const name = /^arn:[^:]+:iam::aws:policy\/(.+)$/.exec(arn)?.[1];
  if (name === undefined || !Object.hasOwn(managedPolicyActions.allow, name)) {
    return undefined;
  }
  let document = known.get(name);
  if (!document) {
    const conditional = Object.hasOwn(managedPolicyActions.conditional, name)
      ? managedPolicyActions.conditional[name]
      : undefined;
    const statements = [{ Action: managedPolicyActions.allow[name] }, ...(conditional ?? [])];
    document = readPolicy(
      Value.of({ Statement: statements.map((one) => ({ Effect: "Allow", Resource: "*", ...one })) }),
      `policy ${name}`,
    );
    known.set(name, document);
  }
  return document;
}
