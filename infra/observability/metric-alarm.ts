import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import type { input } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";
import { type AlarmPlan, isMath } from "./alarm-plan";

/** What an alarm is made from. */
export interface AlarmInput {
  readonly name: string;
  readonly description: string;
  readonly plan: AlarmPlan;
  /** Topics that it tells of both states. */
  readonly topicArns: pulumi.Input<string>[];
  readonly tags: Record<string, pulumi.Input<string>>;
  readonly options: pulumi.CustomResourceOptions;
}

/** Makes the alarm that a plan describes. */
export function createAlarm({ name, description, plan, topicArns, tags, options }: AlarmInput): MetricAlarm {
  const above = plan.orAbove ? "GreaterThanOrEqualToThreshold" : "GreaterThanThreshold";
  const percentile = !isMath(plan.of) && plan.of.stat.startsWith("p");
  return new MetricAlarm(
    name,
    {
      alarmDescription: description,
      ...measured(plan),
      evaluationPeriods: plan.periods ?? 1,
      datapointsToAlarm: plan.datapoints ?? plan.periods ?? 1,
      threshold: plan.threshold,
      comparisonOperator: plan.below ? "LessThanThreshold" : above,
      // AWS reports nothing where nothing happens, which is no failure, but for what must happen all the time.
      treatMissingData: plan.below && !plan.quietIsFine ? "breaching" : "notBreaching",
      // A p99 of three requests is their slowest: no ground to wake somebody.
      ...(percentile && { evaluateLowSampleCountPercentiles: "ignore" }),
      alarmActions: topicArns,
      okActions: topicArns,
      tags,
    },
    options,
  );
}

/** The inputs of an alarm that say what it looks at. */
function measured({ of, period = 60 }: AlarmPlan) {
  if (!isMath(of)) {
    const { namespace, name, dimensions, stat } = of;
    const statistic = stat.startsWith("p") ? { extendedStatistic: stat } : { statistic: stat };
    return { namespace, metricName: name, dimensions: { ...dimensions }, period, ...statistic };
  }
  const metricQueries: input.cloudwatch.MetricAlarmMetricQuery[] = [
    { id: "result", expression: of.expression, label: of.label, returnData: true },
    ...Object.entries(of.metrics).map(([id, { namespace, name, dimensions, stat }]) => ({
      id,
      returnData: false,
      metric: { namespace, metricName: name, dimensions: { ...dimensions }, period, stat },
    })),
  ];
  return { metricQueries };
}
