import type { EventRule } from "@pulumi/aws/cloudwatch";
import { EventTarget, LogGroup, LogResourcePolicy } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Permission } from "@pulumi/aws/lambda";
import type * as pulumi from "@pulumi/pulumi";
import { getStack, interpolate } from "@pulumi/pulumi";
import type { Statement } from "../core";
import { policyDocument, serviceTrust } from "../core";
import type { EventTargetArgs } from "./event-rule-args";
import { Queue } from "./queue";
import { createDeadLetterQueue, inheritAlarms, type QueueContext } from "./queue-resources";

export const EVENTS = "events.amazonaws.com";

/** What the targets of a bus share. */
export interface EventContext {
  readonly component: pulumi.ComponentResource;
  readonly queues: QueueContext;
  readonly busName: pulumi.Input<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
}

/** A target as EventBridge wants it, and the queue that was made for it. */
interface Destination {
  readonly arn: pulumi.Input<string>;
  readonly roleArn?: pulumi.Input<string>;
  readonly queue?: Queue;
  /** What has to stand before events may flow. */
  readonly dependsOn?: pulumi.Resource[];
}

/** Makes one target of a rule, with leave to reach it and a dead-letter queue. Returns the queue that was made, if any. */
export function createTarget(
  name: string,
  context: EventContext,
  rule: EventRule,
  target: EventTargetArgs,
): Queue | undefined {
  const destination = createDestination(name, context, rule, target);
  const { child } = context.queues;
  const source = [{ service: EVENTS, sourceArn: rule.arn }];
  const deadLetters = target.withoutDeadLetterQueue
    ? undefined
    : createDeadLetterQueue(`${name}-undelivered`, context.queues, source);
  new EventTarget(
    name,
    {
      rule: rule.name,
      eventBusName: context.busName,
      arn: destination.arn,
      roleArn: destination.roleArn,
      retryPolicy: {
        maximumRetryAttempts: target.maximumRetryAttempts ?? 185,
        maximumEventAgeInSeconds: target.maximumEventAgeSeconds ?? 86_400,
      },
      ...(deadLetters && { deadLetterConfig: { arn: deadLetters.arn } }),
      input: target.input,
      inputPath: target.inputPath,
      ...(target.inputTemplate !== undefined && {
        inputTransformer: { inputTemplate: target.inputTemplate, inputPaths: target.inputPaths },
      }),
      ...(target.messageGroupId !== undefined && { sqsTarget: { messageGroupId: target.messageGroupId } }),
      ...(target.partitionKeyPath !== undefined && { kinesisTarget: { partitionKeyPath: target.partitionKeyPath } }),
    },
    child({ dependsOn: destination.dependsOn }),
  );
  return destination.queue;
}

/**
 * Queues, topics, functions and log groups say themselves who may reach them, which needs no role and works with
 * customer-managed keys too; for the others EventBridge takes on a role.
 */
function createDestination(name: string, context: EventContext, rule: EventRule, target: EventTargetArgs): Destination {
  if (target.queue) {
    const queue = new Queue(
      name,
      {
        ...inheritAlarms(target.queue, context.queues.alarms),
        kmsKeyArn: context.queues.kmsKeyArn,
        sources: [{ service: EVENTS, sourceArn: rule.arn }],
      },
      { parent: context.component },
    );
    return { arn: queue.arn, queue, dependsOn: [queue] };
  }
  if (target.functionArn !== undefined) return admitToFunction(name, context, rule, target.functionArn);
  if (target.logs) return createLogs(name, context, rule, target.logs.retentionDays, target.logs.kmsKeyArn);
  if (target.stateMachineArn !== undefined) {
    const start: Statement = { Effect: "Allow", Action: "states:StartExecution", Resource: target.stateMachineArn };
    return { arn: target.stateMachineArn, ...withRole(name, context, [start]) };
  }
  if (target.eventBusArn !== undefined) {
    const put: Statement = { Effect: "Allow", Action: "events:PutEvents", Resource: target.eventBusArn };
    return { arn: target.eventBusArn, ...withRole(name, context, [put]) };
  }
  if (target.streamArn !== undefined) {
    const write: Statement = {
      Effect: "Allow",
      Action: ["kinesis:PutRecord", "kinesis:PutRecords"],
      Resource: target.streamArn,
    };
    const encrypt: Statement[] =
      target.streamKmsKeyArn === undefined
        ? []
        : [
            {
              Effect: "Allow",
              Action: "kms:GenerateDataKey",
              Resource: target.streamKmsKeyArn,
              Condition: {
                StringEquals: { "kms:ViaService": interpolate`kinesis.${context.region}.amazonaws.com` },
              },
            },
          ];
    return { arn: target.streamArn, ...withRole(name, context, [write, ...encrypt]) };
  }
  const arn = target.queueArn ?? target.topicArn;
  if (arn === undefined) throw new Error(`${name} has no destination: its arguments were not checked`);
  return { arn };
}

function withRole(name: string, context: EventContext, statements: Statement[]): Omit<Destination, "arn"> {
  const { child, tags } = context.queues;
  const role = new Role(
    `${name}-role`,
    { assumeRolePolicy: serviceTrust(EVENTS, context.accountId), tags: tags(`${name}-role`) },
    child(),
  );
  const policy = new RolePolicy(
    `${name}-role-policy`,
    { role: role.name, policy: policyDocument(...statements) },
    child(),
  );
  return { roleArn: role.arn, dependsOn: [policy] };
}

function admitToFunction(
  name: string,
  context: EventContext,
  rule: EventRule,
  functionArn: pulumi.Input<string>,
): Destination {
  const permission = new Permission(
    `${name}-permission`,
    { function: functionArn, action: "lambda:InvokeFunction", principal: EVENTS, sourceArn: rule.arn },
    context.queues.child(),
  );
  return { arn: functionArn, dependsOn: [permission] };
}

function createLogs(
  name: string,
  context: EventContext,
  rule: EventRule,
  retentionDays: number | undefined,
  kmsKeyId: pulumi.Input<string> | undefined,
): Destination {
  const { child, tags } = context.queues;
  const group = new LogGroup(
    `${name}-logs`,
    {
      // EventBridge writes only to log groups whose names start so.
      namePrefix: `/aws/events/${name}-`,
      retentionInDays: retentionDays ?? 30,
      kmsKeyId,
      tags: tags(`${name}-logs`),
    },
    child(),
  );
  const writers: Statement["Principal"] = { Service: [EVENTS, "delivery.logs.amazonaws.com"] };
  const streams = interpolate`${group.arn}:*`;
  // Statements as in docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html
  const policy = new LogResourcePolicy(
    `${name}-logs-policy`,
    {
      policyName: `${getStack()}-${name}-logs`,
      policyDocument: policyDocument(
        {
          Effect: "Allow",
          Principal: writers,
          Action: "logs:CreateLogStream",
          Resource: streams,
          Condition: { StringEquals: { "aws:SourceAccount": context.accountId } },
        },
        {
          Effect: "Allow",
          Principal: writers,
          Action: "logs:PutLogEvents",
          Resource: streams,
          Condition: { ArnEquals: { "aws:SourceArn": rule.arn } },
        },
      ),
    },
    child(),
  );
  return { arn: group.arn, dependsOn: [policy] };
}
