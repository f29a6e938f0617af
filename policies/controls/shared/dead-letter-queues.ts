import type { Resource } from "../../core";
import { type Graph, given } from "../../graph";
import { deadLetterQueueOf } from "../wiring/shared";

const queueType = "aws:sqs/queue:Queue";

/** Properties with the ARN of a queue for what could not be delivered, by the type that has them. */
const places: Readonly<Record<string, readonly string[]>> = {
  "aws:cloudwatch/eventTarget:EventTarget": ["deadLetterConfig.arn"],
  "aws:cloudwatch/eventBus:EventBus": ["deadLetterConfig.arn"],
  "aws:scheduler/schedule:Schedule": ["target.deadLetterConfig.arn"],
  "aws:pipes/pipe:Pipe": [
    "sourceParameters.dynamodbStreamParameters.deadLetterConfig.arn",
    "sourceParameters.kinesisStreamParameters.deadLetterConfig.arn",
  ],
  "aws:lambda/function:Function": ["deadLetterConfig.targetArn"],
  "aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig": ["destinationConfig.onFailure.destination"],
  "aws:lambda/eventSourceMapping:EventSourceMapping": ["destinationConfig.onFailure.destinationArn"],
};

/** Types with a redrive policy, which is text. */
const redriving = [queueType, "aws:sqs/redrivePolicy:RedrivePolicy", "aws:sns/topicSubscription:TopicSubscription"];

/** Whether a queue takes in what others could not deliver. */
export interface DeadLetterUse {
  readonly certain: boolean;
  /** Why it may be one, where that is not certain. */
  readonly reasons: readonly string[];
}

const watched = new WeakMap<Graph, ReadonlySet<string>>();

/** Names of queues of which an alarm tells as soon as one message waits in them. */
export function watchedQueues(graph: Graph): ReadonlySet<string> {
  let names = watched.get(graph);
  if (!names) {
    names = new Set(
      graph.ofType("aws:cloudwatch/metricAlarm:MetricAlarm").flatMap((alarm) => {
        const name = alarm.string("dimensions.QueueName").value;
        return name !== undefined && goesOffAtTheFirst(alarm) ? [name] : [];
      }),
    );
    watched.set(graph, names);
  }
  return names;
}

function goesOffAtTheFirst(alarm: Resource): boolean {
  const threshold = alarm.number("threshold").value ?? Number.POSITIVE_INFINITY;
  const comparison = alarm.string("comparisonOperator").value;
  return (
    alarm.string("metricName").value === "ApproximateNumberOfMessagesVisible" &&
    ((comparison === "GreaterThanThreshold" && threshold < 1) ||
      (comparison === "GreaterThanOrEqualToThreshold" && threshold <= 1))
  );
}

interface Uses {
  readonly queues: ReadonlySet<Resource>;
  readonly possible: ReadonlyMap<Resource, string>;
}

const known = new WeakMap<Graph, Uses>();

/** Tells whether something of the stack names a queue as its dead-letter queue, or the queue says that it is one. */
export function deadLetterUse(graph: Graph, queue: Resource): DeadLetterUse {
  const { queues, possible } = usesOf(graph);
  const says =
    graph.referrersTo(queue, ["aws:sqs/redriveAllowPolicy:RedriveAllowPolicy"], "queueUrl").certain.length > 0 ||
    given(graph, queue, "redriveAllowPolicy").state !== "absent";
  const reason = possible.get(queue);
  return { certain: says || queues.has(queue), reasons: reason === undefined ? [] : [reason] };
}

function usesOf(graph: Graph): Uses {
  let uses = known.get(graph);
  if (!uses) {
    uses = collect(graph);
    known.set(graph, uses);
  }
  return uses;
}

function collect(graph: Graph): Uses {
  const queues = new Set<Resource>();
  const possible = new Map<Resource, string>();
  for (const [type, paths] of Object.entries(places)) {
    for (const resource of graph.ofType(type)) {
      for (const path of paths) {
        const target = graph.follow(resource, path, [queueType]);
        if (target.kind === "resource") {
          queues.add(target.resource);
        } else if (target.kind === "unclear") {
          for (const candidate of target.candidates) {
            possible.set(candidate, `${resource.name}: ${target.reason}`);
          }
        }
      }
    }
  }
  for (const resource of graph.ofType(redriving)) {
    const target = deadLetterQueueOf(graph, resource, "redrivePolicy");
    if (target && "resource" in target) {
      queues.add(target.resource);
    } else if (target) {
      // The document is not known: any queue that it comes from may be the one.
      for (const candidate of graph.dependenciesOf(resource, "redrivePolicy")) {
        possible.set(candidate, `${resource.name}: redrivePolicy is not known before the deployment`);
      }
    }
  }
  return { queues, possible };
}
