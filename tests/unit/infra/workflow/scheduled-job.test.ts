import { strict as assert } from "node:assert";
import { ArgumentChecks } from "../../../../infra/core";
import { ScheduledJob, type ScheduledJobArgs, Workflow } from "../../../../infra/workflow";
import { checkSchedule } from "../../../../infra/workflow/schedule-expression";
import { graph, type TestGraph } from "../../../../testing";
import { aliasArn, fields, fn, list, PLACE } from "./fixtures";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const KEY = `arn:aws:kms:${PLACE}:key/1`;

function build(args: Partial<ScheduledJobArgs> = {}): Promise<TestGraph> {
  return graph(() => new ScheduledJob("clean-up", { schedule: "rate(1 day)", function: fn("cleaner"), ...args }));
}

function statements(seen: TestGraph, name = "clean-up-role-policy", property = "policy"): unknown[] {
  return list(fields(seen.json(name, property))["Statement"]);
}

describe("ScheduledJob", () => {
  it("runs a function on time, with retries, a dead-letter queue and an alarm on it, with little given", async () => {
    const seen = await build();
    const dead = `arn:aws:sqs:${PLACE}:clean-up-undelivered`;
    assert.deepEqual(seen.one("clean-up", SCHEDULE).inputs, {
      groupName: "clean-up-group",
      description: "Runs cleaner.",
      scheduleExpression: "rate(1 day)",
      scheduleExpressionTimezone: "UTC",
      state: "ENABLED",
      actionAfterCompletion: "NONE",
      flexibleTimeWindow: { mode: "OFF" },
      target: {
        arn: aliasArn("cleaner"),
        roleArn: "arn:aws:iam:eu-central-1:123456789012:clean-up-role",
        input: '{"scheduledTime":"<aws.scheduler.scheduled-time>","executionId":"<aws.scheduler.execution-id>"}',
        retryPolicy: { maximumRetryAttempts: 185, maximumEventAgeInSeconds: 86_400 },
        deadLetterConfig: { arn: dead },
      },
    });
    assert.deepEqual(statements(seen), [
      { Effect: "Allow", Action: "lambda:InvokeFunction", Resource: aliasArn("cleaner") },
      { Effect: "Allow", Action: "sqs:SendMessage", Resource: dead },
    ]);
    assert.deepEqual(seen.one("clean-up-undelivered-waiting").inputs["dimensions"], {
      QueueName: "clean-up-undelivered",
    });
  });

  it("has a role that only schedules of its group can have", async () => {
    const seen = await build();
    assert.deepEqual(statements(seen, "clean-up-role", "assumeRolePolicy"), [
      {
        Effect: "Allow",
        Principal: { Service: "scheduler.amazonaws.com" },
        Action: "sts:AssumeRole",
        Condition: {
          StringEquals: {
            "aws:SourceAccount": "123456789012",
            "aws:SourceArn": `arn:aws:scheduler:${PLACE}:schedule-group/clean-up-group`,
          },
        },
      },
    ]);
  });

  it("starts a workflow with a role that can just do that", async () => {
    const definition = JSON.stringify({ StartAt: "done", States: { done: { Type: "Succeed" } } });
    const seen = await graph(() => {
      const workflow = new Workflow("nightly", { definition });
      new ScheduledJob("every-night", { schedule: "cron(0 3 * * ? *)", workflow, withoutDeadLetterQueue: true });
    });
    const arn = `arn:aws:sfn:${PLACE}:nightly`;
    assert.deepEqual(statements(seen, "every-night-role-policy"), [
      { Effect: "Allow", Action: "states:StartExecution", Resource: arn },
    ]);
    const target = fields(seen.one("every-night", SCHEDULE).inputs["target"]);
    assert.equal(target["arn"], arn);
    assert.equal(target["deadLetterConfig"], undefined);
  });

  it("takes every option over", async () => {
    const seen = await build({
      schedule: "cron(30 2 ? * MON-FRI *)",
      timeZone: "Europe/Berlin",
      flexibleWindowMinutes: 15,
      startDate: "2030-01-01T00:00:00Z",
      endDate: "2030-12-31T00:00:00Z",
      disabled: true,
      deleteWhenDone: true,
      description: "Cleans up.",
      groupName: "shared",
      input: '{"dryRun":true}',
      maximumRetryAttempts: 0,
      maximumEventAgeSeconds: 60,
      kmsKeyArn: KEY,
    });
    const { target, ...inputs } = seen.one("clean-up", SCHEDULE).inputs;
    assert.deepEqual(inputs, {
      groupName: "shared",
      description: "Cleans up.",
      scheduleExpression: "cron(30 2 ? * MON-FRI *)",
      scheduleExpressionTimezone: "Europe/Berlin",
      startDate: "2030-01-01T00:00:00Z",
      endDate: "2030-12-31T00:00:00Z",
      state: "DISABLED",
      actionAfterCompletion: "DELETE",
      flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 15 },
      kmsKeyArn: KEY,
    });
    assert.equal(fields(target)["input"], '{"dryRun":true}');
    assert.deepEqual(fields(target)["retryPolicy"], { maximumRetryAttempts: 0, maximumEventAgeInSeconds: 60 });
    assert.equal(seen.types()["aws:scheduler/scheduleGroup:ScheduleGroup"], undefined);
    assert.deepEqual(statements(seen)[2], {
      Effect: "Allow",
      Action: ["kms:Decrypt", "kms:GenerateDataKey"],
      Resource: KEY,
      Condition: {
        StringEquals: { "kms:ViaService": ["scheduler.eu-central-1.amazonaws.com", "sqs.eu-central-1.amazonaws.com"] },
      },
    });
    assert.equal(seen.one("clean-up-undelivered", "aws:sqs/queue:Queue").inputs["kmsMasterKeyId"], KEY);
  });

  const refused: [what: string, args: Partial<ScheduledJobArgs>, expected: RegExp][] = [
    ["no target", { function: undefined }, /function or workflow is null; give one of them/],
    ["a time zone that there isn't", { timeZone: "Europe/Atlantis" }, /timeZone is "Europe\/Atlantis"/],
    ["a window of no minutes", { flexibleWindowMinutes: 0 }, /flexibleWindowMinutes is 0/],
    ["a topic that is none", { alarmTopicArn: "alarms" }, /alarmTopicArn is "alarms"; use the ARN of an SNS topic/],
    ["a key that is none", { kmsKeyArn: "alias/job" }, /kmsKeyArn is "alias\/job"; use the ARN of a KMS key/],
    ["input that is no JSON", { input: "{" }, /input is "\{"; give JSON text/],
    ["a start in no zone", { startDate: "2030-01-01T00:00:00" }, /startDate is .*; use a time in UTC/],
    [
      "an end before the start",
      { startDate: "2030-01-02T00:00:00Z", endDate: "2030-01-01T00:00:00Z" },
      /endDate is .*; use a time after startDate/,
    ],
    [
      "bounds of what happens once",
      { schedule: "at(2030-01-01T00:00:00)", endDate: "2031-01-01T00:00:00Z" },
      /endDate is .*; leave it out/,
    ],
    ["deletion after the end of what never ends", { deleteWhenDone: true }, /deleteWhenDone is true; give endDate too/],
    ["a key by alias", { kmsKeyArn: "alias/jobs" }, /kmsKeyArn is "alias\/jobs"; use the ARN of a KMS key/],
    ["a topic by name", { alarmTopicArn: "alerts" }, /alarmTopicArn is "alerts"; use the ARN of an SNS topic/],
    [
      "a topic of an alarm on a queue that is not there",
      { withoutDeadLetterQueue: true, alarmTopicArn: "arn:aws:sns:eu-central-1:123456789012:alerts" },
      /withoutDeadLetterQueue is true; leave it out, or leave out alarmTopicArn/,
    ],
    ["a schedule that is none", { schedule: "every day" }, /schedule is "every day"; use rate/],
  ];
  for (const [what, args, expected] of refused) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(build(args), expected);
    });
  }
});

describe("the check of a schedule", () => {
  const problem = (schedule: string): string => {
    const checks = new ArgumentChecks("it");
    checkSchedule(checks, "schedule", schedule);
    try {
      checks.done();
      return "";
    } catch (error) {
      return error instanceof Error ? error.message : String(error);
    }
  };

  const right = [
    "rate(1 minute)",
    "rate(15 minutes)",
    "rate(1 hour)",
    "rate(2 days)",
    "cron(0 3 * * ? *)",
    "cron(15 10 ? * 6L 2022-2029)",
    "cron(0/15 8-18 ? * MON-FRI *)",
    "cron(0 9 L * ? *)",
    "cron(0 9 15W JAN,JUL ? 2030)",
    "cron(0 9 ? * FRI-MON *)",
    "cron(0 9 ? * TUE#2 *)",
    "cron(*/10 * * * ? *)",
    "at(2030-01-31T03:00:00)",
    "at(2028-02-29T03:00:00)",
  ];
  for (const schedule of right) it(`accepts ${schedule}`, () => assert.equal(problem(schedule), ""));

  const wrong: [schedule: string, expected: RegExp][] = [
    ["rate(1 minutes)", /use rate\(1 minute\)/],
    ["rate(5 minute)", /use rate\(5 minutes\)/],
    ["rate(0 days)", /use rate\(<whole number>/],
    ["rate(1.5 hours)", /use rate\(<whole number>/],
    ["cron(0 3 * * *)", /give six fields, .*; there are 5/],
    ["cron(60 3 * * ? *)", /its minutes is 60/],
    ["cron(0 24 * * ? *)", /its hours is 24/],
    ["cron(0 3 32 * ? *)", /its day of month is 32/],
    ["cron(0 3 * JANUARY ? *)", /its month is JANUARY/],
    ["cron(0 3 ? * 0 *)", /its day of week is 0/],
    ["cron(0 3 ? * MON#6 *)", /its day of week is MON#6/],
    ["cron(0 3 * * ? 1969)", /its year is 1969/],
    ["cron(30-10 3 * * ? *)", /its minutes is 30-10/],
    ["cron(0/0 3 * * ? *)", /its minutes is 0\/0/],
    ["cron(? 3 * * ? *)", /its minutes is \?/],
    ["cron(0 3 * * * *)", /exactly one of day of month and day of week/],
    ["cron(0 3 ? * ? *)", /exactly one of day of month and day of week/],
    ["at(2030-02-30T03:00:00)", /a day and time that exist/],
    ["at(2030-01-31T03:00:00Z)", /with no zone/],
    ["at(2030-01-31)", /use at\(yyyy-mm-dd/],
  ];
  for (const [schedule, expected] of wrong) {
    it(`refuses ${schedule} and says why`, () => assert.match(problem(schedule), expected));
  }
});
