/**
 * AWS's distribution of the OpenTelemetry collector. Release: github.com/aws-observability/aws-otel-collector/pull/3220 (10 July
 * 2026). What it can do: that repository's README.md.
 */
export const collectorFacts = {
  asOf: "2026-11-26",
  version: "v0.49.0",
  repository: "public.ecr.aws/aws-observability/aws-otel-collector",
} as const;
