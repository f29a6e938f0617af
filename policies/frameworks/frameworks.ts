import awsConfig from "./aws-config.json";
import cisAws3 from "./cis-aws-3.0.0.json";
import cisAws5 from "./cis-aws-5.0.0.json";
import fsbp from "./fsbp-1.0.0.json";
import hipaa from "./hipaa.json";
import nist80053r5 from "./nist-800-53-r5.json";
import pciDss401 from "./pci-dss-4.0.1.json";
import soc2 from "./soc-2.json";

/** A requirement, and what of this pack holds a program to it. */
export interface Requirement {
  /** What it asks for, in short; left out where the source gives only ids. */
  readonly title?: string;
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
  awsConfig,
];

/** The requirements that a control serves, in the order of the frameworks. */
export function requirementsOf(controlId: string): { framework: Framework; id: string; requirement: Requirement }[] {
  return frameworks.flatMap((framework) =>
    Object.entries(framework.requirements)
      .filter(([, requirement]) => requirement.controls?.includes(controlId))
      .map(([id, requirement]) => ({ framework, id, requirement })),
  );
}
