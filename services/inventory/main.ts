import { GetSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { documents } from "../shared/clients";
import { logger } from "../shared/logger";
import { brokerAt } from "./broker";
import { serveHealth } from "./health";
import { DynamoOutbox } from "./outbox";
import { Relay } from "./relay";
import { credentialsFrom, type Settings, settingsFrom } from "./settings";
import { type Applied, stockHandler } from "./stock";
import { DynamoStockStore } from "./stock-store";

/** Takes stock updates from the warehouse and sends it reservations, until SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const settings = settingsFrom(process.env);
  const broker = brokerAt(settings.BROKER_URLS, { credentials: await credentials(settings), log: logger });
  const counts: Record<Applied, number> = { applied: 0, duplicate: 0, outdated: 0 };
  const relay = new Relay(new DynamoOutbox(documents(), settings.INVENTORY_TABLE), broker, settings.RESERVATION_QUEUE, {
    log: logger,
  });
  let stopping = false;
  const status = () => ({ healthy: !stopping && broker.connected(), ...counts, sent: relay.sent });
  const health = await serveHealth(status, { host: settings.HEALTH_HOST, port: settings.HEALTH_PORT });
  const stop = async (signal: NodeJS.Signals) => {
    if (stopping) return;
    stopping = true;
    logger.info("stopping", { signal, ...status() });
    await relay.stop();
    await broker.close();
    health.close();
    health.closeAllConnections();
    logger.info("stopped", status());
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.on(signal, () => void stop(signal));

  logger.info("starting", { health: health.address() });
  relay.start();
  const store = new DynamoStockStore(documents(), settings.INVENTORY_TABLE);
  const handler = stockHandler(store, (applied) => {
    counts[applied]++;
  });
  await broker.consume(settings.STOCK_QUEUE, handler);
  if (!stopping) logger.info("started");
}

async function credentials({ BROKER_SECRET_ARN }: Settings) {
  if (BROKER_SECRET_ARN === "") return undefined;
  const client = new SecretsManagerClient();
  const answer = await client.send(new GetSecretValueCommand({ SecretId: BROKER_SECRET_ARN }));
  client.destroy();
  return credentialsFrom(answer.SecretString);
}

main().catch((error: unknown) => {
  logger.error("could not start", { error: String(error) });
  process.exit(1);
});
