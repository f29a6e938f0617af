import { once } from "node:events";
import type { Server } from "node:http";
import { setTimeout as delay } from "node:timers/promises";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SQSClient } from "@aws-sdk/client-sqs";
import { logger } from "../shared/logger";
import { MetricUnit, metrics } from "../shared/metrics";
import { Announcements } from "./announcements";
import { connectRedis, RedisCache } from "./cache";
import { CACHE_PREFIX, catalogOf } from "./catalog";
import { type Databases, databasesOf } from "./databases";
import { publishChanges } from "./event-bridge";
import { Invalidations } from "./invalidations";
import { announcePending, isLoginRefused, MIGRATIONS, migrationsIn, passes, requireSchema } from "./postgres";
import { PostgresProducts } from "./postgres-products";
import { type Catalog, serverOf } from "./server";
import { type Settings, settingsFrom } from "./settings";

/** Serves the catalog until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const settings = settingsFrom(process.env);
  const failed = (error: unknown) => logger.warn("cache not reached", { error: String(error) });
  const redis = connectRedis(settings.CACHE_URL, { password: settings.CACHE_TOKEN, failed });
  const databases = await databasesOf(settings, (error) =>
    logger.warn("database connection failed", { error: String(error) }),
  );
  await requireNewestSchema(databases);
  const store = new PostgresProducts(databases.reader, databases.writer);
  const catalog = catalogOf(
    store,
    new RedisCache(redis, CACHE_PREFIX, settings.CACHE_SETTLE_MS),
    (event) => metrics.addMetric(event, MetricUnit.Count, 1),
    { ttlMs: settings.CACHE_TTL_MS, staleMs: settings.CACHE_STALE_MS },
  );
  const publishing = setInterval(() => metrics.publishStoredMetrics(), settings.METRICS_EVERY_MS);
  const sqs = new SQSClient();
  const invalidations = new Invalidations(sqs, settings.INVALIDATION_QUEUE_URL, (sku) => catalog.invalidate(sku));
  const announcements = announcementsOf(settings, databases);
  let isStopping = false;
  const stopping = () => isStopping;
  const servers = [{ server: serverOf(catalog, { stopping }), port: settings.PORT }];
  if (settings.OPERATOR_PORT !== undefined) {
    servers.push({ server: operatorServer(catalog, store, announcements, stopping), port: settings.OPERATOR_PORT });
  }

  const stop = async (signal: NodeJS.Signals) => {
    if (isStopping) return;
    isStopping = true;
    logger.info("stopping", { signal });
    // The balancer sees by /health that this one goes, and sends no more.
    await delay(settings.DRAIN_MS);
    await Promise.all([...servers.map(({ server }) => closed(server)), invalidations.stop()]);
    // What the last request wrote is announced too.
    await announcements?.stop();
    await catalog.settled();
    clearInterval(publishing);
    metrics.publishStoredMetrics();
    redis.disconnect();
    // One and the same where there is no reader.
    await Promise.all([...new Set([databases.reader, databases.writer])].map((one) => one.close()));
    logger.info("stopped");
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));

  for (const { server, port } of servers) {
    server.listen(port, settings.HOST);
    await once(server, "listening");
    logger.info("started", { address: server.address() });
  }
  invalidations.start();
  announcements?.start();
}

/** A database that is away is no reason not to start: what is cached can be served. */
async function requireNewestSchema({ reader }: Databases): Promise<void> {
  const migrations = await migrationsIn(MIGRATIONS);
  await requireSchema(reader, migrations).catch((error: unknown) => {
    if (!passes(error) || isLoginRefused(error)) throw error;
    logger.warn("database not reached, its schema is not known", { error: String(error) });
  });
}

function announcementsOf({ EVENT_BUS_NAME: bus }: Settings, { writer }: Databases): Announcements | undefined {
  if (bus === undefined) return undefined;
  const events = new EventBridgeClient();
  return new Announcements((limit) =>
    announcePending(writer, limit, (changes) => publishChanges(events, bus, changes)),
  );
}

function operatorServer(
  catalog: Catalog,
  store: PostgresProducts,
  announcements: Announcements | undefined,
  stopping: () => boolean,
): Server {
  const save: PostgresProducts["save"] = async (...change) => {
    const product = await store.save(...change);
    announcements?.wake();
    return product;
  };
  return serverOf(catalog, { stopping, writes: { save } });
}

async function closed(server: Server): Promise<void> {
  const done = once(server, "close");
  server.close();
  server.closeIdleConnections();
  await done;
}

main().catch((error: unknown) => {
  logger.error("could not start", { error: String(error) });
  process.exit(1);
});
