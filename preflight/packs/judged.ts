import type { Exempted, PolicyFinding } from "../model";
import type { AskedPolicy, PackAnswer } from "./answers";
import { typesOf } from "./catalogue";
import type { PackInfo } from "./client";

/** The policies that a pack is asked about each resource, or about the stack, in the order of its answers' places. */
export function askedOf({ policies }: PackInfo, about: "resource" | "stack"): AskedPolicy[] {
  return [...policies.values()]
    .filter(({ kind, enforcement }) => kind === about && enforcement !== "disabled")
    .map((policy) => ({ name: policy.name, types: typesOf(policy) }));
}

/** What policies judged without a complaint, and what exemptions excused. */
export class Judged {
  private readonly judged = new Map<string, Set<string>>();
  private readonly excused = new Map<string, Exempted>();

  /**
   * Takes in an answer.
   *
   * @param asked the policies that were asked
   * @param urn the resource that it is about; none for the stack
   */
  add({ held, exempted }: Pick<PackAnswer, "held" | "exempted">, asked: readonly AskedPolicy[], urn?: string): void {
    for (const place of held) {
      const policy = asked[place]?.name ?? "";
      const subjects = this.judged.get(policy) ?? new Set();
      this.judged.set(policy, subjects.add(urn ?? ""));
    }
    for (const excuse of exempted) {
      const complete = { ...(urn && { urn }), ...excuse };
      this.excused.set(JSON.stringify([complete.policy, complete.urn, complete.reason]), complete);
    }
  }

  /** What held by policy; not where there is a finding after all, such as one of a remediation. */
  held(findings: readonly PolicyFinding[]): Record<string, string[]> {
    const found = new Map<string, Set<string>>();
    for (const { policy, urn } of findings) {
      found.set(policy, (found.get(policy) ?? new Set()).add(urn ?? ""));
    }
    const entries = [...this.judged].map(([policy, subjects]): [string, string[]] => [
      policy,
      [...subjects].filter((subject) => !found.get(policy)?.has(subject)),
    ]);
    return Object.fromEntries(entries.filter(([, subjects]) => subjects.length > 0));
  }

  exempted(): Exempted[] {
    return [...this.excused.values()];
  }
}
