/**
 * Queries that are saved for each service. Fields are those of the services' structured lines (`level`, `message`,
 * `correlationId`) and of Lambda's own JSON lines (`type`, `record`):
 * docs.aws.amazon.com/lambda/latest/dg/telemetry-schema-reference.html.
 */
export const LOG_QUERIES: Readonly<Record<string, string>> = {
  errors: [
    "fields @timestamp, service, message, error.name, error.message, correlationId, @logStream",
    '| filter level = "ERROR" or level = "CRITICAL"',
    "| sort @timestamp desc",
    "| limit 100",
  ].join("\n"),
  "errors-by-kind": [
    'filter level = "ERROR" or level = "CRITICAL"',
    "| stats count(*) as times, latest(@timestamp) as last by service, error.name, message",
    "| sort times desc",
    "| limit 50",
  ].join("\n"),
  "one-request": [
    "fields @timestamp, service, level, message, @message",
    "# Put in the correlation id: it is the same in every service that the request came through.",
    '| filter correlationId = "CORRELATION-ID"',
    "| sort @timestamp asc",
    "| limit 1000",
  ].join("\n"),
  "slowest-invocations": [
    'filter type = "platform.report"',
    "| fields @timestamp, record.requestId as request, record.metrics.durationMs as duration,",
    "  record.metrics.initDurationMs as start, record.metrics.maxMemoryUsedMB as used, record.metrics.memorySizeMB as memory",
    "| sort duration desc",
    "| limit 50",
  ].join("\n"),
  "cold-starts": [
    'filter type = "platform.report"',
    "| stats count(*) as invocations, count(record.metrics.initDurationMs) as cold,",
    "  pct(record.metrics.initDurationMs, 99) as p99start by bin(5m)",
  ].join("\n"),
};
