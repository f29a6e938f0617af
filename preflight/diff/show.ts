import { essence } from "../baseline";
import { grouped } from "../count";
import type { PolicyFinding, PropertyChange } from "../model";
import { nameOfUrn, shortType } from "../report/style";
import { cut, longestValue, shownValue } from "../report/values";
import type { ReachedPath, ResourceName, RunDiff } from "./compare";

/** `size: 1 -> 2`, `+ tags.a: "b"`, `- tags.a: "b"`. */
export function shownChange({ path, before, after }: PropertyChange): string {
  const where = oneLine(path) || "(all)";
  if (before === undefined) {
    return `+ ${where}: ${shownValue(after)}`;
  }
  return after === undefined
    ? `- ${where}: ${shownValue(before)}`
    : `~ ${where}: ${shownValue(before)} -> ${shownValue(after)}`;
}

/** `s3.Bucket exports`. */
export function shownResource({ type, name }: Pick<ResourceName, "type" | "name">): string {
  return oneLine(`${shortType(type)} ${name}`);
}

/** What a finding is about, and what it says, each on one line. */
export function shownFinding(finding: PolicyFinding): { policy: string; level: string; about: string; says: string } {
  const { policy, urn, verdict, enforcement, severity } = finding;
  const level =
    verdict === "can't tell" ? verdict : `${enforcement === "remediate" ? "mandatory" : enforcement} ${severity}`;
  return {
    policy: oneLine(policy),
    level: `${level}${finding.baselined ? ", in the baseline" : ""}`,
    about: urn ? oneLine(nameOfUrn(urn)) : "the stack",
    says: cut(oneLine(essence(finding)), 3 * longestValue),
  };
}

export function shownPath({ policy, path }: ReachedPath): string {
  return `${oneLine(path)} (${oneLine(policy)})`;
}

/** What was not compared, a sentence a pack. */
export function packNotes({ packs: { before, after } }: RunDiff): string[] {
  return [
    ...before.map((pack) => `${oneLine(pack)} judged the base alone: what it found there is left out.`),
    ...after.map((pack) => `${oneLine(pack)} did not judge the base: all that it finds is new.`),
  ];
}

/** `3 added, 1 removed, 2 changed, 40 unchanged`. */
export function tally(counts: Record<string, number>): string {
  const parts = Object.entries(counts).filter(([, number]) => number > 0);
  return parts.length === 0 ? "none" : parts.map(([word, number]) => `${grouped(number)} ${word}`).join(", ");
}

/** How many of what, by the parts of a difference. */
export function talliesOf({
  resources,
  findings,
  reachability,
}: RunDiff): Record<"resources" | "findings" | "reachability", string> {
  return {
    resources: tally({
      added: resources.added.length,
      removed: resources.removed.length,
      changed: resources.changed.length,
      unchanged: resources.unchanged,
    }),
    findings: tally({
      new: findings.added.length,
      "mandatory only now": findings.raised.length,
      fixed: findings.fixed.length,
      unchanged: findings.unchanged,
    }),
    reachability: tally({
      opened: reachability.opened.length,
      closed: reachability.closed.length,
      unchanged: reachability.unchanged,
    }),
  };
}

/** True where nothing is different. */
export function isEmpty({ packs, resources, findings, reachability }: RunDiff): boolean {
  const lists = [
    packs.before,
    packs.after,
    resources.added,
    resources.removed,
    resources.changed,
    findings.added,
    findings.fixed,
    findings.raised,
  ];
  return [...lists, reachability.opened, reachability.closed].every((list) => list.length === 0);
}

/** Names and messages come from anywhere: no line of theirs breaks out of its own, and no terminal obeys them. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, " ").trim();
}
