import { Policy, Target } from "@pulumi/aws/appautoscaling";
import type { input } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** Scales a service by how many messages wait for each of its tasks. */
export interface QueueScalingArgs {
  /** Name of the queue. */
  queueName: pulumi.Input<string>;
  /** Messages that may wait for a task: how long one may wait, by how long a task takes for one. */
  messagesPerTask: number;
}

/** Scales a service by a metric that falls as tasks are added, such as one that counts by task. */
export interface MetricScalingArgs {
  /** Namespace of the metric in CloudWatch. */
  namespace: string;
  /** Name of the metric. */
  metricName: string;
  /** Its dimensions: exactly those that the metric is written with. @default none */
  dimensions?: Record<string, pulumi.Input<string>>;
  /** `Average`, `Maximum`, `Minimum`, `SampleCount`, `Sum`. @default "Average" */
  statistic?: string;
  /** Value that tasks are added above, and taken away below. */
  target: number;
}

/** How many tasks a service has, by what it has to do. With nothing but the limits it follows the CPU. */
export interface ContainerScalingArgs {
  /** Fewest tasks, at least one a zone. @default minimumZones */
  minimum?: number;
  /** Most tasks. */
  maximum: number;
  /** Per cent of CPU that tasks are to use on average, 1 to 100. @default 60, where no other measure is given */
  cpuPercent?: number;
  /** Per cent of memory that tasks are to use on average, 1 to 100. @default not looked at */
  memoryPercent?: number;
  /** Requests a minute for each task, behind the service's own load balancer. @default not looked at */
  requestsPerTask?: number;
  /** How many messages may wait for each task. @default not looked at */
  queue?: QueueScalingArgs;
  /** More metrics, by name. @default none */
  metrics?: Record<string, MetricScalingArgs>;
  /** Seconds before more tasks are added, so that the last ones count, 0 to 3,600. @default 60 */
  scaleOutCooldownSeconds?: number;
  /** Seconds before more tasks are taken away, 0 to 3,600. @default 300 */
  scaleInCooldownSeconds?: number;
}

const STATISTICS = ["Average", "Maximum", "Minimum", "SampleCount", "Sum"];

export function checkScaling(
  checks: ArgumentChecks,
  args: ContainerScalingArgs | undefined,
  least: number,
  hasLoadBalancer: boolean,
  shifts: boolean,
): void {
  if (!args) return;
  const minimum = args.minimum ?? least;
  checks
    .integer("scaling.minimum", args.minimum, least, 5000, "tasks: one a zone")
    .integer("scaling.maximum", args.maximum, minimum, 5000, "tasks")
    .integer("scaling.cpuPercent", args.cpuPercent, 1, 100, "per cent")
    .integer("scaling.memoryPercent", args.memoryPercent, 1, 100, "per cent")
    .integer("scaling.requestsPerTask", args.requestsPerTask, 1, 10_000_000, "requests a minute")
    .that("scaling.requestsPerTask", args.requestsPerTask, hasLoadBalancer, "give loadBalancer with it")
    .that(
      "scaling.requestsPerTask",
      args.requestsPerTask,
      !shifts,
      "use another measure: this one counts requests of one target group, and the deployment changes between two",
    )
    .integer("scaling.queue.messagesPerTask", args.queue?.messagesPerTask, 1, 1_000_000, "messages")
    .integer("scaling.scaleOutCooldownSeconds", args.scaleOutCooldownSeconds, 0, 3600, "seconds")
    .integer("scaling.scaleInCooldownSeconds", args.scaleInCooldownSeconds, 0, 3600, "seconds");
  for (const [name, metric] of Object.entries(args.metrics ?? {})) {
    checks
      .matches(`scaling.metrics.${name}`, name, /^[a-z][a-z0-9-]*$/, "name it with lower-case letters, digits and -")
      .oneOf(`scaling.metrics.${name}.statistic`, metric.statistic, STATISTICS)
      .that(`scaling.metrics.${name}.target`, metric.target, metric.target > 0, "use a number above 0");
  }
}

/** What scaling is made from. */
export interface ScalingInput {
  readonly name: string;
  readonly args: ContainerScalingArgs;
  readonly minimum: number;
  readonly clusterName: pulumi.Input<string>;
  readonly serviceName: pulumi.Input<string>;
  /** Load balancer and target group as CloudWatch names them together; undefined without one. */
  readonly requestLabel: pulumi.Output<string> | undefined;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

type Measure = Pick<
  input.appautoscaling.PolicyTargetTrackingScalingPolicyConfiguration,
  "predefinedMetricSpecification" | "customizedMetricSpecification" | "targetValue"
>;

/** Target tracking by each measure: the one that asks for most tasks decides. */
export function createScaling(from: ScalingInput): Target {
  const { name, args, clusterName, serviceName, tags, child } = from;
  const target = new Target(
    `${name}-scaling`,
    {
      serviceNamespace: "ecs",
      scalableDimension: "ecs:service:DesiredCount",
      resourceId: pulumi.interpolate`service/${clusterName}/${serviceName}`,
      minCapacity: from.minimum,
      maxCapacity: args.maximum,
      tags: tags(`${name}-scaling`),
    },
    child(),
  );
  for (const [measure, settings] of Object.entries(measures(from))) {
    new Policy(
      `${name}-scaling-${measure}`,
      {
        policyType: "TargetTrackingScaling",
        serviceNamespace: target.serviceNamespace,
        scalableDimension: target.scalableDimension,
        resourceId: target.resourceId,
        targetTrackingScalingPolicyConfiguration: {
          ...settings,
          scaleOutCooldown: args.scaleOutCooldownSeconds ?? 60,
          scaleInCooldown: args.scaleInCooldownSeconds ?? 300,
        },
      },
      child(),
    );
  }
  return target;
}

function measures({ args, requestLabel, clusterName, serviceName }: ScalingInput): Record<string, Measure> {
  const { cpuPercent, memoryPercent, requestsPerTask, queue, metrics = {} } = args;
  const none = [memoryPercent, requestsPerTask, queue].every((one) => one === undefined);
  const cpu = cpuPercent ?? (none && Object.keys(metrics).length === 0 ? 60 : undefined);
  const found: Record<string, Measure> = {};
  const predefined = (predefinedMetricType: string, targetValue: number, resourceLabel?: pulumi.Output<string>) => ({
    predefinedMetricSpecification: { predefinedMetricType, resourceLabel },
    targetValue,
  });
  if (cpu !== undefined) found["cpu"] = predefined("ECSServiceAverageCPUUtilization", cpu);
  if (memoryPercent !== undefined) found["memory"] = predefined("ECSServiceAverageMemoryUtilization", memoryPercent);
  if (requestsPerTask !== undefined)
    found["requests"] = predefined("ALBRequestCountPerTarget", requestsPerTask, requestLabel);
  if (queue) found["queue"] = backlogPerTask(queue, clusterName, serviceName);
  for (const [name, metric] of Object.entries(metrics)) {
    found[`metric-${name}`] = {
      customizedMetricSpecification: {
        namespace: metric.namespace,
        metricName: metric.metricName,
        dimensions: dimensions(metric.dimensions ?? {}),
        statistic: metric.statistic ?? "Average",
      },
      targetValue: metric.target,
    };
  }
  return found;
}

function dimensions(of: Record<string, pulumi.Input<string>>) {
  return Object.entries(of).map(([name, value]) => ({ name, value }));
}

/** docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html */
function backlogPerTask(
  { queueName, messagesPerTask }: QueueScalingArgs,
  clusterName: pulumi.Input<string>,
  serviceName: pulumi.Input<string>,
): Measure {
  const metric = (
    id: string,
    namespace: string,
    metricName: string,
    stat: string,
    of: Parameters<typeof dimensions>[0],
  ) => ({
    id,
    returnData: false,
    metricStat: { stat, metric: { namespace, metricName, dimensions: dimensions(of) } },
  });
  return {
    customizedMetricSpecification: {
      metrics: [
        metric("waiting", "AWS/SQS", "ApproximateNumberOfMessagesVisible", "Sum", { QueueName: queueName }),
        metric("tasks", "ECS/ContainerInsights", "RunningTaskCount", "Average", {
          ClusterName: clusterName,
          ServiceName: serviceName,
        }),
        { id: "backlog", expression: "waiting / tasks", label: "Messages that wait for each task", returnData: true },
      ],
    },
    targetValue: messagesPerTask,
  };
}
