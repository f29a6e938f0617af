// Alarms, a dashboard and saved queries for one service, from what it is made of.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { KeyType, Table } from "../../infra/data";
import { Queue } from "../../infra/messaging";
import { ServiceMonitoring } from "../../infra/observability";

const wishes = new Table("wishes", { partitionKey: { name: "customerId", type: KeyType.String } });
// The monitoring has an alarm on what comes into its dead-letter queue.
const reminders = new Queue("reminders", { withoutAlarms: true });
const handler = new LambdaService("wishes-handler", { entry: join(__dirname, "functions/orders.ts") });

const monitoring = new ServiceMonitoring("wishes", {
  emails: ["wishes-team@example.com"],
  runbookUrl: "https://runbooks.example.com/wishes",
})
  // Errors, duration, throttles and concurrency; dead letters, where it has such a queue.
  .watchFunction("handler", handler)
  .watchTable("wishes", wishes)
  // Age of the oldest message, and what came into the dead-letter queue.
  .watchQueue("reminders", reminders, { maxAgeSeconds: 300 })
  // A number of the business's own, which the function writes in the embedded metric format.
  .watchMetric("refused", {
    namespace: "Wishes",
    metricName: "Refused",
    threshold: 20,
    description: "Customers can't save what they wish for.",
  })
  // Makes the composite alarm, which says whether the service as a whole is well.
  .complete();

export const dashboard = monitoring.dashboardName;
