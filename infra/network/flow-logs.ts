import { LogGroup } from "@pulumi/aws/cloudwatch";
import { FlowLog } from "@pulumi/aws/ec2";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { type ArgumentChecks, LOG_RETENTION_DAYS, policyDocument, serviceTrust } from "../core";

/** Flow logs may be kept for ever too: 0. */
const RETENTION_DAYS = [0, ...LOG_RETENTION_DAYS];

/** Record of the traffic of a VPC, in CloudWatch Logs. */
export interface FlowLogArgs {
  /** Days that the record is kept, one of CloudWatch's values; 0 keeps it for ever. @default 365 */
  retentionDays?: pulumi.Input<number>;
  /** KMS key whose policy lets CloudWatch Logs use it. @default encryption with a key of AWS's */
  kmsKeyArn?: pulumi.Input<string>;
}

/** What the children of flow logs need of their component. */
export interface FlowLogParent {
  name: string;
  vpcId: pulumi.Input<string>;
  accountId: pulumi.Input<string>;
  tags(name: string): Record<string, pulumi.Input<string>>;
  child(): pulumi.CustomResourceOptions;
}

/** Refuses a time that CloudWatch Logs can't keep, and logs that are both described and switched off. */
export function checkFlowLogs(checks: ArgumentChecks, flowLogs: FlowLogArgs | undefined, without = false): void {
  checks
    .that("withoutFlowLogs", without, !without || flowLogs === undefined, "leave it out: flowLogs are given")
    .oneOf("flowLogs.retentionDays", flowLogs?.retentionDays, RETENTION_DAYS)
    .matches("flowLogs.kmsKeyArn", flowLogs?.kmsKeyArn, /^arn:/, "use the ARN of a KMS key");
}

/** Records accepted and rejected traffic; the role can write to this one log group only. */
export function recordFlow({ name, vpcId, accountId, tags, child }: FlowLogParent, args: FlowLogArgs): LogGroup {
  const group = new LogGroup(
    `${name}-flow-logs`,
    { retentionInDays: args.retentionDays ?? 365, kmsKeyId: args.kmsKeyArn, tags: tags(`${name}-flow-logs`) },
    child(),
  );
  const role = new Role(
    `${name}-flow-logs-role`,
    {
      assumeRolePolicy: serviceTrust("vpc-flow-logs.amazonaws.com", accountId),
      tags: tags(`${name}-flow-logs-role`),
    },
    child(),
  );
  new RolePolicy(
    `${name}-flow-logs-policy`,
    {
      role: role.name,
      policy: policyDocument({
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: [group.arn, pulumi.interpolate`${group.arn}:*`],
      }),
    },
    child(),
  );
  new FlowLog(
    `${name}-flow-log`,
    {
      vpcId,
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: group.arn,
      iamRoleArn: role.arn,
      maxAggregationInterval: 60,
      tags: tags(`${name}-flow-log`),
    },
    child(),
  );
  return group;
}
