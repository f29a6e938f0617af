import { MetricAlarm } from "@pulumi/aws/cloudwatch";
import type * as pulumi from "@pulumi/pulumi";

/** An alarm on a queue whose messages are news by themselves. */
export interface QueueAlarmInput {
  readonly name: string;
  readonly description: string;
  readonly queueName: pulumi.Input<string>;
  /** Age of the oldest message, in seconds, that is an alarm. @default any message at all is */
  readonly oldestSeconds?: number;
  readonly topicArn: pulumi.Input<string> | undefined;
  readonly tags: Record<string, pulumi.Input<string>>;
  readonly options: pulumi.CustomResourceOptions;
}

/** Alarm that goes off within five minutes of a message in the queue, or of one that waits for too long. */
export function alarmOnQueue(input: QueueAlarmInput): MetricAlarm {
  const actions = input.topicArn === undefined ? [] : [input.topicArn];
  return new MetricAlarm(
    input.name,
    {
      alarmDescription: input.description,
      namespace: "AWS/SQS",
      metricName:
        input.oldestSeconds === undefined ? "ApproximateNumberOfMessagesVisible" : "ApproximateAgeOfOldestMessage",
      dimensions: { QueueName: input.queueName },
      statistic: "Maximum",
      period: 300,
      evaluationPeriods: 1,
      threshold: input.oldestSeconds ?? 0,
      comparisonOperator: "GreaterThanThreshold",
      // SQS reports nothing of a queue that was not used for hours.
      treatMissingData: "notBreaching",
      alarmActions: actions,
      okActions: actions,
      tags: input.tags,
    },
    input.options,
  );
}
