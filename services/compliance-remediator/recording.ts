import { apiOf, type Finding, findingMessage, findingOf } from "./finding";
import type { Evidence, Notices } from "./ports";

/** Where a finding's evidence lies in the bucket; the same for every copy of its event. */
export function findingKey(finding: Finding): string {
  const { account, region, id, observedAt } = finding;
  return `findings/${account}/${region}/${apiOf(finding)?.apiId ?? "other"}/${observedAt.slice(0, 10)}/${id}.json`;
}

/**
 * Records a compliance change as evidence, then tells people and the queue of it where the resource is not compliant. A
 * second copy of the event finds the evidence there and publishes again: the remediation knows duplicates.
 * @throws ValiError where the event is none of AWS Config; what the ports throw.
 */
export async function record(
  event: unknown,
  { evidence, notices }: { evidence: Evidence; notices: Notices },
): Promise<{ finding: Finding; evidence: "written" | "existed"; published: boolean }> {
  const finding = findingOf(event);
  const written = await evidence.put(findingKey(finding), { finding, event });
  const published = finding.compliance === "NON_COMPLIANT";
  if (published) {
    await notices.publish({
      kind: "finding",
      subject: `Non-compliant: ${finding.resourceId.slice(-60)}`.replace(/[^\x20-\x7e]/g, "?"),
      body: findingMessage(finding),
      correlationId: finding.correlationId,
    });
  }
  return { finding, evidence: written, published };
}
