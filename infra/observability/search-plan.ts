import type * as pulumi from "@pulumi/pulumi";
import { type AlarmPlan, metrics, type WatchPlan } from "./alarm-plan";

/** An OpenSearch domain; a `LogSearch` is one. */
export interface SearchTarget {
  readonly domainName: pulumi.Input<string>;
  /** Account that the domain is in, which its metrics have as dimension `ClientId`. */
  readonly accountId: pulumi.Input<string>;
  /** Nodes that there have to be, masters included. */
  readonly nodes: number;
  /** GiB of a data node's volume. */
  readonly volumeGib: number;
  readonly dedicatedMasters: boolean;
}

/** What is too much for a domain. */
export interface SearchWatchArgs {
  /** Free space of the fullest node, in per cent of its volume, 1 to 90. @default 25, as recommended */
  freeStoragePercent?: number;
  /** CPU of the busiest data node, in per cent, over 45 minutes, 1 to 100. @default 80, as recommended */
  cpuPercent?: number;
  /** Heap of the fullest data node, in per cent, over 15 minutes, 1 to 100. @default 80 */
  heapPercent?: number;
}

/**
 * Metrics: docs.aws.amazon.com/opensearch-service/latest/developerguide/managedomains-cloudwatchmetrics.html; what is
 * recommended: …/cloudwatch-alarms.html and docs.aws.amazon.com/solutions/latest/centralized-logging-with-opensearch.
 * All have the dimensions DomainName and ClientId.
 */
export function searchPlan(target: SearchTarget, args: SearchWatchArgs = {}): WatchPlan {
  const metric = metrics("AWS/ES", { DomainName: target.domainName, ClientId: target.accountId });
  const { freeStoragePercent = 25, cpuPercent = 80, heapPercent = 80 } = args;
  // In MiB.
  const free = (target.volumeGib * 1024 * freeStoragePercent) / 100;
  const once = (suffix: string, name: string, what: string, period = 60, periods = 1): AlarmPlan => {
    return { suffix, of: metric(name, "Maximum"), what, threshold: 1, orAbove: true, period, periods };
  };
  const busy = (suffix: string, name: string, what: string, threshold: number, period: number, periods: number) => {
    return { suffix, of: metric(name, "Maximum"), what, threshold, orAbove: true, period, periods };
  };
  const space = metric("FreeStorageSpace", "Minimum");
  const cpu = metric("CPUUtilization", "Maximum");
  const heap = metric("JVMMemoryPressure", "Maximum");
  const alarms: AlarmPlan[] = [
    once("red", "ClusterStatus.red", "A primary shard and its replicas are on no node"),
    once("yellow", "ClusterStatus.yellow", "A replica is on no node", 60, 5),
    {
      suffix: "storage",
      of: space,
      what: `A node has less than ${freeStoragePercent}% of its volume left`,
      threshold: free,
      below: true,
      quietIsFine: true,
    },
    once("writes-blocked", "ClusterIndexWritesBlocked", "The domain takes no documents", 300),
    {
      suffix: "nodes",
      of: metric("Nodes", "Minimum"),
      what: `Fewer than ${target.nodes} nodes are there for a day`,
      threshold: target.nodes,
      below: true,
      quietIsFine: true,
      period: 86_400,
    },
    once("snapshot", "AutomatedSnapshotFailure", "An automated snapshot failed"),
    busy("cpu", "CPUUtilization", `A data node's CPU is at ${cpuPercent}%`, cpuPercent, 900, 3),
    busy("heap", "JVMMemoryPressure", `A data node's heap is at ${heapPercent}%`, heapPercent, 300, 3),
    once("key-error", "KMSKeyError", "The domain's KMS key is disabled"),
    once("key-inaccessible", "KMSKeyInaccessible", "The domain's KMS key is gone, or its grant is"),
  ];
  if (target.dedicatedMasters) {
    alarms.push(
      busy("master-cpu", "MasterCPUUtilization", "A master node's CPU is at 50%", 50, 900, 3),
      busy("master-heap", "MasterJVMMemoryPressure", "A master node's heap is at 80%", 80, 900, 1),
    );
  }
  return {
    alarms,
    graphs: [
      { title: "CPU and heap", lines: [cpu, heap], threshold: cpuPercent },
      { title: "free storage", lines: [space], threshold: free },
      {
        title: "documents",
        lines: [
          metric("SearchableDocuments", "Maximum"),
          metric("IndexingRate", "Average"),
          metric("SearchRate", "Average"),
        ],
      },
    ],
  };
}
