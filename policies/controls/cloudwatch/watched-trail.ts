import { all, type Resource, type Value, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { type Event, readPattern } from "./filter-pattern";

const trailType = "aws:cloudtrail/trail:Trail";
const groupTypes = ["aws:cloudwatch/logGroup:LogGroup"];
const filterType = "aws:cloudwatch/logMetricFilter:LogMetricFilter";
const alarmType = "aws:cloudwatch/metricAlarm:MetricAlarm";

/** A metric filter on the log group of a trail whose metric has an alarm that tells somebody. */
interface Watch {
  /** Whether an event counts. */
  readonly sees: (event: Event) => boolean;
}

/** What is watched of the trails of a stack. */
export interface WatchedTrails {
  readonly watches: readonly Watch[];
  /** Why there may be more. */
  readonly unclear: readonly string[];
}

const known = new WeakMap<Graph, WatchedTrails>();

/** The chain from trail to log group, metric filter, alarm and action, wherever it is whole. */
export function watchedTrails(graph: Graph): WatchedTrails {
  let watched = known.get(graph);
  if (!watched) {
    watched = collect(graph);
    known.set(graph, watched);
  }
  return watched;
}

function collect(graph: Graph): WatchedTrails {
  const groups = new Set<Resource | string>();
  for (const trail of graph.ofType(trailType)) {
    const group = graph.follow(trail, "cloudWatchLogsGroupArn", groupTypes);
    if (group.kind === "resource") {
      groups.add(group.resource);
    } else if (group.kind === "external") {
      groups.add(group.value.replace(/^.*:log-group:/, "").replace(/:\*$/, ""));
    }
  }
  const alarms = new Map<string, Resource[]>();
  for (const alarm of graph.ofType(alarmType)) {
    const metric = metricOf(alarm, "namespace", "metricName");
    alarms.set(metric, [...(alarms.get(metric) ?? []), alarm]);
  }
  const watches: Watch[] = [];
  const unclear: string[] = [];
  for (const filter of graph.ofType(filterType)) {
    const group = graph.follow(filter, "logGroupName", groupTypes);
    const about = group.kind === "resource" ? group.resource : group.kind === "external" ? group.value : undefined;
    const tells = (
      alarms.get(metricOf(filter, "metricTransformation.namespace", "metricTransformation.name")) ?? []
    ).map(tellsSomebody);
    if (about !== undefined && !groups.has(about)) {
      continue;
    }
    const pattern = filter.string("pattern");
    const sees = pattern.value === undefined ? undefined : readPattern(pattern.value);
    const certain = tells.some(({ kind }) => kind === "pass");
    if (about !== undefined && sees && certain) {
      watches.push({ sees });
    } else if (about === undefined || !sees || tells.some(({ kind }) => kind === "undecided")) {
      unclear.push(`what ${filter.name} counts, or whom it tells, is not known`);
    }
  }
  return { watches, unclear };
}

function metricOf(resource: Value, namespace: string, name: string): string {
  return JSON.stringify([resource.string(namespace).value, resource.string(name).value]);
}

function tellsSomebody(alarm: Resource): Verdict {
  return all(
    alarm.list("alarmActions").lengthAtLeast(1, { absent: "an action" }),
    alarm.boolean("actionsEnabled").mustBeTrue({ absent: all() }),
  );
}
