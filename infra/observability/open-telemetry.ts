import type * as pulumi from "@pulumi/pulumi";
import { ArgumentChecks } from "../core";

/** What a function is instrumented with. */
export interface OpenTelemetryArgs {
  /**
   * ARN of a version of AWS's OpenTelemetry layer for the function's language, in its region: `AWSOpenTelemetryDistroJs`
   * for Node.js, from docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-Application-Signals-Enable-Lambda.html.
   * There is no default: a version that changed by itself would change the code that runs.
   */
  layerArn: pulumi.Input<string>;
  /** Service that spans speak of. */
  serviceName: string;
  /** Send spans by OTLP over HTTP to this address, such as a collector's, instead of to X-Ray. @default X-Ray */
  endpoint?: string;
  /** Attributes of every span, such as `deployment.environment.name`. @default none */
  attributes?: Record<string, string>;
  /** Send the metrics of Application Signals too; the role then needs its managed policy. @default false */
  applicationSignals?: boolean;
}

/** Inputs of a `LambdaService`. */
export interface OpenTelemetryInputs {
  layers: pulumi.Input<string>[];
  environment: Record<string, pulumi.Input<string>>;
}

const LAYER = /^arn:[^:]+:lambda:[^:]+:\d{12}:layer:[A-Za-z0-9_-]+:\d+$/;
const ATTRIBUTE = /^[^,=\s]+$/;

/**
 * Layer and environment variables that instrument a function with OpenTelemetry, with no change of its code:
 * `new LambdaService("orders", { entry, ...openTelemetry({ layerArn, serviceName: "orders" }) })`. Spread `environment`
 * into the function's own where it has one. The function's `tracing` stays "Active": Lambda decides what is sampled.
 *
 * The layer hooks in where the handler is loaded. It can replace the handler of a CommonJS bundle only where that is an
 * export that can be written to (aws-otel.github.io/docs/getting-started/lambda/lambda-js); in bundles of `LambdaService`
 * it is.
 * @throws ArgumentError where an argument is wrong.
 */
export function openTelemetry(args: OpenTelemetryArgs): OpenTelemetryInputs {
  const checks = new ArgumentChecks(`openTelemetry of "${args.serviceName}"`);
  checks.matches("layerArn", args.layerArn, LAYER, "use the ARN of a layer's version, arn:aws:lambda:…:layer:name:12");
  checks.matches("serviceName", args.serviceName, ATTRIBUTE, "use a name with no comma, equals sign or space");
  checks.matches("endpoint", args.endpoint, /^https?:\/\/[^\s]+$/, 'use an address, such as "http://localhost:4318"');
  for (const [key, value] of Object.entries(args.attributes ?? {})) {
    checks.matches(`attributes.${key}`, key, ATTRIBUTE, "use a key with no comma, equals sign or space");
    checks.matches(`attributes.${key}`, value, ATTRIBUTE, "use a value with no comma, equals sign or space");
  }
  checks.done();
  const attributes = Object.entries(args.attributes ?? {}).map(([key, value]) => `${key}=${value}`);
  return {
    layers: [args.layerArn],
    environment: {
      AWS_LAMBDA_EXEC_WRAPPER: "/opt/otel-instrument",
      OTEL_SERVICE_NAME: args.serviceName,
      OTEL_PROPAGATORS: "tracecontext,baggage,xray",
      OTEL_AWS_APPLICATION_SIGNALS_ENABLED: String(args.applicationSignals ?? false),
      ...(attributes.length > 0 && { OTEL_RESOURCE_ATTRIBUTES: attributes.join(",") }),
      ...(args.endpoint !== undefined && {
        OTEL_EXPORTER_OTLP_ENDPOINT: args.endpoint,
        OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
      }),
    },
  };
}
