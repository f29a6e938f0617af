import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";

/** What the alarms of a component share. */
export interface AlarmContext {
  readonly name: string;
  /** Who is told; the alarm is there to be looked at where it is undefined. */
  readonly topicArn: pulumi.Input<string> | undefined;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: () => pulumi.CustomResourceOptions;
}

/** A metric, and when it is too high. */
export interface AlarmSpec {
  readonly suffix: string;
  readonly description: string;
  readonly namespace: string;
  readonly metricName: string;
  readonly dimensions: Record<string, pulumi.Input<string>>;
  readonly statistic: "Sum" | "Maximum";
  /** The alarm goes off above it. @default 0 */
  readonly threshold?: number;
  /** Periods of a minute in a row. @default 1 */
  readonly minutes?: number;
}

/** Alarm that goes off above a threshold. Silence is good: none of these metrics is sent where nothing happens. */
export function createAlarm(context: AlarmContext, spec: AlarmSpec): MetricAlarm {
  const name = `${context.name}-${spec.suffix}`;
  const { topicArn } = context;
  return new MetricAlarm(
    name,
    {
      alarmDescription: spec.description,
      namespace: spec.namespace,
      metricName: spec.metricName,
      dimensions: spec.dimensions,
      statistic: spec.statistic,
      period: 60,
      evaluationPeriods: spec.minutes ?? 1,
      threshold: spec.threshold ?? 0,
      comparisonOperator: "GreaterThanThreshold",
      treatMissingData: "notBreaching",
      ...(topicArn !== undefined && { alarmActions: [topicArn], okActions: [topicArn] }),
      tags: context.tags(name),
    },
    context.child(),
  );
}
