import {
  CloudWatchClient,
  ComparisonOperator,
  DeleteAlarmsCommand,
  DeleteDashboardsCommand,
  DescribeAlarmsCommand,
  PutCompositeAlarmCommand,
  PutDashboardCommand,
  PutMetricAlarmCommand,
  StandardUnit,
  Statistic,
} from "@aws-sdk/client-cloudwatch";
import { type Context, type Handlers, type ResourceHandler, unlessGone } from "../handler";
import type { Inputs, Props } from "../values";

function alarmArn(name: string, { partition, region, account }: Context): string {
  return `arn:${partition}:cloudwatch:${region}:${account}:alarm:${name}`;
}

function dimensions(inputs: Inputs) {
  return Object.entries(inputs.strings("dimensions") ?? {}).map(([Name, Value]) => ({ Name, Value }));
}

async function putAlarm(inputs: Inputs, context: Context): Promise<Props> {
  const name = inputs.text("name");
  const metrics = inputs.children("metricQueries").map((query) => {
    const metric = query.child("metric");
    return {
      Id: query.text("id"),
      Expression: query.maybe("expression"),
      Label: query.maybe("label"),
      ReturnData: query.flag("returnData"),
      Period: query.number("period"),
      MetricStat: metric && {
        Metric: {
          Namespace: metric.maybe("namespace"),
          MetricName: metric.text("metricName"),
          Dimensions: dimensions(metric),
        },
        Period: metric.number("period"),
        Stat: metric.text("stat"),
      },
    };
  });
  await context.client(CloudWatchClient).send(
    new PutMetricAlarmCommand({
      AlarmName: name,
      AlarmDescription: inputs.maybe("alarmDescription"),
      ActionsEnabled: inputs.flag("actionsEnabled") ?? true,
      AlarmActions: inputs.texts("alarmActions"),
      OKActions: inputs.texts("okActions"),
      InsufficientDataActions: inputs.texts("insufficientDataActions"),
      ComparisonOperator: inputs.oneOf("comparisonOperator", ComparisonOperator),
      EvaluationPeriods: inputs.number("evaluationPeriods"),
      DatapointsToAlarm: inputs.number("datapointsToAlarm"),
      Threshold: inputs.number("threshold"),
      TreatMissingData: inputs.maybe("treatMissingData"),
      ThresholdMetricId: inputs.maybe("thresholdMetricId"),
      ...(metrics.length > 0
        ? { Metrics: metrics }
        : {
            Namespace: inputs.maybe("namespace"),
            MetricName: inputs.maybe("metricName"),
            Dimensions: dimensions(inputs),
            Period: inputs.number("period"),
            Statistic: inputs.oneOf("statistic", Statistic),
            ExtendedStatistic: inputs.maybe("extendedStatistic"),
            Unit: inputs.oneOf("unit", StandardUnit),
          }),
    }),
  );
  return { arn: alarmArn(name, context) };
}

async function putComposite(inputs: Inputs, context: Context): Promise<Props> {
  const name = inputs.text("alarmName");
  await context.client(CloudWatchClient).send(
    new PutCompositeAlarmCommand({
      AlarmName: name,
      AlarmRule: inputs.text("alarmRule"),
      AlarmDescription: inputs.maybe("alarmDescription"),
      ActionsEnabled: inputs.flag("actionsEnabled") ?? true,
      AlarmActions: inputs.texts("alarmActions"),
      OKActions: inputs.texts("okActions"),
    }),
  );
  return { arn: alarmArn(name, context) };
}

async function exists(name: string, context: Context): Promise<boolean> {
  const { MetricAlarms = [], CompositeAlarms = [] } = await context
    .client(CloudWatchClient)
    .send(new DescribeAlarmsCommand({ AlarmNames: [name], AlarmTypes: ["MetricAlarm", "CompositeAlarm"] }));
  return MetricAlarms.length + CompositeAlarms.length > 0;
}

function alarm(property: string, put: (inputs: Inputs, context: Context) => Promise<Props>): ResourceHandler {
  return {
    autoName: { property, max: 255 },
    replaceOn: [property],
    ignored: ["tags"],
    create: async ({ inputs }, context) => ({ id: inputs.text(property), outputs: await put(inputs, context) }),
    update: ({ inputs }, context) => put(inputs, context),
    exists: ({ id }, context) => exists(id, context),
    delete: ({ id }, context) =>
      unlessGone(context.client(CloudWatchClient).send(new DeleteAlarmsCommand({ AlarmNames: [id] }))),
  };
}

async function putDashboard(inputs: Inputs, context: Context): Promise<Props> {
  const DashboardName = inputs.text("dashboardName");
  await context
    .client(CloudWatchClient)
    .send(new PutDashboardCommand({ DashboardName, DashboardBody: inputs.text("dashboardBody") }));
  const { partition, account } = context;
  return { dashboardArn: `arn:${partition}:cloudwatch::${account}:dashboard/${DashboardName}` };
}

export const handlers: Handlers = {
  "aws:cloudwatch/metricAlarm:MetricAlarm": alarm("name", putAlarm),
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": alarm("alarmName", putComposite),
  "aws:cloudwatch/dashboard:Dashboard": {
    autoName: { property: "dashboardName", max: 255 },
    replaceOn: ["dashboardName"],
    create: async ({ inputs }, context) => ({
      id: inputs.text("dashboardName"),
      outputs: await putDashboard(inputs, context),
    }),
    update: ({ inputs }, context) => putDashboard(inputs, context),
    delete: ({ id }, context) =>
      unlessGone(context.client(CloudWatchClient).send(new DeleteDashboardsCommand({ DashboardNames: [id] }))),
  },
};
