import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, PlatformArgs } from "../core";

/** Arguments of {@link ServiceMonitoring}. */
export interface ServiceMonitoringArgs extends PlatformArgs {
  /** Topic that alarms go to; its policy and its key's have to admit CloudWatch, as an `AlertTopic`'s do. Excludes `emails`. @default a topic is made */
  alarmTopicArn?: pulumi.Input<string>;
  /** Addresses that get alarms of the made topic, each to be confirmed once. @default none */
  emails?: string[];
  /** Page that says what to do; the link stands in each alarm, with the alarm's name as fragment, and on the dashboard. @default none */
  runbookUrl?: string;
  /**
   * Let the composite alarm alone tell people: one message an incident, and none of what else fails while it lasts.
   * @default false: each alarm tells
   */
  compositeOnly?: boolean;
  /** Lambda environments that the account may have at once in the region; an alarm goes off at 90%. @default none watched */
  accountConcurrency?: number;
}

/** A Lambda function; a `LambdaService` is one. */
export interface FunctionTarget {
  readonly functionName: pulumi.Input<string>;
  /** Longest invocation, in seconds. */
  readonly timeoutSeconds: number;
  readonly logGroupName?: pulumi.Input<string>;
  readonly deadLetterQueueName?: pulumi.Input<string>;
  readonly reservedConcurrency?: number;
}

/**
 * What is too much for a function. Numbers that are called recommended, here and below, are AWS's:
 * docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html.
 */
export interface FunctionWatchArgs {
  /** Failed invocations, in per cent, over 3 minutes, above 0 to below 100. @default 1 */
  errorPercent?: number;
  /** p99 of the duration, in per cent of the timeout, over 5 minutes, 1 to 100. @default 80 */
  durationPercent?: number;
  /** Used share of the reserved concurrency, in per cent, over 10 minutes, 1 to 100. @default 90, as recommended */
  concurrencyPercent?: number;
  /** Age of the newest record that was read, in seconds. For readers of streams. @default not watched */
  maxIteratorAgeSeconds?: number;
}

/** A DynamoDB table; a `Table` is one. */
export interface TableTarget {
  readonly tableName: pulumi.Input<string>;
}

/** What is too much for a table. */
export interface TableWatchArgs {
  /** Names of its global secondary indexes, which throttle by themselves. @default none */
  indexes?: string[];
  /** p99 of a GetItem, Query or PutItem in milliseconds, over 5 minutes. @default not watched */
  latencyMs?: number;
}

/** An SQS queue; a `Queue` is one. */
export interface QueueTarget {
  readonly queueName: pulumi.Input<string>;
  readonly deadLetterQueueName?: pulumi.Input<string>;
}

/** What is too much for a queue. */
export interface QueueWatchArgs {
  /** Age of the oldest message, in seconds, over 5 minutes. @default 900 */
  maxAgeSeconds?: number;
  /** Messages that wait, over 5 minutes. @default not watched: how many are many depends on the consumer */
  maxDepth?: number;
}

/** A Kinesis stream; the provider's `kinesis.Stream` is one. */
export interface StreamTarget {
  readonly name: pulumi.Input<string>;
}

/** What is too much for a stream. */
export interface StreamWatchArgs {
  /** Age of the last record that any reader took, in seconds, over 5 minutes. Half of the retention at most is recommended. @default 900 */
  maxIteratorAgeSeconds?: number;
}

/** A Step Functions state machine; a `Workflow` is one. */
export interface WorkflowTarget {
  readonly stateMachineArn: pulumi.Input<string>;
  readonly logGroupName?: pulumi.Input<string>;
}

/** What is too much for a workflow. */
export interface WorkflowWatchArgs {
  /** p99 of an execution's time in seconds, over 5 minutes. @default not watched */
  maxSeconds?: number;
}

/** A stage of a REST API. */
export interface ApiTarget {
  /** Name of the API, which its metrics have as dimension; not its id. */
  readonly apiName: pulumi.Input<string>;
  readonly stageName: pulumi.Input<string>;
}

/** What is too much for an API. */
export interface ApiWatchArgs {
  /** Requests that fail for the service's fault (5XX), in per cent, over 3 minutes. @default 5, as recommended */
  serverErrorPercent?: number;
  /** Requests that fail for the caller's (4XX), in per cent, over 5 minutes. @default not watched: callers' mistakes */
  clientErrorPercent?: number;
  /** p99 of a request, in milliseconds, over 5 minutes. @default 2500, recommended for p90 */
  latencyMs?: number;
}

/** A metric of the service's own, such as one that Powertools writes in the embedded metric format. */
export interface MetricWatchArgs {
  /** `POWERTOOLS_METRICS_NAMESPACE` of the function: by default the project's name. */
  namespace: string;
  /** Name of the metric. */
  metricName: string;
  /** Exactly those that the metric was written with, such as `service`. @default none */
  dimensions?: Record<string, pulumi.Input<string>>;
  /** `Sum`, `Average`, `Minimum`, `Maximum`, `SampleCount` or a percentile such as `p99`. @default "Sum" */
  statistic?: string;
  /** Above it is an alarm. */
  threshold: number;
  /** Below the threshold is an alarm instead, and so is no data at all. @default false */
  alarmBelow?: boolean;
  /** Length of a period, in seconds: 10, 20, 30 or a multiple of 60. @default 60 */
  periodSeconds?: number;
  /** Periods in a row, 1 to 1,440. @default 3 */
  periods?: number;
  /** What it means, for people. */
  description: string;
}

/** Name of something that is watched. */
export function checkName(checks: ArgumentChecks, name: string, taken: boolean): void {
  checks.matches("name", name, /^[a-z][a-z0-9-]{0,39}$/, "use lower-case letters, digits and hyphens, at most 40");
  if (taken) checks.fail("name", name, "something is watched under that name; use another");
}

export function checkMonitoring(checks: ArgumentChecks, args: ServiceMonitoringArgs): void {
  checks
    .exclusive({ alarmTopicArn: args.alarmTopicArn, emails: args.emails }, true)
    .arn("alarmTopicArn", args.alarmTopicArn, "sns", "an SNS topic");
  const expected = "use an address without a fragment, such as https://wiki.example.com/orders";
  checks.matches("runbookUrl", args.runbookUrl, /^https:\/\/[^\s#"]+$/, expected);
  checks.integer("accountConcurrency", args.accountConcurrency, 10, 1_000_000);
}

export function checkFunction(checks: ArgumentChecks, target: FunctionTarget, args: FunctionWatchArgs): void {
  const { errorPercent } = args;
  checks
    .that(
      "errorPercent",
      errorPercent,
      errorPercent !== undefined && errorPercent > 0 && errorPercent < 100,
      "use above 0 and below 100",
    )
    .integer("durationPercent", args.durationPercent, 1, 100, "per cent")
    .integer("concurrencyPercent", args.concurrencyPercent, 1, 100, "per cent")
    .integer("maxIteratorAgeSeconds", args.maxIteratorAgeSeconds, 1, 31_536_000, "seconds");
  if (args.concurrencyPercent !== undefined && target.reservedConcurrency === undefined) {
    checks.fail("concurrencyPercent", args.concurrencyPercent, "the function reserves no concurrency: leave it out");
  }
}

export function checkTable(checks: ArgumentChecks, args: TableWatchArgs): void {
  // Reads or writes of the table and of each index are one metric each, of the 10 that an alarm takes.
  checks.length("indexes", args.indexes, 1, 9).integer("latencyMs", args.latencyMs, 1, 60_000, "milliseconds");
}

export function checkApi(checks: ArgumentChecks, args: ApiWatchArgs): void {
  for (const option of ["serverErrorPercent", "clientErrorPercent"] as const) {
    const value = args[option];
    checks.that(option, value, value !== undefined && value >= 0 && value < 100, "use 0 to below 100");
  }
  checks.integer("latencyMs", args.latencyMs, 1, 300_000, "milliseconds");
}

export function checkMetric(checks: ArgumentChecks, args: MetricWatchArgs): void {
  checks
    .required("namespace", args.namespace, "give the metric's namespace")
    .required("metricName", args.metricName, "give the metric's name")
    .required("description", args.description, "say what it means")
    .matches(
      "statistic",
      args.statistic,
      /^(Sum|Average|Minimum|Maximum|SampleCount|p\d{1,2}(\.\d+)?)$/,
      'use one such as "Sum" or "p99"',
    )
    .integer("periods", args.periods, 1, 1440);
  if (args.namespace.startsWith("AWS/"))
    checks.fail("namespace", args.namespace, "use the watch method of that service");
  const period = args.periodSeconds ?? 60;
  const right = [10, 20, 30].includes(period) || (period > 0 && period % 60 === 0);
  checks.that("periodSeconds", args.periodSeconds, right, "use 10, 20, 30 or a multiple of 60");
  // docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
  const seconds = period * (args.periods ?? 3);
  if (seconds > 86_400 && period < 3600)
    checks.fail("periods", args.periods, "look back at most a day, 86,400 seconds");
}
