import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import type { SidecarArgs } from "../../../../infra/compute";
import { ArgumentError } from "../../../../infra/core";
import { type CollectorArgs, collectorSidecar, TraceExport } from "../../../../infra/observability";
import { graph } from "../../../../testing";

const URL = "https://aps-workspaces.eu-central-1.amazonaws.com/workspaces/ws-1/api/v1/remote_write";

interface Config {
  extensions: Record<string, { region?: string; service?: string }>;
  receivers: Record<string, unknown>;
  exporters: Record<string, unknown>;
  service: {
    extensions: string[];
    pipelines: Record<string, { receivers: string[]; processors: string[]; exporters: string[] }>;
  };
  processors: Record<string, unknown>;
}

async function sidecar(args: Partial<CollectorArgs> = {}): Promise<{ made: SidecarArgs; config: Config }> {
  let made: SidecarArgs | undefined;
  let text = "";
  await graph(() => {
    made = collectorSidecar({ serviceName: "orders", ...args });
    pulumi.output(made.environment?.["AOT_CONFIG_CONTENT"]).apply((value) => {
      text = value ?? "";
    });
  });
  assert.ok(made);
  return { made, config: JSON.parse(text) };
}

describe("collectorSidecar", () => {
  it("is a pinned image that the task outlives, and that listens to its own task alone", async () => {
    const { made, config } = await sidecar();
    const { environment, ...rest } = made;
    assert.deepEqual(rest, {
      image: "public.ecr.aws/aws-observability/aws-otel-collector:v0.49.0",
      essential: false,
      user: "aoc",
      cpu: 64,
      memoryMb: 256,
      command: ["--config=env:AOT_CONFIG_CONTENT"],
      healthCheck: {
        command: ["/healthcheck"],
        intervalSeconds: 10,
        timeoutSeconds: 5,
        retries: 5,
        startPeriodSeconds: 10,
      },
    });
    assert.deepEqual(Object.keys(environment ?? {}), ["AOT_CONFIG_CONTENT"]);
    assert.deepEqual(config.receivers, {
      otlp: { protocols: { grpc: { endpoint: "127.0.0.1:4317" }, http: { endpoint: "127.0.0.1:4318" } } },
    });
  });

  it("sends traces to X-Ray, and nothing else where nothing else is said", async () => {
    const { config } = await sidecar();
    assert.deepEqual(config.exporters, { awsxray: { region: "eu-central-1" } });
    assert.deepEqual(config.service.pipelines, {
      traces: {
        receivers: ["otlp"],
        processors: ["memory_limiter", "resourcedetection", "resource", "batch/traces"],
        exporters: ["awsxray"],
      },
    });
  });

  it("sends traces by OTLP, signed for X-Ray, where asked", async () => {
    const { config } = await sidecar({ traces: TraceExport.Otlp, region: "eu-west-1" });
    assert.deepEqual(config.exporters, {
      "otlphttp/traces": {
        traces_endpoint: "https://xray.eu-west-1.amazonaws.com/v1/traces",
        auth: { authenticator: "sigv4auth/traces" },
      },
    });
    assert.deepEqual(config.extensions["sigv4auth/traces"], { region: "eu-west-1", service: "xray" });
  });

  it("writes what it reads of the service and of the task, signed for Prometheus", async () => {
    const { config } = await sidecar({ remoteWriteUrl: URL, scrape: { port: 9090 } });
    assert.deepEqual(config.exporters.prometheusremotewrite, {
      endpoint: URL,
      auth: { authenticator: "sigv4auth/metrics" },
      resource_to_telemetry_conversion: { enabled: true },
    });
    assert.deepEqual(config.extensions["sigv4auth/metrics"], { region: "eu-central-1", service: "aps" });
    assert.deepEqual(config.receivers.prometheus, {
      config: {
        scrape_configs: [
          {
            job_name: "orders",
            scrape_interval: "30s",
            metrics_path: "/metrics",
            static_configs: [{ targets: ["127.0.0.1:9090"] }],
          },
        ],
      },
    });
    assert.deepEqual(config.service.pipelines.metrics?.receivers, ["otlp", "awsecscontainermetrics", "prometheus"]);
  });

  it("uses nothing in a pipeline that is not defined, whatever is asked for", async () => {
    const all: Partial<CollectorArgs>[] = [
      {},
      { traces: TraceExport.Otlp, remoteWriteUrl: URL },
      { withoutTraces: true, remoteWriteUrl: URL },
      { remoteWriteUrl: URL, scrape: { port: 1, path: "/m", intervalSeconds: 5 } },
    ];
    for (const args of all) {
      const { config } = await sidecar(args);
      assert.deepEqual([...config.service.extensions].sort(), Object.keys(config.extensions).sort());
      const used = { receivers: new Set<string>(), processors: new Set<string>(), exporters: new Set<string>() };
      for (const pipeline of Object.values(config.service.pipelines)) {
        for (const kind of ["receivers", "processors", "exporters"] as const) {
          for (const one of pipeline[kind]) used[kind].add(one);
        }
      }
      for (const kind of ["receivers", "processors", "exporters"] as const) {
        assert.deepEqual(
          [...used[kind]].sort(),
          Object.keys(config[kind]).sort(),
          `${kind} of ${JSON.stringify(args)}`,
        );
      }
    }
  });

  it("says which service and environment spans are of", async () => {
    const { config } = await sidecar({ attributes: { "deployment.environment.name": "prod" } });
    assert.deepEqual(config.processors.resource, {
      attributes: [
        { key: "service.name", value: "orders", action: "insert" },
        { key: "deployment.environment.name", value: "prod", action: "upsert" },
      ],
    });
  });

  const refused: [string, Partial<CollectorArgs>, RegExp][] = [
    ["a name that the collector would take for a variable", { serviceName: "$HOME" }, /serviceName is "\$HOME"/],
    ["an attribute with a variable in it", { attributes: { a: "$X" } }, /attributes\.a is "\$X"/],
    ["an address that is no remote write", { remoteWriteUrl: "https://example.com" }, /remoteWriteUrl is/],
    ["scraping to nowhere", { scrape: { port: 9090 } }, /scrape is .*give remoteWriteUrl/],
    ["port 0", { remoteWriteUrl: URL, scrape: { port: 0 } }, /scrape\.port is 0/],
    ["collecting nothing", { withoutTraces: true }, /withoutTraces is true; there is nothing left/],
    [
      "an exporter of no traces",
      { withoutTraces: true, traces: TraceExport.XRay, remoteWriteUrl: URL },
      /traces is "xray"/,
    ],
    ["less memory than it starts with", { memoryMb: 16 }, /memoryMb is 16/],
  ];
  for (const [what, args, message] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(
        sidecar(args),
        (error: Error) => error instanceof ArgumentError && message.test(error.message),
      );
    });
  }
});
