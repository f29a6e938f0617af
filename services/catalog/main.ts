import { once } from "node:events";
import { setTimeout as delay } from "node:timers/promises";
import { SQSClient } from "@aws-sdk/client-sqs";
import { documents } from "../shared/clients";
import { logger } from "../shared/logger";
import { MetricUnit, metrics } from "../shared/metrics";
import { connectRedis, RedisCache } from "./cache";
import { CACHE_PREFIX, catalogOf } from "./catalog";
import { Invalidations } from "./invalidations";
import { DynamoProducts } from "./products";
import { serverOf } from "./server";
import { settingsFrom } from "./settings";

/** Serves the catalog until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const settings = settingsFrom(process.env);
  const failed = (error: Error) => logger.warn("cache not reached", { error: String(error) });
  const redis = connectRedis(settings.CACHE_URL, { failed });
  const store = new DynamoProducts(documents(), settings.PRODUCTS_TABLE);
  const catalog = catalogOf(
    store,
    new RedisCache(redis, CACHE_PREFIX),
    (event) => metrics.addMetric(event, MetricUnit.Count, 1),
    { ttlMs: settings.CACHE_TTL_MS, staleMs: settings.CACHE_STALE_MS },
  );
  const publishing = setInterval(() => metrics.publishStoredMetrics(), settings.METRICS_EVERY_MS);
  const sqs = new SQSClient();
  const invalidations = new Invalidations(sqs, settings.INVALIDATION_QUEUE_URL, (sku) => catalog.invalidate(sku));
  let stopping = false;
  const server = serverOf(catalog, () => stopping);

  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    logger.info("stopping", { signal });
    // The balancer sees by /health that this one goes, and sends no more.
    await delay(settings.DRAIN_MS);
    const closed = once(server, "close");
    server.close();
    server.closeIdleConnections();
    await Promise.all([closed, invalidations.stop()]);
    await catalog.settled();
    clearInterval(publishing);
    metrics.publishStoredMetrics();
    redis.disconnect();
    logger.info("stopped");
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));

  server.listen(settings.PORT, settings.HOST);
  await once(server, "listening");
  invalidations.start();
  logger.info("started", { address: server.address() });
}

main().catch((error: unknown) => {
  logger.error("could not start", { error: String(error) });
  process.exit(1);
});
