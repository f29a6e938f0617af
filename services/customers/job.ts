import { type Customer, keysOf, lookupKeys } from "./customer";
import { compareText, matchesAmong } from "./matching";
import {
  type Checkpoint,
  type CustomerStore,
  type Finding,
  type Group,
  LostError,
  type Page,
  Unreadable,
  type WorkStore,
} from "./ports";
import { mergeOf } from "./survivorship";

export interface JobOptions {
  readonly customers: CustomerStore;
  readonly work: WorkStore;
  /** Only reports what it would merge; customers stay as they are. */
  readonly dryRun: boolean;
  /** Milliseconds that are left for this invocation. */
  readonly remainingMs: () => number;
  /** Milliseconds to have left for the last step and for saving. @default 10,000 */
  readonly reserveMs?: number;
  /** Customers that may share keys, one with the next; more are reported as a crowd. 2 to 40. @default 25 */
  readonly maxGroup?: number;
  readonly newRunId: () => string;
  readonly now?: () => Date;
}

/** What a run has done; `counts` are those of the whole run, whichever invocations did it. */
export interface Outcome {
  readonly status:
    | "finished"
    /** The time is over: the next invocation goes on. */
    | "continues"
    /** Another invocation is at it. */
    | "busy";
  readonly runId?: string;
  readonly counts?: Counts;
}

export interface Counts {
  /** Groups that were merged; in a dry run, that would be. */
  readonly groups: number;
  /** Customers that became aliases; in a dry run, that would. */
  readonly removed: number;
  /** Groups that were found, and left for the next run because one of them had changed when they were to be merged. */
  readonly postponed: number;
  readonly suspects: number;
  /** Customers that are in a crowd. */
  readonly crowded: number;
  readonly unreadable: number;
}

/** A merge is one transaction of 2 writes a customer and one more; DynamoDB takes 100. */
const LARGEST_GROUP = 40;
/** Milliseconds that the job is kept for after the invocation's end. */
const SPARE_MS = 5000;

/**
 * Finds customers that are the same and merges them, in three phases: every customer's keys are written down; each customer is
 * compared to those it shares keys with, and to those that these share keys with, and groups are written down; the groups are
 * merged. A dry run leaves out the last. Every step can be done again without harm, so that whoever goes on after a kill does
 * the last ones again.
 */
export async function cleanUp(options: JobOptions): Promise<Outcome> {
  const { work, remainingMs, newRunId, maxGroup = 25 } = options;
  if (!(maxGroup >= 2 && maxGroup <= LARGEST_GROUP)) {
    throw new RangeError(`maxGroup is ${maxGroup}: set 2 to ${LARGEST_GROUP}`);
  }
  const taken = await work.take(newRunId(), remainingMs() + SPARE_MS);
  if (!taken) return { status: "busy" };
  const progress = { reached: taken };
  try {
    return await goOn(options, progress);
  } catch (error) {
    if (error instanceof LostError) return { status: "busy" };
    // Whoever tries again need not wait until nobody can be at it any more.
    await work.release(progress.reached).catch(() => undefined);
    throw error;
  }
}

async function goOn(options: JobOptions, progress: { reached: Checkpoint }): Promise<Outcome> {
  const { work, dryRun, remainingMs, reserveMs = 10_000 } = options;
  const { runId } = progress.reached;
  for (;;) {
    const { phase } = progress.reached;
    const { items, next } = await stepsAfter(options, progress.reached);
    for (const { cursor, value: step } of items) {
      if (remainingMs() < reserveMs) break;
      await step();
      progress.reached = { runId, phase, after: cursor };
    }
    if (remainingMs() < reserveMs) {
      await work.release(progress.reached);
      return { status: "continues", runId };
    }
    const to: Checkpoint =
      next === undefined ? { runId, phase: following(phase, dryRun), after: undefined } : { runId, phase, after: next };
    if (to.phase === "done") {
      // First the counts: after a kill here there is still a run that can tell what it did.
      const counts = countsOf(await work.findings(runId), dryRun);
      await work.release(to);
      return { status: "finished", runId, counts };
    }
    progress.reached = to;
    await work.save(to);
  }
}

function following(phase: Checkpoint["phase"], dryRun: boolean): Checkpoint["phase"] {
  if (phase === "index") return "match";
  return phase === "match" && !dryRun ? "merge" : "done";
}

/** What is to be done next in a phase. */
async function stepsAfter(
  options: JobOptions,
  { runId, phase, after }: Checkpoint,
): Promise<Page<() => Promise<void>>> {
  const { customers, work } = options;
  if (phase === "merge") return mapped(await work.groups(runId, after), (group) => mergeGroup(options, group, runId));
  const step = phase === "index" ? indexCustomer : matchCustomer;
  return mapped(await customers.page(after), (customer) => step(options, customer, runId));
}

function mapped<T>({ items, next }: Page<T>, step: (value: T) => Promise<void>): Page<() => Promise<void>> {
  return { items: items.map(({ cursor, value }) => ({ cursor, value: () => step(value) })), next };
}

async function indexCustomer({ work }: JobOptions, customer: Customer | Unreadable, runId: string): Promise<void> {
  if (customer instanceof Unreadable) {
    return work.report(runId, { kind: "unreadable", customerId: customer.id });
  }
  const entries = lookupKeys(keysOf(customer)).map((key) => ({ key, customerId: customer.customerId }));
  if (entries.length > 0) await work.index(runId, entries);
}

async function matchCustomer(options: JobOptions, customer: Customer | Unreadable, runId: string): Promise<void> {
  if (customer instanceof Unreadable) return;
  const { customerId } = customer;
  const { work } = options;
  const around = await neighbourhood(options, customerId, runId);
  if (!Array.isArray(around)) return work.report(runId, { kind: "crowd", customerId, size: around.size });
  const { groups, suspects } = matchesAmong(around);
  // One of a pair and one of a group sees to it: the others would only do the same again.
  for (const pair of suspects) {
    if (pair[0] === customerId) await work.report(runId, { kind: "suspect", customerIds: pair });
  }
  const group = groups.find(([first]) => first?.customerId === customerId);
  if (group) {
    const { survivor, others } = mergeOf(group, timeOf(options));
    const otherIds = others.map((other) => other.customerId);
    await work.report(runId, { kind: "group", survivorId: survivor.customerId, otherIds });
  }
}

/** Merges a group that is still one; where it was merged before, nothing is left of it. What has changed is for the next run. */
async function mergeGroup(options: JobOptions, { survivorId, otherIds }: Group, runId: string): Promise<void> {
  const ids = [survivorId, ...otherIds];
  const [group] = matchesAmong(await options.customers.read(ids)).groups;
  const at = timeOf(options);
  if (group?.length === ids.length) await options.customers.merge(mergeOf(group, at), runId, at);
}

function timeOf({ now = () => new Date() }: JobOptions): string {
  return now().toISOString();
}

/** All who may be the same as a customer, itself first; or how many they are at least, where they are too many. */
async function neighbourhood(
  { customers, work, maxGroup = 25 }: JobOptions,
  customerId: string,
  runId: string,
): Promise<Customer[] | { size: number }> {
  const found = new Map<string, Customer>();
  const asked = new Set([customerId]);
  let fresh = [customerId];
  while (fresh.length > 0) {
    const read = await customers.read(fresh);
    for (const customer of read) found.set(customer.customerId, customer);
    const keys = new Set(read.flatMap((customer) => lookupKeys(keysOf(customer))));
    const ids = new Set<string>();
    for (const key of keys) for (const id of await work.customersWith(runId, key, maxGroup + 1)) ids.add(id);
    fresh = [...ids].filter((id) => !asked.has(id)).sort(compareText);
    for (const id of fresh) asked.add(id);
    const size = found.size + fresh.length;
    if (size > maxGroup) return { size };
  }
  return [...found.values()];
}

function countsOf(findings: readonly Finding[], dryRun: boolean): Counts {
  const groups = findings.filter((finding) => finding.kind === "group");
  const settled = groups.filter(({ mergedAt }) => dryRun || mergedAt !== undefined);
  const count = (kind: Finding["kind"]) => findings.filter((finding) => finding.kind === kind).length;
  return {
    groups: settled.length,
    removed: settled.reduce((sum, { otherIds }) => sum + otherIds.length, 0),
    postponed: groups.length - settled.length,
    suspects: count("suspect"),
    crowded: count("crowd"),
    unreadable: count("unreadable"),
  };
}
