import { setTimeout as delay } from "node:timers/promises";
import { logger } from "../shared/logger";

export interface AnnouncementOptions {
  /** Changes of one go, 1 to 10. @default 10 */
  readonly batch?: number;
  /** Milliseconds between two looks for changes that another process left behind. @default 5000 */
  readonly everyMs?: number;
}

/** Announces up to so many changes and tells what became of them. */
export type AnnounceBatch = (limit: number) => Promise<{ announced: number; refused: number }>;

/**
 * Announces what has changed: at once when it is told that something has, and now and then by itself, for what a process
 * that ended left behind. What fails stays where it is and is announced later.
 */
export class Announcements {
  readonly #stopping = new AbortController();
  #waking = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly announce: AnnounceBatch,
    private readonly options: AnnouncementOptions = {},
  ) {}

  start(): void {
    this.#running ??= this.#run();
  }

  /** Something has changed. */
  wake(): void {
    this.#waking.abort();
  }

  /** Settles once what is in hand is announced. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.wake();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { batch = 10, everyMs = 5000 } = this.options;
    const { signal: stopping } = this.#stopping;
    do {
      this.#waking = new AbortController();
      const { signal } = this.#waking;
      const full = await this.#once(batch);
      if (full || stopping.aborted) continue;
      // Processes that began together do not look together.
      await delay(everyMs * (0.75 + Math.random() / 2), undefined, { signal }).catch(() => undefined);
    } while (!stopping.aborted);
    // What was written last, while the loop waited or worked.
    await this.#once(batch);
  }

  /** @returns whether there is likely more */
  async #once(batch: number): Promise<boolean> {
    try {
      const { announced, refused } = await this.announce(batch);
      if (refused > 0) logger.warn("changes not announced, tried again", { refused });
      return announced === batch;
    } catch (error) {
      logger.warn("changes not announced, tried again", { error: String(error) });
      return false;
    }
  }
}
