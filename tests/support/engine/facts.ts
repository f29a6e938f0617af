/**
 * What two runs of one program are compared by. Everything is sorted, and by URN, so that the order in which a run did
 * things is no difference.
 */
export interface Facts {
  /** By URN. */
  resources: Record<string, ResourceFacts>;
  violations: ViolationFact[];
  /** What policies saw, by URN; absent where the recorder pack did not run. */
  seen?: { resource: Record<string, SeenFacts>; stack: Record<string, SeenFacts> };
}

export interface ResourceFacts {
  type: string;
  name: string;
  parent?: string;
  /** URN of the provider that manages it. */
  provider?: string;
  /** URNs, sorted. Absent in the engine's facts where the recorder pack did not run: its events don't have them. */
  dependencies?: string[];
  /** URNs that the value of each input came from, sorted; inputs that came from none are left out. */
  propertyDependencies?: Record<string, string[]>;
}

export interface ViolationFact {
  pack: string;
  policy: string;
  enforcement: string;
  /** The resource that it is about; the stack's where it is about the stack as a whole. */
  urn: string;
  message: string;
}

/** A line of the recorder pack. */
export interface SeenFacts {
  type: string;
  name: string;
  parent?: string;
  /** What is known of the resource's properties, see the recorder pack. */
  props: unknown;
  opts: unknown;
  dependencies?: string[];
  propertyDependencies?: Record<string, string[]>;
}

/** Name of the pack that writes down what policies see; its policies report nothing. */
export const RECORDER = "recorder";

/** Reads what the recorder pack wrote. */
export function readRecord(text: string): NonNullable<Facts["seen"]> {
  const seen: NonNullable<Facts["seen"]> = { resource: {}, stack: {} };
  for (const line of text.split("\n").filter((one) => one !== "")) {
    const record: SeenFacts & { seen: "resource" | "stack"; urn: string } = JSON.parse(line);
    const { seen: when, urn, ...facts } = record;
    if (facts.propertyDependencies) {
      facts.propertyDependencies = nonEmpty(facts.propertyDependencies);
    }
    seen[when][urn] = facts;
  }
  return seen;
}

/** Each violation once, sorted: a policy may say the same of a resource when it is registered and at the end. */
export function sortedViolations(violations: ViolationFact[]): ViolationFact[] {
  const byKey = new Map(violations.map((one) => [[one.urn, one.pack, one.policy, one.message].join("\n"), one]));
  return [...byKey.keys()].sort().flatMap((key) => byKey.get(key) ?? []);
}

/** Only the properties that came from somewhere: an empty list and no entry mean the same. */
export function nonEmpty(propertyDependencies: Record<string, string[]>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(propertyDependencies).filter(([, urns]) => urns.length > 0));
}
