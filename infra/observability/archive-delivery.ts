import { FirehoseDeliveryStream } from "@pulumi/aws/kinesis";
import type { input } from "@pulumi/aws/types";
import type * as pulumi from "@pulumi/pulumi";
import type { DeliveryRole } from "./firehose-role";
import { type LogArchiveArgs, LogPartitioning } from "./log-archive-args";
import type { MadeFor } from "./made-for";

/** What the stream of an archive is made from. */
export interface ArchiveDelivery {
  readonly args: LogArchiveArgs;
  readonly partitioning: LogPartitioning;
  readonly bucketArn: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  readonly folder: string;
  readonly role: DeliveryRole;
  readonly errorLogGroupName: pulumi.Input<string>;
  readonly errorLogStreamName: pulumi.Input<string>;
  /** What has to be there before the first object. */
  readonly ready: pulumi.Resource[];
}

type Processor = input.kinesis.FirehoseDeliveryStreamExtendedS3ConfigurationProcessingConfigurationProcessor;

/** Which partition a record goes to. What CloudWatch Logs sends to test a subscription comes from no log group. */
const LOG_GROUP =
  '{log_group: (.logGroup | ltrimstr("/") | split("/") | join("_") | if . == "" then "none" else . end)}';

/**
 * Each record is a batch of events of one log stream, which stays whole: so log group, log stream and the events' own times
 * are kept, and the log group can say where the record goes. Processors and their order:
 * docs.aws.amazon.com/firehose/latest/dev/writing-with-cloudwatch-logs-decompression.html, …/dynamic-partitioning.html
 */
function processors(partitioning: LogPartitioning): Processor[] {
  const decompress = {
    type: "Decompression",
    parameters: [{ parameterName: "CompressionFormat", parameterValue: "GZIP" }],
  };
  const partition = {
    type: "MetadataExtraction",
    parameters: [
      { parameterName: "JsonParsingEngine", parameterValue: "JQ-1.6" },
      { parameterName: "MetadataExtractionQuery", parameterValue: LOG_GROUP },
    ],
  };
  const oneALine = { type: "AppendDelimiterToRecord" };
  return partitioning === LogPartitioning.LogGroupAndDay ? [decompress, partition, oneALine] : [decompress, oneALine];
}

/** Makes the stream that writes logs into the bucket, a line of JSON a batch of events, as GZIP. */
export function createArchiveDelivery(of: MadeFor, from: ArchiveDelivery): FirehoseDeliveryStream {
  const byGroup = from.partitioning === LogPartitioning.LogGroupAndDay;
  const group = byGroup ? "log_group=!{partitionKeyFromQuery:log_group}/" : "";
  return new FirehoseDeliveryStream(
    `${of.name}-delivery-stream`,
    {
      name: of.physicalName,
      destination: "extended_s3",
      serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: from.keyArn },
      extendedS3Configuration: {
        roleArn: from.role.role.arn,
        bucketArn: from.bucketArn,
        kmsKeyArn: from.keyArn,
        prefix: `${from.folder}/${group}day=!{timestamp:yyyy-MM-dd}/`,
        errorOutputPrefix: "errors/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/",
        customTimeZone: "UTC",
        compressionFormat: "GZIP",
        bufferingInterval: from.args.bufferSeconds ?? 300,
        bufferingSize: from.args.bufferMegabytes ?? 64,
        ...(byGroup && { dynamicPartitioningConfiguration: { enabled: true, retryDuration: 300 } }),
        processingConfiguration: { enabled: true, processors: processors(from.partitioning) },
        cloudwatchLoggingOptions: {
          enabled: true,
          logGroupName: from.errorLogGroupName,
          logStreamName: from.errorLogStreamName,
        },
      },
      tags: of.tags(`${of.name}-delivery-stream`),
    },
    of.child({ dependsOn: [from.role.policy, ...from.ready] }),
  );
}
