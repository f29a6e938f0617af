import { createHash } from "node:crypto";
import type { PolicyFinding } from "../model";
import { messageOf } from "../report/findings";

/** What makes a finding the same one in another run, of another stack too. */
export interface FindingIdentity {
  pack: string;
  policy: string;
  /** Type and name of the resource, below its parents' types; `stack` for the stack as a whole. */
  resource: string;
  /** Of what was found, without what changes when nothing does. */
  fingerprint: string;
}

/** Hexadecimal digits of a fingerprint: it has to tell apart what one policy says of one resource. */
const digits = 12;

/** The resource's URN without the names of stack and project. */
export function resourceKey(urn: string | undefined): string {
  const [, , type, ...name] = (urn ?? "").split("::");
  // The resource of the stack itself is called after it.
  return type === undefined || type === "pulumi:pulumi:Stack" ? "stack" : [type, ...name].join("::");
}

export function identityOf(finding: PolicyFinding): FindingIdentity {
  const { pack, policy, urn } = finding;
  const fingerprint = createHash("sha256").update(essence(finding)).digest("hex").slice(0, digits);
  return { pack, policy, resource: resourceKey(urn), fingerprint };
}

export function keyOf({ pack, policy, resource, fingerprint }: FindingIdentity): string {
  return JSON.stringify([pack, policy, resource, fingerprint]);
}

/**
 * What a finding says was found, and where. Without what comes with the policy (its description, how it is put right, what
 * it expects), so that a pack may be reworded; and without places in files, positions in lists, account numbers, ages, and
 * the stack's name in URNs, which change with things around the finding.
 */
export function essence(finding: PolicyFinding): string {
  return messageOf(finding)
    .split("\n")
    .map((line) => line.replace(/^(.*: found .*), expected .*$/, "$1").trim())
    .filter((line) => line !== "")
    .sort()
    .join("\n")
    .replace(/urn:pulumi:.+?::.+?::/g, "urn::")
    .replace(/(\.[cm]?[jt]sx?|\.py|\.go|\.cs|\.java|\.ya?ml):\d+(?::\d+)?/g, "$1")
    .replace(/\[\d+\]/g, "[]")
    .replace(/\b\d{12}\b/g, "ACCOUNT")
    .replace(/\b\d+ days ago\b/g, "days ago");
}
