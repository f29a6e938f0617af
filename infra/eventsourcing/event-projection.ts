import type { EventSourceMapping } from "@pulumi/aws/lambda";
import * as pulumi from "@pulumi/pulumi";
import { consumeStream } from "../compute/event-sources";
import type { ArgumentChecks } from "../core";
import { PlatformComponent } from "../core";
import { Queue } from "../messaging/queue";
import { type AlarmContext, createAlarm } from "./alarms";
import type { EventProjectionArgs } from "./event-projection-args";

/** Resources of an {@link EventProjection}, for reading and for tests. */
export interface EventProjectionNodes {
  readonly mapping: EventSourceMapping;
}

/** docs.aws.amazon.com/lambda/latest/api/API_CreateEventSourceMapping.html */
const LONGEST_AGE = 604_800;

/** An event's type is text with no characters that a pattern would take for more: letters, digits, `_ . -`. */
const EVENT_TYPE = /^[A-Za-z][A-Za-z0-9_.-]{0,127}$/;

/**
 * One reader of an event store: a function that gets every event, or those of some types, in order by aggregate, at its
 * own pace and with failures of its own.
 *
 * A batch that fails is cut in two until the event that fails is found; that one is tried `maxAttempts` times and then
 * left out, and a message goes to `failureQueue`. The message does not hold the event, just where it is
 * (`KinesisBatchInfo`: shard, first and last sequence number). To handle it after all, read it from the stream by these
 * (`GetShardIterator` with `AT_SEQUENCE_NUMBER`, `GetRecords`) while the stream still has it, later from the archive, and
 * invoke the function with it; then delete the message. Later events of the aggregate have been handled by then.
 */
export class EventProjection extends PlatformComponent {
  /** Queue of pointers to events that the reader could not handle; it keeps them for 14 days. */
  readonly failureQueue: Queue;
  /** Name of the component. */
  readonly logicalName: string;
  /** Children, for reading and for tests. */
  readonly nodes: EventProjectionNodes;

  /** @throws ArgumentError where an argument is wrong */
  constructor(name: string, args: EventProjectionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("eventsourcing:EventProjection", name, args, opts);
    this.logicalName = name;
    checkProjection(this.checks(), args);
    const { store, reader } = args;
    this.failureQueue = new Queue(
      `${name}-failures`,
      { kmsKeyArn: store.kmsKeyArn, withoutDeadLetterQueue: true, messageRetentionSeconds: 1_209_600 },
      { parent: this },
    );
    const mapping = consumeStream(reader, name, {
      // The mapping is the reader's child: what the projection waits for, it waits for through the ARN.
      stream: { arn: after(store.streamArn, opts?.dependsOn), name: store.streamName, kmsKeyArn: store.kmsKeyArn },
      onFailure: this.failureQueue,
      filters: args.eventTypes ? [typesPattern(args.eventTypes)] : args.filters,
      batchSize: args.batchSize,
      maximumBatchingWindowSeconds: args.maximumBatchingWindowSeconds,
      startingPosition: args.startingPosition,
      startingTimestamp: args.startingTimestamp,
      withoutBisect: args.withoutBisect,
      maxAttempts: args.maxAttempts,
      maxAgeSeconds: args.maxAgeSeconds ?? Math.min(LONGEST_AGE, store.retentionHours * 1800),
      parallelization: args.parallelization,
      tumblingWindowSeconds: args.tumblingWindowSeconds,
      enhancedFanOut: args.enhancedFanOut,
      paused: args.paused,
    });
    this.nodes = { mapping };
    if (!args.withoutAlarms) this.createAlarms(args);
    this.registerOutputs({ failureQueueUrl: this.failureQueue.url });
  }

  private createAlarms(args: EventProjectionArgs): void {
    const { reader, maxLagSeconds = 300 } = args;
    const context: AlarmContext = {
      name: this.logicalName,
      topicArn: args.alarmTopicArn,
      tags: (name) => this.tags(name),
      child: () => this.child(),
    };
    // docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html
    createAlarm(context, {
      suffix: "lag",
      description: `${this.logicalName} lags more than ${maxLagSeconds} seconds behind the events.`,
      namespace: "AWS/Lambda",
      metricName: "IteratorAge",
      dimensions: { FunctionName: reader.functionName },
      statistic: "Maximum",
      threshold: maxLagSeconds * 1000,
      minutes: 3,
    });
    createAlarm(context, {
      suffix: "errors",
      description: `${this.logicalName} fails on events: they are tried again.`,
      namespace: "AWS/Lambda",
      metricName: "Errors",
      dimensions: { FunctionName: reader.functionName },
      statistic: "Sum",
    });
    createAlarm(context, {
      suffix: "failed-events",
      description: `${this.logicalName} left events out: the failure queue has pointers to them.`,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: this.failureQueue.queueName },
      statistic: "Maximum",
    });
  }
}

/** The ARN, known once the resources are there. */
function after(
  arn: pulumi.Output<string>,
  resources: pulumi.ComponentResourceOptions["dependsOn"],
): pulumi.Output<string> {
  if (resources === undefined) return arn;
  const urns = pulumi
    .output(resources)
    .apply((given) => pulumi.all((Array.isArray(given) ? given : [given]).map(({ urn }) => urn)));
  return pulumi.all([arn, urns]).apply(([text]) => text);
}

/** A record's data is the journal's stream record as JSON: the type is an attribute of the new item. */
function typesPattern(eventTypes: string[]): string {
  return JSON.stringify({ data: { dynamodb: { NewImage: { type: { S: eventTypes } } } } });
}

function checkProjection(checks: ArgumentChecks, args: EventProjectionArgs): void {
  const { store, eventTypes } = args;
  checks
    .exclusive({ eventTypes, filters: args.filters }, true)
    .length("eventTypes", eventTypes, 1, Number.POSITIVE_INFINITY)
    .integer("maxLagSeconds", args.maxLagSeconds, 1, LONGEST_AGE, "seconds")
    .arn("alarmTopicArn", args.alarmTopicArn, "sns", "an SNS topic");
  for (const [index, type] of (eventTypes ?? []).entries()) {
    checks.matches(`eventTypes[${index}]`, type, EVENT_TYPE, 'use the name of an event, such as "OrderPlaced"');
  }
  const kept = store.retentionHours * 3600;
  const { maxAgeSeconds } = args;
  checks.that(
    "maxAgeSeconds",
    maxAgeSeconds,
    maxAgeSeconds === undefined || maxAgeSeconds < kept,
    `use less than ${kept}, the seconds that the stream keeps events: past them one is lost with no word of it`,
  );
  checks.idle("withoutAlarms", args.withoutAlarms, {
    alarmTopicArn: args.alarmTopicArn,
    maxLagSeconds: args.maxLagSeconds,
  });
  checks.done();
}
