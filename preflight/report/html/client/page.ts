import type { ReportData, Verdict } from "../data";

/** What the reader looks at: a resource, or a finding by its place. */
export type Selection = { resource: number } | { finding: number } | undefined;

type Listener = (selection: Selection) => void;

/** What the parts of the page share: the data, and what is selected. */
export class Page {
  private readonly listeners: Listener[] = [];
  private current: Selection;
  /** Places of the findings about each resource. */
  readonly findingsOf: ReadonlyMap<number, readonly number[]>;
  /** The box, subnet or VPC that each resource is drawn with, by its own resource. */
  readonly hostOf: ReadonlyMap<number, number>;

  constructor(readonly data: ReportData) {
    const findings = new Map<number, number[]>();
    data.findings.forEach(({ resource }, i) => {
      if (resource !== undefined) findings.set(resource, [...(findings.get(resource) ?? []), i]);
    });
    this.findingsOf = findings;
    const { boxes, vpcs } = data.diagram;
    const hosts = [...boxes, ...vpcs, ...vpcs.flatMap(({ subnets }) => subnets)];
    this.hostOf = new Map(
      hosts.flatMap(({ resource, satellites }) =>
        resource === undefined ? [] : [resource, ...satellites].map((one): [number, number] => [one, resource]),
      ),
    );
  }

  get selection(): Selection {
    return this.current;
  }

  select(selection: Selection): void {
    this.current = selection;
    for (const listener of this.listeners) listener(selection);
  }

  onSelect(listener: Listener): void {
    this.listeners.push(listener);
  }

  nameOf(resource: number | undefined): string {
    return resource === undefined || resource < 0
      ? "The stack as a whole"
      : (this.data.resources[resource]?.name ?? "");
  }

  /** Components above a resource, outermost first. */
  componentsOf(resource: number): number[] {
    const chain: number[] = [];
    for (let one = this.data.resources[resource]?.parent; one !== undefined; one = this.data.resources[one]?.parent) {
      if (chain.includes(one)) break;
      chain.unshift(one);
    }
    // The stack itself says nothing.
    return chain.slice(1);
  }
}

/** What findings are marked with, so that no colour has to be told from another. */
export const marks: Record<Verdict, string> = {
  violation: "✗",
  advisory: "!",
  "can't tell": "?",
  exempted: "E",
  held: "✓",
  "not applicable": "–",
  disabled: "○",
};

export const verdicts: readonly Verdict[] = [
  "violation",
  "advisory",
  "can't tell",
  "exempted",
  "held",
  "not applicable",
  "disabled",
];

/** A verdict as part of a class. */
export function classOf(verdict: Verdict): string {
  return verdict.replace(/\W+/g, "-");
}
