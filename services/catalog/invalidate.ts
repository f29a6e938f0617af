import type { SQSBatchResponse, SQSEvent } from "aws-lambda";
import { correlate, fromSqs, log } from "../shared/correlation";
import { requiredEnvironment } from "../shared/environment";
import { lazy } from "../shared/values";
import { connectRedis, RedisCache, type RemoteCache } from "./cache";
import { CACHE_PREFIX } from "./catalog";
import { changedSku } from "./changes";

/** Milliseconds: nobody waits for an invalidation, and it should rather arrive than be quick. */
const PATIENCE_MS = 2000;

const cache = lazy(async () => {
  const redis = connectRedis(requiredEnvironment("CACHE_URL"), {
    commandMs: PATIENCE_MS,
    failed: (error) => log().warn("cache not reached", { error: String(error) }),
  });
  // Commands don't wait for the connection: the first of a new function would fail.
  await new Promise<void>((resolve) => {
    redis.once("ready", resolve);
    setTimeout(resolve, PATIENCE_MS).unref();
  });
  return new RedisCache(redis, CACHE_PREFIX);
});

/** Invalidates what has changed; what fails is reported message by message and comes again. */
export async function handler(event: SQSEvent): Promise<SQSBatchResponse> {
  return invalidateAll(event, await cache());
}

/** Invalidates the products that the messages name. */
export async function invalidateAll(
  { Records }: SQSEvent,
  remote: Pick<RemoteCache, "invalidate">,
): Promise<SQSBatchResponse> {
  const failed = await Promise.all(
    Records.map((record) =>
      correlate(fromSqs(record), async () => {
        try {
          const sku = changedSku(record.body);
          if (sku !== undefined) await remote.invalidate(sku);
          return [];
        } catch (error) {
          log().warn("product not invalidated", { messageId: record.messageId, error: String(error) });
          return [{ itemIdentifier: record.messageId }];
        }
      }),
    ),
  );
  return { batchItemFailures: failed.flat() };
}
