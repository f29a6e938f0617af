// A job that runs every night, by the clock of the place where the business is.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { ScheduledJob } from "../../infra/workflow";

const closing = new LambdaService("close-accounts", {
  entry: join(__dirname, "functions/nightly.ts"),
  timeoutSeconds: 900,
  // A run that is late does not meet the next one.
  reservedConcurrency: 1,
});

const job = new ScheduledJob("close-accounts", {
  schedule: "cron(30 2 * * ? *)",
  timeZone: "Europe/Berlin",
  function: closing,
  flexibleWindowMinutes: 15,
});

// A run that could not be started is kept here, and an alarm goes off.
export const missedRunsQueueUrl = job.deadLetterQueue?.url;
