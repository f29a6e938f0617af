import type { ArgumentChecks } from "../core";
import {
  type AnomalyWatchArgs,
  type BrokerTarget,
  type BrokerWatchArgs,
  type CacheTarget,
  type CacheWatchArgs,
  type DatabaseTarget,
  type DatabaseWatchArgs,
  WatchedBrokerEngine,
} from "./watch-targets";

/** Refuses values that are no percentage. */
export function checkPercent(checks: ArgumentChecks, args: Record<string, number | undefined>): void {
  for (const [argument, value] of Object.entries(args)) checks.integer(argument, value, 1, 100, "per cent");
}

/** Names of target groups are parts of alarms' names. */
export function checkGroups(checks: ArgumentChecks, groups: Record<string, unknown> | undefined): void {
  for (const [name, group] of Object.entries(groups ?? {})) {
    checks
      .matches(`targetGroups.${name}`, name, /^[a-z][a-z0-9-]{0,29}$/, "use lower-case letters, digits and hyphens")
      .matches(`targetGroups.${name}`, group, /^targetgroup\//, "use the last part of its ARN, targetgroup/…");
  }
}

export function checkDatabase(checks: ArgumentChecks, target: DatabaseTarget, args: DatabaseWatchArgs): void {
  checkPercent(checks, { cpuPercent: args.cpuPercent, capacityPercent: args.capacityPercent });
  checks
    .integer("maxConnections", args.maxConnections, 1, 16_000)
    .integer("minimumFreeMemoryMib", args.minimumFreeMemoryMib, 1, 1_048_576, "MiB")
    .integer("maxReplicaLagMs", args.maxReplicaLagMs, 1, 3_600_000, "milliseconds");
  if (args.capacityPercent !== undefined && !target.serverless) {
    checks.fail("capacityPercent", args.capacityPercent, "it is for serverless instances: leave it out");
  }
  if (args.minimumFreeMemoryMib !== undefined && target.serverless) {
    checks.fail("minimumFreeMemoryMib", args.minimumFreeMemoryMib, "serverless memory grows: use capacityPercent");
  }
  if (args.maxReplicaLagMs !== undefined && !target.readers) {
    checks.fail("maxReplicaLagMs", args.maxReplicaLagMs, "there are no readers: leave it out, or set readers");
  }
}

export function checkCacheWatch(checks: ArgumentChecks, target: CacheTarget, args: CacheWatchArgs): void {
  checkPercent(checks, { cpuPercent: args.cpuPercent, memoryPercent: args.memoryPercent });
  checks
    // An alarm takes ten metrics.
    .length("cacheClusterIds", target.cacheClusterIds, 1, 10)
    .integer("maxEvictions", args.maxEvictions, 0, 1_000_000_000)
    .integer("maxReplicationLagSeconds", args.maxReplicationLagSeconds, 1, 3600, "seconds");
  for (const option of ["memoryPercent", "maxReplicationLagSeconds"] as const) {
    if (target.memcached && args[option] !== undefined)
      checks.fail(option, args[option], "Memcached has no such metric");
  }
}

export function checkBroker(checks: ArgumentChecks, target: BrokerTarget, args: BrokerWatchArgs): void {
  checks
    .oneOf("engine", target.engine, Object.values(WatchedBrokerEngine))
    .integer("instances", target.instances, 1, 2);
  checkPercent(checks, { cpuPercent: args.cpuPercent, memoryPercent: args.memoryPercent });
  checks
    .integer("minimumFreeDiskGib", args.minimumFreeDiskGib, 1, 10_000, "GiB")
    .integer("maxMemoryMib", args.maxMemoryMib, 1, 10_000_000, "MiB")
    .integer("maxMessages", args.maxMessages, 0, 1_000_000_000, "messages");
  const rabbit = target.engine === WatchedBrokerEngine.RabbitMq;
  if (rabbit && args.memoryPercent !== undefined) {
    checks.fail("memoryPercent", args.memoryPercent, "RabbitMQ tells bytes: use maxMemoryMib");
  }
  for (const option of ["minimumFreeDiskGib", "maxMemoryMib"] as const) {
    if (!rabbit && args[option] !== undefined)
      checks.fail(option, args[option], "ActiveMQ tells per cent: use memoryPercent");
  }
}

export function checkAnomaly(checks: ArgumentChecks, args: AnomalyWatchArgs): void {
  const { deviations, periodSeconds: period } = args;
  checks
    .required("namespace", args.namespace, "give the metric's namespace")
    .required("metricName", args.metricName, "give the metric's name")
    .required("description", args.description, "say what it means")
    .matches(
      "statistic",
      args.statistic,
      /^(Sum|Average|Minimum|Maximum|p\d{1,2}(\.\d+)?)$/,
      'use one such as "Average" or "p99"',
    )
    .that("deviations", deviations, deviations !== undefined && deviations >= 0.5 && deviations <= 10, "use 0.5 to 10")
    .that("periodSeconds", period, period !== undefined && period > 0 && period % 60 === 0, "use a multiple of 60")
    .integer("periods", args.periods, 1, 100);
}
