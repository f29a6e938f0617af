import { control } from "../../core";

/** Holds replication groups to a log of slow commands. */
export const elasticacheLogs = control({
  id: "elasticache-logs",
  title: "ElastiCache replication groups deliver their logs",
  severity: "low",
  why: "Without them nobody sees which command held up all others, nor why a node failed over.",
  fix: "Give logDeliveryConfigurations for slow-log and engine-log.",
  url: "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html",
  on: ["aws:elasticache/replicationGroup:ReplicationGroup"],
  check: (group) =>
    group
      .list("logDeliveryConfigurations")
      .some((log) => log.string("logType").oneOf(["slow-log", "engine-log"]), "a log"),
});
