import { createHash } from "node:crypto";
import type { Judgement } from "./judgements";
import { subjectOf } from "./judgements";
import { type Places, uriOf } from "./places";
import { weightOf } from "./style";

/** A `result` of SARIF. */
export interface SarifResult {
  ruleId: string;
  ruleIndex: number;
  kind: "fail" | "open";
  level: "error" | "warning" | "note" | "none";
  message: { text: string };
  locations: SarifLocation[];
  partialFingerprints: Record<string, string>;
  suppressions?: { kind: "external"; status: "accepted"; justification: string }[];
  properties: Record<string, string | boolean>;
}

interface SarifLocation {
  physicalLocation: {
    artifactLocation: { uri: string; uriBaseId: "SRCROOT" };
    region: { startLine: number; startColumn?: number };
  };
  logicalLocations?: { name: string; fullyQualifiedName: string; kind: "resource" }[];
}

/**
 * A text as a message of SARIF, in which braces hold places and brackets before parentheses are links.
 *
 * @param length longest form of it; what is behind is left out
 */
export function messageOf(text: string, length = Number.POSITIVE_INFINITY): { text: string } {
  const whole = text.replaceAll("](", "] (").replace(/[{}]/g, "$&$&");
  if (whole.length <= length) {
    return { text: whole };
  }
  let cut = "";
  // Neither a character nor a doubled brace is cut in two.
  for (const [part] of whole.matchAll(/\{\{|\}\}|./gsu)) {
    if (cut.length + part.length >= length) {
      break;
    }
    cut += part;
  }
  return { text: `${cut}…` };
}

/**
 * A judgement as a result; nothing for what held or was not judged.
 *
 * @param occurrences how often the run has had a policy and resource before
 */
export function sarifResultOf(
  judgement: Judgement,
  ruleIndex: number,
  places: Places,
  occurrences: Map<string, number>,
): SarifResult | undefined {
  const { policy, verdict, finding, urn, evidence, resource } = judgement;
  if (!finding && verdict !== "exempted") {
    return undefined;
  }
  const open = verdict === "can't tell";
  const place = places.orProject(urn);
  const subject = subjectOf(judgement);
  return {
    ruleId: policy.name,
    ruleIndex,
    kind: open ? "open" : "fail",
    // A result of another kind than `fail` has no level, by the specification.
    level: open ? "none" : levelOf(judgement),
    message: messageOf(open ? `${subject}: can't tell: ${evidence}` : `${subject}: ${evidence}`),
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: uriOf(place.file), uriBaseId: "SRCROOT" },
          region: { startLine: place.line, ...(place.column !== undefined && { startColumn: place.column }) },
        },
        ...(urn && {
          logicalLocations: [{ name: resource?.name ?? subject, fullyQualifiedName: urn, kind: "resource" }],
        }),
      },
    ],
    partialFingerprints: fingerprintsOf(judgement, occurrences),
    ...(verdict === "exempted" && {
      suppressions: [{ kind: "external", status: "accepted", justification: evidence }],
    }),
    properties: {
      severity: finding?.severity ?? policy.severity,
      enforcement: finding?.enforcement ?? policy.enforcement,
      ...(resource && { resourceType: resource.type }),
      ...(finding?.symbolicOnly && { symbolicOnly: true }),
    },
  };
}

function levelOf({ finding, policy }: Judgement): SarifResult["level"] {
  const { enforcement } = policy;
  const mandatory = finding
    ? weightOf(finding) === "mandatory"
    : enforcement === "mandatory" || enforcement === "remediate";
  const severity = finding?.severity ?? policy.severity;
  return mandatory ? "error" : severity === "low" ? "note" : "warning";
}

/**
 * What tells a result from every other, wherever its line moves: many resources come from one line, so that the line's
 * text, which GitHub's own action would take, does not. GitHub looks at `primaryLocationLineHash` only.
 */
function fingerprintsOf({ policy, urn = "" }: Judgement, occurrences: Map<string, number>): Record<string, string> {
  const hash = createHash("sha256")
    .update(JSON.stringify([policy.name, urn]))
    .digest("hex")
    .slice(0, 16);
  const occurrence = (occurrences.get(hash) ?? 0) + 1;
  occurrences.set(hash, occurrence);
  return { primaryLocationLineHash: `${hash}:${occurrence}`, "policyAndResource/v1": `${hash}:${occurrence}` };
}
