import type { EventBus } from "@pulumi/aws/cloudwatch";
import {
  LogDelivery,
  LogDeliveryDestination,
  LogDeliverySource,
  LogGroup,
  LogResourcePolicy,
} from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../core";
import { EventLogLevel } from "./event-bus-args";

/** What the logs of a bus are made from. */
export interface EventLogInput {
  readonly name: string;
  readonly bus: EventBus;
  readonly level: EventLogLevel;
  readonly retentionInDays: number;
  readonly kmsKeyId: pulumi.Input<string> | undefined;
  readonly accountId: pulumi.Output<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** EventBridge sorts its logs into one kind a level; each has to be delivered by itself. */
const KINDS: Record<EventLogLevel, string[]> = {
  [EventLogLevel.Error]: ["error"],
  [EventLogLevel.Info]: ["error", "info"],
  [EventLogLevel.Trace]: ["error", "info", "trace"],
};

/** Delivers the logs of a bus to a log group of its own. */
export function createEventLogs(input: EventLogInput): LogGroup {
  const { name, bus, child, tags } = input;
  const group = new LogGroup(
    `${name}-logs`,
    {
      namePrefix: `/aws/vendedlogs/events/${name}-`,
      retentionInDays: input.retentionInDays,
      kmsKeyId: input.kmsKeyId,
      tags: tags(`${name}-logs`),
    },
    child(),
  );
  const sources = KINDS[input.level].map(
    (kind) =>
      new LogDeliverySource(
        `${name}-log-${kind}`,
        { logType: `${kind.toUpperCase()}_LOGS`, resourceArn: bus.arn, tags: tags(`${name}-log-${kind}`) },
        child(),
      ),
  );
  const policy = new LogResourcePolicy(
    `${name}-logs-policy`,
    {
      policyName: `${pulumi.getStack()}-${name}-bus-logs`,
      policyDocument: policyDocument({
        Effect: "Allow",
        Principal: { Service: "delivery.logs.amazonaws.com" },
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: pulumi.interpolate`${group.arn}:log-stream:*`,
        Condition: {
          StringEquals: { "aws:SourceAccount": input.accountId },
          ArnLike: { "aws:SourceArn": sources.map(({ arn }) => arn) },
        },
      }),
    },
    child(),
  );
  const destination = new LogDeliveryDestination(
    `${name}-log-to`,
    {
      deliveryDestinationConfiguration: { destinationResourceArn: group.arn },
      outputFormat: "json",
      tags: tags(`${name}-log-to`),
    },
    child({ dependsOn: [policy] }),
  );
  // CloudWatch refuses deliveries of one bus that are made at the same time.
  let last: LogDelivery | undefined;
  for (const [index, kind] of KINDS[input.level].entries()) {
    const source = sources[index];
    if (!source) continue;
    last = new LogDelivery(
      `${name}-log-${kind}-delivery`,
      {
        deliverySourceName: source.name,
        deliveryDestinationArn: destination.arn,
        tags: tags(`${name}-log-${kind}-delivery`),
      },
      child({ dependsOn: last ? [last] : [] }),
    );
  }
  return group;
}
