import type { PolicyInfo, RequirementReference } from "../model";
import type { PackInfo, Policy } from "./client";

/** The policies of a pack as a report shows them. */
export function catalogueOf({ policies }: PackInfo): PolicyInfo[] {
  return [...policies.values()].map(({ name, displayName, description, remediationSteps, url, ...policy }) => {
    const types = typesOf(policy);
    return {
      name,
      ...(displayName && { displayName }),
      ...(description && { description }),
      severity: policy.severity,
      enforcement: policy.enforcement,
      kind: kindOf(policy),
      requirements: policy.tags.flatMap(requirementOf),
      tags: policy.tags.filter((tag) => typeOf(tag) === undefined),
      ...(types.length > 0 && { types }),
      ...(remediationSteps && { remediationSteps }),
      ...(url && { url }),
    };
  });
}

/** An SDK that does not tell the kind is too old to have told of stack policies' own results. */
function kindOf({ kind }: Pick<Policy, "kind">): PolicyInfo["kind"] {
  return kind === "stack" ? "stack" : "resource";
}

/** The types that a policy says it is for, in tags `on TYPE`; none where it does not say. */
export function typesOf({ tags }: Pick<Policy, "tags">): string[] {
  return tags.flatMap((tag) => typeOf(tag) ?? []);
}

function typeOf(tag: string): string | undefined {
  return /^on (\S+:\S+)$/.exec(tag)?.[1];
}

/** `framework:requirement`, the first colon parting them: ids of requirements may have colons, those of frameworks not. */
function requirementOf(tag: string): RequirementReference[] {
  const [, framework, id] = /^([^\s:]+):(\S.*)$/s.exec(tag) ?? [];
  return framework && id ? [{ framework, id }] : [];
}
