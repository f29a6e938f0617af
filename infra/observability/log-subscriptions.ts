import { LogSubscriptionFilter } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../core";
import type { MadeFor } from "./made-for";

/** Something that CloudWatch Logs feeds. */
export interface LogDestination {
  /** Firehose stream, by the name that it has or will have. */
  readonly streamName: string;
  /** The same, once it is there. */
  readonly streamArn: pulumi.Output<string>;
}

/**
 * What log groups are subscribed with: CloudWatch Logs takes the role to put records into one Firehose stream.
 * docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#FirehoseExample
 */
export class LogSubscriptions {
  readonly role: Role;
  /** Without it, CloudWatch Logs refuses a subscription: it sends a test record. */
  readonly policy: RolePolicy;

  constructor(
    private readonly of: MadeFor,
    private readonly destination: LogDestination,
  ) {
    const name = `${of.name}-subscription-role`;
    const place = pulumi.interpolate`${of.region}:${of.accountId}`;
    this.role = new Role(
      name,
      {
        assumeRolePolicy: policyDocument({
          Effect: "Allow",
          Principal: { Service: "logs.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: {
            StringLike: { "aws:SourceArn": pulumi.interpolate`arn:${of.partition}:logs:${place}:*` },
            StringEquals: { "aws:SourceAccount": of.accountId },
          },
        }),
        tags: of.tags(name),
      },
      of.child(),
    );
    this.policy = new RolePolicy(
      `${of.name}-subscription`,
      {
        role: this.role.name,
        policy: policyDocument({
          Effect: "Allow",
          Action: ["firehose:PutRecord", "firehose:PutRecordBatch"],
          Resource: pulumi.interpolate`arn:${of.partition}:firehose:${place}:deliverystream/${destination.streamName}`,
        }),
      },
      of.child(),
    );
  }

  /** Feeds the destination from one log group. */
  add(name: string, logGroupName: pulumi.Input<string>, filterPattern: string): LogSubscriptionFilter {
    return new LogSubscriptionFilter(
      `${this.of.name}-from-${name}`,
      {
        name: `${this.of.physicalName}-${name}`,
        logGroup: logGroupName,
        filterPattern,
        destinationArn: this.destination.streamArn,
        roleArn: this.role.arn,
      },
      this.of.child({ dependsOn: [this.policy] }),
    );
  }
}
