/** Where a collector sends traces. */
export const TraceExport = {
  /** By X-Ray's own API, with no setting of the account. */
  XRay: "xray",
  /** By OTLP; the account has to keep spans in CloudWatch Logs: `Tracing` with `destination` CloudWatchLogs. */
  Otlp: "otlp",
} as const;
export type TraceExport = (typeof TraceExport)[keyof typeof TraceExport];

/** What a collector's configuration is made from. */
export interface CollectorConfig {
  readonly serviceName: string;
  readonly region: string;
  readonly traces: TraceExport | undefined;
  /** Address that metrics are written to; undefined where there are none. */
  readonly remoteWriteUrl: string | undefined;
  /** Port and path that the service shows metrics on; undefined where it pushes them by OTLP alone. */
  readonly scrape: { readonly port: number; readonly path: string; readonly seconds: number } | undefined;
  readonly attributes: Readonly<Record<string, string>>;
}

/**
 * Configuration of a collector, as JSON, which is YAML too.
 * github.com/aws-observability/aws-otel-collector/tree/main/config/ecs has AWS's own, and
 * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html the endpoint.
 */
export function collectorConfig(config: CollectorConfig): string {
  const { region, traces, remoteWriteUrl, scrape } = config;
  const otlp = traces === TraceExport.Otlp;
  const extensions = {
    health_check: {},
    ...(remoteWriteUrl !== undefined && { "sigv4auth/metrics": { region, service: "aps" } }),
    ...(otlp && { "sigv4auth/traces": { region, service: "xray" } }),
  };
  const attributes = Object.entries(config.attributes).map(([key, value]) => ({ key, value, action: "upsert" }));
  const processors = {
    memory_limiter: { check_interval: "1s", limit_percentage: 75, spike_limit_percentage: 20 },
    resourcedetection: { detectors: ["env", "ecs"], override: false },
    resource: {
      attributes: [{ key: "service.name", value: config.serviceName, action: "insert" }, ...attributes],
    },
    ...(traces !== undefined && { "batch/traces": { timeout: "1s", send_batch_size: 50 } }),
    ...(remoteWriteUrl !== undefined && { "batch/metrics": { timeout: "30s" } }),
  };
  const first = ["memory_limiter", "resourcedetection", "resource"];
  const traceExporter = otlp ? "otlphttp/traces" : "awsxray";
  const traceExporters = otlp
    ? {
        [traceExporter]: {
          traces_endpoint: `https://xray.${region}.amazonaws.com/v1/traces`,
          auth: { authenticator: "sigv4auth/traces" },
        },
      }
    : { [traceExporter]: { region } };
  return JSON.stringify({
    extensions,
    receivers: {
      // Containers of one task share a loopback interface: nobody else can reach these.
      otlp: { protocols: { grpc: { endpoint: "127.0.0.1:4317" }, http: { endpoint: "127.0.0.1:4318" } } },
      ...(remoteWriteUrl !== undefined && { awsecscontainermetrics: { collection_interval: "30s" } }),
      ...(scrape && { prometheus: prometheusReceiver(config.serviceName, scrape) }),
    },
    processors,
    exporters: {
      ...(traces !== undefined && traceExporters),
      ...(remoteWriteUrl !== undefined && {
        prometheusremotewrite: {
          endpoint: remoteWriteUrl,
          auth: { authenticator: "sigv4auth/metrics" },
          resource_to_telemetry_conversion: { enabled: true },
        },
      }),
    },
    service: {
      extensions: Object.keys(extensions),
      pipelines: {
        ...(traces !== undefined && {
          traces: { receivers: ["otlp"], processors: [...first, "batch/traces"], exporters: [traceExporter] },
        }),
        ...(remoteWriteUrl !== undefined && {
          metrics: {
            receivers: ["otlp", "awsecscontainermetrics", ...(scrape ? ["prometheus"] : [])],
            processors: [...first, "batch/metrics"],
            exporters: ["prometheusremotewrite"],
          },
        }),
      },
    },
  });
}

function prometheusReceiver(service: string, { port, path, seconds }: { port: number; path: string; seconds: number }) {
  return {
    config: {
      scrape_configs: [
        {
          job_name: service,
          scrape_interval: `${seconds}s`,
          metrics_path: path,
          static_configs: [{ targets: [`127.0.0.1:${port}`] }],
        },
      ],
    },
  };
}
