import type { Customer } from "../../../../services/customers/customer";
import { cleanUp, type JobOptions, type Outcome } from "../../../../services/customers/job";
import type { Finding } from "../../../../services/customers/ports";
import type { Mode } from "../../../../services/customers/work-store";

/** What is in a table, without what only says which process wrote it. */
export interface State {
  /** Customers and aliases, by id. */
  readonly profiles: Readonly<Record<string, Record<string, unknown>>>;
  /** What customers were before they were merged, by id and what the store adds to it. */
  readonly kept: Readonly<Record<string, Record<string, unknown>>>;
  /** By run and mode, in the order of their JSON texts. */
  readonly findings: Readonly<Record<string, Finding[]>>;
}

/** Called around each call of a process to its table. */
export type Intercept = <T>(call: string, run: () => Promise<T>) => Promise<T>;

/** Whether a call changes the table. */
export type IsWrite = (call: string) => boolean;

/** A table of customers and the processes that clean it up, in whatever store. */
export interface World {
  /** Milliseconds that leases are measured with; tests move it. */
  readonly clock: { at: number };
  readonly isWrite: IsWrite;
  /** Puts items where customers with these ids are, as a service would that overwrites them. */
  put(items: readonly ({ customerId: string } & Record<string, unknown>)[]): Promise<void>;
  /** Stores of a new process. */
  stores(mode: Mode, intercept: Intercept): Pick<JobOptions, "customers" | "work">;
  state(): Promise<State>;
}

/** Moment of every merge in tests. */
export const AT = "2026-03-01T03:00:00.000Z";
export const RUN = "run-1";
/** Longer than any lease of a test. */
export const LEASE_OVER_MS = 3_600_000;

export interface Invocation extends Partial<Pick<JobOptions, "remainingMs" | "maxGroup">> {
  readonly mode?: Mode;
  readonly runId?: string;
  readonly intercept?: Intercept;
}

export const direct: Intercept = (_call, run) => run();

/** One invocation of the function. */
export function invoke(
  world: World,
  { mode = "merge", runId = RUN, intercept = direct, remainingMs = () => 900_000, maxGroup }: Invocation = {},
): Promise<Outcome> {
  return cleanUp({
    ...world.stores(mode, intercept),
    dryRun: mode === "dry",
    remainingMs,
    maxGroup,
    newRunId: () => runId,
    now: () => new Date(AT),
  });
}

/** Invokes until a run is finished. @returns how often, and what the last one said */
export async function invokeUntilFinished(
  world: World,
  invocation: () => Invocation,
  atMost = 2000,
): Promise<{ invocations: number; outcome: Outcome; failures: number }> {
  let failures = 0;
  for (let invocations = 1; invocations <= atMost; invocations++) {
    try {
      const outcome = await invoke(world, invocation());
      if (outcome.status === "finished") return { invocations, outcome, failures };
      if (outcome.status === "busy") world.clock.at += LEASE_OVER_MS;
    } catch (error) {
      if (!(error instanceof Injected)) throw error;
      failures++;
    }
  }
  throw new Error(`not finished after ${atMost} invocations`);
}

/** What tests make calls fail with. */
export class Injected extends Error {
  override name = "Injected";
}

/** Kills a process at its call number `index`, from 0, before or after the call has taken effect; no later call gets through. */
export function killAt(
  index: number,
  when: "before" | "after",
  counts: IsWrite,
): { intercept: Intercept; killed(): boolean } {
  let calls = 0;
  let dead = false;
  const intercept: Intercept = async (call, run) => {
    if (dead) throw new Injected("killed");
    const now = counts(call) && calls++ === index;
    if (now) dead = true;
    if (now && when === "before") throw new Injected("killed");
    const answer = await run();
    if (dead) throw new Injected("killed");
    return answer;
  };
  return { intercept, killed: () => dead };
}

/** Holds a process in its call number `index`, before it takes effect, until it is released. */
export function hangAt(index: number, counts: IsWrite) {
  let calls = 0;
  let arrived: () => void = () => undefined;
  let release: () => void = () => undefined;
  const reached = new Promise<void>((resolve) => {
    arrived = resolve;
  });
  const gate = new Promise<void>((resolve) => {
    release = resolve;
  });
  const intercept: Intercept = async (call, run) => {
    if (counts(call) && calls++ === index) {
      arrived();
      await gate;
    }
    return run();
  };
  return { intercept, release: () => release(), reached };
}

/** Time that is over after so many looks at the clock, the first of which is for the lease. */
export function timeForSteps(steps: number): Pick<Invocation, "remainingMs"> {
  let looks = 0;
  return { remainingMs: () => (looks++ <= steps ? 60_000 : 0) };
}

/** Numbers from 0 to 1 that are the same in each test run (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A customer with what every customer has. */
export function customer(customerId: string, values: Partial<Customer> = {}): Customer {
  return {
    customerId,
    createdAt: "2025-01-01T00:00:00.000Z",
    updatedAt: "2025-06-01T00:00:00.000Z",
    version: 1,
    ...values,
  };
}
