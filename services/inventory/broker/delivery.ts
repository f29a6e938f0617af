import { setTimeout as delay } from "node:timers/promises";
import { backoffMs } from "./backoff";
import { type IncomingMessage, type MessageHandler, PoisonError, type RetryOptions } from "./broker";
import type { Log } from "./kept-connection";

/** What to tell the broker of a message. */
export type Verdict =
  /** It is dealt with. */
  | "done"
  /** Nobody can deal with it: to the dead letters. */
  | "dead"
  /** Nobody dealt with it yet: hand it to another. */
  | "release";

/**
 * Lets the handler deal with a message, again and again with growing waits where it fails. While one waits the others of the
 * prefetch go on.
 * @param stop aborted where nobody may wait any longer, because the process stops or the connection is gone
 */
export async function deal(
  message: IncomingMessage,
  handler: MessageHandler,
  stop: AbortSignal,
  { attempts = 8, baseMs = 200, longestMs = 30_000 }: RetryOptions = {},
  log?: Log,
): Promise<Verdict> {
  for (let attempt = 1; ; attempt++) {
    try {
      await handler(message);
      return "done";
    } catch (error) {
      const details = { messageId: message.id, type: message.type, attempt, error: String(error) };
      if (error instanceof PoisonError || attempt >= attempts) {
        log?.warn("message to the dead letters", details);
        return "dead";
      }
      log?.warn("message failed", details);
      try {
        await delay(backoffMs(attempt, baseMs, longestMs), undefined, { signal: stop });
      } catch {
        return "release";
      }
    }
  }
}

/** Work that has begun and not ended. */
export class InHand {
  readonly #work = new Set<Promise<void>>();

  add(work: Promise<void>): void {
    this.#work.add(work);
    work.finally(() => this.#work.delete(work));
  }

  async settled(): Promise<void> {
    while (this.#work.size > 0) await Promise.allSettled(this.#work);
  }
}
