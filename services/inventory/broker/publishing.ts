import { setTimeout as delay } from "node:timers/promises";
import { backoffMs } from "./backoff";
import { type OutgoingMessage, PublishError, type PublishOptions } from "./broker";
import type { KeptConnection, Live, Log } from "./kept-connection";

export interface PublishingOptions extends PublishOptions {
  /**
   * Milliseconds that one connection has to bring the confirmation; then the next is tried.
   * @default 5000
   */
  readonly confirmWithinMs?: number;
  readonly log?: Log;
}

/**
 * Sends a message until the broker confirms it, over as many connections as it takes. Without a confirmation nobody knows
 * whether it arrived: it goes out again, with the same id.
 * @throws PublishError once its time is over
 */
export async function publishUntilConfirmed<T>(
  connection: KeptConnection<T>,
  message: OutgoingMessage,
  send: (live: Live<T>, signal: AbortSignal) => Promise<void>,
  { withinMs = 30_000, confirmWithinMs = 5000, log }: PublishingOptions = {},
): Promise<void> {
  const over = AbortSignal.timeout(withinMs);
  for (let attempt = 1; ; attempt++) {
    try {
      const live = await connection.live(over);
      const silence = setTimeout(() => live.drop(new Error("the broker did not confirm in time")), confirmWithinMs);
      try {
        return await send(live, AbortSignal.any([over, live.lost]));
      } catch (error) {
        // RabbitMQ: a channel that met a queue without a leader refuses all that follows, even once there is a leader again.
        if (error instanceof RefusedError) live.drop(error);
        throw error;
      } finally {
        clearTimeout(silence);
      }
    } catch (error) {
      if (error instanceof UnsendableError || over.aborted) {
        const why = over.aborted ? `was not confirmed within ${withinMs / 1000} s` : "can't be sent";
        throw new PublishError(`message ${message.id} (${message.type}) ${why}`, { cause: error });
      }
      log?.warn("message not confirmed, sent again", { messageId: message.id, attempt, error: String(error) });
      // A broker that refuses, because its queue is full for instance, gets time to recover.
      await delay(backoffMs(attempt, 20, 2000), undefined, { signal: over }).catch(() => undefined);
    }
  }
}

/** The broker did not take a message this time. */
export class RefusedError extends Error {
  override name = "RefusedError";
}

/** A message that the broker will not take, however often it is sent. */
export class UnsendableError extends Error {
  override name = "UnsendableError";
}
