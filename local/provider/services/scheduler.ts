import {
  CreateScheduleCommand,
  CreateScheduleGroupCommand,
  DeleteScheduleCommand,
  DeleteScheduleGroupCommand,
  FlexibleTimeWindowMode,
  GetScheduleCommand,
  SchedulerClient,
  ScheduleState,
  UpdateScheduleCommand,
} from "@aws-sdk/client-scheduler";
import { type Context, found, type Handlers, unlessGone } from "../handler";
import { type Inputs, ProviderError } from "../values";

function scheduleOf(inputs: Inputs) {
  const target = inputs.child("target");
  if (!target) throw new ProviderError("the schedule has no target");
  const window = inputs.child("flexibleTimeWindow");
  const retry = target.child("retryPolicy");
  const letters = target.child("deadLetterConfig")?.maybe("arn");
  const end = inputs.maybe("endDate");
  const start = inputs.maybe("startDate");
  return {
    Name: inputs.text("name"),
    GroupName: inputs.maybe("groupName"),
    Description: inputs.maybe("description"),
    ScheduleExpression: inputs.text("scheduleExpression"),
    ScheduleExpressionTimezone: inputs.maybe("scheduleExpressionTimezone"),
    State: inputs.oneOf("state", ScheduleState),
    StartDate: start === undefined ? undefined : new Date(start),
    EndDate: end === undefined ? undefined : new Date(end),
    FlexibleTimeWindow: {
      Mode: window?.oneOf("mode", FlexibleTimeWindowMode) ?? FlexibleTimeWindowMode.OFF,
      MaximumWindowInMinutes: window?.number("maximumWindowInMinutes"),
    },
    Target: {
      Arn: target.text("arn"),
      RoleArn: target.text("roleArn"),
      Input: target.maybe("input"),
      RetryPolicy: retry && {
        MaximumEventAgeInSeconds: retry.number("maximumEventAgeInSeconds"),
        MaximumRetryAttempts: retry.number("maximumRetryAttempts"),
      },
      DeadLetterConfig: letters === undefined ? undefined : { Arn: letters },
    },
  };
}

function arnOf(inputs: Inputs, { partition, region, account }: Context): string {
  const path = `${inputs.maybe("groupName") ?? "default"}/${inputs.text("name")}`;
  return `arn:${partition}:scheduler:${region}:${account}:schedule/${path}`;
}

export const handlers: Handlers = {
  "aws:scheduler/schedule:Schedule": {
    autoName: { property: "name", max: 64 },
    replaceOn: ["name", "groupName"],
    ignored: ["kmsKeyArn"],
    create: async ({ inputs }, context) => {
      await context.client(SchedulerClient).send(new CreateScheduleCommand(scheduleOf(inputs)));
      const id = `${inputs.maybe("groupName") ?? "default"}/${inputs.text("name")}`;
      return { id, outputs: { arn: arnOf(inputs, context) } };
    },
    update: async ({ inputs }, context) => {
      await context.client(SchedulerClient).send(new UpdateScheduleCommand(scheduleOf(inputs)));
      return { arn: arnOf(inputs, context) };
    },
    exists: ({ inputs }, context) =>
      found(
        context
          .client(SchedulerClient)
          .send(new GetScheduleCommand({ Name: inputs.text("name"), GroupName: inputs.maybe("groupName") })),
      ),
    delete: ({ inputs }, context) =>
      unlessGone(
        context
          .client(SchedulerClient)
          .send(new DeleteScheduleCommand({ Name: inputs.text("name"), GroupName: inputs.maybe("groupName") })),
      ),
  },
  "aws:scheduler/scheduleGroup:ScheduleGroup": {
    autoName: { property: "name", max: 64 },
    ignored: ["tags"],
    create: async ({ inputs }, context) => {
      const Name = inputs.text("name");
      const { ScheduleGroupArn = "" } = await context
        .client(SchedulerClient)
        .send(new CreateScheduleGroupCommand({ Name }));
      return { id: Name, outputs: { arn: ScheduleGroupArn, state: "ACTIVE" } };
    },
    delete: ({ id }, context) =>
      unlessGone(context.client(SchedulerClient).send(new DeleteScheduleGroupCommand({ Name: id }))),
  },
};
