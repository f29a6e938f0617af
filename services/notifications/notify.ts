import { SNSClient } from "@aws-sdk/client-sns";
import type { Context, SQSBatchResponse, SQSEvent } from "aws-lambda";
import { resolveCustomer } from "../customers/resolve";
import { documents } from "../shared/clients";
import { requiredEnvironment } from "../shared/environment";
import { MetricUnit, metrics } from "../shared/metrics";
import { lazy } from "../shared/values";
import { deliverAll, type Outcome } from "./deliver";
import { DynamoLedger } from "./ledger";
import { SnsSender } from "./sender";

const sns = lazy(() => new SNSClient({ maxAttempts: 5 }));

/** Names of the metrics. */
const METRICS: Readonly<Record<Outcome, string>> = {
  sent: "NotificationsSent",
  duplicate: "DuplicateEvents",
  unknownType: "UnknownEventTypes",
  retried: "NotificationsRetried",
  poison: "PoisonMessages",
};

/** Tells customers what became of their orders; what fails is reported message by message and comes again. */
export async function handler(event: SQSEvent, context: Context): Promise<SQSBatchResponse> {
  try {
    return await deliverAll(event, {
      ledger: new DynamoLedger(documents(), requiredEnvironment("NOTIFICATIONS_TABLE"), {
        owner: context.awsRequestId,
        // An attempt ends with the function at the latest.
        claimMs: context.getRemainingTimeInMillis() + 5000,
      }),
      customers: {
        today: async (id) =>
          (await resolveCustomer(documents(), requiredEnvironment("CUSTOMERS_TABLE"), id))?.customerId,
      },
      sender: new SnsSender(sns(), requiredEnvironment("NOTIFY_TOPIC_ARN")),
      count: (outcome) => metrics.addMetric(METRICS[outcome], MetricUnit.Count, 1),
    });
  } finally {
    metrics.publishStoredMetrics();
  }
}
