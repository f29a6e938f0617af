import type { Distribution } from "@pulumi/aws/cloudfront";
import {
  LogDelivery,
  LogDeliveryDestination,
  LogDeliverySource,
  LogGroup,
  LogResourcePolicy,
} from "@pulumi/aws/cloudwatch";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../core";
import { ACCESS_LOG_FIELDS, CLOUDFRONT_REGION } from "./facts/cloudfront";
import type { WebLogArgs } from "./web-app-args";
import type { WebAppOwner } from "./web-app-domain";

const region = CLOUDFRONT_REGION;

/** Days that logs are kept where nothing else is said. */
export const DEFAULT_LOG_DAYS = 90;

/** Delivers the access logs of a distribution, CloudFront's "standard logging (v2)". */
export function createAccessLogs(
  distribution: Distribution,
  args: WebLogArgs,
  accountId: pulumi.Output<string>,
  { name, tags, child }: WebAppOwner,
): void {
  const source = new LogDeliverySource(
    `${name}-log-from`,
    { region, logType: "ACCESS_LOGS", resourceArn: distribution.arn, tags: tags(`${name}-log-from`) },
    child(),
  );
  const target = args.bucketArn ?? createGroup();
  const destination = new LogDeliveryDestination(
    `${name}-log-to`,
    {
      region,
      deliveryDestinationConfiguration: { destinationResourceArn: target instanceof LogGroup ? target.arn : target },
      outputFormat: "json",
      tags: tags(`${name}-log-to`),
    },
    child(),
  );
  const admitted = target instanceof LogGroup ? [admit(target)] : [];
  new LogDelivery(
    `${name}-log-delivery`,
    {
      region,
      deliverySourceName: source.name,
      deliveryDestinationArn: destination.arn,
      recordFields: ACCESS_LOG_FIELDS,
      tags: tags(`${name}-log-delivery`),
    },
    child({ dependsOn: admitted }),
  );

  function createGroup(): LogGroup {
    return new LogGroup(
      `${name}-logs`,
      {
        region,
        namePrefix: `/aws/vendedlogs/cloudfront/${name}-`,
        retentionInDays: args.retentionInDays ?? DEFAULT_LOG_DAYS,
        kmsKeyId: args.kmsKeyArn,
        tags: tags(`${name}-logs`),
      },
      child(),
    );
  }

  function admit({ arn }: LogGroup): LogResourcePolicy {
    return new LogResourcePolicy(
      `${name}-logs-policy`,
      {
        region,
        policyName: `${pulumi.getStack()}-${name}-access-logs`,
        policyDocument: policyDocument({
          Effect: "Allow",
          Principal: { Service: "delivery.logs.amazonaws.com" },
          Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
          Resource: pulumi.interpolate`${arn}:log-stream:*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": accountId },
            ArnLike: { "aws:SourceArn": source.arn },
          },
        }),
      },
      child(),
    );
  }
}
