import * as pulumi from "@pulumi/pulumi";
import { type AlarmPlan, aboveZero, type Metric, metrics, type WatchPlan } from "./alarm-plan";
import type {
  ContainerServiceTarget,
  ContainerServiceWatchArgs,
  LoadBalancerTarget,
  LoadBalancerWatchArgs,
  NetworkLoadBalancerTarget,
  NetworkLoadBalancerWatchArgs,
} from "./watch-targets";

/**
 * docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html and, for tasks and restarts,
 * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-enhanced-observability-metrics-ECS.html
 */
export function containerServicePlan(target: ContainerServiceTarget, args: ContainerServiceWatchArgs): WatchPlan {
  const dimensions = { ClusterName: target.clusterName, ServiceName: target.serviceName };
  const metric = metrics("AWS/ECS", dimensions);
  const insights = metrics("ECS/ContainerInsights", dimensions);
  const { cpuPercent = 80, memoryPercent = 80, missingMinutes = 10 } = args;
  const cpu = metric("CPUUtilization", "Average");
  const memory = metric("MemoryUtilization", "Average");
  const alarms: AlarmPlan[] = [
    {
      suffix: "cpu",
      of: cpu,
      what: `Tasks use ${cpuPercent}% of their CPU`,
      threshold: cpuPercent,
      orAbove: true,
      periods: 10,
    },
    {
      suffix: "memory",
      of: memory,
      what: `Tasks use ${memoryPercent}% of their memory`,
      threshold: memoryPercent,
      orAbove: true,
      periods: 10,
    },
  ];
  const utilisation = { title: "CPU and memory in per cent", lines: [cpu, memory], threshold: cpuPercent };
  if (args.withoutContainerInsights) return { alarms, graphs: [utilisation] };
  const running = insights("RunningTaskCount", "Average");
  const desired = insights("DesiredTaskCount", "Average");
  // Restarts have more dimensions, the container's name among them; the largest is what happened to one.
  const query = pulumi.interpolate`SELECT MAX(RestartCount) FROM "ECS/ContainerInsights" WHERE ClusterName = '${target.clusterName}' AND ServiceName = '${target.serviceName}'`;
  const restarts = { query, label: "restarts" };
  alarms.push(
    {
      suffix: "tasks",
      of: { expression: "desired - running", label: "missing tasks", metrics: { desired, running } },
      what: `Fewer tasks run than should for ${missingMinutes} minutes`,
      threshold: 0,
      periods: missingMinutes,
    },
    aboveZero("restarts", restarts, "Containers are restarted"),
  );
  return {
    alarms,
    graphs: [
      utilisation,
      { title: "tasks", lines: [desired, running, insights("PendingTaskCount", "Average")] },
      { title: "restarts", lines: [restarts] },
    ],
  };
}

/** docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-cloudwatch-metrics.html */
export function loadBalancerPlan(target: LoadBalancerTarget, args: LoadBalancerWatchArgs): WatchPlan {
  const metric = metrics("AWS/ApplicationELB", { LoadBalancer: target.loadBalancer });
  const { serverErrorPercent = 5, latencyMs = 2500, minimumHealthy = 1 } = args;
  const requests = metric("RequestCount", "Sum");
  const byTargets = metric("HTTPCode_Target_5XX_Count", "Sum");
  const byBalancer = metric("HTTPCode_ELB_5XX_Count", "Sum");
  const latency = metric("TargetResponseTime", "p99");
  // Requests that the balancer failed itself are none of RequestCount's.
  const failed = {
    expression:
      "IF(FILL(requests, 0) + FILL(balancer, 0) > 0, 100 * (FILL(targets, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(balancer, 0)), 0)",
    label: "failed requests in per cent",
    metrics: { requests, targets: byTargets, balancer: byBalancer },
  };
  const alarms: AlarmPlan[] = [
    {
      suffix: "server-errors",
      of: failed,
      what: `More than ${serverErrorPercent}% of requests fail for the service's fault`,
      threshold: serverErrorPercent,
      periods: 3,
    },
    {
      suffix: "latency",
      of: latency,
      what: `p99 of a target's answer takes more than ${latencyMs} ms`,
      // In seconds.
      threshold: latencyMs / 1000,
      periods: 5,
    },
    aboveZero("rejected", metric("RejectedConnectionCount", "Sum"), "The load balancer has no room for connections", 3),
  ];
  const groups = Object.entries(target.targetGroups ?? {}).map(([name, group]): [string, Metric] => [
    name,
    metric("HealthyHostCount", "Minimum", { TargetGroup: group }, name),
  ]);
  for (const [name, of] of groups) alarms.push(healthPlan(name, of, minimumHealthy));
  return {
    alarms,
    graphs: [
      { title: "requests", lines: [requests, byTargets, byBalancer] },
      {
        title: "time of an answer",
        lines: ["p50", "p90", "p99"].map((stat) => metric("TargetResponseTime", stat, {}, stat)),
        threshold: latencyMs / 1000,
      },
      ...healthGraph(groups, minimumHealthy),
    ],
  };
}

/** docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-cloudwatch-metrics.html */
export function networkLoadBalancerPlan(
  target: NetworkLoadBalancerTarget,
  args: NetworkLoadBalancerWatchArgs,
): WatchPlan {
  const metric = metrics("AWS/NetworkELB", { LoadBalancer: target.loadBalancer });
  const { minimumHealthy = 1 } = args;
  const groups = Object.entries(target.targetGroups).map(([name, group]): [string, Metric] => [
    name,
    metric("HealthyHostCount", "Minimum", { TargetGroup: group }, name),
  ]);
  const ports = metric("PortAllocationErrorCount", "Sum");
  return {
    alarms: [
      ...groups.map(([name, of]) => healthPlan(name, of, minimumHealthy)),
      aboveZero("ports", ports, "Connections to targets fail for want of ports"),
    ],
    graphs: [
      { title: "flows", lines: [metric("NewFlowCount", "Sum"), metric("ActiveFlowCount", "Average")] },
      { title: "resets", lines: [metric("TCP_Target_Reset_Count", "Sum"), metric("TCP_ELB_Reset_Count", "Sum")] },
      ...healthGraph(groups, minimumHealthy),
    ],
  };
}

function healthPlan(name: string, of: Metric, minimumHealthy: number): AlarmPlan {
  return {
    suffix: `${name}-health`,
    of,
    what: `Fewer than ${minimumHealthy} targets of ${name} are well`,
    threshold: minimumHealthy,
    below: true,
    periods: 3,
  };
}

function healthGraph(groups: [string, Metric][], minimumHealthy: number) {
  return groups.length === 0
    ? []
    : [{ title: "healthy targets", lines: groups.map(([, of]) => of), threshold: minimumHealthy }];
}
