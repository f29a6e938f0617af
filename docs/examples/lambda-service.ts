// A function with what a microservice needs: settings, failures that are not lost, and a deployment that takes itself back.
import { join } from "node:path";
import { DeploymentPace, LambdaService } from "../../infra/compute";

const prices = new LambdaService("prices", {
  // TypeScript, bundled with everything it imports; the AWS SDK is the runtime's.
  entry: join(__dirname, "functions/orders.ts"),
  memoryMb: 512,
  timeoutSeconds: 10,
  environment: { CURRENCY: "EUR" },
  // Events that nobody waits for and that failed to the end are kept in a queue, which an alarm watches.
  asynchronous: { deadLetterQueue: true },
  // A new version gets a tenth of the calls for five minutes. If it fails too often, the old one is back.
  gradualDeployment: { pace: DeploymentPace.Canary10Percent5Minutes },
});

// Callers go by the alias, which leads to a version that works.
export const functionArn = prices.arn;
