import { logger } from "./logger";

/** Where a configuration comes from. */
export type ConfigurationSource = () => Promise<unknown>;

export interface ConfigurationOptions<T> {
  /** What holds until the source has answered once. */
  readonly initial: T;
  /** Refuses a document that is not one by throwing; the last good one then holds on. */
  readonly check: (document: unknown) => T;
  /** Time after which the source is asked again. @default 30 seconds */
  readonly maxAgeMs?: number;
  /** Longest wait for the source while an older value is at hand. @default 2 seconds */
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

/**
 * A configuration that changes while the process runs. It is asked for where it is used; when its age is up, the next one
 * who asks has it fetched. What can't be fetched, takes too long or is refused is logged, and the last good value holds.
 */
export class Configuration<T> {
  private value: T;
  private staleAt = Number.NEGATIVE_INFINITY;
  private fetching: Promise<void> | undefined;

  constructor(
    private readonly source: ConfigurationSource,
    private readonly options: ConfigurationOptions<T>,
  ) {
    this.value = options.initial;
  }

  /** Never fails. */
  async current(): Promise<T> {
    const { now = Date.now } = this.options;
    if (now() >= this.staleAt) {
      this.fetching ??= this.fetch().finally(() => {
        this.fetching = undefined;
      });
      await this.fetching;
    }
    return this.value;
  }

  private async fetch(): Promise<void> {
    const { maxAgeMs = 30_000, timeoutMs = 2000, now = Date.now, check } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    });
    try {
      this.value = check(await Promise.race([this.source(), late]));
    } catch (error) {
      logger.warn("the configuration was not renewed; the last one holds", { reason: String(error) });
    } finally {
      clearTimeout(timer);
      this.staleAt = now() + maxAgeMs;
    }
  }
}
