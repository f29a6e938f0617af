import type * as pulumi from "@pulumi/pulumi";

/** A service of ECS. */
export interface ContainerServiceTarget {
  readonly clusterName: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  readonly logGroupName?: pulumi.Input<string>;
}

/** What is too much for a service of ECS. */
export interface ContainerServiceWatchArgs {
  /** CPU of what the tasks reserve, in per cent, over 10 minutes, 1 to 100. @default 80 */
  cpuPercent?: number;
  /** Memory of what the tasks reserve, in per cent, over 10 minutes, 1 to 100. @default 80 */
  memoryPercent?: number;
  /** Minutes that tasks may be missing, as in a deployment, 1 to 60. @default 10 */
  missingMinutes?: number;
  /** The cluster has no Container Insights: tasks and restarts are not watched. @default false */
  withoutContainerInsights?: boolean;
}

/** An Application Load Balancer. */
export interface LoadBalancerTarget {
  /** Last part of its ARN, `app/<name>/<id>`: the provider's `arnSuffix`. */
  readonly loadBalancer: pulumi.Input<string>;
  /** Last parts of the ARNs of its target groups, `targetgroup/<name>/<id>`, by name. */
  readonly targetGroups?: Record<string, pulumi.Input<string>>;
}

/** What is too much for an Application Load Balancer. */
export interface LoadBalancerWatchArgs {
  /** Requests that targets or the balancer fail (5XX), in per cent, over 3 minutes, 0 to below 100. @default 5 */
  serverErrorPercent?: number;
  /** p99 of a target's answer in milliseconds, over 5 minutes. @default 2500 */
  latencyMs?: number;
  /** Targets of each group that have to be well. @default 1 */
  minimumHealthy?: number;
}

/** A Network Load Balancer. */
export interface NetworkLoadBalancerTarget {
  /** Last part of its ARN, `net/<name>/<id>`. */
  readonly loadBalancer: pulumi.Input<string>;
  /** Last parts of the ARNs of its target groups, `targetgroup/<name>/<id>`, by name. */
  readonly targetGroups: Record<string, pulumi.Input<string>>;
}

/** What is too little for a Network Load Balancer. */
export interface NetworkLoadBalancerWatchArgs {
  /** Targets of each group that have to be well. @default 1 */
  minimumHealthy?: number;
}

/** An Aurora cluster. */
export interface DatabaseTarget {
  readonly clusterIdentifier: pulumi.Input<string>;
  /** Its instances are serverless: they are watched by capacity units, not by memory. */
  readonly serverless?: boolean;
  /** That there are instances to read from. */
  readonly readers?: boolean;
}

/** What is too much for an Aurora cluster. */
export interface DatabaseWatchArgs {
  /** CPU of the busiest instance, in per cent, over 10 minutes, 1 to 100. @default 80 */
  cpuPercent?: number;
  /** Connections of the busiest instance, over 5 minutes. @default not watched: how many it takes depends on its memory */
  maxConnections?: number;
  /** Capacity units in use, in per cent of the most that it may have, over 10 minutes; serverless. @default 90 */
  capacityPercent?: number;
  /** Memory that has to be free, in MiB, over 10 minutes; not serverless. @default 256 */
  minimumFreeMemoryMib?: number;
  /** How far a reader may be behind, in milliseconds, over 5 minutes; needs `readers`. @default 1000 */
  maxReplicaLagMs?: number;
}

/** Nodes of a Valkey, Redis or Memcached cache. */
export interface CacheTarget {
  /** Ids of the nodes' cache clusters, at most 10, such as `shop-001` and `shop-002`. */
  readonly cacheClusterIds: pulumi.Input<string>[];
  /** Memcached: it has no replicas and one memory figure fewer. */
  readonly memcached?: boolean;
}

/** What is too much for a cache. */
export interface CacheWatchArgs {
  /** CPU of the engine's own thread, in per cent, over 10 minutes, 1 to 100. @default 90 */
  cpuPercent?: number;
  /** Memory, in per cent, over 10 minutes, 1 to 100; not for Memcached. @default 80 */
  memoryPercent?: number;
  /** Keys a minute that are thrown out for want of room, over 5 minutes. @default not watched: a cache may do so */
  maxEvictions?: number;
  /** Seconds that a replica may be behind, over 5 minutes; not for Memcached. @default 10 */
  maxReplicationLagSeconds?: number;
}

/** A serverless cache. */
export interface ServerlessCacheTarget {
  readonly cacheName: pulumi.Input<string>;
  /** GB that it may have at most. */
  readonly maximumStorageGb: number;
}

/** What is too much for a serverless cache. */
export interface ServerlessCacheWatchArgs {
  /** Share of the storage that is used, in per cent, over 10 minutes, 1 to 100. @default 80 */
  storagePercent?: number;
}

/** A cluster of DynamoDB Accelerator. */
export interface AcceleratorTarget {
  readonly clusterName: pulumi.Input<string>;
}

/** What is too much for a cluster of DynamoDB Accelerator. */
export interface AcceleratorWatchArgs {
  /** CPU of the busiest node, in per cent, over 10 minutes, 1 to 100. @default 80 */
  cpuPercent?: number;
  /** Memory of the fullest node, in per cent, over 10 minutes, 1 to 100; at 100 writes are throttled. @default 90 */
  memoryPercent?: number;
}

/** Which broker it is: they have other metrics. */
export const WatchedBrokerEngine = { ActiveMq: "ActiveMQ", RabbitMq: "RabbitMQ" } as const;
export type WatchedBrokerEngine = (typeof WatchedBrokerEngine)[keyof typeof WatchedBrokerEngine];

/** A broker of Amazon MQ. */
export interface BrokerTarget {
  readonly brokerName: pulumi.Input<string>;
  readonly engine: WatchedBrokerEngine;
  /** Instances of ActiveMQ: 1, or 2 for active/standby. @default 2 */
  readonly instances?: number;
}

/** What is too much for a broker. */
export interface BrokerWatchArgs {
  /** CPU of the busiest instance or node, in per cent, over 10 minutes, 1 to 100. @default 80 */
  cpuPercent?: number;
  /** Heap and store of ActiveMQ, in per cent, over 10 minutes, 1 to 100. @default 80 */
  memoryPercent?: number;
  /** Free disk of the fullest node of RabbitMQ, in GiB. @default not watched: it depends on the instance type */
  minimumFreeDiskGib?: number;
  /** Memory of the fullest node of RabbitMQ, in MiB. @default not watched: it depends on the instance type */
  maxMemoryMib?: number;
  /** Messages that wait, over 5 minutes. @default not watched: how many are many depends on the consumer */
  maxMessages?: number;
}

/** A metric that is watched for what is unusual. */
export interface AnomalyWatchArgs {
  /** Any namespace, AWS's too. */
  namespace: string;
  /** Name of the metric. */
  metricName: string;
  /** Exactly those that the metric was written with. @default none */
  dimensions?: Record<string, pulumi.Input<string>>;
  /** `Sum`, `Average`, `Minimum`, `Maximum` or a percentile such as `p99`. @default "Average" */
  statistic?: string;
  /** Width of the band in standard deviations, 0.5 to 10: the wider, the fewer alarms. @default 3 */
  deviations?: number;
  /** Too little is an alarm too. @default false */
  bothWays?: boolean;
  /** Length of a period, in seconds, a multiple of 60. @default 300 */
  periodSeconds?: number;
  /** Periods in a row, 1 to 100. @default 3 */
  periods?: number;
  /** What it means, for people. */
  description: string;
}
