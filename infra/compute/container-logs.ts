import type { ContainerDefinition, LogConfiguration } from "@pulumi/aws/ecs";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import { checkImage } from "./container-args";

/**
 * Fluent Bit beside the service's container, by FireLens: what the container writes goes where the options say. The
 * service's `role` has to be granted to write there.
 */
export interface LogRouterArgs {
  /** Image of Fluent Bit with a tag, such as "public.ecr.aws/aws-observability/aws-for-fluent-bit:2.34.0". */
  image: pulumi.Input<string>;
  /** Options of the output plugin, such as `Name: "kinesis_firehose"`, `delivery_stream`, `region`. */
  options: Record<string, pulumi.Input<string>>;
  /** ARN of a file in S3 with more of Fluent Bit's configuration; the service's `role` has to be granted it. @default none */
  configurationFileArn?: pulumi.Input<string>;
  /** Memory that is kept for it, in MB. @default 64 */
  memoryReservationMb?: number;
}

export function checkLogRouter(checks: ArgumentChecks, args: LogRouterArgs | undefined): void {
  if (!args) return;
  checkImage(checks, "logRouter.image", args.image);
  checks
    .that("logRouter.options", args.options, "Name" in args.options, "give Name, the output plugin")
    .integer("logRouter.memoryReservationMb", args.memoryReservationMb, 6, 122_880, "MB")
    .matches(
      "logRouter.configurationFileArn",
      args.configurationFileArn,
      /^arn:[^:]+:s3:::[^/]+\/.+/,
      "use the ARN of an object, arn:aws:s3:::bucket/key",
    );
}

/**
 * Lines go to CloudWatch Logs. A container whose lines can't be sent goes on: what does not fit in the buffer is lost.
 * docs.aws.amazon.com/AmazonECS/latest/APIReference/API_LogConfiguration.html
 */
export function cloudWatchLogs(
  group: pulumi.Input<string>,
  region: pulumi.Input<string>,
  prefix: string,
): LogConfiguration {
  return {
    logDriver: "awslogs",
    options: {
      "awslogs-group": group,
      "awslogs-region": region,
      "awslogs-stream-prefix": prefix,
      mode: "non-blocking",
      "max-buffer-size": "25m",
    },
  };
}

/** Name of the container that routes logs. */
export const LOG_ROUTER = "log-router";

export function routedLogs(args: LogRouterArgs): LogConfiguration {
  return { logDriver: "awsfirelens", options: args.options };
}

/** docs.aws.amazon.com/AmazonECS/latest/developerguide/using_firelens.html: its own lines go to CloudWatch Logs. */
export function logRouter(args: LogRouterArgs, ownLogs: LogConfiguration): ContainerDefinition {
  return {
    name: LOG_ROUTER,
    image: args.image,
    // Without it lines are lost.
    essential: true,
    memoryReservation: args.memoryReservationMb ?? 64,
    // FireLens hands the lines over by a socket that belongs to root.
    user: "0",
    firelensConfiguration: {
      type: "fluentbit",
      options: {
        "enable-ecs-log-metadata": "true",
        ...(args.configurationFileArn !== undefined && {
          "config-file-type": "s3",
          "config-file-value": args.configurationFileArn,
        }),
      },
    },
    logConfiguration: ownLogs,
  };
}
