import * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import type { AlarmPlan } from "./alarm-plan";
import { AlertSource, AlertTopic } from "./alert-topic";
import type { MadeFor } from "./made-for";
import { createAlarm } from "./metric-alarm";

/** Whom alarms tell. */
export interface AlarmRecipientArgs {
  /** Topic that alarms go to; its policy and its key's have to admit CloudWatch, as an `AlertTopic`'s do. Excludes `emails`. @default a topic is made */
  alarmTopicArn?: pulumi.Input<string>;
  /** Addresses that get alarms of the made topic, each to be confirmed once. @default none */
  emails?: string[];
}

export function checkRecipients(checks: ArgumentChecks, args: AlarmRecipientArgs): void {
  checks.exclusive({ alarmTopicArn: args.alarmTopicArn, emails: args.emails }, true);
  checks.arn("alarmTopicArn", args.alarmTopicArn, "sns", "an SNS topic");
}

/** A topic that alarms go to. */
export interface AlarmRecipient {
  readonly arn: pulumi.Output<string>;
  /** Key of a topic that was made; of another it is not known. */
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
}

/** The topic that was given, or one that is made: an alarm always tells somebody. */
export function alarmTopic(parent: pulumi.ComponentResource, name: string, args: AlarmRecipientArgs): AlarmRecipient {
  if (args.alarmTopicArn !== undefined) return { arn: pulumi.output(args.alarmTopicArn), kmsKeyArn: undefined };
  const topic = new AlertTopic(
    `${name}-alarms`,
    { emails: args.emails, sources: [AlertSource.CloudWatchAlarms] },
    { parent },
  );
  return { arn: topic.topicArn, kmsKeyArn: topic.kmsKeyArn };
}

/** Makes the alarms that a component has of its own. */
export function createAlarms(of: MadeFor, topicArn: pulumi.Output<string>, plans: readonly AlarmPlan[]): void {
  for (const plan of plans) {
    const name = `${of.name}-${plan.suffix}`;
    createAlarm({
      name,
      description: `${plan.what} (${of.label}).`,
      plan,
      topicArns: [topicArn],
      tags: of.tags(name),
      options: of.child(),
    });
  }
}
