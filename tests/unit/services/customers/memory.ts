import { createHash } from "node:crypto";
import * as v from "valibot";
import { type Customer, CustomerSchema } from "../../../../services/customers/customer";
import { compareText } from "../../../../services/customers/matching";
import {
  type Checkpoint,
  type Cursor,
  type CustomerStore,
  type Finding,
  type Group,
  LostError,
  type Page,
  type Profiles,
  Unreadable,
  type WorkStore,
} from "../../../../services/customers/ports";
import type { Merge } from "../../../../services/customers/survivorship";
import { findingKey, type Mode } from "../../../../services/customers/work-store";
import { direct, type Intercept, type State, type World } from "./world";

type Item = { customerId: string } & Record<string, unknown>;

/** A table in memory. Pages are of two, in an order that has nothing to do with the ids, as in DynamoDB. */
export class MemoryWorld implements World {
  readonly clock = { at: 1_800_000_000_000 };
  readonly profiles = new Map<string, Item>();
  readonly kept = new Map<string, Customer>();
  readonly findings = new Map<string, Map<string, Finding>>();
  readonly index = new Map<string, Set<string>>();
  readonly jobs = new Map<Mode, { checkpoint: Checkpoint; revision: number; leaseUntil: number }>();

  readonly isWrite = (call: string) => !call.startsWith("read");

  async put(items: readonly Item[]): Promise<void> {
    for (const item of items) this.profiles.set(item.customerId, structuredClone(item));
  }

  stores(mode: Mode, intercept: Intercept) {
    return { customers: new MemoryCustomers(this, intercept), work: new MemoryWork(this, mode, intercept) };
  }

  async state(): Promise<State> {
    const findings = [...this.findings].map(([run, lines]) => [run, sortedByText([...lines.values()])]);
    return structuredClone({
      profiles: Object.fromEntries(this.profiles),
      kept: Object.fromEntries(this.kept),
      findings: Object.fromEntries(findings),
    });
  }
}

export function sortedByText<T>(values: readonly T[]): T[] {
  return [...values].sort((a, b) => compareText(JSON.stringify(a), JSON.stringify(b)));
}

function pageOf<T>(all: readonly { cursor: Cursor; value: T }[], after: Cursor | undefined): Page<T> {
  const left = all.filter(({ cursor }) => after === undefined || cursor > after);
  const items = structuredClone(left.slice(0, 2));
  return { items, next: left.length > 2 ? items.at(-1)?.cursor : undefined };
}

function customerOf(item: Item): Customer | Unreadable {
  const parsed = v.safeParse(CustomerSchema, item);
  return parsed.success ? parsed.output : new Unreadable(item.customerId);
}

class MemoryCustomers implements CustomerStore {
  constructor(
    private readonly world: MemoryWorld,
    private readonly intercept: Intercept,
  ) {}

  page(after: Cursor | undefined) {
    return this.intercept("read page", async () => {
      const place = ({ customerId }: Item) => createHash("sha256").update(customerId).digest("hex");
      const items = [...this.world.profiles.values()].filter(({ mergedInto }) => mergedInto === undefined);
      const all = items.map((item) => ({ cursor: place(item), value: item }));
      const page = pageOf(
        all.sort((a, b) => compareText(a.cursor, b.cursor)),
        after,
      );
      return { ...page, items: page.items.map(({ cursor, value }) => ({ cursor, value: customerOf(value) })) };
    });
  }

  read(customerIds: readonly string[]) {
    return this.intercept("read", async () =>
      customerIds.flatMap((id) => {
        const item = this.world.profiles.get(id);
        const found = item && item.mergedInto === undefined ? customerOf(structuredClone(item)) : undefined;
        return found === undefined || found instanceof Unreadable ? [] : [found];
      }),
    );
  }

  merge({ survivor, merged, others }: Merge, runId: string, at: string) {
    return this.intercept("merge", async () => {
      const { profiles, kept, findings } = this.world;
      const was = [survivor, ...others];
      if (!was.every((one) => isUnchanged(this.world, one))) return false;
      for (const one of was) kept.set(`${one.customerId} ${runId} ${at}`, structuredClone(one));
      profiles.set(survivor.customerId, structuredClone(merged));
      for (const { customerId, version = 0 } of others) {
        const alias = { customerId, mergedInto: survivor.customerId, mergedAt: at, runId, version: version + 1 };
        profiles.set(customerId, alias);
      }
      const otherIds = others.map(({ customerId }) => customerId);
      const finding: Group = { kind: "group", survivorId: survivor.customerId, otherIds, mergedAt: at };
      findings.get(`merge ${runId}`)?.set(findingKey("merge", runId, finding).sk, finding);
      return true;
    });
  }
}

/** {@link Profiles} in a world; an intercept sees each call before it takes effect. */
export class MemoryProfiles implements Profiles {
  constructor(
    private readonly world: MemoryWorld,
    private readonly intercept: Intercept = direct,
  ) {}

  today(customerId: string): Promise<Customer | undefined> {
    return this.intercept("today", async () => {
      let item = this.world.profiles.get(customerId);
      while (item?.mergedInto !== undefined) item = this.world.profiles.get(String(item.mergedInto));
      return item && v.parse(CustomerSchema, structuredClone(item));
    });
  }

  add(customer: Customer): Promise<boolean> {
    return this.intercept("add", async () => {
      if (this.world.profiles.has(customer.customerId)) return false;
      await this.world.put([customer]);
      return true;
    });
  }

  replace(was: Customer, customer: Customer): Promise<boolean> {
    return this.intercept("replace", async () => {
      if (!isUnchanged(this.world, was)) return false;
      await this.world.put([customer]);
      return true;
    });
  }
}

function isUnchanged({ profiles }: MemoryWorld, { customerId, version }: Customer): boolean {
  const now = profiles.get(customerId);
  return now !== undefined && now.mergedInto === undefined && now.version === version;
}

class MemoryWork implements WorkStore {
  #revision = 0;
  #leaseUntil = 0;

  constructor(
    private readonly world: MemoryWorld,
    private readonly mode: Mode,
    private readonly intercept: Intercept,
  ) {}

  async take(newRunId: string, forMs: number): Promise<Checkpoint | undefined> {
    const last = await this.intercept("read checkpoint", async () => this.world.jobs.get(this.mode));
    if (last && last.leaseUntil > this.world.clock.at) return undefined;
    this.#revision = last?.revision ?? 0;
    this.#leaseUntil = this.world.clock.at + forMs;
    const fresh: Checkpoint = { runId: newRunId, phase: "index", after: undefined };
    const checkpoint = last && last.checkpoint.phase !== "done" ? last.checkpoint : fresh;
    try {
      await this.save(checkpoint);
      return checkpoint;
    } catch (error) {
      if (error instanceof LostError) return undefined;
      throw error;
    }
  }

  save(checkpoint: Checkpoint): Promise<void> {
    return this.intercept("save", async () => {
      if ((this.world.jobs.get(this.mode)?.revision ?? 0) !== this.#revision) throw new LostError("lost");
      const leaseUntil = this.#leaseUntil;
      this.world.jobs.set(this.mode, { checkpoint: { ...checkpoint }, revision: ++this.#revision, leaseUntil });
    });
  }

  release(checkpoint: Checkpoint): Promise<void> {
    this.#leaseUntil = 0;
    return this.save(checkpoint);
  }

  async index(runId: string, entries: readonly { key: string; customerId: string }[]): Promise<void> {
    for (const { key, customerId } of entries) {
      await this.intercept("index", async () => {
        const place = `${this.mode} ${runId} ${key}`;
        this.world.index.set(place, new Set([...(this.world.index.get(place) ?? []), customerId]));
      });
    }
  }

  customersWith(runId: string, key: string, limit: number): Promise<string[]> {
    return this.intercept("read index", async () => {
      const found = [...(this.world.index.get(`${this.mode} ${runId} ${key}`) ?? [])];
      return found.sort(compareText).slice(0, limit);
    });
  }

  report(runId: string, finding: Finding): Promise<void> {
    return this.intercept("report", async () => {
      const { sk } = findingKey(this.mode, runId, finding);
      if (!this.#lines(runId).has(sk)) this.#lines(runId).set(sk, structuredClone(finding));
    });
  }

  findings(runId: string): Promise<Finding[]> {
    return this.intercept("read findings", async () => structuredClone([...this.#lines(runId).values()]));
  }

  groups(runId: string, after: Cursor | undefined): Promise<Page<Group>> {
    return this.intercept("read groups", async () => {
      const groups = [...this.#lines(runId)].flatMap(([cursor, value]) =>
        value.kind === "group" ? [{ cursor, value }] : [],
      );
      return pageOf(
        groups.sort((a, b) => compareText(a.cursor, b.cursor)),
        after,
      );
    });
  }

  #lines(runId: string): Map<string, Finding> {
    const run = `${this.mode} ${runId}`;
    const lines = this.world.findings.get(run) ?? new Map<string, Finding>();
    this.world.findings.set(run, lines);
    return lines;
  }
}
