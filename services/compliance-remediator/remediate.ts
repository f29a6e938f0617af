import { faultOf } from "./backoff";
import { type ApiKey, apiOf, type Finding } from "./finding";
import { Outcome } from "./outcomes";
import { type ApiState, type Change, DESIRED, type Desired, deployments, needsDeployment, plan } from "./plan";
import type { FindingRecord, Ports, Result } from "./ports";

export interface RemediationSettings {
  /** Plan and record, change nothing. @default false */
  readonly dryRun?: boolean;
  readonly desired?: Desired;
  /** Remediations of one API in `loopWindowMinutes` before people are asked instead. @default 3 */
  readonly loopLimit?: number;
  /** @default 60 */
  readonly loopWindowMinutes?: number;
  /**
   * Clocks of AWS Config and of the worker may differ by this much: a finding counts as older than a verification only
   * where it is older by more. @default 30000
   */
  readonly clockSkewMs?: number;
}

/** Rounds of reading, changing and reading back before the API counts as one that does not stay as it was set. */
const ROUNDS = 3;

/**
 * Brings the API of a finding back to its compliant configuration. Can be cut off between any two of its effects and
 * called again: the plan is in the ledger before the first change, so that a second call knows what the first began.
 * Writes no outcome: that is `conclude`'s.
 * @throws what the ports throw; {@link outcomeOfError} names it.
 */
export async function remediate(
  finding: Finding,
  ports: Ports,
  settings: RemediationSettings = {},
  signal?: AbortSignal,
): Promise<Result> {
  const { ledger } = ports;
  const api = apiOf(finding);
  if (finding.compliance !== "NON_COMPLIANT") {
    return result(Outcome.notAFinding, `AWS Config says ${finding.compliance}: nothing to put right.`);
  }
  if (!api) {
    return result(
      Outcome.outOfScope,
      `${finding.resourceType} ${finding.resourceId} is not one that is remediated here.`,
    );
  }
  const [record, verifiedAt] = await Promise.all([ledger.finding(finding.id), ledger.verifiedAt(api)]);
  if (record?.status === "settled" && isFinal(record, settings)) {
    return result(Outcome.duplicate, `This finding was settled before: ${record.outcome}.`);
  }
  const skew = settings.clockSkewMs ?? 30_000;
  const began = record?.status === "planned" ? record : undefined;
  // A plan that was begun is finished, however old its finding: its changes may lack their deployment.
  if (!began && verifiedAt && Date.parse(finding.observedAt) + skew < Date.parse(verifiedAt)) {
    return result(Outcome.stale, `Observed at ${finding.observedAt}; the API was proved compliant at ${verifiedAt}.`);
  }
  return restore(finding, api, began, ports, settings, signal);
}

async function restore(
  finding: Finding,
  api: ApiKey,
  began: FindingRecord | undefined,
  ports: Ports,
  settings: RemediationSettings,
  signal?: AbortSignal,
): Promise<Result> {
  const { gateway, ledger, clock } = ports;
  const domainsSince = Date.parse(finding.observedAt) + (settings.clockSkewMs ?? 30_000);
  const made: Change[] = [...(began?.changes ?? [])];
  const plannedAt = began?.plannedAt ?? new Date(clock.now()).toISOString();
  let deploymentDue = made.some(needsDeployment);
  // Deployments that stages had when theirs was ordered: one that still has it was not deployed.
  const replaced = new Map<string, string>();
  for (let round = 0; round <= ROUNDS; round++) {
    const state = await gateway.read(api.apiId, domainsSince, signal);
    if (!state) return { ...result(Outcome.gone, "The API does not exist any more."), changes: made };
    const undeployed = state.stages.some(({ name, deploymentId }) => replaced.get(name) === deploymentId);
    const { changes, unresolved } = next(state, deploymentDue || undeployed, settings);
    if (changes.length === 0) {
      const verifiedAt = unresolved.length === 0 ? new Date(state.asOf).toISOString() : undefined;
      return { ...verdict(made.length, unresolved.length), changes: made, unresolved, verifiedAt };
    }
    if (settings.dryRun) return { ...result(Outcome.planned, planned(changes.length)), changes, unresolved };
    if (round === ROUNDS) break;
    if (round === 0 && !began && (await loops(finding, api, ports, settings))) {
      const detail = `Changed ${settings.loopLimit ?? 3} times in ${settings.loopWindowMinutes ?? 60} minutes and non-compliant again: something sets it back.`;
      return { ...result(Outcome.escalated, detail), changes, unresolved };
    }
    merge(made, changes);
    if (changes.some(({ kind }) => kind === "deploy")) {
      for (const { name, deploymentId } of state.stages) replaced.set(name, deploymentId);
    }
    await ledger.plan(finding, api, plannedAt, made);
    deploymentDue = await applyAll(api.apiId, finding, changes, ports, deploymentDue, signal);
  }
  const detail = `Still not compliant after ${ROUNDS} rounds of changes: something else is changing the API.`;
  return { ...result(Outcome.unverified, detail), changes: made };
}

/** Makes the changes in order; says whether a deployment is still due. */
async function applyAll(
  apiId: string,
  finding: Finding,
  changes: readonly Change[],
  { gateway }: Ports,
  due: boolean,
  signal?: AbortSignal,
): Promise<boolean> {
  let deploymentDue = due || changes.some(needsDeployment);
  try {
    for (const change of changes) {
      signal?.throwIfAborted();
      await gateway.apply(apiId, change, `compliance-remediator: ${finding.rule} ${finding.id}`, signal);
    }
    deploymentDue = false;
  } catch (error) {
    // What was to be changed went away, or somebody changed it meanwhile: the next round reads and plans anew.
    const fault = faultOf(error);
    if (fault !== "gone" && fault !== "conflict") throw error;
  }
  return deploymentDue;
}

function next(state: ApiState, deploymentDue: boolean, settings: RemediationSettings) {
  const { changes, unresolved } = plan(state, settings.desired ?? DESIRED);
  const covered = changes.some(({ kind }) => kind === "deploy");
  return { changes: deploymentDue && !covered ? [...changes, ...deployments(state)] : changes, unresolved };
}

async function loops(finding: Finding, api: ApiKey, ports: Ports, settings: RemediationSettings): Promise<boolean> {
  const windowMs = (settings.loopWindowMinutes ?? 60) * 60_000;
  const since = new Date(ports.clock.now() - windowMs).toISOString();
  const others = (await ports.ledger.changedSince(api, since)).filter((id) => id !== finding.id);
  return new Set(others).size >= (settings.loopLimit ?? 3);
}

/** What a dry run recorded is no reason to leave a later copy alone, once changes are made in earnest. */
function isFinal({ outcome }: FindingRecord, { dryRun = false }: RemediationSettings): boolean {
  return outcome !== Outcome.planned || dryRun;
}

function verdict(made: number, unresolved: number): Result {
  if (unresolved > 0) {
    return result(
      Outcome.needsPeople,
      `${made} changes made; ${unresolved} things are left that only people can decide.`,
    );
  }
  return made > 0
    ? result(Outcome.remediated, `${made} changes made and read back.`)
    : result(Outcome.alreadyCompliant, "The API is compliant as it is.");
}

function planned(count: number): string {
  return `Dry run: ${count} changes planned, none made.`;
}

function merge(made: Change[], changes: readonly Change[]): void {
  const known = new Set(made.map((change) => JSON.stringify(change)));
  for (const change of changes) if (!known.has(JSON.stringify(change))) made.push(change);
}

export function result(outcome: Outcome, detail: string): Result {
  return { outcome, detail, changes: [], unresolved: [] };
}

/** The outcome of a message whose work ended with an error. */
export function outcomeOfError(error: unknown, stopped: boolean): Result {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  switch (faultOf(error)) {
    case "denied":
      return result(Outcome.accessDenied, message);
    case "throttled":
      return result(stopped ? Outcome.interrupted : Outcome.throttled, message);
    default:
      return result(stopped ? Outcome.interrupted : Outcome.failed, message);
  }
}
