import { type Customer, keysOf, lookupKeys } from "./customer";
import { compareText, matchesAmong } from "./matching";
import type { Checkpoint, Cursor, CustomerStore, Finding, WorkStore } from "./ports";
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
  /** Customers that one group may have; more are reported as a crowd. At most 40: a merge is one transaction. @default 25 */
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
  readonly counts?: { groups: number; removed: number; suspects: number; crowds: number };
}

/** How often a merge is decided anew because one of its customers has changed. */
const ATTEMPTS = 3;

/**
 * Finds customers that are the same and merges them. First every customer's keys are written down, then each customer is
 * compared to those it shares keys with, and to those that these share keys with. Every step can be done again without harm,
 * so that whoever goes on after a kill does the last ones again.
 */
export async function cleanUp(options: JobOptions): Promise<Outcome> {
  const { work, remainingMs, newRunId } = options;
  let checkpoint = await work.take(newRunId(), remainingMs() + 5000);
  if (!checkpoint) return { status: "busy" };
  for (const phase of ["index", "match"] as const) {
    if (checkpoint.phase !== phase) continue;
    const step = phase === "index" ? indexCustomer : matchCustomer;
    const reached = await each(options, checkpoint, (customer, runId) => step(options, customer, runId));
    if (reached.phase === phase) {
      await work.release(reached);
      return { status: "continues", runId: reached.runId };
    }
    checkpoint = reached;
  }
  const counts = countsOf(await work.findings(checkpoint.runId));
  await work.release(checkpoint);
  return { status: "finished", runId: checkpoint.runId, counts };
}

/** Does a phase's step for all customers that are left, for as long as there is time. */
async function each(
  { customers, work, remainingMs, reserveMs = 10_000 }: JobOptions,
  from: Checkpoint,
  step: (customer: Customer, runId: string) => Promise<void>,
): Promise<Checkpoint> {
  const { runId, phase } = from;
  let after: Cursor | undefined = from.after;
  for (;;) {
    const page = await customers.page(after);
    for (const customer of page.customers) {
      if (remainingMs() < reserveMs) return { runId, phase, after };
      await step(customer, runId);
      after = customers.cursorOf(customer);
    }
    const done: Checkpoint = { runId, phase: phase === "index" ? "match" : "done", after: undefined };
    after = page.next;
    const reached: Checkpoint = after === undefined ? done : { runId, phase, after };
    await work.save(reached);
    if (after === undefined) return reached;
    if (remainingMs() < reserveMs) return reached;
  }
}

async function indexCustomer({ work }: JobOptions, customer: Customer, runId: string): Promise<void> {
  const entries = lookupKeys(keysOf(customer)).map((key) => ({ key, customerId: customer.customerId }));
  if (entries.length > 0) await work.index(runId, entries);
}

async function matchCustomer(options: JobOptions, { customerId }: Customer, runId: string): Promise<void> {
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const around = await neighbourhood(options, customerId, runId);
    if (!Array.isArray(around)) {
      await options.work.report(runId, { kind: "crowd", customerId, size: around.size });
      return;
    }
    const { groups, suspects } = matchesAmong(around);
    for (const pair of suspects) {
      if (pair[0] === customerId) await options.work.report(runId, { kind: "suspect", customerIds: pair });
    }
    // One of the group sees to it: the others would only do the same again.
    const group = groups.find(([first]) => first?.customerId === customerId);
    if (!group || (await settle(options, group, runId))) return;
  }
}

async function settle(
  { customers, work, dryRun, now }: JobOptions,
  group: Customer[],
  runId: string,
): Promise<boolean> {
  const at = (now ?? (() => new Date()))().toISOString();
  const merge = mergeOf(group, at);
  if (!dryRun) return customers.merge(merge, runId, at);
  const otherIds = merge.others.map(({ customerId }) => customerId);
  await work.report(runId, { kind: "group", survivorId: merge.survivor.customerId, otherIds });
  return true;
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

function countsOf(findings: readonly Finding[]) {
  const groups = findings.filter((finding) => finding.kind === "group");
  return {
    groups: groups.length,
    removed: groups.reduce((sum, { otherIds }) => sum + otherIds.length, 0),
    suspects: findings.filter(({ kind }) => kind === "suspect").length,
    crowds: findings.filter(({ kind }) => kind === "crowd").length,
  };
}
