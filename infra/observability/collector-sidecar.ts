import { getRegionOutput } from "@pulumi/aws/getRegion";
import * as pulumi from "@pulumi/pulumi";
import type { SidecarArgs } from "../compute";
import { ArgumentChecks } from "../core";
import { collectorConfig, TraceExport } from "./collector-config";
import { collectorFacts } from "./facts/collector";

/** What of a service a collector reads by itself. */
export interface ScrapeArgs {
  /** Port that the service shows metrics on, in Prometheus's format. */
  port: number;
  /** Path that it shows them on. @default "/metrics" */
  path?: string;
  /** Seconds between two readings, 5 to 300. @default 30 */
  intervalSeconds?: number;
}

/** Arguments of {@link collectorSidecar}. */
export interface CollectorArgs {
  /** Service that spans and metrics speak of. */
  serviceName: string;
  /** How traces leave. @default to X-Ray, by its own API */
  traces?: TraceExport;
  /** Take no traces. @default false */
  withoutTraces?: boolean;
  /** Address to write metrics to: `remoteWriteUrl` of a `MetricsWorkspace`. @default no metrics */
  remoteWriteUrl?: pulumi.Input<string>;
  /** What to read of the service, beside what it pushes by OTLP; needs `remoteWriteUrl`. @default nothing */
  scrape?: ScrapeArgs;
  /** Attributes of spans and metrics, such as `deployment.environment.name`. @default none */
  attributes?: Record<string, string>;
  /** Image, such as one of a cache of public images in ECR. @default AWS's distribution, in the version that is known here */
  image?: pulumi.Input<string>;
  /** CPU units, 32 to 4,096. @default 64 */
  cpu?: number;
  /** MiB that the collector is stopped beyond, 64 to 8,192. @default 256 */
  memoryMb?: number;
  /** Region that it sends to. @default the provider's */
  region?: pulumi.Input<string>;
}

/** Variables with which a service finds the collector beside it. */
export const COLLECTOR_ENVIRONMENT: Readonly<Record<string, string>> = {
  OTEL_EXPORTER_OTLP_ENDPOINT: "http://127.0.0.1:4318",
  OTEL_EXPORTER_OTLP_PROTOCOL: "http/protobuf",
  OTEL_PROPAGATORS: "tracecontext,baggage,xray",
};

const ATTRIBUTE = /^[^\s$]+$/;

/**
 * A collector to run beside a service in its task, one of `ContainerService`'s `sidecars`: takes
 * traces and metrics by OTLP on 127.0.0.1, reads the service's metrics and those of the task, and sends them on. Put
 * {@link COLLECTOR_ENVIRONMENT} into the service's own variables, and grant its role `Tracing.grantWrite` or
 * `MetricsWorkspace.grantRemoteWrite`.
 *
 * The task goes on without it: telemetry is not worth an outage.
 * @throws ArgumentError where an argument is wrong.
 */
export function collectorSidecar(args: CollectorArgs, opts?: pulumi.InvokeOptions): SidecarArgs {
  const checks = new ArgumentChecks(`collectorSidecar of "${args.serviceName}"`);
  checks
    .matches("serviceName", args.serviceName, /^[^\s$"]{1,255}$/, "use a name with no space and no $")
    .oneOf("traces", args.traces, Object.values(TraceExport))
    .matches("remoteWriteUrl", args.remoteWriteUrl, /^https:\/\/\S+\/api\/v1\/remote_write$/, "use a remoteWriteUrl")
    .integer("scrape.port", args.scrape?.port, 1, 65_535)
    .matches("scrape.path", args.scrape?.path, /^\/[^\s$]*$/, 'use a path, such as "/metrics"')
    .integer("scrape.intervalSeconds", args.scrape?.intervalSeconds, 5, 300, "seconds")
    .integer("cpu", args.cpu, 32, 4096, "CPU units")
    .integer("memoryMb", args.memoryMb, 64, 8192, "MiB");
  for (const [key, value] of Object.entries(args.attributes ?? {})) {
    checks.matches(`attributes.${key}`, key, ATTRIBUTE, "use a key with no space and no $");
    checks.matches(`attributes.${key}`, value, ATTRIBUTE, "use a value with no space and no $");
  }
  if (args.scrape && args.remoteWriteUrl === undefined) {
    checks.fail("scrape", args.scrape, "give remoteWriteUrl too: there is nowhere to write to");
  }
  if (args.withoutTraces) {
    if (args.traces !== undefined) checks.fail("traces", args.traces, "drop it, or withoutTraces");
    if (args.remoteWriteUrl === undefined) checks.fail("withoutTraces", true, "there is nothing left to collect");
  }
  checks.done();
  const { scrape } = args;
  const config = pulumi
    .all([args.region ?? getRegionOutput({}, opts).region, args.remoteWriteUrl])
    .apply(([region, remoteWriteUrl]) =>
      collectorConfig({
        serviceName: args.serviceName,
        region,
        traces: args.withoutTraces ? undefined : (args.traces ?? TraceExport.XRay),
        remoteWriteUrl,
        scrape: scrape && {
          port: scrape.port,
          path: scrape.path ?? "/metrics",
          seconds: scrape.intervalSeconds ?? 30,
        },
        attributes: args.attributes ?? {},
      }),
    );
  return {
    image: args.image ?? `${collectorFacts.repository}:${collectorFacts.version}`,
    essential: false,
    // The image's own user: github.com/aws-observability/aws-otel-collector/issues/2317
    user: "aoc",
    cpu: args.cpu ?? 64,
    memoryMb: args.memoryMb ?? 256,
    // aws-otel.github.io/docs/setup/ecs/config-through-ssm: the image takes its configuration from this variable.
    command: ["--config=env:AOT_CONFIG_CONTENT"],
    environment: { AOT_CONFIG_CONTENT: config },
    // The image has this program, and no shell.
    healthCheck: {
      command: ["/healthcheck"],
      intervalSeconds: 10,
      timeoutSeconds: 5,
      retries: 5,
      startPeriodSeconds: 10,
    },
  };
}
