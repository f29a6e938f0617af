import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Schedule, ScheduleGroup } from "@pulumi/aws/scheduler";
import * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks, Statement } from "../core";
import { PlatformComponent, policyDocument } from "../core";
import { isTimeZone } from "../core/time-zone";
import { Queue } from "../messaging/queue";
import { alarmAboveZero } from "./alarms";
import { checkSchedule, isOneTime, isUtcTime } from "./schedule-expression";
import type { ScheduledJobArgs } from "./scheduled-job-args";

const SCHEDULER = "scheduler.amazonaws.com";

/** Says when a run was meant for and which it is, so that a job can tell a second delivery of the same run. */
const INPUT = '{"scheduledTime":"<aws.scheduler.scheduled-time>","executionId":"<aws.scheduler.execution-id>"}';

/**
 * A function or a workflow that EventBridge Scheduler runs at set times. A run that can't be delivered lands in a
 * dead-letter queue, which an alarm watches. EventBridge Scheduler delivers at least once.
 */
export class ScheduledJob extends PlatformComponent {
  /** ARN of the schedule. */
  readonly arn: pulumi.Output<string>;
  /** Name of the group that the schedule is in. */
  readonly groupName: pulumi.Output<string>;
  /** Role that EventBridge Scheduler runs the target with. */
  readonly role: Role;
  /** Runs that could not be delivered; undefined where there is no such queue. */
  readonly deadLetterQueue: Queue | undefined;

  constructor(name: string, args: ScheduledJobArgs, opts?: pulumi.ComponentResourceOptions) {
    super("workflow:ScheduledJob", name, args, opts);
    checkJob(this.checks(), args);
    const target = args.function ?? args.workflow;
    if (!target) throw new Error(`${this.label} has no target: its arguments were not checked`);

    const group =
      args.groupName === undefined
        ? new ScheduleGroup(`${name}-group`, { tags: this.tags(`${name}-group`) }, this.child())
        : undefined;
    this.groupName = group?.name ?? pulumi.output(args.groupName ?? "default");
    this.deadLetterQueue = args.withoutDeadLetterQueue
      ? undefined
      : new Queue(
          `${name}-undelivered`,
          { withoutDeadLetterQueue: true, messageRetentionSeconds: 1_209_600, kmsKeyArn: args.kmsKeyArn },
          { parent: this },
        );
    this.role = this.createRole(name);
    const policy = new RolePolicy(
      `${name}-role-policy`,
      { role: this.role.name, policy: policyDocument(...this.statements(args, target.arn)) },
      this.child(),
    );
    const schedule = new Schedule(
      name,
      {
        groupName: this.groupName,
        description: args.description ?? `Runs ${target.logicalName}.`,
        scheduleExpression: args.schedule,
        scheduleExpressionTimezone: args.timeZone ?? "UTC",
        startDate: args.startDate,
        endDate: args.endDate,
        state: args.disabled ? "DISABLED" : "ENABLED",
        actionAfterCompletion: args.deleteWhenDone ? "DELETE" : "NONE",
        flexibleTimeWindow:
          args.flexibleWindowMinutes === undefined
            ? { mode: "OFF" }
            : { mode: "FLEXIBLE", maximumWindowInMinutes: args.flexibleWindowMinutes },
        kmsKeyArn: args.kmsKeyArn,
        target: {
          arn: target.arn,
          roleArn: this.role.arn,
          input: args.input ?? INPUT,
          retryPolicy: {
            maximumRetryAttempts: args.maximumRetryAttempts ?? 185,
            maximumEventAgeInSeconds: args.maximumEventAgeSeconds ?? 86_400,
          },
          ...(this.deadLetterQueue && { deadLetterConfig: { arn: this.deadLetterQueue.arn } }),
        },
      },
      this.child({ dependsOn: [policy] }),
    );
    if (this.deadLetterQueue) {
      alarmAboveZero(
        { name, topicArn: args.alarmTopicArn, tags: (child) => this.tags(child), child: () => this.child() },
        "undelivered-waiting",
        {
          namespace: "AWS/SQS",
          name: "ApproximateNumberOfMessagesVisible",
          statistic: "Maximum",
          dimensions: { QueueName: this.deadLetterQueue.queueName },
        },
        `Runs of ${name} could not be delivered.`,
      );
    }
    this.arn = schedule.arn;
    this.registerOutputs({ arn: this.arn, groupName: this.groupName, roleArn: this.role.arn });
  }

  /**
   * For the schedules of this account and this group alone:
   * docs.aws.amazon.com/scheduler/latest/UserGuide/cross-service-confused-deputy-prevention.html, which has the group's
   * ARN as the source, since a schedule's own would need the role to exist first.
   */
  private createRole(name: string): Role {
    const { partition, region, accountId } = this;
    const sourceArn = pulumi.interpolate`arn:${partition}:scheduler:${region}:${accountId}:schedule-group/${this.groupName}`;
    return new Role(
      `${name}-role`,
      {
        assumeRolePolicy: policyDocument({
          Effect: "Allow",
          Principal: { Service: SCHEDULER },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": accountId, "aws:SourceArn": sourceArn } },
        }),
        tags: this.tags(`${name}-role`),
      },
      this.child(),
    );
  }

  private statements(args: ScheduledJobArgs, targetArn: pulumi.Input<string>): Statement[] {
    const run = args.function ? "lambda:InvokeFunction" : "states:StartExecution";
    const statements: Statement[] = [{ Effect: "Allow", Action: run, Resource: targetArn }];
    if (this.deadLetterQueue) {
      statements.push({ Effect: "Allow", Action: "sqs:SendMessage", Resource: this.deadLetterQueue.arn });
    }
    if (args.kmsKeyArn !== undefined) {
      const services = [pulumi.interpolate`scheduler.${this.region}.amazonaws.com`];
      if (this.deadLetterQueue) services.push(pulumi.interpolate`sqs.${this.region}.amazonaws.com`);
      statements.push({
        Effect: "Allow",
        Action: this.deadLetterQueue ? ["kms:Decrypt", "kms:GenerateDataKey"] : "kms:Decrypt",
        Resource: args.kmsKeyArn,
        Condition: { StringEquals: { "kms:ViaService": services } },
      });
    }
    return statements;
  }
}

function checkJob(checks: ArgumentChecks, args: ScheduledJobArgs): void {
  checks.exclusive({ function: args.function, workflow: args.workflow });
  checkSchedule(checks, "schedule", args.schedule);
  checks.that(
    "timeZone",
    args.timeZone,
    isTimeZone(args.timeZone),
    "use the name of a time zone, such as Europe/Berlin",
  );
  checks
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .arn("alarmTopicArn", args.alarmTopicArn, "sns", "an SNS topic")
    .idle("withoutDeadLetterQueue", args.withoutDeadLetterQueue, { alarmTopicArn: args.alarmTopicArn });
  checks.integer("flexibleWindowMinutes", args.flexibleWindowMinutes, 1, 1440, "minutes");
  checks.integer("maximumRetryAttempts", args.maximumRetryAttempts, 0, 185);
  checks.integer("maximumEventAgeSeconds", args.maximumEventAgeSeconds, 60, 86_400, "seconds");
  checks.that("input", args.input, isJson(args.input), "give JSON text");
  checks.that("description", args.description, (args.description ?? "").length <= 512, "use at most 512 characters");
  for (const bound of ["startDate", "endDate"] as const) {
    const time = args[bound];
    if (time === undefined) continue;
    checks.that(bound, time, isUtcTime(time), "use a time in UTC, such as 2030-01-01T00:00:00Z");
    if (isOneTime(args.schedule)) checks.fail(bound, time, "leave it out: a schedule that runs once has no bounds");
  }
  const { startDate, endDate } = args;
  if (startDate !== undefined && endDate !== undefined && endDate <= startDate) {
    checks.fail("endDate", endDate, `use a time after startDate, ${startDate}`);
  }
  if (args.deleteWhenDone && !isOneTime(args.schedule) && endDate === undefined) {
    checks.fail("deleteWhenDone", true, "give endDate too: the schedule never ends");
  }
  checks.done();
}

function isJson(text: string | undefined): boolean {
  try {
    return JSON.parse(text ?? "null") !== undefined;
  } catch {
    return false;
  }
}
