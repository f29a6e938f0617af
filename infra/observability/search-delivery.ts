import { LogGroup, LogStream } from "@pulumi/aws/cloudwatch";
import type { SecurityGroup } from "@pulumi/aws/ec2";
import { FirehoseDeliveryStream } from "@pulumi/aws/kinesis";
import type { Domain } from "@pulumi/aws/opensearch";
import * as pulumi from "@pulumi/pulumi";
import { onAllResources, type Statement } from "../core";
import type { PrivateBucket } from "../core/private-bucket";
import type { DeliveryRole } from "./firehose-role";
import { IndexRotation, type LogSearchArgs, SearchDocument } from "./log-search-args";
import type { MadeFor } from "./made-for";

/** What feeds a domain is made from. */
export interface SearchDelivery {
  readonly args: LogSearchArgs;
  readonly domain: Domain;
  readonly subnetIds: pulumi.Input<string>[];
  /** Security group of Firehose's own interfaces. */
  readonly group: SecurityGroup;
  readonly bucket: PrivateBucket;
  readonly keyArn: pulumi.Input<string>;
  readonly role: DeliveryRole;
  readonly errorLogGroupName: string;
  /** What lets Firehose into the domain. */
  readonly after: pulumi.Resource[];
}

/** What Firehose's role may do in the domain and in the VPC. */
export function searchStatements(
  of: MadeFor,
  domainArn: pulumi.Output<string>,
  indexName: string,
  subnetIds: pulumi.Input<string>[],
  groupId: pulumi.Output<string>,
): Statement[] {
  const ec2 = pulumi.interpolate`arn:${of.partition}:ec2:${of.region}:${of.accountId}`;
  const subnetArns = subnetIds.map((id) => pulumi.interpolate`${ec2}:subnet/${id}`);
  const interfaces = pulumi.interpolate`${ec2}:network-interface/*`;
  // docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-es-vpc
  return [
    {
      Sid: "SeeDomain",
      Effect: "Allow",
      Action: ["es:DescribeDomain", "es:DescribeDomains", "es:DescribeDomainConfig"],
      Resource: domainArn,
    },
    {
      Sid: "Index",
      Effect: "Allow",
      Action: ["es:ESHttpPost", "es:ESHttpPut"],
      Resource: pulumi.interpolate`${domainArn}/*`,
    },
    {
      Sid: "SeeCluster",
      Effect: "Allow",
      Action: "es:ESHttpGet",
      Resource: [
        "_all/_settings",
        "_cluster/stats",
        `${indexName}*/_mapping/*`,
        "_nodes",
        "_nodes/stats",
        "_nodes/*/stats",
        "_stats",
        `${indexName}*/_stats`,
      ].map((path) => pulumi.interpolate`${domainArn}/${path}`),
    },
    onAllResources("SearchNetwork"),
    {
      Sid: "MakeInterfaces",
      Effect: "Allow",
      Action: "ec2:CreateNetworkInterface",
      Resource: [interfaces, ...subnetArns, pulumi.interpolate`${ec2}:security-group/${groupId}`],
    },
    {
      Sid: "UseInterfaces",
      Effect: "Allow",
      Action: ["ec2:CreateNetworkInterfacePermission", "ec2:DeleteNetworkInterface"],
      Resource: interfaces,
      Condition: { ArnEquals: { "ec2:Subnet": subnetArns } },
    },
  ];
}

/** Makes the stream that indexes what CloudWatch Logs sends, and puts what can't be indexed into the bucket. */
export function createSearchDelivery(of: MadeFor, from: SearchDelivery): FirehoseDeliveryStream {
  const { args } = from;
  const errors = new LogGroup(
    `${of.name}-errors`,
    {
      name: from.errorLogGroupName,
      retentionInDays: args.logRetentionDays ?? 30,
      kmsKeyId: from.keyArn,
      tags: of.tags(`${of.name}-errors`),
    },
    of.child(),
  );
  const logging = (what: string) => ({
    enabled: true,
    logGroupName: errors.name,
    logStreamName: new LogStream(`${of.name}-errors-${what}`, { name: what, logGroupName: errors.name }, of.child())
      .name,
  });
  const decompress = {
    type: "Decompression",
    parameters: [{ parameterName: "CompressionFormat", parameterValue: "GZIP" }],
  };
  const messages = {
    type: "CloudWatchLogProcessing",
    parameters: [{ parameterName: "DataMessageExtraction", parameterValue: "true" }],
  };
  return new FirehoseDeliveryStream(
    `${of.name}-delivery-stream`,
    {
      name: of.physicalName,
      destination: "opensearch",
      serverSideEncryption: { enabled: true, keyType: "CUSTOMER_MANAGED_CMK", keyArn: from.keyArn },
      opensearchConfiguration: {
        domainArn: from.domain.arn,
        roleArn: from.role.role.arn,
        indexName: args.indexName ?? "logs",
        indexRotationPeriod: args.indexRotation ?? IndexRotation.Day,
        bufferingInterval: args.bufferSeconds ?? 60,
        bufferingSize: args.bufferMegabytes ?? 5,
        retryDuration: 300,
        documentIdOptions: { defaultDocumentIdFormat: "FIREHOSE_DEFAULT" },
        processingConfiguration: {
          enabled: true,
          processors: args.documents === SearchDocument.Message ? [decompress, messages] : [decompress],
        },
        vpcConfig: {
          subnetIds: from.subnetIds,
          securityGroupIds: [from.group.id],
          roleArn: from.role.role.arn,
        },
        s3BackupMode: "FailedDocumentsOnly",
        s3Configuration: {
          roleArn: from.role.role.arn,
          bucketArn: from.bucket.arn,
          prefix: "failed/",
          errorOutputPrefix: "errors/!{firehose:error-output-type}/",
          compressionFormat: "GZIP",
          kmsKeyArn: from.keyArn,
          cloudwatchLoggingOptions: logging("backup"),
        },
        cloudwatchLoggingOptions: logging("delivery"),
      },
      tags: of.tags(`${of.name}-delivery-stream`),
    },
    of.child({ dependsOn: [from.role.policy, ...from.bucket.ready, ...from.after] }),
  );
}
