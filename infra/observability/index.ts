export { AlertSource, AlertTopic, type AlertTopicArgs } from "./alert-topic";
export { LogArchive, type LogArchiveNodes } from "./log-archive";
export {
  type AccountSubscriptionArgs,
  type LogArchiveArgs,
  LogPartitioning,
  type LogSubscriptionArgs,
} from "./log-archive-args";
export type {
  ApiTarget,
  ApiWatchArgs,
  FunctionTarget,
  FunctionWatchArgs,
  MetricWatchArgs,
  QueueTarget,
  QueueWatchArgs,
  ServiceMonitoringArgs,
  StreamTarget,
  StreamWatchArgs,
  TableTarget,
  TableWatchArgs,
  WorkflowTarget,
  WorkflowWatchArgs,
} from "./monitoring-args";
export { type OpenTelemetryArgs, type OpenTelemetryInputs, openTelemetry } from "./open-telemetry";
export { ServiceMonitoring } from "./service-monitoring";
export { Tracing } from "./tracing";
export { type SamplingRuleArgs, TraceDestination, type TraceGroupArgs, type TracingArgs } from "./tracing-args";
