import { MetricAlarm, type MetricAlarmArgs } from "@pulumi/aws/cloudwatch";
import type { ClusterInput } from "./kubernetes-input";

/** Metrics that EKS sends of every cluster: docs.aws.amazon.com/eks/latest/userguide/cloudwatch.html */
const NAMESPACE = "AWS/EKS";

/** What a cluster has to be looked at for, without an agent in it. */
export function createClusterAlarms(input: ClusterInput): MetricAlarm[] {
  const dimensions = { ClusterName: input.clusterName };
  const sum = (id: string, metricName: string) => ({
    id,
    metric: { namespace: NAMESPACE, metricName, dimensions, stat: "Sum", period: 300 },
    returnData: false,
  });
  return [
    createAlarm(input, "api-errors", {
      alarmDescription: `The Kubernetes API of ${input.name} fails more than 5 % of requests for 15 minutes.`,
      metricQueries: [
        sum("errors", "apiserver_request_total_5XX"),
        sum("requests", "apiserver_request_total"),
        {
          id: "rate",
          expression: "IF(requests > 0, 100 * errors / requests, 0)",
          label: "Failed requests, %",
          returnData: true,
        },
      ],
      threshold: 5,
      evaluationPeriods: 3,
    }),
    createAlarm(input, "pods-pending", {
      alarmDescription: `Pods of ${input.name} find no place to run for 15 minutes: too few nodes, or no Fargate profile for them.`,
      namespace: NAMESPACE,
      metricName: "scheduler_pending_pods_UNSCHEDULABLE",
      dimensions,
      statistic: "Sum",
      period: 300,
      threshold: 0,
      evaluationPeriods: 3,
    }),
    createAlarm(input, "scheduler-errors", {
      alarmDescription: `The scheduler of ${input.name} fails by itself for 15 minutes.`,
      namespace: NAMESPACE,
      metricName: "scheduler_schedule_attempts_ERROR",
      dimensions,
      statistic: "Sum",
      period: 300,
      threshold: 0,
      evaluationPeriods: 3,
    }),
  ];
}

function createAlarm(
  { name, args, tags, child }: ClusterInput,
  suffix: string,
  alarm: Omit<MetricAlarmArgs, "comparisonOperator" | "treatMissingData" | "alarmActions" | "okActions" | "tags">,
): MetricAlarm {
  const alarmName = `${name}-${suffix}`;
  const { alarmTopicArn } = args;
  return new MetricAlarm(
    alarmName,
    {
      ...alarm,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      ...(alarmTopicArn !== undefined && { alarmActions: [alarmTopicArn], okActions: [alarmTopicArn] }),
      tags: tags(alarmName),
    },
    child(),
  );
}
