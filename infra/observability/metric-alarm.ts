import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import type { input } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";
import { type AlarmPlan, isMath, isQuery, type Metric } from "./alarm-plan";

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
  const single = isMath(plan.of) || isQuery(plan.of) ? undefined : plan.of;
  const compared =
    single && plan.band !== undefined
      ? outside(single, plan.band, plan)
      : {
          ...measured(plan),
          threshold: plan.threshold,
          comparisonOperator: plan.below ? "LessThanThreshold" : above,
        };
  return new MetricAlarm(
    name,
    {
      alarmDescription: description,
      ...compared,
      evaluationPeriods: plan.periods ?? 1,
      datapointsToAlarm: plan.datapoints ?? plan.periods ?? 1,
      // AWS reports nothing where nothing happens, which is no failure, but for what must happen all the time.
      treatMissingData: plan.below && !plan.quietIsFine && plan.band === undefined ? "breaching" : "notBreaching",
      // A p99 of three requests is their slowest: no ground to wake somebody.
      ...(single?.stat.startsWith("p") && { evaluateLowSampleCountPercentiles: "ignore" }),
      alarmActions: topicArns,
      okActions: topicArns,
      tags,
    },
    options,
  );
}

/** The inputs of an alarm that say what it looks at. */
function measured({ of, period = 60 }: AlarmPlan) {
  if (isQuery(of)) {
    return { metricQueries: [{ id: "result", expression: of.query, label: of.label, period, returnData: true }] };
  }
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

/** An alarm on what CloudWatch did not expect: docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html */
function outside(
  { namespace, name, dimensions, stat, label }: Metric,
  band: number,
  { below, period = 60 }: AlarmPlan,
) {
  const metricQueries: input.cloudwatch.MetricAlarmMetricQuery[] = [
    { id: "band", expression: `ANOMALY_DETECTION_BAND(seen, ${band})`, label: "expected", returnData: true },
    {
      id: "seen",
      label: label ?? name,
      returnData: true,
      metric: { namespace, metricName: name, dimensions: { ...dimensions }, period, stat },
    },
  ];
  return {
    metricQueries,
    thresholdMetricId: "band",
    comparisonOperator: below ? "LessThanLowerOrGreaterThanUpperThreshold" : "GreaterThanUpperThreshold",
  };
}
