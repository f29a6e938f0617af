import type { PolicyFinding, PolicyInfo, RunResult } from "../../model";
import type { ControlData } from "./data";

/** The controls of all packs, with those that only a finding names. */
export class Controls {
  readonly data: ControlData[] = [];
  private readonly places = new Map<string, number>();

  constructor({ packs }: RunResult) {
    for (const { name, catalogue } of packs) for (const policy of catalogue) this.add(name, policy);
  }

  place(pack: string, policy: string, finding?: PolicyFinding): number {
    const known = this.places.get(`${pack}\n${policy}`);
    if (known !== undefined) return known;
    return this.add(pack, {
      name: policy,
      severity: finding?.severity ?? "unspecified",
      enforcement: finding?.enforcement ?? "advisory",
      kind: "resource",
      requirements: [],
      tags: [],
      ...(finding?.description && { description: finding.description }),
      ...(finding?.remediationSteps && { remediationSteps: finding.remediationSteps }),
      ...(finding?.url && { url: finding.url }),
    });
  }

  private add(pack: string, policy: PolicyInfo): number {
    const place = this.data.length;
    this.places.set(`${pack}\n${policy.name}`, place);
    const { severity, enforcement, requirements, displayName, description, remediationSteps, url } = policy;
    this.data.push({
      name: policy.name,
      pack,
      title: displayName || description || policy.name,
      severity,
      enforcement,
      requirements: requirements.map(({ framework, id }) => ({ framework, id })),
      ...(description && { description }),
      ...(remediationSteps && { fix: remediationSteps }),
      // Anything else than a web address would be a link that does something.
      ...(url && /^https?:\/\//i.test(url) && { url }),
    });
    return place;
  }
}
