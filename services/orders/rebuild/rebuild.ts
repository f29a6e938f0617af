import { EncodingError } from "../../shared/encoding";
import type { Generations } from "../../shared/generations";
import type { RecordedEvent } from "../../shared/journal";
import { logger } from "../../shared/logger";
import type { ArchiveReader } from "../ports/archive";
import type { OrderViews } from "../ports/view";
import { ARCHIVE_PREFIX, eventOfLine } from "../projections/archive-format";
import { contentsOf } from "../projections/contents";
import type { Progress, ProgressStore } from "./progress";

export interface RebuildPorts {
  readonly archive: ArchiveReader;
  readonly views: OrderViews;
  readonly generations: Generations;
  readonly progress: ProgressStore;
  readonly now?: () => Date;
  /** Waits before the archive is looked at again. */
  readonly pause?: () => Promise<void>;
}

export interface RebuildRequest {
  /** Moment to show the state of, ISO 8601 in UTC. @default now: live events are added while it is built */
  readonly at?: string;
  /** Have readers use it once it is complete. @default false */
  readonly promote?: boolean;
  /** Whether it is time to stop; the next call goes on. @default never */
  readonly stop?: () => boolean;
  /** Told as it goes on. */
  readonly onProgress?: (progress: Progress) => void;
}

export const RebuildState = {
  /** Stopped before the archive was read to its end: call again. */
  Reading: "reading",
  /** The active generation tells of events that the archive has not shown yet: call again. */
  Incomplete: "incomplete",
  /** Some events can't be read; it will not be promoted. */
  Unreadable: "unreadable",
  /** It is complete, and readers don't use it. */
  Ready: "ready",
  /** Readers use it; what it replaced is still to expire: call again. */
  Retiring: "retiring",
  Promoted: "promoted",
} as const;
export type RebuildState = (typeof RebuildState)[keyof typeof RebuildState];

export interface RebuildReport extends Progress {
  readonly state: RebuildState;
  /** Orders, at most 10, that lack events which the active generation tells of. */
  readonly lacking: readonly string[];
}

/** Events that are written at once. */
const AT_ONCE = 25;
/** Objects after which the progress is kept: what is read twice is harmless. */
const SAVE_EVERY = 20;
/** Margin for clocks: objects put this long before the rebuild began are looked at again at its end. */
const CLOCK_MARGIN_MS = 300_000;
/** Time for which a replaced generation stays readable, in seconds: readers remember the active one for less. */
const KEEP_REPLACED_SECONDS = 86_400;
/** Orders that are compared at once. */
const COMPARE_AT_ONCE = 50;

/**
 * Builds a generation of the view from the archive, and has readers use it. They read the old one until then, and notice
 * nothing.
 *
 * Complete is a generation that tells of every event which the active one tells of. While it is built, the projection
 * writes live events to both, to the new one first; a batch that was under way when building began wrote to the old one
 * alone, so the rebuild compares the two at the end, and reads what the archive got meanwhile until nothing is lacking.
 * The state of a moment T is complete where the archive has all events that occurred until T: once its reader's lag is
 * less than the time since T, and its failure queue is empty.
 */
export class Rebuild {
  private readonly seen = new Set<string>();
  private unsaved = 0;

  constructor(private readonly ports: RebuildPorts) {}

  /** Goes on with the rebuild of this moment, or begins one. */
  async run(request: RebuildRequest = {}): Promise<RebuildReport> {
    const { generations } = this.ports;
    const stop = request.stop ?? (() => false);
    let progress = await this.begin(request.at);
    const { generation: active } = await generations.pointer();
    if (active !== progress.generation) {
      if (!progress.read) progress = await this.readAll(progress, request, stop);
      if (!progress.read) return report(progress, RebuildState.Reading);
      if (progress.unreadable > 0) return report(progress, RebuildState.Unreadable);
      const lacking = request.at === undefined ? await this.catchUp(progress, active, stop) : [];
      if (lacking.length > 0) return report(progress, RebuildState.Incomplete, lacking);
      if (!request.promote) return report(progress, RebuildState.Ready);
      // Kept before it happens: who goes on after a crash then knows what is to expire.
      progress = await this.keep({ ...progress, replaces: active });
      await generations.promote(active, progress.generation);
    }
    if (stop()) return report(progress, RebuildState.Retiring);
    if (progress.replaces !== undefined) await this.expire(progress.replaces, KEEP_REPLACED_SECONDS);
    return report(await this.keep({ ...progress, finished: true }), RebuildState.Promoted);
  }

  /** Gives the rebuild of this moment up, and has its items expire. Nothing happens where there is none. */
  async abandon(at?: string): Promise<Progress | undefined> {
    const { generations, progress } = this.ports;
    const found = await progress.find(at);
    if (!found) return undefined;
    const { generation } = await generations.pointer();
    // It was promoted: what is left to do is done by run().
    if (generation === found.generation) return undefined;
    await generations.abandon(found.generation);
    await this.expire(found.generation, 0);
    return this.keep({ ...found, finished: true });
  }

  private async expire(generation: number, inSeconds: number): Promise<void> {
    await this.ports.views.expire(generation, Math.floor(this.now().getTime() / 1000) + inSeconds);
  }

  private async begin(at: string | undefined): Promise<Progress> {
    const { generations, progress } = this.ports;
    const found = await progress.find(at);
    if (found) return found;
    const generation = at === undefined ? await this.startBuilding() : await generations.allocate();
    const startedAt = this.now().toISOString();
    return this.keep({ generation, at, startedAt, read: false, objects: 0, events: 0, unreadable: 0, finished: false });
  }

  private async startBuilding(): Promise<number> {
    const { generations } = this.ports;
    const building = (await generations.pointer()).building ?? (await generations.allocate());
    await generations.startBuilding(building);
    return building;
  }

  private async readAll(from: Progress, request: RebuildRequest, stop: () => boolean): Promise<Progress> {
    let progress = from;
    for await (const { key } of this.ports.archive.list(ARCHIVE_PREFIX, from.cursor)) {
      progress = { ...(await this.readObject(progress, key)), cursor: key };
      this.unsaved += 1;
      if (this.unsaved >= SAVE_EVERY) await this.keep(progress);
      request.onProgress?.(progress);
      if (stop()) return this.keep(progress);
    }
    return this.keep({ ...progress, read: true });
  }

  private async readObject(progress: Progress, key: string): Promise<Progress> {
    this.seen.add(key);
    const events: RecordedEvent[] = [];
    let unreadable = 0;
    for (const line of await this.ports.archive.read(key)) {
      try {
        const event = await eventOfLine(line);
        contentsOf(event);
        if (progress.at === undefined || event.occurredAt <= progress.at) events.push(event);
      } catch (error) {
        if (!(error instanceof EncodingError)) throw error;
        unreadable += 1;
        logger.error("an event of the archive can't be read", { key, error });
      }
    }
    for (let index = 0; index < events.length; index += AT_ONCE) {
      const some = events.slice(index, index + AT_ONCE);
      await Promise.all(some.map((event) => this.ports.views.apply(progress.generation, event)));
    }
    return {
      ...progress,
      objects: progress.objects + 1,
      events: progress.events + events.length,
      unreadable: progress.unreadable + unreadable,
    };
  }

  /** Reads what the archive got since the rebuild began until nothing lacks, or it is time to stop. */
  private async catchUp(progress: Progress, active: number, stop: () => boolean): Promise<string[]> {
    let lacking = await this.lacking(active, progress.generation);
    while (lacking.length > 0) {
      const since = Date.parse(progress.startedAt) - CLOCK_MARGIN_MS;
      for await (const { key, putAt } of this.ports.archive.list(ARCHIVE_PREFIX)) {
        if (putAt.getTime() >= since && !this.seen.has(key)) await this.readObject(progress, key);
      }
      lacking = await this.lacking(active, progress.generation);
      if (lacking.length === 0 || stop()) break;
      await this.ports.pause?.();
      if (!this.ports.pause) break;
    }
    return lacking;
  }

  private async lacking(active: number, building: number): Promise<string[]> {
    const { views } = this.ports;
    const found: string[] = [];
    for await (const orders of views.applied(active)) {
      for (let index = 0; index < orders.length && found.length < 10; index += COMPARE_AT_ONCE) {
        await Promise.all(
          orders.slice(index, index + COMPARE_AT_ONCE).map(async ({ orderId, sequences }) => {
            const there = new Set(await views.appliedTo(building, orderId));
            if (sequences.some((sequence) => !there.has(sequence))) found.push(orderId);
          }),
        );
      }
      if (found.length >= 10) break;
    }
    return found.slice(0, 10);
  }

  private async keep(progress: Progress): Promise<Progress> {
    await this.ports.progress.save(progress);
    this.unsaved = 0;
    return progress;
  }

  private now(): Date {
    return this.ports.now?.() ?? new Date();
  }
}

function report(progress: Progress, state: RebuildState, lacking: readonly string[] = []): RebuildReport {
  return { ...progress, state, lacking };
}
