import type { GraphResource, PackResult, PolicyFinding, PolicyInfo, RunResult } from "../model";
import { byResource, messageOf } from "./findings";
import { byWeight, nameOfUrn } from "./style";

/** What came of a policy for one resource, or for the stack. */
export type Verdict = PolicyFinding["verdict"] | "exempted" | "held" | "nothing to judge" | "disabled";

/** The verdicts, the one that most asks for attention first. */
export const verdicts: Verdict[] = ["violation", "can't tell", "exempted", "held", "nothing to judge", "disabled"];

/** One policy held against one resource, or against the stack: a line of an auditor's table. */
export interface Judgement {
  pack: PackResult;
  policy: PolicyInfo;
  verdict: Verdict;
  /** Absent for the stack as a whole, and where there was nothing to judge. */
  urn?: string;
  resource?: GraphResource;
  /** What was found, what is not known, or who excused it why; empty where it held. */
  evidence: string;
  /** The finding that it is, for a violation and where there is no telling. */
  finding?: PolicyFinding;
}

/** Everything that the packs judged: findings first and the worst of them at the top, then by policy. */
export function judgementsOf(result: RunResult): Judgement[] {
  const resources = new Map(result.graph.resources.map((resource) => [resource.urn, resource]));
  return result.packs.flatMap((pack) => judgementsOfPack(pack, resources));
}

function judgementsOfPack(pack: PackResult, resources: Map<string, GraphResource>): Judgement[] {
  const policies = new Map(pack.catalogue.map((policy) => [policy.name, policy]));
  const judged = (name: string, verdict: Verdict, urn: string | undefined, evidence: string): Judgement => {
    const resource = urn ? resources.get(urn) : undefined;
    const policy = policies.get(name) ?? unannounced(name);
    return { pack, policy, verdict, ...(urn && { urn }), ...(resource && { resource }), evidence };
  };
  const findings = byResource(pack.findings)
    .sort(byWeight)
    .map((finding) => {
      const judgement = judged(finding.policy, finding.verdict, finding.urn, messageOf(finding));
      const policy = policies.get(finding.policy) ?? unannounced(finding.policy, finding);
      return { ...judgement, policy, finding };
    });
  const exempted = pack.exempted.map(({ policy, urn, reason }) => judged(policy, "exempted", urn, reason));
  const held = Object.entries(pack.held).flatMap(([policy, urns]) =>
    urns.map((urn) => judged(policy, "held", urn, "")),
  );
  const mentioned = new Set([...findings, ...exempted, ...held].map(({ policy }) => policy.name));
  const rest = pack.catalogue
    .filter(({ name }) => !mentioned.has(name))
    .map(({ name, enforcement }) =>
      judged(name, enforcement === "disabled" ? "disabled" : "nothing to judge", undefined, ""),
    );
  return [...findings, ...exempted, ...held, ...rest];
}

/** A policy that is not in its pack's catalogue, as far as its finding tells. */
function unannounced(name: string, finding?: PolicyFinding): PolicyInfo {
  const { severity = "unspecified", enforcement = "advisory", description, remediationSteps, url } = finding ?? {};
  const explanation = { description, remediationSteps, url };
  return { name, severity, enforcement, kind: "resource", requirements: [], tags: [], ...explanation };
}

/** What a judgement is about, in a word. */
export function subjectOf({ urn, resource, verdict }: Judgement): string {
  if (urn) {
    return resource?.name ?? nameOfUrn(urn);
  }
  return verdict === "nothing to judge" || verdict === "disabled" ? "" : "the stack";
}

/** How a framework's requirements fare: each counts once, under the worst verdict of the policies that serve it. */
export interface FrameworkTally {
  framework: string;
  requirements: number;
  byVerdict: Map<Verdict, number>;
}

/** The frameworks that policies name, in the order of their names. */
export function frameworksOf(judgements: readonly Judgement[]): FrameworkTally[] {
  const worst = new Map<string, Map<string, number>>();
  for (const { policy, verdict } of judgements) {
    const rank = verdicts.indexOf(verdict);
    for (const { framework, id } of policy.requirements) {
      const ranks = worst.get(framework) ?? new Map<string, number>();
      ranks.set(id, Math.min(ranks.get(id) ?? rank, rank));
      worst.set(framework, ranks);
    }
  }
  return [...worst]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([framework, ranks]) => {
      const byVerdict = new Map<Verdict, number>();
      for (const rank of ranks.values()) {
        const verdict = verdicts[rank] ?? "disabled";
        byVerdict.set(verdict, (byVerdict.get(verdict) ?? 0) + 1);
      }
      return { framework, requirements: ranks.size, byVerdict };
    });
}
