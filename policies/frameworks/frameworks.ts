import awsConfig from "./aws-config.json";
import cisAws3 from "./cis-aws-3.0.0.json";
import cisAws5 from "./cis-aws-5.0.0.json";
import fsbp from "./fsbp-1.0.0.json";
import hipaa from "./hipaa.json";
import iso27001 from "./iso-27001-2022.json";
import nist80053r5 from "./nist-800-53-r5.json";
import pciDss401 from "./pci-dss-4.0.1.json";
import soc2 from "./soc-2.json";
import wellArchitected from "./well-architected.json";

/** A requirement, and what of this pack holds a program to it. */
export interface Requirement {
  /** What it asks for, in short; left out where the source gives only ids. */
  readonly title?: string;
  /** The question of the Well-Architected Framework that it belongs to. */
  readonly question?: string;
  /** Ids of the controls that, together, hold a program to it, wholly or in part. */
  readonly controls?: readonly string[];
  /** What the controls leave open, or which of their settings the requirement needs. */
  readonly note?: string;
  /** Why no control can: what people have to do instead. */
  readonly manual?: string;
}

/** One version of a set of requirements. */
export interface Framework {
  /** Short name, for tags. */
  readonly id: string;
  readonly name: string;
  readonly version: string;
  /** Where the mapping of requirements to checks was taken from. */
  readonly source: string;
  /** By requirement id. */
  readonly requirements: Readonly<Record<string, Requirement>>;
}

/** The frameworks that the pack knows, the one that its policies name first. */
export const frameworks: readonly Framework[] = [
  fsbp,
  cisAws5,
  cisAws3,
  pciDss401,
  nist80053r5,
  hipaa,
  soc2,
  iso27001,
  wellArchitected,
  awsConfig,
];

/** A requirement that a control serves. */
export interface ServedRequirement {
  framework: Framework;
  id: string;
  requirement: Requirement;
}

let served: Map<string, ServedRequirement[]> | undefined;

/** The requirements that a control serves, in the order of the frameworks. */
export function requirementsOf(controlId: string): readonly ServedRequirement[] {
  served ??= byControl();
  return served.get(controlId) ?? [];
}

function byControl(): Map<string, ServedRequirement[]> {
  const found = new Map<string, ServedRequirement[]>();
  for (const framework of frameworks) {
    for (const [id, requirement] of Object.entries(framework.requirements)) {
      for (const control of requirement.controls ?? []) {
        const own = found.get(control) ?? [];
        found.set(control, own);
        own.push({ framework, id, requirement });
      }
    }
  }
  return found;
}
