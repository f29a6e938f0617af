import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";
import { documents } from "../shared/clients";
import { requiredEnvironment } from "../shared/environment";
import { logger } from "../shared/logger";
import { MetricUnit, metrics } from "../shared/metrics";
import { DynamoCustomers } from "./customer-store";
import { cleanUp, type Outcome } from "./job";
import { DynamoWork } from "./work-store";

/** Cleans up customers for as long as there is time; the next invocation goes on where this one stops. */
export async function handler(_event: unknown, context: Context): Promise<Outcome> {
  const table = requiredEnvironment("CUSTOMERS_TABLE");
  const dryRun = flag("CLEAN_UP_DRY_RUN");
  const outcome = await cleanUp({
    customers: new DynamoCustomers(documents(), table),
    work: new DynamoWork(documents(), table, dryRun ? "dry" : "merge"),
    dryRun,
    remainingMs: () => context.getRemainingTimeInMillis(),
    newRunId: () => `${new Date().toISOString()}-${randomUUID()}`,
  });
  logger.info("clean-up", { dryRun, ...outcome });
  if (outcome.counts && !dryRun) {
    metrics.addMetric("CustomersMerged", MetricUnit.Count, outcome.counts.removed);
    metrics.addMetric("SuspectPairs", MetricUnit.Count, outcome.counts.suspects);
    metrics.addMetric("CrowdedCustomers", MetricUnit.Count, outcome.counts.crowded);
    metrics.addMetric("UnreadableCustomers", MetricUnit.Count, outcome.counts.unreadable);
  }
  metrics.publishStoredMetrics();
  return outcome;
}

/** @throws Error where it is neither: a slip must not turn a dry run into another */
function flag(name: string): boolean {
  const value = requiredEnvironment(name);
  if (value === "true") return true;
  if (value === "false") return false;
  throw new Error(`${name} is "${value}": set true or false`);
}
