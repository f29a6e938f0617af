import type * as pulumi from "@pulumi/pulumi";

/** A metric of CloudWatch, and what of it is looked at. */
export interface Metric {
  readonly namespace: string;
  readonly name: string;
  readonly dimensions: Readonly<Record<string, pulumi.Input<string>>>;
  /** `Sum`, `Maximum`, `Average`, or a percentile such as `p99`. */
  readonly stat: string;
  /** How the dashboard calls it. @default its name */
  readonly label?: string;
}

/** Several metrics, computed into one by CloudWatch's metric math. */
export interface MetricMath {
  readonly expression: string;
  readonly label: string;
  /** By id, which the expression uses. At most 10 in an alarm. */
  readonly metrics: Readonly<Record<string, Metric>>;
}

/** One number that CloudWatch looks up among metrics whose dimensions are not all known, by SQL. */
export interface MetricQuery {
  /** docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-metrics-insights-querylanguage.html */
  readonly query: pulumi.Input<string>;
  readonly label: string;
}

/** What an alarm or a line of a graph looks at. */
export type Measure = Metric | MetricMath | MetricQuery;

/** An alarm to make. */
export interface AlarmPlan {
  /** Last part of its name. */
  readonly suffix: string;
  readonly of: Measure;
  /** In words, with its threshold: the first sentence that people read. */
  readonly what: string;
  /** Alarm from this on (`orAbove`), or above it. */
  readonly threshold: number;
  readonly orAbove?: boolean;
  /** Alarm below the threshold instead; no data is an alarm too, unless `quietIsFine`. */
  readonly below?: boolean;
  /** With `below`: that no data is reported is no alarm. */
  readonly quietIsFine?: boolean;
  /**
   * Standard deviations from what CloudWatch expects by past weeks: the alarm goes off outside that band, and `threshold`
   * counts for nothing. For a single metric.
   */
  readonly band?: number;
  /** Seconds. @default 60 */
  readonly period?: number;
  /** Periods that are looked at, all of which have to be over the threshold unless `datapoints` says less. @default 1 */
  readonly periods?: number;
  readonly datapoints?: number;
}

/** A graph of the dashboard. */
export interface GraphPlan {
  readonly title: string;
  readonly lines: readonly Measure[];
  /** Drawn as a line across. */
  readonly threshold?: number;
}

/** What watching one thing comes to. */
export interface WatchPlan {
  readonly alarms: readonly AlarmPlan[];
  readonly graphs: readonly GraphPlan[];
}

export function isMath(of: Measure): of is MetricMath {
  return "expression" in of;
}

export function isQuery(of: Measure): of is MetricQuery {
  return "query" in of;
}

/** One number over several metrics; one that has no data counts as zero. */
export function over(operation: "SUM" | "MAX", label: string, of: Metric[]): MetricMath {
  const named = of.map((metric, at): [string, Metric] => [`m${at}`, metric]);
  const filled = named.map(([id]) => `FILL(${id}, 0)`).join(", ");
  return { expression: `${operation}([${filled}])`, label, metrics: Object.fromEntries(named) };
}

/** What counts as something that should not happen at all: above zero in one of `periods` minutes. */
export function aboveZero(suffix: string, of: Measure, what: string, periods = 1): AlarmPlan {
  return { suffix, of, what, threshold: 0, periods };
}

type Dimensions = Readonly<Record<string, pulumi.Input<string>>>;

/** Makes metrics of one thing. */
export function metrics(namespace: string, dimensions: Dimensions) {
  return (name: string, stat: string, more: Dimensions = {}, label?: string): Metric => ({
    namespace,
    name,
    stat,
    dimensions: { ...dimensions, ...more },
    label,
  });
}
