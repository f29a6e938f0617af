import type { ArchivedObject, ArchiveReader, ArchiveWriter } from "../../../../services/orders/ports/archive";
import type { Bus, PublicEvent } from "../../../../services/orders/ports/bus";
import type { SagaInput, SagaStarter } from "../../../../services/orders/ports/saga";
import type {
  AppliedEvents,
  OrderPage,
  OrderQueries,
  OrderView,
  OrderViews,
} from "../../../../services/orders/ports/view";
import { contentsOf } from "../../../../services/orders/projections/contents";
import type { Progress, ProgressStore } from "../../../../services/orders/rebuild/progress";
import { viewOfItem } from "../../../../services/orders/stores/order-item";
import { GenerationError, type Generations, type Pointer } from "../../../../services/shared/generations";
import {
  ConcurrencyError,
  eventIdOf,
  type Journal,
  type NewEvent,
  type RecordedEvent,
} from "../../../../services/shared/journal";

/** Stores in memory, held to the same contracts as those of AWS. */

export class MemoryJournal implements Journal {
  /** All events, in the order in which they were appended. */
  readonly events: RecordedEvent[] = [];
  private readonly byAggregate = new Map<string, RecordedEvent[]>();

  async load(aggregateId: string): Promise<RecordedEvent[]> {
    return [...(this.byAggregate.get(aggregateId) ?? [])];
  }

  async append(events: readonly NewEvent[]): Promise<RecordedEvent[]> {
    const recorded = events.map((event) => ({ ...event, eventId: eventIdOf(event) }));
    const taken = recorded.some(({ aggregateId, sequence }) =>
      this.byAggregate.get(aggregateId)?.some((there) => there.sequence === sequence),
    );
    if (taken) throw new ConcurrencyError("taken");
    for (const event of recorded) {
      this.events.push(event);
      this.byAggregate.set(event.aggregateId, [...(this.byAggregate.get(event.aggregateId) ?? []), event]);
    }
    return recorded;
  }

  aggregates(): IterableIterator<[string, RecordedEvent[]]> {
    return this.byAggregate.entries();
  }
}

interface ViewItem {
  fields: Record<string, unknown>;
  version: number;
  applied: Set<number>;
  expiresAt?: number;
}

export class MemoryViews implements OrderViews, OrderQueries {
  private readonly generations = new Map<number, Map<string, ViewItem>>();

  /** @param generations which generation queries are answered from */
  constructor(private readonly pointer: Pick<Generations, "pointer"> = new MemoryGenerations()) {}

  async apply(generation: number, event: RecordedEvent): Promise<void> {
    const { status, latest, own } = contentsOf(event);
    const items = this.items(generation);
    const item = items.get(event.aggregateId) ?? { fields: {}, version: 0, applied: new Set<number>() };
    const isLatest = item.version < event.sequence;
    item.fields = { ...item.fields, ...own, ...(isLatest && { ...latest, status, version: event.sequence }) };
    if (isLatest) item.version = event.sequence;
    item.applied.add(event.sequence);
    items.set(event.aggregateId, item);
  }

  async *applied(generation: number): AsyncIterable<readonly AppliedEvents[]> {
    yield [...this.items(generation)].map(([orderId, { applied }]) => ({ orderId, sequences: sorted(applied) }));
  }

  async appliedTo(generation: number, orderId: string): Promise<readonly number[]> {
    return sorted(this.items(generation).get(orderId)?.applied ?? new Set());
  }

  async expire(generation: number, at: number): Promise<number> {
    for (const item of this.items(generation).values()) item.expiresAt = at;
    return this.items(generation).size;
  }

  async find(orderId: string): Promise<OrderView | undefined> {
    const { generation } = await this.pointer.pointer();
    return this.of(generation, orderId);
  }

  async ofCustomer(customerId: string, limit: number, from?: string): Promise<OrderPage> {
    const { generation } = await this.pointer.pointer();
    const all = [...this.items(generation).keys()].flatMap((orderId) => this.of(generation, orderId) ?? []);
    const own = all
      .filter((view) => view.customerId === customerId)
      .sort((a, b) => (`${a.placedAt}#${a.orderId}` < `${b.placedAt}#${b.orderId}` ? 1 : -1));
    const start = from === undefined ? 0 : own.findIndex(({ orderId }) => orderId === from) + 1;
    const orders = own.slice(start, start + limit);
    return { orders, next: start + limit < own.length ? orders.at(-1)?.orderId : undefined };
  }

  of(generation: number, orderId: string): OrderView | undefined {
    return viewOfItem(this.items(generation).get(orderId)?.fields);
  }

  size(generation: number): number {
    return this.items(generation).size;
  }

  expiryOf(generation: number, orderId: string): number | undefined {
    return this.items(generation).get(orderId)?.expiresAt;
  }

  private items(generation: number): Map<string, ViewItem> {
    const items = this.generations.get(generation) ?? new Map<string, ViewItem>();
    this.generations.set(generation, items);
    return items;
  }
}

function sorted(applied: Set<number>): number[] {
  return [...applied].sort((a, b) => a - b);
}

export class MemoryGenerations implements Generations {
  private current: Pointer = { generation: 1 };
  private last = 1;

  async pointer(): Promise<Pointer> {
    return this.current;
  }

  async allocate(): Promise<number> {
    this.last += 1;
    return this.last;
  }

  async startBuilding(building: number): Promise<void> {
    if ((this.current.building ?? building) !== building) throw new GenerationError("another one is being built");
    this.current = { ...this.current, building };
  }

  async promote(from: number, to: number): Promise<void> {
    const { generation, building } = this.current;
    if (generation !== from || (building ?? to) !== to) throw new GenerationError("not so any more");
    this.current = { generation: to };
  }

  async abandon(generation: number): Promise<void> {
    if (this.current.building === generation) this.current = { generation: this.current.generation };
  }
}

export class MemoryProgress implements ProgressStore {
  private readonly all = new Map<number, Progress>();

  async find(at: string | undefined): Promise<Progress | undefined> {
    return [...this.all.values()].find((progress) => !progress.finished && progress.at === at);
  }

  async save(progress: Progress): Promise<void> {
    this.all.set(progress.generation, progress);
  }
}

export class MemoryArchive implements ArchiveReader, ArchiveWriter {
  readonly objects = new Map<string, { lines: readonly string[]; putAt: Date }>();

  constructor(private readonly now: () => Date = () => new Date()) {}

  async put(key: string, lines: readonly string[]): Promise<void> {
    if (!this.objects.has(key)) this.objects.set(key, { lines: [...lines], putAt: this.now() });
  }

  async *list(prefix: string, after = ""): AsyncIterable<ArchivedObject> {
    const keys = [...this.objects.keys()].filter((key) => key.startsWith(prefix) && key > after).sort();
    for (const key of keys) yield { key, putAt: this.objects.get(key)?.putAt ?? new Date(0) };
  }

  async read(key: string): Promise<string[]> {
    return [...(this.objects.get(key)?.lines ?? [])];
  }
}

export class MemorySagas implements SagaStarter {
  readonly started = new Map<string, SagaInput>();

  async start(input: SagaInput): Promise<void> {
    if (!this.started.has(input.orderId)) this.started.set(input.orderId, input);
  }
}

export class MemoryBus implements Bus {
  readonly published: PublicEvent[] = [];

  /** @param refuses whether the bus does not take an event this time */
  constructor(private readonly refuses: (event: PublicEvent) => boolean = () => false) {}

  async publish(events: readonly PublicEvent[]): Promise<number[]> {
    return events.flatMap((event, index) => {
      if (this.refuses(event)) return [index];
      this.published.push(event);
      return [];
    });
  }
}
