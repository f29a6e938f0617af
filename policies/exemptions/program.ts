import type { Resource } from "../core/resource";

/** A component that does nothing but declare an exemption, as its inputs; `infra/governance` has one. */
export const exemptionType = "aws-microservices-platform:governance:Exemption";

/** Pulumi's own resource that keeps a value in the state: any language has it, YAML too, with no package. */
export const stashType = "pulumi:index:Stash";

/** Key of a stash's input that holds the exemption. */
export const stashKey = "policyExemption";

/**
 * The exemption that a resource declares, unchecked.
 *
 * @returns undefined of a resource that declares none; a text where there is no telling yet, with the reason
 */
export function declaredBy(resource: Resource): Record<string, unknown> | string | undefined {
  if (resource.type !== exemptionType && resource.type !== stashType) {
    return undefined;
  }
  const input = resource.at("input");
  const record = resource.type === exemptionType ? resource : input.at([stashKey]);
  // A stash that keeps what is not known yet is a stash like others.
  if (record.state === "absent" || (resource.type === stashType && input.state === "unknown")) {
    return undefined;
  }
  const unknown = [record, ...record.entries().map(([, value]) => value)].find(({ state }) => state === "unknown");
  if (unknown) {
    return `${unknown.reason}: write it as plain text`;
  }
  return Object.fromEntries(
    record
      .entries()
      .filter(([, value]) => value.state === "known")
      .map(([key, value]) => [key, value.string().value]),
  );
}
