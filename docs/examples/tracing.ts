// What X-Ray keeps of a service's requests, and how its traces are looked at. The service sends them by OpenTelemetry.
import { join } from "node:path";
import { LambdaService } from "../../infra/compute";
import { openTelemetry, Tracing } from "../../infra/observability";

new Tracing("search-tracing", {
  groups: { slow: { filterExpression: 'service("search") AND responsetime > 1', insights: true } },
  // One request a second, and a twentieth of the others.
  samplingRules: { search: { priority: 100, serviceName: "search", reservoir: 1, rate: 0.05 } },
});

// The layer and the variables that make a function send spans of its own. AWS's documentation lists the layer's ARN and
// newest version for each region; this one stands for it.
const telemetry = openTelemetry({
  layerArn: "arn:aws:lambda:eu-central-1:123456789012:layer:AWSOpenTelemetryDistroJs:12",
  serviceName: "search",
});

const search = new LambdaService("search", {
  entry: join(__dirname, "functions/orders.ts"),
  layers: telemetry.layers,
  environment: { ...telemetry.environment },
});

export const functionName = search.functionName;
