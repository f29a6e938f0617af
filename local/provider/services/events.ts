import {
  CreateArchiveCommand,
  CreateEventBusCommand,
  DeleteArchiveCommand,
  DeleteEventBusCommand,
  DeleteRuleCommand,
  DescribeEventBusCommand,
  DescribeRuleCommand,
  EventBridgeClient,
  PutPermissionCommand,
  PutRuleCommand,
  PutTargetsCommand,
  RemovePermissionCommand,
  RemoveTargetsCommand,
  RuleState,
  type Target,
  UpdateArchiveCommand,
} from "@aws-sdk/client-eventbridge";
import { type Context, found, type Handlers, setting, unlessGone } from "../handler";
import { type Inputs, ProviderError } from "../values";

/** Rules of the default bus name none. */
function busOf(inputs: Inputs): string {
  return inputs.maybe("eventBusName") ?? "default";
}

async function putRule(inputs: Inputs, context: Context): Promise<void> {
  const enabled = inputs.flag("isEnabled") ?? true;
  await context.client(EventBridgeClient).send(
    new PutRuleCommand({
      Name: inputs.text("name"),
      EventBusName: busOf(inputs),
      EventPattern: inputs.maybe("eventPattern"),
      ScheduleExpression: inputs.maybe("scheduleExpression"),
      Description: inputs.maybe("description"),
      RoleArn: inputs.maybe("roleArn"),
      State: inputs.oneOf("state", RuleState) ?? (enabled ? RuleState.ENABLED : RuleState.DISABLED),
    }),
  );
}

function ruleArn(inputs: Inputs, { partition, region, account }: Context): string {
  const bus = busOf(inputs);
  const path = bus === "default" ? "" : `${bus.split("/").pop()}/`;
  return `arn:${partition}:events:${region}:${account}:rule/${path}${inputs.text("name")}`;
}

function targetOf(inputs: Inputs): Target {
  const transformer = inputs.child("inputTransformer");
  const retry = inputs.child("retryPolicy");
  const letters = inputs.child("deadLetterConfig")?.maybe("arn");
  const group = inputs.child("sqsTarget")?.maybe("messageGroupId");
  const partition = inputs.child("kinesisTarget")?.maybe("partitionKeyPath");
  return {
    Id: inputs.text("targetId"),
    Arn: inputs.text("arn"),
    RoleArn: inputs.maybe("roleArn"),
    Input: inputs.maybe("input"),
    InputPath: inputs.maybe("inputPath"),
    InputTransformer: transformer && {
      InputPathsMap: transformer.strings("inputPaths"),
      InputTemplate: transformer.text("inputTemplate"),
    },
    RetryPolicy: retry && {
      MaximumRetryAttempts: retry.number("maximumRetryAttempts"),
      MaximumEventAgeInSeconds: retry.number("maximumEventAgeInSeconds"),
    },
    DeadLetterConfig: letters === undefined ? undefined : { Arn: letters },
    SqsParameters: group === undefined ? undefined : { MessageGroupId: group },
    KinesisParameters: partition === undefined ? undefined : { PartitionKeyPath: partition },
  };
}

export const handlers: Handlers = {
  "aws:cloudwatch/eventBus:EventBus": {
    autoName: { property: "name", max: 256 },
    replaceOn: ["name"],
    ignored: ["kmsKeyIdentifier", "deadLetterConfig", "description", "logConfig", "tags"],
    create: async ({ inputs }, context) => {
      const Name = inputs.text("name");
      const { EventBusArn = "" } = await context
        .client(EventBridgeClient)
        .send(new CreateEventBusCommand({ Name, Description: inputs.maybe("description") }));
      return { id: Name, outputs: { arn: EventBusArn } };
    },
    exists: ({ id }, context) =>
      found(context.client(EventBridgeClient).send(new DescribeEventBusCommand({ Name: id }))),
    delete: ({ id }, context) =>
      unlessGone(context.client(EventBridgeClient).send(new DeleteEventBusCommand({ Name: id }))),
  },
  "aws:cloudwatch/eventBusPolicy:EventBusPolicy": setting(
    ["eventBusName"],
    async (inputs, context) => {
      const EventBusName = busOf(inputs);
      await context
        .client(EventBridgeClient)
        .send(new PutPermissionCommand({ EventBusName, Policy: inputs.text("policy") }));
      return EventBusName;
    },
    (inputs, context) =>
      context
        .client(EventBridgeClient)
        .send(new RemovePermissionCommand({ EventBusName: busOf(inputs), RemoveAllPermissions: true })),
  ),
  "aws:cloudwatch/eventRule:EventRule": {
    autoName: { property: "name", max: 64 },
    replaceOn: ["name", "eventBusName"],
    ignored: ["tags"],
    create: async ({ inputs }, context) => {
      await putRule(inputs, context);
      const name = inputs.text("name");
      const bus = busOf(inputs);
      return { id: bus === "default" ? name : `${bus}/${name}`, outputs: { arn: ruleArn(inputs, context) } };
    },
    update: async ({ inputs }, context) => {
      await putRule(inputs, context);
      return { arn: ruleArn(inputs, context) };
    },
    exists: ({ inputs }, context) =>
      found(
        context
          .client(EventBridgeClient)
          .send(new DescribeRuleCommand({ Name: inputs.text("name"), EventBusName: busOf(inputs) })),
      ),
    delete: ({ inputs }, context) =>
      unlessGone(
        context
          .client(EventBridgeClient)
          .send(new DeleteRuleCommand({ Name: inputs.text("name"), EventBusName: busOf(inputs), Force: true })),
      ),
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    ...setting(
      ["rule", "eventBusName", "targetId"],
      async (inputs, context) => {
        const Rule = inputs.text("rule");
        const bus = busOf(inputs);
        const { FailedEntries = [] } = await context
          .client(EventBridgeClient)
          .send(new PutTargetsCommand({ Rule, EventBusName: bus, Targets: [targetOf(inputs)] }));
        const [failed] = FailedEntries;
        if (failed) throw new ProviderError(`the target ${failed.TargetId} was refused: ${failed.ErrorMessage}`);
        return `${bus === "default" ? "" : `${bus}-`}${Rule}-${inputs.text("targetId")}`;
      },
      (inputs, context) =>
        context.client(EventBridgeClient).send(
          new RemoveTargetsCommand({
            Rule: inputs.text("rule"),
            EventBusName: busOf(inputs),
            Ids: [inputs.text("targetId")],
            Force: true,
          }),
        ),
    ),
    autoName: { property: "targetId", max: 64 },
  },
  "aws:cloudwatch/eventArchive:EventArchive": {
    autoName: { property: "name", max: 48 },
    replaceOn: ["name", "eventSourceArn"],
    ignored: ["kmsKeyIdentifier"],
    create: async ({ inputs }, context) => {
      const ArchiveName = inputs.text("name");
      const { ArchiveArn = "" } = await context.client(EventBridgeClient).send(
        new CreateArchiveCommand({
          ArchiveName,
          EventSourceArn: inputs.text("eventSourceArn"),
          EventPattern: inputs.maybe("eventPattern"),
          RetentionDays: inputs.number("retentionDays"),
          Description: inputs.maybe("description"),
        }),
      );
      return { id: ArchiveName, outputs: { arn: ArchiveArn } };
    },
    update: async ({ id, inputs, state }, context) => {
      await context.client(EventBridgeClient).send(
        new UpdateArchiveCommand({
          ArchiveName: id,
          EventPattern: inputs.maybe("eventPattern"),
          RetentionDays: inputs.number("retentionDays"),
          Description: inputs.maybe("description"),
        }),
      );
      return { arn: state.arn ?? "" };
    },
    delete: ({ id }, context) =>
      unlessGone(context.client(EventBridgeClient).send(new DeleteArchiveCommand({ ArchiveName: id }))),
  },
};
