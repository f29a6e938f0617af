import { SNAPSHOT_HOURS, START_WINDOW_MINUTES, type StoreKind, storeKinds } from "./facts/backup";
import type { RecoveryStoreArgs } from "./recovery-plan-args";

/** What a store is to the arithmetic of recovery. */
export interface StoreInput {
  readonly kind: StoreKind;
  /** Days of the store's own point-in-time recovery; 0 where it is off. */
  readonly pointInTimeDays: number;
  readonly args: RecoveryStoreArgs;
  /** Minutes that a backup may take. */
  readonly completionMinutes: number;
  /** Minutes until somebody begins to restore. */
  readonly reactionMinutes: number;
  /** Whether backups are copied to a second vault. */
  readonly copied: boolean;
}

/** What backups of a store keep of what was promised. All times are minutes. */
export interface RecoveryObjective {
  readonly rpoMinutes: number;
  /** Most data that is lost where the store is. */
  readonly lossMinutes: number;
  /** What keeps it: "point-in-time recovery", "continuous backups" or "snapshots every 4 h". */
  readonly keptBy: string;
  /** Hours between snapshots. */
  readonly snapshotEveryHours: number;
  /** Most data that is lost where the store was deleted with its own recovery: what the vault's snapshots don't have. */
  readonly vaultLossMinutes: number;
  readonly regionRpoMinutes: number | undefined;
  /** Most data that is lost with the region; undefined without a copy. */
  readonly regionLossMinutes: number | undefined;
  readonly rtoMinutes: number;
  /** Time until the data is there again; undefined where no restore was timed. */
  readonly recoveryMinutes: number | undefined;
  /** What was taken for granted. */
  readonly assumptions: string[];
}

/** An objective that isn't met: the argument, and the arithmetic. */
export interface ObjectiveProblem {
  readonly argument: "rpoMinutes" | "regionRpoMinutes" | "rtoMinutes";
  readonly value: number;
  readonly expected: string;
}

/**
 * Most data that snapshots lose: one was begun, late, just before the store went, and isn't complete; the one before it
 * was begun on time. So the loss is the interval, the delay and the time that it takes.
 */
export function snapshotLoss(everyHours: number, completionMinutes: number): number {
  return everyHours * 60 + START_WINDOW_MINUTES + completionMinutes;
}

function snapshotSum(everyHours: number, completionMinutes: number, copyMinutes?: number): string {
  const copy = copyMinutes === undefined ? "" : `, copied in ${copyMinutes}`;
  const loss = snapshotLoss(everyHours, completionMinutes) + (copyMinutes ?? 0);
  return `snapshots every ${everyHours} h, begun up to ${START_WINDOW_MINUTES} minutes late, complete up to ${completionMinutes} minutes after${copy}, lose up to ${loss} minutes`;
}

/** Works out what a store's backups keep, and what of the promises they can't. */
export function workOut(input: StoreInput): { objective: RecoveryObjective; problems: ObjectiveProblem[] } {
  const { args } = input;
  const problems: ObjectiveProblem[] = [];
  const assumptions: string[] = [];
  const continuous = continuousLoss(input);
  const snapshotEveryHours = chooseInterval(input, continuous?.loss);
  const loss = snapshotLoss(snapshotEveryHours, input.completionMinutes);
  const byContinuous = continuous !== undefined && continuous.loss <= loss;
  const lossMinutes = byContinuous ? continuous.loss : loss;
  if (lossMinutes > args.rpoMinutes) problems.push(rpoProblem(input, snapshotEveryHours, continuous));
  if (byContinuous && continuous.assumption) assumptions.push(continuous.assumption);
  const regionLossMinutes = input.copied ? loss + (args.copyMinutes ?? 0) : undefined;
  problems.push(...regionProblems(input, snapshotEveryHours, regionLossMinutes));
  if (input.copied && args.regionRpoMinutes !== undefined && args.copyMinutes === undefined) {
    assumptions.push("the copy takes no time: copyMinutes is not known");
  }
  const recoveryMinutes = args.restoreMinutes === undefined ? undefined : input.reactionMinutes + args.restoreMinutes;
  if (recoveryMinutes === undefined) {
    assumptions.push(`a restore takes at most ${args.rtoMinutes - input.reactionMinutes} minutes: none was timed`);
  }
  problems.push(...timeProblems(input, recoveryMinutes));
  return {
    objective: {
      rpoMinutes: args.rpoMinutes,
      lossMinutes,
      keptBy: byContinuous ? continuous.by : `snapshots every ${snapshotEveryHours} h`,
      snapshotEveryHours,
      vaultLossMinutes: loss,
      regionRpoMinutes: args.regionRpoMinutes,
      regionLossMinutes,
      rtoMinutes: args.rtoMinutes,
      recoveryMinutes,
      assumptions,
    },
    problems,
  };
}

interface ContinuousLoss {
  readonly loss: number;
  readonly by: string;
  readonly assumption?: string;
}

function continuousLoss({ kind, pointInTimeDays, args }: StoreInput): ContinuousLoss | undefined {
  const { label, ownLossMinutes, continuousInVault } = storeKinds[kind];
  if (ownLossMinutes !== undefined && pointInTimeDays > 0) {
    return {
      loss: ownLossMinutes,
      by: "point-in-time recovery",
      assumption: `${label} lags ${ownLossMinutes} minutes, which AWS calls typical and does not promise`,
    };
  }
  if (continuousInVault && args.continuousLossMinutes !== undefined) {
    return { loss: args.continuousLossMinutes, by: "continuous backups" };
  }
  return undefined;
}

/** The widest interval that keeps what was promised; an hour where none does, or what the program says. */
function chooseInterval({ args, completionMinutes, copied }: StoreInput, continuous: number | undefined): number {
  if (args.snapshotEveryHours !== undefined) return args.snapshotEveryHours;
  const forStore =
    continuous !== undefined && continuous <= args.rpoMinutes ? Number.POSITIVE_INFINITY : args.rpoMinutes;
  const forRegion =
    copied && args.regionRpoMinutes !== undefined
      ? args.regionRpoMinutes - (args.copyMinutes ?? 0)
      : Number.POSITIVE_INFINITY;
  const allowed = Math.min(forStore, forRegion);
  return SNAPSHOT_HOURS.findLast((hours) => snapshotLoss(hours, completionMinutes) <= allowed) ?? 1;
}

function rpoProblem(input: StoreInput, hours: number, continuous: ContinuousLoss | undefined): ObjectiveProblem {
  const { args, completionMinutes, kind } = input;
  const fastest = snapshotLoss(1, completionMinutes);
  if (continuous && continuous.loss <= fastest) {
    const expected = `its ${continuous.by} may lose ${continuous.loss} minutes, and no backups lose less; replicate the store, or promise ${continuous.loss} minutes or more`;
    return { argument: "rpoMinutes", value: args.rpoMinutes, expected };
  }
  const ways = [
    storeKinds[kind].advice,
    ...(hours > 1 && fastest <= args.rpoMinutes ? ["let the interval be chosen: leave snapshotEveryHours out"] : []),
    `promise ${fastest} minutes or more`,
  ];
  const expected = `${snapshotSum(hours, completionMinutes)}; ${ways.join("; or ")}`;
  return { argument: "rpoMinutes", value: args.rpoMinutes, expected };
}

function regionProblems(input: StoreInput, hours: number, regionLoss: number | undefined): ObjectiveProblem[] {
  const { args, completionMinutes } = input;
  const value = args.regionRpoMinutes;
  if (value === undefined) return [];
  if (regionLoss === undefined) {
    return [
      { argument: "regionRpoMinutes", value, expected: "nothing leaves the region; give copyRegion or copyToVaultArn" },
    ];
  }
  if (regionLoss <= value) return [];
  const fastest = snapshotLoss(1, completionMinutes) + (args.copyMinutes ?? 0);
  const way =
    fastest <= value
      ? "leave snapshotEveryHours out"
      : `promise ${fastest} minutes or more, or replicate the store itself`;
  const sum = snapshotSum(hours, completionMinutes, args.copyMinutes ?? 0);
  return [
    { argument: "regionRpoMinutes", value, expected: `copies are snapshots, continuous backups too: ${sum}; ${way}` },
  ];
}

function timeProblems({ args, reactionMinutes }: StoreInput, recovery: number | undefined): ObjectiveProblem[] {
  const value = args.rtoMinutes;
  if (recovery === undefined) {
    if (value > reactionMinutes) return [];
    const expected = `${reactionMinutes} minutes until somebody reacts leave none to restore in; promise more, or keep a replica that takes over`;
    return [{ argument: "rtoMinutes", value, expected }];
  }
  if (recovery <= value) return [];
  const expected = `${reactionMinutes} minutes until somebody reacts and ${args.restoreMinutes} to restore take ${recovery}; promise that, or keep a replica that takes over`;
  return [{ argument: "rtoMinutes", value, expected }];
}
