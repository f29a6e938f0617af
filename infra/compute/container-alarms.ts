import { MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";

/** When a service's alarms go off. */
export interface ContainerAlarmArgs {
  /** Per cent of CPU, on average over ten minutes, 1 to 100. @default 90 */
  cpuPercent?: number;
  /** Per cent of memory, on average over ten minutes, 1 to 100. @default 90 */
  memoryPercent?: number;
  /** Per cent of requests that fail behind the service's load balancer, over three minutes, 0.1 to 100. @default 1 */
  errorPercent?: number;
}

export function checkAlarms(checks: ArgumentChecks, args: ContainerAlarmArgs | undefined): void {
  checks
    .integer("alarms.cpuPercent", args?.cpuPercent, 1, 100, "per cent")
    .integer("alarms.memoryPercent", args?.memoryPercent, 1, 100, "per cent");
  const { errorPercent } = args ?? {};
  const right = errorPercent === undefined || (errorPercent >= 0.1 && errorPercent <= 100);
  checks.that("alarms.errorPercent", errorPercent, right, "use 0.1 to 100 per cent");
}

/** What alarms are made from. */
export interface ContainerAlarmInput {
  readonly name: string;
  readonly args: ContainerAlarmArgs;
  readonly clusterName: pulumi.Input<string>;
  readonly topicArn: pulumi.Input<string> | undefined;
  readonly withInsights: boolean;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: () => pulumi.CustomResourceOptions;
}

const INSIGHTS = "ECS/ContainerInsights";

function alarm(from: ContainerAlarmInput, suffix: string, what: string, args: Partial<MetricAlarmArgs>): MetricAlarm {
  const name = `${from.name}-${suffix}`;
  const told = from.topicArn === undefined ? {} : { alarmActions: [from.topicArn], okActions: [from.topicArn] };
  return new MetricAlarm(
    name,
    {
      alarmDescription: `${what} (container service ${from.name}).`,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      ...args,
      ...told,
      tags: from.tags(name),
    },
    from.child(),
  );
}

/**
 * Alarms that tell of a bad version, and take its deployment back: they need not know the service, which needs them.
 * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Container-Insights-enhanced-observability-metrics-ECS.html
 */
export function createVersionAlarms(
  from: ContainerAlarmInput,
  family: string,
  loadBalancer: pulumi.Input<string> | undefined,
): MetricAlarm[] {
  const alarms: MetricAlarm[] = [];
  if (from.withInsights) {
    alarms.push(
      alarm(from, "restarts", "Containers end and are started again", {
        namespace: INSIGHTS,
        metricName: "RestartCount",
        dimensions: { ClusterName: from.clusterName, TaskDefinitionFamily: family },
        statistic: "Sum",
        period: 60,
        threshold: 0,
      }),
    );
  }
  if (loadBalancer !== undefined) {
    const errorPercent = from.args.errorPercent ?? 1;
    const metric = (id: string, metricName: string) => ({
      id,
      returnData: false,
      metric: {
        namespace: "AWS/ApplicationELB",
        metricName,
        dimensions: { LoadBalancer: loadBalancer },
        period: 60,
        stat: "Sum",
      },
    });
    alarms.push(
      alarm(from, "errors", `More than ${errorPercent}% of requests fail`, {
        metricQueries: [
          {
            id: "rate",
            // Each of the three is missing where it would be 0; RequestCount leaves out what no task was found for.
            expression:
              "IF(FILL(requests, 0) + FILL(refused, 0) > 0, 100 * (FILL(errors, 0) + FILL(refused, 0)) / (FILL(requests, 0) + FILL(refused, 0)), 0)",
            label: "errors in per cent",
            returnData: true,
          },
          metric("errors", "HTTPCode_Target_5XX_Count"),
          metric("refused", "HTTPCode_ELB_5XX_Count"),
          metric("requests", "RequestCount"),
        ],
        evaluationPeriods: 3,
        datapointsToAlarm: 3,
        threshold: errorPercent,
      }),
    );
  }
  return alarms;
}

/** Alarms on a service that runs: docs.aws.amazon.com/AmazonECS/latest/developerguide/available-metrics.html */
export function createServiceAlarms(from: ContainerAlarmInput, serviceName: pulumi.Input<string>): MetricAlarm[] {
  const dimensions = { ClusterName: from.clusterName, ServiceName: serviceName };
  const { cpuPercent = 90, memoryPercent = 90 } = from.args;
  const used = (suffix: string, metricName: string, threshold: number, what: string) =>
    alarm(from, suffix, what, {
      namespace: "AWS/ECS",
      metricName,
      dimensions,
      statistic: "Average",
      period: 60,
      evaluationPeriods: 10,
      threshold,
    });
  const alarms = [
    used("cpu", "CPUUtilization", cpuPercent, `Tasks use more than ${cpuPercent}% of their CPU`),
    used("memory", "MemoryUtilization", memoryPercent, `Tasks use more than ${memoryPercent}% of their memory`),
  ];
  if (!from.withInsights) return alarms;
  const count = (id: string, metricName: string) => ({
    id,
    returnData: false,
    metric: { namespace: INSIGHTS, metricName, dimensions, period: 60, stat: "Minimum" },
  });
  alarms.push(
    alarm(from, "missing-tasks", "Fewer tasks run than there should be, for ten minutes", {
      metricQueries: [
        { id: "missing", expression: "desired - running", label: "missing tasks", returnData: true },
        count("desired", "DesiredTaskCount"),
        count("running", "RunningTaskCount"),
      ],
      evaluationPeriods: 10,
      datapointsToAlarm: 10,
      threshold: 0,
    }),
  );
  return alarms;
}
