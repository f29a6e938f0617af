export { AlertSource, AlertTopic, type AlertTopicArgs } from "./alert-topic";
export { TraceExport } from "./collector-config";
export { COLLECTOR_ENVIRONMENT, type CollectorArgs, collectorSidecar, type ScrapeArgs } from "./collector-sidecar";
export { FirehoseDestination, type FirehoseFacts } from "./firehose-plan";
export {
  type GrafanaArgs,
  GrafanaAuthentication,
  type GrafanaMembersArgs,
  type GrafanaNetworkArgs,
  type GrafanaSamlArgs,
} from "./grafana-args";
export { LogArchive, type LogArchiveNodes } from "./log-archive";
export {
  type AccountSubscriptionArgs,
  type LogArchiveArgs,
  LogPartitioning,
  type LogSubscriptionArgs,
} from "./log-archive-args";
export { LogSearch, type LogSearchNodes } from "./log-search";
export { IndexRotation, type LogSearchArgs, SearchDocument } from "./log-search-args";
export { LogWarehouse, type LogWarehouseNodes } from "./log-warehouse";
export type { LogWarehouseArgs, QuickSightArgs } from "./log-warehouse-args";
export { MetricsWorkspace, type MetricsWorkspaceNodes } from "./metrics-workspace";
export type { MetricsWorkspaceArgs, ScraperArgs } from "./metrics-workspace-args";
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
export type { SearchTarget, SearchWatchArgs } from "./search-plan";
export type { SetupRequest } from "./search-setup";
export { ServiceMonitoring } from "./service-monitoring";
export { Tracing } from "./tracing";
export { type SamplingRuleArgs, TraceDestination, type TraceGroupArgs, type TracingArgs } from "./tracing-args";
export {
  type AcceleratorTarget,
  type AcceleratorWatchArgs,
  type AnomalyWatchArgs,
  type BrokerTarget,
  type BrokerWatchArgs,
  type CacheTarget,
  type CacheWatchArgs,
  type ContainerServiceTarget,
  type ContainerServiceWatchArgs,
  type DatabaseTarget,
  type DatabaseWatchArgs,
  type LoadBalancerTarget,
  type LoadBalancerWatchArgs,
  type NetworkLoadBalancerTarget,
  type NetworkLoadBalancerWatchArgs,
  type ServerlessCacheTarget,
  type ServerlessCacheWatchArgs,
  WatchedBrokerEngine,
} from "./watch-targets";
