import type { Graph } from "./graph";

export const metricAlarm = "aws:cloudwatch/metricAlarm:MetricAlarm";
export const compositeAlarm = "aws:cloudwatch/compositeAlarm:CompositeAlarm";

const telling = new WeakMap<Graph, boolean>();

/** Whether an alarm of the stack has an action, or may have one. */
export function anyAlarmTells(graph: Graph): boolean {
  let tells = telling.get(graph);
  if (tells === undefined) {
    tells = graph.ofType(metricAlarm, compositeAlarm).some((alarm) => alarm.list("alarmActions").length !== 0);
    telling.set(graph, tells);
  }
  return tells;
}
