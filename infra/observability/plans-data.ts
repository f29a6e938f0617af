import { type AlarmPlan, aboveZero, type Metric, metrics, over, type WatchPlan } from "./alarm-plan";
import type {
  AcceleratorTarget,
  AcceleratorWatchArgs,
  CacheTarget,
  CacheWatchArgs,
  DatabaseTarget,
  DatabaseWatchArgs,
  ServerlessCacheTarget,
  ServerlessCacheWatchArgs,
} from "./watch-targets";

/** docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html */
export function databasePlan(target: DatabaseTarget, args: DatabaseWatchArgs): WatchPlan {
  // With the cluster as the only dimension, Maximum and Minimum are over its instances.
  const metric = metrics("AWS/RDS", { DBClusterIdentifier: target.clusterIdentifier });
  const { cpuPercent = 80, maxConnections, capacityPercent = 90, minimumFreeMemoryMib = 256 } = args;
  const { maxReplicaLagMs = 1000 } = args;
  const cpu = metric("CPUUtilization", "Maximum");
  const connections = metric("DatabaseConnections", "Maximum");
  const capacity = metric("ACUUtilization", "Maximum");
  const memory = metric("FreeableMemory", "Minimum");
  const deadlocks = metric("Deadlocks", "Sum");
  const lag = metric("AuroraReplicaLagMaximum", "Maximum");
  const alarms: AlarmPlan[] = [
    {
      suffix: "cpu",
      of: cpu,
      what: `An instance's CPU is at ${cpuPercent}%`,
      threshold: cpuPercent,
      orAbove: true,
      periods: 10,
    },
    aboveZero("deadlocks", deadlocks, "Transactions lock each other out", 5),
  ];
  if (maxConnections !== undefined) {
    const what = `An instance has more than ${maxConnections} connections`;
    alarms.push({ suffix: "connections", of: connections, what, threshold: maxConnections, periods: 5 });
  }
  if (target.serverless) {
    const what = `${capacityPercent}% of the capacity that the cluster may have is in use`;
    alarms.push({ suffix: "capacity", of: capacity, what, threshold: capacityPercent, orAbove: true, periods: 10 });
  } else {
    alarms.push({
      suffix: "memory",
      of: memory,
      what: `An instance has less than ${minimumFreeMemoryMib} MiB free`,
      threshold: minimumFreeMemoryMib * 1_048_576,
      below: true,
      quietIsFine: true,
      periods: 10,
    });
  }
  if (target.readers) {
    const what = `A reader is more than ${maxReplicaLagMs} ms behind`;
    alarms.push({ suffix: "replica-lag", of: lag, what, threshold: maxReplicaLagMs, periods: 5 });
  }
  return {
    alarms,
    graphs: [
      { title: "CPU in per cent", lines: [cpu, ...(target.serverless ? [capacity] : [])], threshold: cpuPercent },
      { title: "connections and deadlocks", lines: [connections, deadlocks], threshold: maxConnections },
      {
        title: "latency of reads and writes",
        lines: [
          metric("ReadLatency", "Average"),
          metric("WriteLatency", "Average"),
          metric("CommitLatency", "Average"),
        ],
      },
      ...(target.readers ? [{ title: "lag of readers", lines: [lag], threshold: maxReplicaLagMs }] : []),
    ],
  };
}

/** docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.html; what to watch: …/CacheMetrics.WhichShouldIMonitor.html */
export function cachePlan(target: CacheTarget, args: CacheWatchArgs): WatchPlan {
  const nodes = target.cacheClusterIds.map((CacheClusterId) => metrics("AWS/ElastiCache", { CacheClusterId }));
  const all = (name: string, stat: string): Metric[] => nodes.map((metric) => metric(name, stat));
  const { cpuPercent = 90, memoryPercent = 80, maxEvictions, maxReplicationLagSeconds = 10 } = args;
  // Memcached has many threads, and so the machine's figure alone.
  const cpu = over(
    "MAX",
    "CPU of the busiest node",
    all(target.memcached ? "CPUUtilization" : "EngineCPUUtilization", "Maximum"),
  );
  const memory = over("MAX", "memory of the fullest node", all("DatabaseMemoryUsagePercentage", "Maximum"));
  const evictions = over("SUM", "evictions", all("Evictions", "Sum"));
  const lag = over("MAX", "lag of replicas", all("ReplicationLag", "Maximum"));
  const swap = over("MAX", "swap", all("SwapUsage", "Maximum"));
  const alarms: AlarmPlan[] = [
    {
      suffix: "cpu",
      of: cpu,
      what: `A node's CPU is at ${cpuPercent}%`,
      threshold: cpuPercent,
      orAbove: true,
      periods: 10,
    },
    // Recommended: more than 300 MB means that memory has run out.
    { suffix: "swap", of: swap, what: "A node swaps more than 300 MB", threshold: 300_000_000, periods: 5 },
  ];
  if (!target.memcached) {
    alarms.push(
      {
        suffix: "memory",
        of: memory,
        what: `A node's memory is at ${memoryPercent}%`,
        threshold: memoryPercent,
        orAbove: true,
        periods: 10,
      },
      {
        suffix: "replication-lag",
        of: lag,
        what: `A replica is more than ${maxReplicationLagSeconds} s behind`,
        threshold: maxReplicationLagSeconds,
        periods: 5,
      },
    );
  }
  if (maxEvictions !== undefined) {
    const what = `More than ${maxEvictions} keys a minute are thrown out`;
    alarms.push({ suffix: "evictions", of: evictions, what, threshold: maxEvictions, periods: 5 });
  }
  return {
    alarms,
    graphs: [
      { title: "CPU and memory", lines: target.memcached ? [cpu] : [cpu, memory], threshold: cpuPercent },
      { title: "hits and misses", lines: [...all("CacheHits", "Sum"), ...all("CacheMisses", "Sum")] },
      { title: "evictions", lines: [evictions], threshold: maxEvictions },
      ...(target.memcached ? [] : [{ title: "lag of replicas", lines: [lag], threshold: maxReplicationLagSeconds }]),
    ],
  };
}

/** docs.aws.amazon.com/AmazonElastiCache/latest/dg/serverless-metrics-events-redis.html */
export function serverlessCachePlan(target: ServerlessCacheTarget, args: ServerlessCacheWatchArgs): WatchPlan {
  const metric = metrics("AWS/ElastiCache", { clusterId: target.cacheName });
  const { storagePercent = 80 } = args;
  const used = metric("BytesUsedForCache", "Maximum");
  const throttled = metric("ThrottledCmds", "Sum");
  const limit = (target.maximumStorageGb * 1_000_000_000 * storagePercent) / 100;
  return {
    alarms: [
      aboveZero("throttles", throttled, "Commands are slowed: the cache can't grow fast enough, or may not", 3),
      {
        suffix: "storage",
        of: used,
        what: `${storagePercent}% of the ${target.maximumStorageGb} GB that the cache may have is in use`,
        threshold: limit,
        orAbove: true,
        periods: 10,
      },
    ],
    graphs: [
      { title: "storage", lines: [used], threshold: limit },
      { title: "processing units", lines: [metric("ElastiCacheProcessingUnits", "Sum"), throttled] },
      { title: "hits and misses", lines: [metric("CacheHits", "Sum"), metric("CacheMisses", "Sum")] },
    ],
  };
}

/** docs.aws.amazon.com/amazondynamodb/latest/developerguide/dax-metrics-dimensions-dax.html */
export function acceleratorPlan(target: AcceleratorTarget, args: AcceleratorWatchArgs): WatchPlan {
  // With the cluster as the only dimension, Maximum is over its nodes.
  const metric = metrics("AWS/DAX", { ClusterId: target.clusterName });
  const { cpuPercent = 80, memoryPercent = 90 } = args;
  const cpu = metric("CPUUtilization", "Maximum");
  const memory = metric("CacheMemoryUtilization", "Maximum");
  const faults = metric("FaultRequestCount", "Sum");
  const throttled = metric("ThrottledRequestCount", "Sum");
  return {
    alarms: [
      {
        suffix: "cpu",
        of: cpu,
        what: `A node's CPU is at ${cpuPercent}%`,
        threshold: cpuPercent,
        orAbove: true,
        periods: 10,
      },
      {
        suffix: "memory",
        of: memory,
        what: `A node's cache memory is at ${memoryPercent}%`,
        threshold: memoryPercent,
        orAbove: true,
        periods: 10,
      },
      aboveZero("faults", faults, "Requests end in errors of the accelerator's own", 5),
      aboveZero("throttles", throttled, "The accelerator throttles requests", 5),
    ],
    graphs: [
      { title: "CPU and memory", lines: [cpu, memory], threshold: cpuPercent },
      {
        title: "hits and misses",
        lines: ["ItemCacheHits", "ItemCacheMisses", "QueryCacheHits", "QueryCacheMisses"].map((name) =>
          metric(name, "Sum"),
        ),
      },
      {
        title: "requests, faults and throttles",
        lines: [metric("TotalRequestCount", "Sum", {}, "requests"), faults, throttled],
      },
    ],
  };
}
