import { NamedQuery, Workgroup } from "@pulumi/aws/athena";
import { CatalogDatabase, CatalogTable } from "@pulumi/aws/glue";
import * as pulumi from "@pulumi/pulumi";
import { archiveQueries } from "./archive-queries";
import { DEFAULT_RETENTION_DAYS, type LogArchiveArgs, LogPartitioning } from "./log-archive-args";
import type { MadeFor } from "./made-for";

/** What the catalog of an archive is made from. */
export interface CatalogInput {
  readonly args: LogArchiveArgs;
  readonly partitioning: LogPartitioning;
  readonly bucketName: pulumi.Input<string>;
  readonly resultsBucketName: pulumi.Input<string>;
  readonly keyArn: pulumi.Input<string>;
  /** Folder of the logs in the bucket. */
  readonly folder: string;
}

/** How Athena sees an archive. */
export interface Catalog {
  readonly database: CatalogDatabase;
  readonly table: CatalogTable;
  readonly workgroup: Workgroup;
  readonly databaseName: string;
  readonly tableName: string;
  readonly workgroupName: string;
}

const TABLE = "logs";

/** What CloudWatch Logs sends: docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#FirehoseExample */
const COLUMNS = [
  { name: "messagetype", type: "string", comment: "DATA_MESSAGE, or CONTROL_MESSAGE where CloudWatch Logs tested" },
  { name: "owner", type: "string", comment: "account" },
  { name: "loggroup", type: "string", comment: "" },
  { name: "logstream", type: "string", comment: "" },
  { name: "subscriptionfilters", type: "array<string>", comment: "" },
  { name: "logevents", type: "array<struct<id:string,timestamp:bigint,message:string>>", comment: "time in ms" },
];

/** Makes database, table, workgroup and saved queries of an archive. */
export function createCatalog(of: MadeFor, input: CatalogInput): Catalog {
  const { args } = input;
  // Athena's names have no hyphens unless they are quoted.
  const databaseName = of.physicalName.replaceAll("-", "_");
  const database = new CatalogDatabase(
    `${of.name}-database`,
    {
      name: databaseName,
      description: `Archived logs of ${of.physicalName}.`,
      tags: of.tags(`${of.name}-database`),
    },
    of.child(),
  );
  const table = new CatalogTable(
    `${of.name}-table`,
    tableArgs(databaseName, input),
    of.child({ dependsOn: [database] }),
  );
  const workgroup = new Workgroup(
    `${of.name}-workgroup`,
    {
      name: of.physicalName,
      description: `Queries over the archived logs of ${of.physicalName}.`,
      forceDestroy: args.deletableWithLogs ?? false,
      configuration: {
        // Who queries can't write results elsewhere, nor without encryption.
        enforceWorkgroupConfiguration: true,
        publishCloudwatchMetricsEnabled: true,
        bytesScannedCutoffPerQuery: (args.maxScanGigabytes ?? 100) * 1_000_000_000,
        requesterPaysEnabled: false,
        resultConfiguration: {
          outputLocation: pulumi.interpolate`s3://${input.resultsBucketName}/results/`,
          expectedBucketOwner: of.accountId,
          encryptionConfiguration: { encryptionOption: "SSE_KMS", kmsKeyArn: input.keyArn },
        },
      },
      tags: of.tags(`${of.name}-workgroup`),
    },
    of.child(),
  );
  const queries = { ...archiveQueries(databaseName, TABLE, input.partitioning), ...args.savedQueries };
  for (const [name, query] of Object.entries(queries)) {
    new NamedQuery(
      `${of.name}-query-${name}`,
      { name: `${of.physicalName}-${name}`, database: databaseName, workgroup: workgroup.name, query },
      of.child({ dependsOn: [database] }),
    );
  }
  return { database, table, workgroup, databaseName, tableName: TABLE, workgroupName: of.physicalName };
}

/**
 * A table whose partitions Athena computes, so that nobody has to register one a day.
 * docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
 */
function tableArgs(databaseName: string, input: CatalogInput) {
  const byGroup = input.partitioning === LogPartitioning.LogGroupAndDay;
  const location = pulumi.interpolate`s3://${input.bucketName}/${input.folder}/`;
  const days = input.args.retentionDays ?? DEFAULT_RETENTION_DAYS;
  const group = byGroup ? `log_group=\${log_group}/` : "";
  const template = `${group}day=\${day}/`;
  return {
    name: TABLE,
    databaseName,
    description: "One row a batch of events of a log stream; UNNEST(logevents) makes one row an event.",
    tableType: "EXTERNAL_TABLE",
    parameters: {
      EXTERNAL: "TRUE",
      classification: "json",
      compressionType: "gzip",
      "projection.enabled": "true",
      "projection.day.type": "date",
      "projection.day.format": "yyyy-MM-dd",
      "projection.day.range": `NOW-${days}DAYS,NOW`,
      "projection.day.interval": "1",
      "projection.day.interval.unit": "DAYS",
      ...(byGroup && { "projection.log_group.type": "injected" }),
      "storage.location.template": pulumi.interpolate`${location}${template}`,
    },
    partitionKeys: [
      ...(byGroup ? [{ name: "log_group", type: "string", comment: "the log group's name, with _ for slashes" }] : []),
      { name: "day", type: "string", comment: "UTC, when Firehose got the events" },
    ],
    storageDescriptor: {
      location,
      columns: COLUMNS,
      compressed: true,
      inputFormat: "org.apache.hadoop.mapred.TextInputFormat",
      outputFormat: "org.apache.hadoop.hive.ql.io.HiveIgnoreKeyTextOutputFormat",
      serDeInfo: {
        serializationLibrary: "org.openx.data.jsonserde.JsonSerDe",
        parameters: { "ignore.malformed.json": "true", "case.insensitive": "true" },
      },
    },
  };
}
