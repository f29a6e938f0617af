import { SQSClient } from "@aws-sdk/client-sqs";
import { requiredEnvironment } from "../shared/environment";
import { logger } from "../shared/logger";
import { serveHealth } from "./health";
import { Processor } from "./processor";
import { SqsQueue } from "./queue";
import { numberFrom, remediationSettings } from "./settings";
import { clients, portsOf } from "./wiring";
import { Worker } from "./worker";

/** Ends of the process: 0 stopped as asked, 1 could not start or a second signal came, 2 the worker broke down. */
const EXIT = { stopped: 0, failed: 1, broken: 2 } as const;

async function main(): Promise<number> {
  const environment = process.env;
  const visibilitySeconds = numberFrom(environment, "VISIBILITY_SECONDS", 60, 3);
  const waitSeconds = numberFrom(environment, "WAIT_SECONDS", 20);
  const queue = new SqsQueue(new SQSClient(), requiredEnvironment("QUEUE_URL"), { visibilitySeconds, waitSeconds });
  const ports = portsOf(clients(), {
    evidenceBucket: requiredEnvironment("EVIDENCE_BUCKET"),
    findingsTopicArn: requiredEnvironment("FINDINGS_TOPIC_ARN"),
    remediationTable: requiredEnvironment("REMEDIATION_TABLE"),
  });
  const settings = remediationSettings(environment);
  const worker = new Worker(queue, new Processor(ports, { ...settings, log: logger }), {
    visibilitySeconds,
    pollers: numberFrom(environment, "POLLERS", 2, 1),
    maxInFlight: numberFrom(environment, "MAX_IN_FLIGHT", 40, 1),
    workGraceMs: numberFrom(environment, "STOP_GRACE_MS", 20_000),
    log: logger,
  });
  const health = await serveHealth(() => worker.status, {
    host: environment.HEALTH_HOST,
    port: numberFrom(environment, "HEALTH_PORT", 8080),
  });
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    process.once(signal, () => {
      logger.info("stopping", { signal, ...worker.status });
      process.once(signal, () => process.exit(EXIT.failed));
      void worker.stop();
    });
  }
  logger.info("started", { dryRun: settings.dryRun, health: health.address() });
  try {
    await worker.run();
    logger.info("stopped", { ...worker.status });
    return EXIT.stopped;
  } catch (error) {
    logger.error("worker broke down", { error: String(error) });
    return EXIT.broken;
  } finally {
    health.close();
    health.closeAllConnections();
  }
}

main().then(
  (code) => {
    process.exitCode = code;
  },
  (error: unknown) => {
    logger.error("could not start", { error: String(error) });
    process.exitCode = EXIT.failed;
  },
);
