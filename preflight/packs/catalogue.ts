import type { PolicyInfo, RequirementReference } from "../model";
import type { PackInfo, Policy } from "./client";

/** The policies of a pack as a report shows them. */
export function catalogueOf({ policies }: PackInfo): PolicyInfo[] {
  return [...policies.values()].map(({ name, displayName, description, remediationSteps, url, ...policy }) => ({
    name,
    ...(displayName && { displayName }),
    ...(description && { description }),
    severity: policy.severity,
    enforcement: policy.enforcement,
    kind: kindOf(policy),
    requirements: policy.tags.flatMap(requirementOf),
    tags: policy.tags,
    ...(remediationSteps && { remediationSteps }),
    ...(url && { url }),
  }));
}

/** An SDK that does not tell the kind is too old to have told of stack policies' own results. */
function kindOf({ kind }: Pick<Policy, "kind">): PolicyInfo["kind"] {
  return kind === "stack" ? "stack" : "resource";
}

/** `framework:requirement`, the first colon parting them: ids of requirements may have colons, those of frameworks not. */
function requirementOf(tag: string): RequirementReference[] {
  const [, framework, id] = /^([^\s:]+):(\S.*)$/s.exec(tag) ?? [];
  return framework && id ? [{ framework, id }] : [];
}
