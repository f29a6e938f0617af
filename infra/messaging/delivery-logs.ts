import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import type { Topic } from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, serviceTrust } from "../core";

/** What delivery logs are made from. */
export interface DeliveryLogInput {
  readonly name: string;
  readonly partition: pulumi.Output<string>;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** Role that SNS writes the delivery status of a topic's messages with. */
export function createDeliveryLogRole(input: DeliveryLogInput): Role {
  const { name, partition, region, accountId } = input;
  const role = new Role(
    `${name}-delivery-role`,
    { assumeRolePolicy: serviceTrust("sns.amazonaws.com", accountId), tags: input.tags(`${name}-delivery-role`) },
    input.child(),
  );
  new RolePolicy(
    `${name}-delivery-role-policy`,
    {
      role: role.name,
      policy: policyDocument({
        Effect: "Allow",
        Action: [
          "logs:CreateLogGroup",
          "logs:CreateLogStream",
          "logs:PutLogEvents",
          "logs:PutMetricFilter",
          "logs:PutRetentionPolicy",
        ],
        // SNS names its log groups sns/REGION/ACCOUNT/TOPIC: docs.aws.amazon.com/sns/latest/dg/sns-topic-attributes.html
        Resource: pulumi.interpolate`arn:${partition}:logs:${region}:${accountId}:log-group:sns/${region}/${accountId}/*`,
      }),
    },
    input.child(),
  );
  return role;
}

/** The log groups that SNS writes to, made before the first message so that their retention is bounded. */
export function createDeliveryLogGroups(
  input: DeliveryLogInput,
  topic: Topic,
  retentionInDays: number,
  kmsKeyId: pulumi.Input<string> | undefined,
): void {
  for (const [suffix, path] of [
    ["deliveries", ""],
    ["failures", "/Failure"],
  ]) {
    const name = `${input.name}-${suffix}`;
    new LogGroup(
      name,
      {
        name: pulumi.interpolate`sns/${input.region}/${input.accountId}/${topic.name}${path}`,
        retentionInDays,
        kmsKeyId,
        tags: input.tags(name),
      },
      input.child(),
    );
  }
}
