import { LogAccountPolicy, LogGroup, LogStream } from "@pulumi/aws/cloudwatch";
import type { FirehoseDeliveryStream } from "@pulumi/aws/kinesis";
import type { Bucket } from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import { type Grant, type Grantable, grantStatements } from "../core";
import { createPrivateBucket, defaultBucketName, type PrivateBucket } from "../core/private-bucket";
import { alarmTopic, createAlarms } from "./alarm-recipients";
import { type Catalog, createCatalog } from "./archive-catalog";
import { createArchiveDelivery } from "./archive-delivery";
import { queryStatements } from "./archive-grants";
import { FirehoseDestination, firehosePlan } from "./firehose-plan";
import { createDeliveryRole } from "./firehose-role";
import {
  type AccountSubscriptionArgs,
  checkLogArchive,
  coldAfter,
  DEFAULT_RETENTION_DAYS,
  type LogArchiveArgs,
  LogPartitioning,
  partitioningOf,
} from "./log-archive-args";
import { LogDestinationComponent } from "./log-destination";
import { createLogKey, logGroupArn } from "./log-key";
import { LogSubscriptions } from "./log-subscriptions";
import type { MadeFor } from "./made-for";

/** Folder of the logs in the bucket; errors are beside it, in `errors`. */
const FOLDER = "logs";

/** Resources of a {@link LogArchive}, for reading and for tests. */
export interface LogArchiveNodes {
  readonly bucket: Bucket;
  readonly resultsBucket: Bucket;
  readonly stream: FirehoseDeliveryStream;
}

/**
 * Where logs are kept for long and searched by SQL: log groups, or all of the account's, feed a Firehose stream, which
 * writes them into a private bucket by day and log group; Athena queries them in a workgroup that encrypts its results and
 * stops a query that reads too much.
 *
 * ```ts
 * const archive = new LogArchive("logs", { emails: ["on-call@example.com"] });
 * archive.subscribe("orders", orders.logGroupName);
 * archive.grantQuery(analyst, "analyst");
 * ```
 */
export class LogArchive extends LogDestinationComponent {
  /** Name of the bucket that has the logs. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the bucket. */
  readonly bucketArn: pulumi.Output<string>;
  /** ARN of the Firehose stream. */
  readonly streamArn: pulumi.Output<string>;
  /** Name of the Firehose stream, which its CloudWatch metrics have as dimension. */
  readonly streamName: string;
  /** Name of the database that Athena knows the logs by. */
  readonly databaseName: string;
  /** Name of the table in it. */
  readonly tableName: string;
  /** Name of the workgroup of Athena that queries run in. */
  readonly workgroupName: string;
  /** Key of logs, stream and results. */
  readonly kmsKeyArn: pulumi.Output<string>;
  /** Topic that alarms go to. */
  readonly alarmTopicArn: pulumi.Output<string>;
  /** Children, for reading and for tests. */
  readonly nodes: LogArchiveNodes;
  private readonly logicalName: string;
  protected readonly subscriptions: LogSubscriptions;
  private readonly resultsBucketArn: pulumi.Output<string>;
  private readonly catalog: Catalog;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: LogArchiveArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("observability:LogArchive", name, args, opts);
    this.logicalName = name;
    const checks = this.checks();
    checkLogArchive(checks, args);
    checks.done();
    const of = this.maker(name);
    const partitioning = partitioningOf(args);
    this.streamName = of.physicalName;

    const errorLogName = `/aws/firehose/${of.physicalName}`;
    const key =
      args.kmsKeyArn ?? createLogKey(of, `Encrypts logs archived by ${name}.`, [logGroupArn(of, errorLogName)]).arn;
    this.kmsKeyArn = pulumi.output(key);
    const bucket = this.createBucket(of, args);
    const results = this.createResultsBucket(of, args);
    this.bucketName = bucket.name;
    this.bucketArn = bucket.arn;
    this.resultsBucketArn = results.arn;

    const errorLog = new LogGroup(
      `${name}-errors`,
      {
        name: errorLogName,
        retentionInDays: args.errorLogRetentionDays ?? 30,
        kmsKeyId: this.kmsKeyArn,
        tags: this.tags(`${name}-errors`),
      },
      this.child(),
    );
    const errorStream = new LogStream(
      `${name}-error-stream`,
      { name: "delivery", logGroupName: errorLog.name },
      this.child(),
    );
    const role = createDeliveryRole(of, {
      bucketArn: bucket.arn,
      keyArn: this.kmsKeyArn,
      errorLogGroupName: errorLogName,
    });
    const stream = createArchiveDelivery(of, {
      args,
      partitioning,
      bucketArn: bucket.arn,
      keyArn: this.kmsKeyArn,
      folder: FOLDER,
      role,
      errorLogGroupName: errorLog.name,
      errorLogStreamName: errorStream.name,
      ready: bucket.ready,
    });
    this.streamArn = stream.arn;
    this.catalog = createCatalog(of, {
      args,
      partitioning,
      bucketName: bucket.name,
      resultsBucketName: results.name,
      keyArn: this.kmsKeyArn,
      folder: FOLDER,
    });
    this.databaseName = this.catalog.databaseName;
    this.tableName = this.catalog.tableName;
    this.workgroupName = this.catalog.workgroupName;
    this.subscriptions = new LogSubscriptions(of, { streamName: of.physicalName, streamArn: stream.arn });
    if (args.accountWide) this.subscribeAccount(of, args.accountWide, errorLogName);

    this.alarmTopicArn = alarmTopic(this, name, args).arn;
    const facts = {
      streamName: stream.name,
      destination: FirehoseDestination.S3,
      // Firehose's own recommendation is the longest buffer, 15 minutes.
      maxAgeSeconds: Math.max(900, 2 * (args.bufferSeconds ?? 300)),
      dynamicPartitions: partitioning === LogPartitioning.LogGroupAndDay,
      decompresses: true,
    };
    createAlarms(of, this.alarmTopicArn, firehosePlan(facts).alarms);
    this.nodes = { bucket: bucket.bucket, resultsBucket: results.bucket, stream };
    this.registerOutputs({
      bucketName: this.bucketName,
      streamArn: this.streamArn,
      databaseName: this.databaseName,
      tableName: this.tableName,
      workgroupName: this.workgroupName,
      kmsKeyArn: this.kmsKeyArn,
      alarmTopicArn: this.alarmTopicArn,
    });
  }

  /**
   * Lets `to` run queries in the workgroup over the archive, and read their results.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the archive.
   */
  grantQuery(to: Grantable, granteeName: string): Grant {
    const statements = queryStatements({
      partition: this.partition,
      region: this.region,
      accountId: this.accountId,
      catalog: this.catalog,
      bucketArn: this.bucketArn,
      folder: FOLDER,
      resultsBucketArn: this.resultsBucketArn,
      keyArn: this.kmsKeyArn,
    });
    return grantStatements(this, this.logicalName, "query", to, granteeName, statements);
  }

  private createBucket(of: MadeFor, args: LogArchiveArgs): PrivateBucket {
    const cold = coldAfter(args);
    return createPrivateBucket({
      ...this.bucketBase(of, args),
      name: of.name,
      bucketName: args.bucketName ?? defaultBucketName(of.name, of),
      objectLock: args.objectLock,
      accessLogBucketName: args.accessLogBucketName,
      lifecycle: {
        id: "retention",
        status: "Enabled",
        filter: { prefix: "" },
        ...(cold !== undefined && { transitions: [{ days: cold, storageClass: "GLACIER_IR" }] }),
        expiration: { days: args.retentionDays ?? DEFAULT_RETENTION_DAYS },
        noncurrentVersionExpiration: { noncurrentDays: 30 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      tags: this.tags(of.name),
    });
  }

  private createResultsBucket(of: MadeFor, args: LogArchiveArgs): PrivateBucket {
    const name = `${of.name}-results`;
    return createPrivateBucket({
      ...this.bucketBase(of, args),
      name,
      bucketName: args.bucketName === undefined ? defaultBucketName(name, of) : `${args.bucketName}-results`,
      lifecycle: {
        id: "retention",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: args.resultRetentionDays ?? 7 },
        noncurrentVersionExpiration: { noncurrentDays: 1 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
      tags: this.tags(name),
    });
  }

  private bucketBase(of: MadeFor, args: LogArchiveArgs) {
    return {
      partition: of.partition,
      kmsKeyArn: this.kmsKeyArn,
      deletableWithContents: args.deletableWithLogs ?? false,
      opts: this.child(),
    };
  }

  /** docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters-AccountLevel.html, …/Subscriptions-recursion-prevention.html */
  private subscribeAccount(of: MadeFor, account: AccountSubscriptionArgs, errorLogName: string): void {
    const { role, policy } = this.subscriptions;
    const except = pulumi.all([errorLogName, ...(account.exceptLogGroupNames ?? [])]);
    new LogAccountPolicy(
      `${of.name}-account`,
      {
        policyName: of.physicalName,
        policyType: "SUBSCRIPTION_FILTER_POLICY",
        scope: "ALL",
        policyDocument: pulumi.jsonStringify({
          DestinationArn: this.streamArn,
          RoleArn: role.arn,
          FilterPattern: account.filterPattern ?? "",
        }),
        selectionCriteria: except.apply((names) => `LogGroupName NOT IN ${JSON.stringify(names)}`),
      },
      this.child({ dependsOn: [policy] }),
    );
  }
}
