import type { Resource } from "../core/resource";
import type { Value } from "../core/value";
import { compositeAlarm, metricAlarm } from "./alarms";
import { given } from "./given";
import type { Graph } from "./graph";
import { queue } from "./wiring/receivers";

/** Where senders name the queue for what they could not deliver. */
const places: Readonly<Record<string, { noun: string; paths: readonly string[]; document?: boolean }>> = {
  "aws:sqs/queue:Queue": { noun: "queue", paths: ["redrivePolicy"], document: true },
  "aws:sqs/redrivePolicy:RedrivePolicy": { noun: "redrive policy", paths: ["redrivePolicy"], document: true },
  "aws:sns/topicSubscription:TopicSubscription": { noun: "subscription", paths: ["redrivePolicy"], document: true },
  "aws:lambda/function:Function": { noun: "function", paths: ["deadLetterConfig.targetArn"] },
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": {
    noun: "function",
    paths: ["destinationConfig.onFailure.destination"],
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    noun: "event source",
    paths: ["destinationConfig.onFailure.destinationArn"],
  },
  "aws:cloudwatch/eventTarget:EventTarget": { noun: "event target", paths: ["deadLetterConfig.arn"] },
  "aws:cloudwatch/eventBus:EventBus": { noun: "event bus", paths: ["deadLetterConfig.arn"] },
  "aws:scheduler/schedule:Schedule": { noun: "schedule", paths: ["target.deadLetterConfig.arn"] },
  "aws:pipes/pipe:Pipe": {
    noun: "pipe",
    paths: [
      "sourceParameters.dynamodbStreamParameters.deadLetterConfig.arn",
      "sourceParameters.kinesisStreamParameters.deadLetterConfig.arn",
    ],
  },
};

const dead = new WeakMap<Graph, Map<Resource, string[]>>();

/** What leaves messages that it could not deliver in each queue. */
export function deadLettersOf(graph: Graph): ReadonlyMap<Resource, readonly string[]> {
  let index = dead.get(graph);
  if (!index) {
    index = new Map();
    for (const [type, { noun, paths, document }] of Object.entries(places)) {
      for (const sender of graph.ofType(type)) {
        for (const path of paths) {
          const [top = ""] = path.split(".");
          const target =
            given(graph, sender, top).state === "absent"
              ? []
              : queuesAt(graph, sender, document ? sender.json(path).at("deadLetterTargetArn") : sender.at(path), top);
          for (const one of target) {
            index.set(one, [...(index.get(one) ?? []), `${noun} ${sender.name}`]);
          }
        }
      }
    }
    dead.set(graph, index);
  }
  return index;
}

/** Queues that a value names, or that it comes from where it is not known. */
function queuesAt(graph: Graph, owner: Resource, value: Value, property: string): readonly Resource[] {
  const text = value.string().value;
  if (text !== undefined) {
    return graph.named(text, queue.types);
  }
  return value.state === "unknown"
    ? graph.dependenciesOf(owner, property).filter((one) => one !== owner && queue.types.includes(one.type))
    : [];
}

/** Metrics that show that there are messages in a queue; those that are sent count none that SQS moves itself. */
const metrics = ["ApproximateNumberOfMessagesVisible", "ApproximateAgeOfOldestMessage", "NumberOfMessagesReceived"];

/** The alarms on a queue. */
export interface Watchers {
  readonly watched: boolean;
  /** An alarm that nobody is told of. */
  readonly unheard: string | undefined;
}

const alarms = new WeakMap<Graph, Map<Resource, Watchers>>();

/** Whether there is an alarm on the messages in a queue, of which somebody is told. */
export function watchersOf(graph: Graph, of: Resource): Watchers {
  let index = alarms.get(graph);
  if (!index) {
    index = readAlarms(graph);
    alarms.set(graph, index);
  }
  return index.get(of) ?? { watched: false, unheard: undefined };
}

function readAlarms(graph: Graph): Map<Resource, Watchers> {
  const index = new Map<Resource, Watchers>();
  const composed = alarmsInComposites(graph);
  for (const alarm of graph.ofType(metricAlarm)) {
    const queues = watchedBy(graph, alarm);
    if (queues.length > 0) {
      const actions = alarm.list("alarmActions");
      const on = alarm.boolean("actionsEnabled").value !== false;
      const told = on && actions.length !== 0;
      const heard = told || composed.has(alarm) || composed.has(alarm.string("name").value ?? "");
      for (const one of queues) {
        const before = index.get(one);
        index.set(one, { watched: heard || before?.watched === true, unheard: heard ? before?.unheard : alarm.name });
      }
    }
  }
  return index;
}

function watchedBy(graph: Graph, alarm: Resource): readonly Resource[] {
  const queries = given(graph, alarm, "metricQueries")
    .list()
    .items.map((query) => query.at("metric"));
  return [alarm, ...queries]
    .filter((metric) => metrics.includes(metric.string("metricName").value ?? ""))
    .flatMap((metric) =>
      queuesAt(graph, alarm, metric.at("dimensions.QueueName"), metric === alarm ? "dimensions" : "metricQueries"),
    );
}

/** Alarms that others are made of, by name or by resource. */
function alarmsInComposites(graph: Graph): Set<string | Resource> {
  const found = new Set<string | Resource>();
  for (const composite of graph.ofType(compositeAlarm)) {
    const rule = composite.string("alarmRule").value;
    for (const [, name = ""] of (rule ?? "").matchAll(/ALARM\(\s*"?([^")]*?)"?\s*\)/gi)) {
      found.add(name.split(":alarm:").pop() ?? name);
    }
    for (const source of rule === undefined ? graph.dependenciesOf(composite, "alarmRule") : []) {
      found.add(source);
    }
  }
  return found;
}

const consumerTypes: readonly [type: string, path: string][] = [
  ["aws:lambda/eventSourceMapping:EventSourceMapping", "eventSourceArn"],
  ["aws:pipes/pipe:Pipe", "source"],
];

/** Whether something of the stack takes messages out of a queue. */
export function isConsumed(graph: Graph, of: Resource): boolean {
  return consumerTypes.some(([type, path]) => graph.referrersTo(of, [type], path).certain.length > 0);
}
