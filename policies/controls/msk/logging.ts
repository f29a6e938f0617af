import { any, control, type Resource, type Verdict } from "../../core";

const places = ["cloudwatchLogs", "firehose", "s3"];

/** One of the three places that logs can go to is on. */
function logsTo(resource: Resource, path: string): Verdict {
  return any(places.map((place) => resource.boolean(`${path}.${place}.enabled`).mustBeTrue()));
}

/** Holds Kafka clusters to logging. */
export const clusterLogging = control({
  id: "msk-cluster-logging",
  title: "MSK clusters deliver the logs of their brokers",
  severity: "low",
  why: "Why clients are refused, and partitions have no leader, is in the brokers' logs alone.",
  fix: "Set enabled of loggingInfo.brokerLogs.cloudwatchLogs, firehose or s3 to true.",
  url: "https://docs.aws.amazon.com/msk/latest/developerguide/msk-logging.html",
  on: ["aws:msk/cluster:Cluster"],
  check: (cluster) => logsTo(cluster, "loggingInfo.brokerLogs"),
});

/** Holds connectors to logging. */
export const connectorLogging = control({
  id: "msk-connector-logging",
  title: "MSK connectors deliver the logs of their workers",
  severity: "medium",
  why: "Why a connector stands still, and what it left out, is in the workers' logs alone.",
  fix: "Set enabled of logDelivery.workerLogDelivery.cloudwatchLogs, firehose or s3 to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/msk-controls.html#msk-5",
  on: ["aws:mskconnect/connector:Connector"],
  check: (connector) => logsTo(connector, "logDelivery.workerLogDelivery"),
});
