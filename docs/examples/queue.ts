// A queue between a service that makes invoices and the function that sends them.
import { join } from "node:path";
import { consumeQueue, LambdaService } from "../../infra/compute";
import { Queue } from "../../infra/messaging";

// Encrypted, over TLS alone, and with a dead-letter queue that gets what failed five times. An alarm watches that queue;
// `alarmTopicArn` says whom it tells.
const invoices = new Queue("invoices");

const sender = new LambdaService("send-invoice", {
  // Or a path relative to the folder of Pulumi.yaml.
  entry: join(__dirname, "functions/handle-messages.ts"),
  timeoutSeconds: 30,
});

// Maps the queue to the function, with what the function's role needs for it.
consumeQueue(sender, "invoices", { queue: invoices });

export const queueUrl = invoices.url;
