import type * as pulumi from "@pulumi/pulumi";
import type { LambdaService } from "../compute";
import type { PlatformArgs } from "../core";
import type { Workflow } from "./workflow";

/** Arguments of {@link ScheduledJob}. Give one of `function` and `workflow`. */
export interface ScheduledJobArgs extends PlatformArgs {
  /**
   * When: `rate(5 minutes)`, `cron(minutes hours day-of-month month day-of-week year)`, of whose days one is `?`, or once
   * `at(2030-01-31T03:00:00)`. To the minute.
   */
  schedule: string;
  /** Function that is invoked, asynchronously. */
  function?: LambdaService;
  /** Workflow that is started. */
  workflow?: Workflow;
  /**
   * JSON text that it gets; `<aws.scheduler.scheduled-time>`, `<aws.scheduler.execution-id>` and
   * `<aws.scheduler.attempt-number>` in it are replaced.
   * @default {"scheduledTime": …, "executionId": …}
   */
  input?: string;
  /** Time zone of the schedule, such as `Europe/Berlin`; a cron schedule follows its summer time. @default "UTC" */
  timeZone?: string;
  /** Spread the start at random over this many minutes, 1 to 1,440. @default at the minute */
  flexibleWindowMinutes?: number;
  /** Time before which it does not run, in UTC, such as `2030-01-01T00:00:00Z`. @default at once */
  startDate?: string;
  /** Time after which it does not run any more, in UTC. @default for ever */
  endDate?: string;
  /** Does not run. @default false */
  disabled?: boolean;
  /** Delete the schedule once it has run for the last time, which the next deployment makes again. @default false */
  deleteWhenDone?: boolean;
  /** Text for people, up to 512 characters. @default "Runs <target>." */
  description?: string;
  /** Schedule group that exists. @default a group of its own */
  groupName?: pulumi.Input<string>;
  /** Tries to reach the target after the first, 0 to 185. @default 185, AWS's most */
  maximumRetryAttempts?: number;
  /** Age at which tries end, in seconds, 60 to 86,400. @default 86400, AWS's most */
  maximumEventAgeSeconds?: number;
  /** What could not be delivered is lost. @default false: it goes to a queue of its own */
  withoutDeadLetterQueue?: boolean;
  /** Customer-managed KMS key of the schedule's input and of its dead-letter queue. @default AWS's own keys */
  kmsKeyArn?: pulumi.Input<string>;
  /** SNS topic that the alarm on undelivered runs notifies. @default the alarm changes state and notifies nobody */
  alarmTopicArn?: pulumi.Input<string>;
}
