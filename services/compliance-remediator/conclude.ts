import { apiOf, type Finding } from "./finding";
import { HANDLING, Outcome } from "./outcomes";
import { describe } from "./plan";
import type { Ports, Result } from "./ports";

/** Where the evidence of a finding's outcome lies in the bucket; the same for every copy of the finding. */
export function evidenceKey(finding: Finding, outcome: Outcome): string {
  const { account, region, id } = finding;
  const resource = apiOf(finding)?.apiId ?? "other";
  return `remediations/${account}/${region}/${resource}/${id}/${outcome}.json`;
}

/**
 * Records what became of a finding: evidence, then people, then the ledger, each of which can be done twice without harm.
 * Cut off in between, the message comes again, and people are at worst told twice, never not at all.
 */
export async function conclude(finding: Finding, result: Result, ports: Ports): Promise<void> {
  const { outcome } = result;
  const handling = HANDLING[outcome];
  const kept = handling.message === "keep";
  // The record of the first copy holds; and work that was cut off has no outcome yet.
  if (outcome === Outcome.duplicate || outcome === Outcome.interrupted) return;
  const at = new Date(ports.clock.now()).toISOString();
  if (handling.evidence) await ports.evidence.put(evidenceKey(finding, outcome), { finding, at, ...result });
  if (handling.tellPeople && !(kept && (await ports.ledger.attempted(finding.id, outcome)))) {
    await ports.notices.publish({
      kind: "outcome",
      subject: subject(finding, outcome),
      body: notice(finding, result),
      correlationId: finding.correlationId,
    });
  }
  if (kept) await ports.ledger.attempt(finding, at, result);
  else await ports.ledger.settle(finding, apiOf(finding), at, result);
}

/** At most 99 printable ASCII characters: what SNS takes for a subject. */
function subject({ resourceId }: Finding, outcome: Outcome): string {
  const text = `Compliance: ${outcome}: ${resourceId.slice(-60)}`;
  return text.replace(/[^\x20-\x7e]/g, "?").slice(0, 99);
}

function notice(finding: Finding, { outcome, detail, changes, unresolved }: Result): string {
  return JSON.stringify({
    kind: "outcome",
    outcome,
    detail,
    resource: finding.resourceId,
    account: finding.account,
    region: finding.region,
    rule: finding.rule,
    findingId: finding.id,
    changes: changes.map(describe),
    forPeople: unresolved.map(({ what, why }) => `${what}: ${why}`),
    evidence: evidenceKey(finding, outcome),
  });
}
