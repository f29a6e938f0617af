import type * as pulumi from "@pulumi/pulumi";
import { type AlarmPlan, aboveZero, type GraphPlan, type Metric, metrics, type WatchPlan } from "./alarm-plan";
import type {
  ApiTarget,
  ApiWatchArgs,
  FunctionTarget,
  FunctionWatchArgs,
  MetricWatchArgs,
  QueueTarget,
  QueueWatchArgs,
  StreamTarget,
  StreamWatchArgs,
  WorkflowTarget,
  WorkflowWatchArgs,
} from "./monitoring-args";

// Thresholds and numbers of periods that are called recommended are from
// docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Best_Practice_Recommended_Alarms_AWS_Services.html.
// The others are this platform's: early enough to act before the limit itself is met.

function depthOf(queueName: pulumi.Input<string>): Metric {
  return metrics("AWS/SQS", { QueueName: queueName })("ApproximateNumberOfMessagesVisible", "Maximum");
}

/** docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html */
export function functionPlan(target: FunctionTarget, args: FunctionWatchArgs): WatchPlan {
  const metric = metrics("AWS/Lambda", { FunctionName: target.functionName });
  const { timeoutSeconds, reservedConcurrency, deadLetterQueueName: deadLetters } = target;
  const { errorPercent = 1, durationPercent = 80, concurrencyPercent = 90, maxIteratorAgeSeconds: maxAge } = args;
  const errorRate = {
    expression: "IF(invocations > 0, 100 * errors / invocations, 0)",
    label: "errors in per cent",
    metrics: { errors: metric("Errors", "Sum"), invocations: metric("Invocations", "Sum") },
  };
  // Exact where a product of the two would not be: 0.8 * 3 is 2.4000000000000004.
  const slow = (timeoutSeconds * 1000 * durationPercent) / 100;
  const alarms: AlarmPlan[] = [
    {
      suffix: "errors",
      of: errorRate,
      what: `More than ${errorPercent}% of invocations fail`,
      threshold: errorPercent,
      periods: 3,
    },
    // Recommended: five minutes of throttling.
    aboveZero("throttles", metric("Throttles", "Sum"), "Invocations are throttled", 5),
    {
      suffix: "duration",
      of: metric("Duration", "p99"),
      what: `p99 of the duration is at ${durationPercent}% of the timeout, ${timeoutSeconds} s`,
      threshold: slow,
      orAbove: true,
      periods: 5,
    },
    aboveZero("dropped", metric("AsyncEventsDropped", "Sum"), "Events that callers handed over are lost", 1),
  ];
  if (reservedConcurrency !== undefined && reservedConcurrency > 0) {
    alarms.push({
      suffix: "concurrency",
      of: metric("ConcurrentExecutions", "Maximum"),
      what: `${concurrencyPercent}% of the ${reservedConcurrency} reserved environments are busy`,
      threshold: (reservedConcurrency * concurrencyPercent) / 100,
      orAbove: true,
      periods: 10,
    });
  }
  if (maxAge !== undefined) {
    alarms.push({
      suffix: "iterator-age",
      of: metric("IteratorAge", "Maximum"),
      what: `The function reads records that are older than ${maxAge} s`,
      threshold: maxAge * 1000,
      periods: 5,
    });
  }
  if (deadLetters !== undefined) {
    alarms.push(aboveZero("dead-letters", depthOf(deadLetters), "Events that failed to the end wait"));
    alarms.push(
      aboveZero(
        "dead-letter-errors",
        metric("DeadLetterErrors", "Sum"),
        "Events could not be put into the queue of failures",
      ),
    );
  }
  return {
    alarms,
    graphs: [
      {
        title: "invocations, errors, throttles",
        lines: [metric("Invocations", "Sum"), metric("Errors", "Sum"), metric("Throttles", "Sum")],
      },
      {
        title: "duration",
        lines: ["p50", "p90", "p99"].map((stat) => metric("Duration", stat, {}, stat)),
        threshold: slow,
      },
      { title: "concurrency", lines: [metric("ConcurrentExecutions", "Maximum")], threshold: reservedConcurrency },
      ...(maxAge === undefined
        ? []
        : [{ title: "iterator age", lines: [metric("IteratorAge", "Maximum")], threshold: maxAge * 1000 }]),
    ],
  };
}

/** docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-available-cloudwatch-metrics.html */
export function queuePlan(target: QueueTarget, args: QueueWatchArgs): WatchPlan {
  const metric = metrics("AWS/SQS", { QueueName: target.queueName });
  const { maxAgeSeconds = 900, maxDepth } = args;
  const age = metric("ApproximateAgeOfOldestMessage", "Maximum");
  const alarms: AlarmPlan[] = [
    {
      suffix: "age",
      of: age,
      what: `A message waits for more than ${maxAgeSeconds} s`,
      threshold: maxAgeSeconds,
      periods: 5,
    },
  ];
  if (maxDepth !== undefined) {
    const of = depthOf(target.queueName);
    alarms.push({ suffix: "depth", of, what: `More than ${maxDepth} messages wait`, threshold: maxDepth, periods: 5 });
  }
  const dead = target.deadLetterQueueName === undefined ? undefined : depthOf(target.deadLetterQueueName);
  if (dead) alarms.push(aboveZero("dead-letters", dead, "Messages that no consumer could handle wait"));
  return {
    alarms,
    graphs: [
      {
        title: "messages",
        lines: [
          metric("NumberOfMessagesSent", "Sum"),
          metric("NumberOfMessagesDeleted", "Sum"),
          { ...depthOf(target.queueName), label: "waiting" },
          ...(dead ? [{ ...dead, label: "dead letters" }] : []),
        ],
      },
      { title: "age of the oldest message", lines: [age], threshold: maxAgeSeconds },
    ],
  };
}

/** docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html */
export function streamPlan(target: StreamTarget, args: StreamWatchArgs): WatchPlan {
  const metric = metrics("AWS/Kinesis", { StreamName: target.name });
  const { maxIteratorAgeSeconds: maxAge = 900 } = args;
  const age = metric("GetRecords.IteratorAgeMilliseconds", "Maximum");
  const reads = metric("ReadProvisionedThroughputExceeded", "Sum");
  const writes = metric("WriteProvisionedThroughputExceeded", "Sum");
  return {
    alarms: [
      {
        suffix: "iterator-age",
        of: age,
        what: `A reader is more than ${maxAge} s behind`,
        threshold: maxAge * 1000,
        periods: 5,
      },
      aboveZero("read-throttles", reads, "Readers are throttled", 5),
      aboveZero("write-throttles", writes, "Writers are throttled", 5),
    ],
    graphs: [
      {
        title: "records",
        lines: [metric("IncomingRecords", "Sum"), metric("GetRecords.Records", "Sum"), reads, writes],
      },
      { title: "iterator age", lines: [age], threshold: maxAge * 1000 },
    ],
  };
}

/** docs.aws.amazon.com/step-functions/latest/dg/procedure-cw-metrics.html */
export function workflowPlan(target: WorkflowTarget, args: WorkflowWatchArgs): WatchPlan {
  const metric = metrics("AWS/States", { StateMachineArn: target.stateMachineArn });
  const failed = metric("ExecutionsFailed", "Sum");
  const timedOut = metric("ExecutionsTimedOut", "Sum");
  const throttled = metric("ExecutionThrottled", "Sum");
  const { maxSeconds } = args;
  const slow = maxSeconds === undefined ? undefined : maxSeconds * 1000;
  return {
    alarms: [
      aboveZero("failed", failed, "Executions fail"),
      aboveZero("timed-out", timedOut, "Executions take longer than they may"),
      aboveZero("throttled", throttled, "Transitions of states are throttled", 5),
      ...(slow === undefined
        ? []
        : [
            {
              suffix: "duration",
              of: metric("ExecutionTime", "p99"),
              what: `p99 of an execution takes more than ${maxSeconds} s`,
              threshold: slow,
              periods: 5,
            },
          ]),
    ],
    graphs: [
      {
        title: "executions",
        lines: [metric("ExecutionsStarted", "Sum"), metric("ExecutionsSucceeded", "Sum"), failed, timedOut, throttled],
      },
      {
        title: "time of an execution",
        lines: ["p50", "p99"].map((stat) => metric("ExecutionTime", stat, {}, stat)),
        threshold: slow,
      },
    ],
  };
}

/** docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-metrics-and-dimensions.html */
export function apiPlan(target: ApiTarget, args: ApiWatchArgs): WatchPlan {
  const metric = metrics("AWS/ApiGateway", { ApiName: target.apiName, Stage: target.stageName });
  const { serverErrorPercent = 5, clientErrorPercent, latencyMs = 2500 } = args;
  // The average of these two is the share of requests that failed.
  const serverErrors = metric("5XXError", "Average");
  const clientErrors = metric("4XXError", "Average");
  return {
    alarms: [
      {
        suffix: "server-errors",
        of: serverErrors,
        what: `More than ${serverErrorPercent}% of requests fail for the service's fault`,
        threshold: serverErrorPercent / 100,
        periods: 3,
      },
      ...(clientErrorPercent === undefined
        ? []
        : [
            {
              suffix: "client-errors",
              of: clientErrors,
              what: `More than ${clientErrorPercent}% of requests fail for the caller's fault`,
              threshold: clientErrorPercent / 100,
              periods: 5,
            },
          ]),
      {
        suffix: "latency",
        of: metric("Latency", "p99"),
        what: `p99 of a request takes more than ${latencyMs} ms`,
        threshold: latencyMs,
        periods: 5,
      },
    ],
    graphs: [
      {
        title: "requests",
        lines: [metric("Count", "Sum", {}, "requests"), metric("4XXError", "Sum"), metric("5XXError", "Sum")],
      },
      {
        title: "latency",
        lines: ["p50", "p90", "p99"].map((stat) => metric("Latency", stat, {}, stat)),
        threshold: latencyMs,
      },
    ],
  };
}

export function metricGraph(args: MetricWatchArgs): { of: Metric; graphs: GraphPlan[] } {
  const of = metrics(args.namespace, args.dimensions ?? {})(args.metricName, args.statistic ?? "Sum");
  return { of, graphs: [{ title: args.metricName, lines: [of], threshold: args.threshold }] };
}
