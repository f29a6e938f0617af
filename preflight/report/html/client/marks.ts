import type { Verdict } from "../data";
import type { Shape } from "../diagram/shapes";
import { type Page, verdicts } from "./page";

/** What was found about what a shape stands for and what is drawn with it. */
export interface Marks {
  counts: ReadonlyMap<Verdict, number>;
  worst?: Verdict;
  /** Resources that are drawn with it. */
  satellites: number;
}

/** Counts findings and exemptions for each shape of the drawing. */
export function marksOf(page: Page): (shape: Shape) => Marks {
  const { boxes, vpcs } = page.data.diagram;
  const hosts = [...boxes, ...vpcs, ...vpcs.flatMap(({ subnets }) => subnets)];
  const satellites = new Map(hosts.map((host) => [host.resource, host.satellites]));
  const exempted = new Map<number, number>();
  for (const { resource } of page.data.exempted) {
    if (resource !== undefined) exempted.set(resource, (exempted.get(resource) ?? 0) + 1);
  }
  return ({ resource, members = [] }) => {
    const own = resource === undefined ? [...members] : [resource];
    const drawn = [...new Set(own.flatMap((one) => [one, ...(satellites.get(one) ?? [])]))];
    const counts = new Map<Verdict, number>();
    const add = (verdict: Verdict, number: number): void => {
      if (number > 0) counts.set(verdict, (counts.get(verdict) ?? 0) + number);
    };
    for (const one of drawn) {
      for (const place of page.findingsOf.get(one) ?? []) {
        const finding = page.data.findings[place];
        if (finding) add(finding.verdict, 1);
      }
      add("exempted", exempted.get(one) ?? 0);
    }
    const worst = verdicts.find((verdict) => counts.has(verdict));
    return { counts, worst, satellites: drawn.length - own.length };
  };
}
