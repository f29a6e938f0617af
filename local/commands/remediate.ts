import { LocalError } from "../errors";
import type { LocalProvider } from "../provider/core";
import { isCompliant, OpenApi } from "../shop/open-api";
import { evidenceOf, findingEvent, findRepair, type Repair, readEvidence, recordFinding } from "../shop/repair";
import type { LocalState } from "../state";
import { until } from "../until";
import type { CommandContext } from "./context";
import { runningStack } from "./running";
import { Steps } from "./steps";

/** The worker gets its messages by a poll, and takes its time with API Gateway. */
const patience = { withinMs: 30_000, everyMs: 50 };

/** Leaves an API open to plain HTTP, reports it as AWS Config does, and shows how the stack puts it right. */
export async function remediate(context: CommandContext): Promise<number> {
  const { state, provider } = await runningStack(context);
  try {
    return await repairOpenApi(context, state, provider);
  } finally {
    provider.close();
  }
}

/** @returns exit code: 0 where the API was put right */
export async function repairOpenApi(
  context: Pick<CommandContext, "print" | "style">,
  state: LocalState,
  provider: LocalProvider,
): Promise<number> {
  const repair = findRepair(state);
  const api = await OpenApi.make(provider);
  try {
    return await follow(new Steps(context), provider, repair, api);
  } finally {
    await api.remove();
  }
}

async function follow(steps: Steps, provider: LocalProvider, repair: Repair, api: OpenApi): Promise<number> {
  const before = await api.settings();
  steps.step("API", `${api.id}, plain HTTP ${before["plain HTTP"]}, ${before["domain's TLS policy"]}`);
  await recordFinding(provider, repair, findingEvent(provider, repair, api.id));
  const [finding] = await evidenceOf(provider, repair, api.id, "findings");
  if (finding === undefined) throw new LocalError(`${repair.recordFunction} recorded no finding of ${api.id}.`);
  steps.step("finding recorded", `s3://${repair.evidenceBucket}/${finding}`);
  const key = await until(
    `the finding of ${api.id} comes to an end`,
    async () => (await evidenceOf(provider, repair, api.id, "remediations"))[0],
    patience,
  );
  const { outcome, detail } = Object(await readEvidence(provider, repair, key));
  steps.step("outcome", `${outcome}: ${detail}`, outcome === "remediated");
  const after = await api.settings();
  for (const [what, now] of Object.entries(after)) {
    const was = Object.entries(before).find(([name]) => name === what)?.[1];
    steps.step(what, was === now ? `${now}, as before` : `${was} → ${now}`);
  }
  const good = isCompliant(after);
  steps.step("read back", good ? "compliant" : "not compliant", good);
  steps.end();
  return good ? 0 : 1;
}
