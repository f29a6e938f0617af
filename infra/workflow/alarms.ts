import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";

/** What alarms are made from. */
export interface AlarmInput {
  readonly name: string;
  readonly topicArn: pulumi.Input<string> | undefined;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: () => pulumi.CustomResourceOptions;
}

/** Alarm that goes off as soon as a metric that counts what should not happen is above zero, within five minutes. */
export function alarmAboveZero(
  input: AlarmInput,
  suffix: string,
  metric: { namespace: string; name: string; statistic: string; dimensions: Record<string, pulumi.Input<string>> },
  description: string,
): MetricAlarm {
  const name = `${input.name}-${suffix}`;
  const actions = input.topicArn === undefined ? {} : { alarmActions: [input.topicArn], okActions: [input.topicArn] };
  return new MetricAlarm(
    name,
    {
      alarmDescription: description,
      namespace: metric.namespace,
      metricName: metric.name,
      dimensions: metric.dimensions,
      statistic: metric.statistic,
      period: 300,
      evaluationPeriods: 1,
      threshold: 0,
      comparisonOperator: "GreaterThanThreshold",
      // No executions are no failures.
      treatMissingData: "notBreaching",
      ...actions,
      tags: input.tags(name),
    },
    input.child(),
  );
}

/** Alarms on executions that did not succeed: docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */
export function createExecutionAlarms(input: AlarmInput, stateMachineArn: pulumi.Input<string>): MetricAlarm[] {
  const kinds = [
    ["failed", "ExecutionsFailed", "failed"],
    ["timed-out", "ExecutionsTimedOut", "took longer than they may"],
    ["aborted", "ExecutionsAborted", "were stopped by someone"],
  ] as const;
  return kinds.map(([suffix, name, what]) =>
    alarmAboveZero(
      input,
      suffix,
      { namespace: "AWS/States", name, statistic: "Sum", dimensions: { StateMachineArn: stateMachineArn } },
      `Executions of ${input.name} ${what}.`,
    ),
  );
}
