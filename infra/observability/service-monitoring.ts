import type * as pulumi from "@pulumi/pulumi";
import { type AlarmPlan, metrics } from "./alarm-plan";
import { FirehoseDestination, type FirehoseFacts, firehosePlan } from "./firehose-plan";
import {
  type ApiTarget,
  type ApiWatchArgs,
  checkApi,
  checkFunction,
  checkMetric,
  checkTable,
  type FunctionTarget,
  type FunctionWatchArgs,
  type MetricWatchArgs,
  type QueueTarget,
  type QueueWatchArgs,
  type ServiceMonitoringArgs,
  type StreamTarget,
  type StreamWatchArgs,
  type TableTarget,
  type TableWatchArgs,
  type WorkflowTarget,
  type WorkflowWatchArgs,
} from "./monitoring-args";
import { MonitoringBase } from "./monitoring-base";
import { brokerPlan } from "./plans-broker";
import { containerServicePlan, loadBalancerPlan, networkLoadBalancerPlan } from "./plans-containers";
import { acceleratorPlan, cachePlan, databasePlan, serverlessCachePlan } from "./plans-data";
import { type SearchTarget, type SearchWatchArgs, searchPlan } from "./search-plan";
import { tablePlan } from "./table-plan";
import { checkAnomaly, checkBroker, checkCacheWatch, checkDatabase, checkGroups, checkPercent } from "./watch-checks";
import { apiPlan, functionPlan, metricGraph, queuePlan, streamPlan, workflowPlan } from "./watch-plans";
import type {
  AcceleratorTarget,
  AcceleratorWatchArgs,
  AnomalyWatchArgs,
  BrokerTarget,
  BrokerWatchArgs,
  CacheTarget,
  CacheWatchArgs,
  ContainerServiceTarget,
  ContainerServiceWatchArgs,
  DatabaseTarget,
  DatabaseWatchArgs,
  LoadBalancerTarget,
  LoadBalancerWatchArgs,
  NetworkLoadBalancerTarget,
  NetworkLoadBalancerWatchArgs,
  ServerlessCacheTarget,
  ServerlessCacheWatchArgs,
} from "./watch-targets";

/**
 * Watches a service: alarms on what its functions, containers, databases, caches,
 * tables, queues, streams, brokers, workflows and APIs do, a composite alarm that
 * says whether the service as a whole is well, a dashboard, and saved queries over its logs.
 *
 * Say what belongs to the service by `watch…`, then `complete()`, which makes composite alarm, dashboard and queries:
 *
 * ```ts
 * const monitoring = new ServiceMonitoring("orders", { emails: ["on-call@example.com"] });
 * monitoring.watchFunction("api", handler);
 * monitoring.watchTable("journal", journal, { indexes: ["gsi1"] });
 * monitoring.complete();
 * ```
 */
export class ServiceMonitoring extends MonitoringBase {
  /** @throws ArgumentError where an argument is wrong. */
  // Public, where the base's is not: only a service is monitored.
  constructor(name: string, args: ServiceMonitoringArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super(name, args, opts);
  }

  /**
   * Watches errors, latency near the timeout, throttles, lost events, dead letters, busy reserved concurrency and, of
   * readers of streams, how far behind they are; its logs get the saved queries. A `LambdaService` has an alarm on its
   * dead letters itself: set `asynchronous.withoutAlarms` where this is to be the one to tell.
   * @param name names the alarms: lower-case letters, digits and hyphens, one of a kind for the service.
   * @throws ArgumentError where an argument is wrong.
   */
  watchFunction(name: string, target: FunctionTarget, args: FunctionWatchArgs = {}): this {
    const checks = this.checks();
    checkFunction(checks, target, args);
    checks.done();
    if (target.logGroupName !== undefined) this.logGroupNames.push(target.logGroupName);
    return this.watch(name, "function", functionPlan(target, args));
  }

  /** Watches throttled reads and writes, server errors and, if told, latency of a table. See {@link watchFunction}. */
  watchTable(name: string, target: TableTarget, args: TableWatchArgs = {}): this {
    const checks = this.checks();
    checkTable(checks, args);
    checks.done();
    return this.watch(name, "table", tablePlan(target, args));
  }

  /**
   * Watches the age of the oldest message and the dead letters of a queue. A `Queue` has an alarm on its dead letters
   * itself: make it `withoutAlarms` where this is to be the one to tell. See {@link watchFunction}.
   */
  watchQueue(name: string, target: QueueTarget, args: QueueWatchArgs = {}): this {
    this.checks()
      .integer("maxAgeSeconds", args.maxAgeSeconds, 1, 1_209_600, "seconds")
      .integer("maxDepth", args.maxDepth, 0, 1_000_000_000, "messages")
      .done();
    return this.watch(name, "queue", queuePlan(target, args));
  }

  /** Watches how far behind readers of a Kinesis stream are, and throttling. See {@link watchFunction}. */
  watchStream(name: string, target: StreamTarget, args: StreamWatchArgs = {}): this {
    this.checks().integer("maxIteratorAgeSeconds", args.maxIteratorAgeSeconds, 1, 31_536_000, "seconds").done();
    return this.watch(name, "stream", streamPlan(target, args));
  }

  /**
   * Watches executions that fail, time out or are throttled. A `Workflow` has alarms on the first two itself: make it
   * `withoutAlarms` where this is to be the one to tell. See {@link watchFunction}.
   */
  watchWorkflow(name: string, target: WorkflowTarget, args: WorkflowWatchArgs = {}): this {
    this.checks().integer("maxSeconds", args.maxSeconds, 1, 31_536_000, "seconds").done();
    if (target.logGroupName !== undefined) this.logGroupNames.push(target.logGroupName);
    return this.watch(name, "workflow", workflowPlan(target, args));
  }

  /** Watches failed requests and latency of a stage of a REST API. See {@link watchFunction}. */
  watchApi(name: string, target: ApiTarget, args: ApiWatchArgs = {}): this {
    const checks = this.checks();
    checkApi(checks, args);
    checks.done();
    return this.watch(name, "API", apiPlan(target, args));
  }

  /** Watches a metric of the service's own, such as orders a minute. See {@link watchFunction}. */
  watchMetric(name: string, args: MetricWatchArgs): this {
    const checks = this.checks();
    checkMetric(checks, args);
    checks.done();
    const { of, graphs } = metricGraph(args);
    const plan: AlarmPlan = {
      suffix: "metric",
      of,
      what: args.description,
      threshold: args.threshold,
      below: args.alarmBelow,
      period: args.periodSeconds,
      periods: args.periods ?? 3,
    };
    return this.watch(name, "metric", { alarms: [plan], graphs });
  }

  /**
   * Watches CPU, memory, missing tasks and restarts of a service of ECS; its logs get the saved queries. See
   * {@link watchFunction}.
   */
  watchContainerService(name: string, target: ContainerServiceTarget, args: ContainerServiceWatchArgs = {}): this {
    const checks = this.checks();
    checkPercent(checks, { cpuPercent: args.cpuPercent, memoryPercent: args.memoryPercent });
    checks.integer("missingMinutes", args.missingMinutes, 1, 60, "minutes");
    if (args.withoutContainerInsights && args.missingMinutes !== undefined) {
      checks.fail("missingMinutes", args.missingMinutes, "drop it, or withoutContainerInsights");
    }
    checks.done();
    if (target.logGroupName !== undefined) this.logGroupNames.push(target.logGroupName);
    return this.watch(name, "container service", containerServicePlan(target, args));
  }

  /** Watches failed requests, latency and healthy targets of an Application Load Balancer. See {@link watchFunction}. */
  watchLoadBalancer(name: string, target: LoadBalancerTarget, args: LoadBalancerWatchArgs = {}): this {
    const { serverErrorPercent: errors } = args;
    const checks = this.checks();
    checkGroups(checks, target.targetGroups);
    checks
      .matches("loadBalancer", target.loadBalancer, /^app\//, "use the last part of its ARN, app/…")
      .that("serverErrorPercent", errors, errors !== undefined && errors >= 0 && errors < 100, "use 0 to below 100")
      .integer("latencyMs", args.latencyMs, 1, 300_000, "milliseconds")
      .integer("minimumHealthy", args.minimumHealthy, 1, 1000)
      .done();
    return this.watch(name, "load balancer", loadBalancerPlan(target, args));
  }

  /** Watches healthy targets and want of ports of a Network Load Balancer. See {@link watchFunction}. */
  watchNetworkLoadBalancer(
    name: string,
    target: NetworkLoadBalancerTarget,
    args: NetworkLoadBalancerWatchArgs = {},
  ): this {
    const checks = this.checks();
    checkGroups(checks, target.targetGroups);
    checks
      .matches("loadBalancer", target.loadBalancer, /^net\//, "use the last part of its ARN, net/…")
      .length("targetGroups", Object.keys(target.targetGroups), 1, 50)
      .integer("minimumHealthy", args.minimumHealthy, 1, 1000)
      .done();
    return this.watch(name, "load balancer", networkLoadBalancerPlan(target, args));
  }

  /** Watches CPU, connections, memory or capacity, deadlocks and lag of an Aurora cluster. See {@link watchFunction}. */
  watchDatabase(name: string, target: DatabaseTarget, args: DatabaseWatchArgs = {}): this {
    const checks = this.checks();
    checkDatabase(checks, target, args);
    checks.done();
    return this.watch(name, "database", databasePlan(target, args));
  }

  /** Watches CPU, memory, swap, evictions and lag of a cache's nodes. See {@link watchFunction}. */
  watchCache(name: string, target: CacheTarget, args: CacheWatchArgs = {}): this {
    const checks = this.checks();
    checkCacheWatch(checks, target, args);
    checks.done();
    return this.watch(name, "cache", cachePlan(target, args));
  }

  /** Watches storage and slowed commands of a serverless cache. See {@link watchFunction}. */
  watchServerlessCache(name: string, target: ServerlessCacheTarget, args: ServerlessCacheWatchArgs = {}): this {
    const checks = this.checks();
    checkPercent(checks, { storagePercent: args.storagePercent });
    checks.integer("maximumStorageGb", target.maximumStorageGb, 1, 5000, "GB").done();
    return this.watch(name, "cache", serverlessCachePlan(target, args));
  }

  /** Watches CPU, memory, faults and throttled requests of a DynamoDB Accelerator. See {@link watchFunction}. */
  watchAccelerator(name: string, target: AcceleratorTarget, args: AcceleratorWatchArgs = {}): this {
    const checks = this.checks();
    checkPercent(checks, { cpuPercent: args.cpuPercent, memoryPercent: args.memoryPercent });
    checks.done();
    return this.watch(name, "accelerator", acceleratorPlan(target, args));
  }

  /** Watches CPU, memory, disk and waiting messages of a broker of Amazon MQ. See {@link watchFunction}. */
  watchBroker(name: string, target: BrokerTarget, args: BrokerWatchArgs = {}): this {
    const checks = this.checks();
    checkBroker(checks, target, args);
    checks.done();
    return this.watch(name, "broker", brokerPlan(target, args));
  }

  /** Watches late, failed and refused records of a Firehose stream. See {@link watchFunction}. */
  watchDeliveryStream(name: string, target: FirehoseFacts): this {
    this.checks()
      .oneOf("destination", target.destination, Object.values(FirehoseDestination))
      .integer("maxAgeSeconds", target.maxAgeSeconds, 60, 86_400, "seconds")
      .done();
    return this.watch(name, "delivery stream", firehosePlan(target));
  }

  /** Watches health, storage, CPU and heap of an OpenSearch domain, as a `LogSearch` does itself. See {@link watchFunction}. */
  watchSearch(name: string, target: SearchTarget, args: SearchWatchArgs = {}): this {
    const checks = this.checks();
    checkPercent(checks, {
      freeStoragePercent: args.freeStoragePercent,
      cpuPercent: args.cpuPercent,
      heapPercent: args.heapPercent,
    });
    checks.integer("nodes", target.nodes, 1, 80).integer("volumeGib", target.volumeGib, 10, 24_576, "GiB").done();
    return this.watch(name, "search domain", searchPlan(target, args));
  }

  /** Watches any metric for what CloudWatch, by past weeks, did not expect. See {@link watchFunction}. */
  watchAnomaly(name: string, args: AnomalyWatchArgs): this {
    const checks = this.checks();
    checkAnomaly(checks, args);
    checks.done();
    const of = metrics(args.namespace, args.dimensions ?? {})(args.metricName, args.statistic ?? "Average");
    const plan: AlarmPlan = {
      suffix: "unusual",
      of,
      what: args.description,
      threshold: 0,
      band: args.deviations ?? 3,
      below: args.bothWays,
      period: args.periodSeconds ?? 300,
      periods: args.periods ?? 3,
    };
    return this.watch(name, "metric", { alarms: [plan], graphs: [{ title: args.metricName, lines: [of] }] });
  }

  /** Adds a log group to those that the saved queries look through. */
  watchLogs(logGroupName: pulumi.Input<string>): this {
    this.logGroupNames.push(logGroupName);
    return this;
  }
}
