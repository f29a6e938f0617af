import { archiveKey, lineOf } from "../../../../services/orders/projections/archive-format";
import type { RebuildPorts } from "../../../../services/orders/rebuild/rebuild";
import { written } from "../../../../services/shared/generations";
import type { RecordedEvent } from "../../../../services/shared/journal";
import { imageOf } from "../../../../services/shared/journal-record";
import { MemoryArchive, MemoryGenerations, MemoryProgress, MemoryViews } from "./memory-stores";
import { streamRecordOf } from "./simulation/stream";

/** What a rebuild reads and writes, in memory. */
export class RebuildWorld {
  readonly generations = new MemoryGenerations();
  readonly views = new MemoryViews(this.generations);
  readonly archive = new MemoryArchive();
  readonly progress = new MemoryProgress();
  private objects = 0;

  get ports(): RebuildPorts {
    const { generations, views, archive, progress } = this;
    return { generations, views, archive, progress };
  }

  /** What the projection does with live events. */
  async project(...events: RecordedEvent[]): Promise<void> {
    for (const generation of written(await this.generations.pointer())) {
      for (const event of events) await this.views.apply(generation, event);
    }
  }

  /** What the archive's reader does with them: one object. @returns its key */
  async archived(events: readonly RecordedEvent[], encoding = "json"): Promise<string> {
    const lines = await Promise.all(
      events.map(async (event) => {
        const record = Buffer.from(await streamRecordOf(event, encoding)).toString("base64");
        return lineOf(imageOf(record), arrival);
      }),
    );
    return this.put(lines);
  }

  async put(lines: readonly string[]): Promise<string> {
    this.objects += 1;
    const key = archiveKey(arrival, "shardId-000000000000", String(this.objects), String(this.objects));
    await this.archive.put(key, lines);
    return key;
  }

  /** The orders that readers find, of these, by their versions. */
  async found(...orderIds: string[]): Promise<Record<string, number | undefined>> {
    const views = await Promise.all(orderIds.map(async (id) => [id, (await this.views.find(id))?.version] as const));
    return Object.fromEntries(views);
  }
}

const arrival = new Date("2026-01-01T00:00:00.000Z");

/** Ports with a step before and after each effect: a test looks around there, or has the process die. */
export function stepped(
  { archive, views, generations, progress }: RebuildPorts,
  step: (what: string) => void | Promise<void>,
): RebuildPorts {
  const around = async <T>(what: string, effect: () => Promise<T>): Promise<T> => {
    await step(`before ${what}`);
    const result = await effect();
    await step(`after ${what}`);
    return result;
  };
  return {
    archive: {
      async *list(prefix, after) {
        await step("before list");
        yield* archive.list(prefix, after);
      },
      read: (key) => around("read", () => archive.read(key)),
    },
    views: {
      apply: (generation, event) => around("apply", () => views.apply(generation, event)),
      async *applied(generation) {
        await step("before applied");
        yield* views.applied(generation);
      },
      appliedTo: (generation, orderId) => around("appliedTo", () => views.appliedTo(generation, orderId)),
      expire: (generation, at) => around("expire", () => views.expire(generation, at)),
    },
    generations: {
      pointer: () => around("pointer", () => generations.pointer()),
      allocate: () => around("allocate", () => generations.allocate()),
      startBuilding: (generation) => around("startBuilding", () => generations.startBuilding(generation)),
      promote: (from, to) => around("promote", () => generations.promote(from, to)),
      abandon: (generation) => around("abandon", () => generations.abandon(generation)),
    },
    progress: {
      find: (at) => around("find", () => progress.find(at)),
      save: (state) => around("save", () => progress.save(state)),
    },
  };
}
