import * as pulumi from "@pulumi/pulumi";
import { type GraphPlan, isMath, isQuery, type Measure, type Metric, type MetricMath } from "./alarm-plan";

/** Something that is watched, as the dashboard shows it. */
export interface DashboardSection {
  readonly title: string;
  readonly graphs: readonly GraphPlan[];
}

/** Columns of a dashboard, and of a graph. */
const COLUMNS = 24;
const WIDTH = 8;
const HEIGHT = 6;

/**
 * Body of a dashboard: the state of all alarms, then the graphs of each thing in a row of their own.
 * docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(
  title: string,
  runbookUrl: string | undefined,
  region: pulumi.Input<string>,
  alarmArns: pulumi.Input<string>[],
  sections: readonly DashboardSection[],
): pulumi.Output<string> {
  const runbook = runbookUrl === undefined ? "" : `\n\n[Runbook](${runbookUrl})`;
  const widgets: object[] = [
    { type: "text", x: 0, y: 0, width: COLUMNS, height: 2, properties: { markdown: `# ${title}${runbook}` } },
    {
      type: "alarm",
      x: 0,
      y: 2,
      width: COLUMNS,
      height: HEIGHT,
      // A widget takes 100 alarms.
      properties: { title: "Alarms", alarms: alarmArns.slice(0, 100) },
    },
  ];
  let y = 2 + HEIGHT;
  for (const section of sections) {
    widgets.push({
      type: "text",
      x: 0,
      y,
      width: COLUMNS,
      height: 1,
      properties: { markdown: `## ${section.title}`, background: "transparent" },
    });
    y += 1;
    section.graphs.forEach((graph, index) => {
      widgets.push({
        type: "metric",
        x: (index * WIDTH) % COLUMNS,
        y: y + HEIGHT * Math.floor((index * WIDTH) / COLUMNS),
        width: WIDTH,
        height: HEIGHT,
        properties: graphProperties(graph, region),
      });
    });
    y += HEIGHT * Math.ceil((section.graphs.length * WIDTH) / COLUMNS);
  }
  return pulumi.jsonStringify({ widgets });
}

function graphProperties(graph: GraphPlan, region: pulumi.Input<string>) {
  return {
    title: graph.title,
    region,
    view: "timeSeries",
    period: 60,
    metrics: graph.lines.flatMap((line, at) => lines(line, `l${at}`)),
    ...(graph.threshold !== undefined && { annotations: { horizontal: [{ label: "alarm", value: graph.threshold }] } }),
  };
}

/** A line as a dashboard has it: names and values of dimensions, then what is shown of it. */
type Line = (pulumi.Input<string> | object)[];

function lines(line: Measure, id: string): Line[] {
  if (isQuery(line)) return [[{ expression: line.query, label: line.label, id }]];
  return isMath(line) ? mathLines(line, id) : [metricLine(line)];
}

function metricLine({ namespace, name, dimensions, stat, label }: Metric, more: object = {}): Line {
  const path = Object.entries(dimensions).flat();
  return [namespace, name, ...path, { stat, label: label ?? name, ...more }];
}

/** Ids are the graph's own, and two lines may use one: each gets a prefix, in the expression too. */
function mathLines({ expression, label, metrics }: MetricMath, prefix: string): Line[] {
  let own = expression;
  for (const id of Object.keys(metrics)) own = own.replace(new RegExp(`\\b${id}\\b`, "g"), `${prefix}${id}`);
  return [
    [{ expression: own, label, id: prefix }],
    ...Object.entries(metrics).map(([id, metric]) => metricLine(metric, { id: `${prefix}${id}`, visible: false })),
  ];
}
