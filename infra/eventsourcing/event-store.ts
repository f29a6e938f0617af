import { Stream } from "@pulumi/aws/kinesis";
import type { Pipe } from "@pulumi/aws/pipes";
import type { Bucket } from "@pulumi/aws/s3";
import * as pulumi from "@pulumi/pulumi";
import type { Grant, Grantable, GrantKey } from "../core";
import { grant, PlatformComponent } from "../core";
import { createPrivateBucket, defaultBucketName, type PrivateBucket } from "../core/private-bucket";
import { Table } from "../data/table";
import { KeyType, StreamView } from "../data/table-args";
import { createKey } from "../messaging/customer-key";
import { Queue } from "../messaging/queue";
import { type AlarmContext, createAlarm } from "./alarms";
import type { EventStoreArgs } from "./event-store-args";
import { checkEventStore, DEFAULT_COLD_DAYS, DEFAULT_RETENTION_HOURS } from "./event-store-checks";
import { createJournalPipe } from "./journal-pipe";

/** Resources of an {@link EventStore}, for reading and for tests. */
export interface EventStoreNodes {
  readonly stream: Stream;
  readonly pipe: Pipe;
  readonly archiveBucket: Bucket;
}

/** A bucket by what others need of it. */
export interface BucketReference {
  readonly arn: pulumi.Output<string>;
  readonly name: pulumi.Output<string>;
}

/**
 * Where a service's events are the truth: a journal that is only ever appended to (one item an event, in order by
 * aggregate), a stream that hands every event to any number of readers, and an archive that keeps them for good.
 *
 * A writer puts an event as item `aggregateId`, `sequence` on the condition that there is none, so that of two writers
 * that saw the same state one fails. IAM can't hold anybody to that condition: grant appending to writers alone.
 *
 * Events get to the stream at least once: a reader has to be able to see one again, and out of order (see
 * `JournalPipeArgs.batchSize`). What could not be sent on for hours is found in `undelivered`, as pointers to the events,
 * which are still in the journal.
 *
 * The stream answers over TLS alone, as Kinesis has no other endpoint, and has no resource policy: roles of this
 * account that are granted it read it, and nobody else.
 */
export class EventStore extends PlatformComponent {
  /** Every event, by `aggregateId` and `sequence`. */
  readonly journal: Table;
  /** ARN of the stream. */
  readonly streamArn: pulumi.Output<string>;
  /** Name of the stream, which its CloudWatch metrics have as dimension. */
  readonly streamName: pulumi.Output<string>;
  /** Hours that the stream keeps events. */
  readonly retentionHours: number;
  /** The stream itself. */
  readonly stream: Stream;
  /** Bucket that a reader puts every event in, for good. */
  readonly archiveBucket: BucketReference;
  /** Queue of pointers to events that never got to the stream. */
  readonly undelivered: Queue;
  /** Name of the pipe, which its CloudWatch metrics have as dimension. */
  readonly pipeName: pulumi.Output<string>;
  /** ARN of the customer-managed key; undefined where AWS owns the keys. */
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
  /** Name of the component. */
  readonly logicalName: string;
  /** Children, for reading and for tests. */
  readonly nodes: EventStoreNodes;

  /** @throws ArgumentError where an argument is wrong */
  constructor(name: string, args: EventStoreArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("eventsourcing:EventStore", name, args, opts);
    this.logicalName = name;
    checkEventStore(this.checks(), args);
    const key = args.customerKey ? this.createKey() : args.kmsKeyArn;
    this.kmsKeyArn = key === undefined ? undefined : pulumi.output(key);
    this.journal = new Table(
      `${name}-journal`,
      {
        partitionKey: { name: "aggregateId", type: KeyType.String },
        sortKey: { name: "sequence", type: KeyType.Number },
        stream: StreamView.NewImage,
        recoveryDays: args.recoveryDays,
        deletableWithItems: args.deletableWithEvents,
        kmsKeyArn: key,
      },
      { parent: this },
    );
    this.retentionHours = args.retentionHours ?? DEFAULT_RETENTION_HOURS;
    this.stream = this.createStream(args);
    this.streamArn = this.stream.arn;
    this.streamName = this.stream.name;
    this.undelivered = new Queue(
      `${name}-undelivered`,
      { kmsKeyArn: key, withoutDeadLetterQueue: true, messageRetentionSeconds: 1_209_600 },
      { parent: this },
    );
    const { streamArn: tableStreamArn } = this.journal;
    if (tableStreamArn === undefined) throw new pulumi.RunError(`${this.label}: the journal has no stream`);
    const { pipe } = createJournalPipe({
      name: `${name}-pipe`,
      args: args.pipe ?? {},
      tableArn: this.journal.arn,
      tableStreamArn,
      streamArn: this.streamArn,
      undeliveredArn: this.undelivered.arn,
      kmsKeyArn: this.kmsKeyArn,
      region: this.region,
      accountId: this.accountId,
      tags: (child) => this.tags(child),
      child: (more) => this.child(more),
    });
    this.pipeName = pipe.name;
    const archive = this.createArchive(args, key);
    this.archiveBucket = { arn: archive.arn, name: archive.name };
    this.nodes = { stream: this.stream, pipe, archiveBucket: archive.bucket };
    if (!args.withoutAlarms) this.createAlarms(args);
    this.registerOutputs({
      journalName: this.journal.tableName,
      streamArn: this.streamArn,
      streamName: this.streamName,
      archiveBucketName: this.archiveBucket.name,
      kmsKeyArn: this.kmsKeyArn,
    });
  }

  /**
   * Lets `to` append events, alone or in a transaction, and neither read, change nor delete any.
   * @param granteeName names the grant: letters, digits and hyphens, one of a kind for the store
   */
  grantAppend(to: Grantable, granteeName: string): Grant {
    const key = this.key("dynamodb", ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"]);
    const actions = ["dynamodb:PutItem", "dynamodb:ConditionCheckItem"];
    return grant(this, this.logicalName, "append", to, granteeName, actions, [this.journal.arn], key);
  }

  /** Lets `to` read the events of an aggregate, and not go through all. See {@link grantAppend} for the name. */
  grantReadJournal(to: Grantable, granteeName: string): Grant {
    const key = this.key("dynamodb", ["kms:Decrypt"]);
    const actions = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
    return grant(this, this.logicalName, "read-journal", to, granteeName, actions, [this.journal.arn], key);
  }

  /** Lets `to` read the stream by itself; an `EventProjection` needs no grant. See {@link grantAppend} for the name. */
  grantReadStream(to: Grantable, granteeName: string): Grant {
    const key = this.key("kinesis", ["kms:Decrypt"]);
    const actions = [
      "kinesis:DescribeStreamSummary",
      "kinesis:GetRecords",
      "kinesis:GetShardIterator",
      "kinesis:ListShards",
    ];
    return grant(this, this.logicalName, "read-stream", to, granteeName, actions, [this.streamArn], key);
  }

  /** Lets `to` put objects into the archive, and neither read nor delete any. See {@link grantAppend} for the name. */
  grantArchiveWrite(to: Grantable, granteeName: string): Grant {
    const key = this.key("s3", ["kms:GenerateDataKey", "kms:Decrypt"]);
    const objects = pulumi.interpolate`${this.archiveBucket.arn}/*`;
    return grant(this, this.logicalName, "archive-write", to, granteeName, ["s3:PutObject"], [objects], key);
  }

  /** Lets `to` list and read what the archive holds. See {@link grantAppend} for the name. */
  grantArchiveRead(to: Grantable, granteeName: string): Grant {
    const key = this.key("s3", ["kms:Decrypt"]);
    const { arn } = this.archiveBucket;
    const resources = [arn, pulumi.interpolate`${arn}/*`];
    const actions = ["s3:ListBucket", "s3:GetObject"];
    return grant(this, this.logicalName, "archive-read", to, granteeName, actions, resources, key);
  }

  private key(service: string, actions: GrantKey["actions"]): GrantKey | undefined {
    if (this.kmsKeyArn === undefined) return undefined;
    return { keyArn: this.kmsKeyArn, actions, viaService: pulumi.interpolate`${service}.${this.region}.amazonaws.com` };
  }

  private createKey(): pulumi.Output<string> {
    const name = `${this.logicalName}-key`;
    return createKey({
      name,
      description: `Encrypts the events of ${this.logicalName}.`,
      // Every service uses it on behalf of a role, whose own policy lets it.
      services: [],
      partition: this.partition,
      accountId: this.accountId,
      tags: this.tags(name),
      options: this.child(),
    }).arn;
  }

  private createStream(args: EventStoreArgs): Stream {
    const name = `${this.logicalName}-stream`;
    return new Stream(
      name,
      {
        streamModeDetails: { streamMode: args.shards === undefined ? "ON_DEMAND" : "PROVISIONED" },
        shardCount: args.shards,
        retentionPeriod: this.retentionHours,
        encryptionType: "KMS",
        // AWS's own key lets every role use it that may use the stream.
        kmsKeyId: this.kmsKeyArn ?? "alias/aws/kinesis",
        shardLevelMetrics: args.shardMetrics,
        tags: this.tags(name),
      },
      this.child(),
    );
  }

  private createArchive(args: EventStoreArgs, kmsKeyArn: pulumi.Input<string> | undefined): PrivateBucket {
    const { archive = {} } = args;
    const name = `${this.logicalName}-archive`;
    const deep = archive.deepAfterDays;
    const owner = { label: this.label, accountId: this.accountId, region: this.region };
    return createPrivateBucket({
      name,
      bucketName: archive.bucketName ?? defaultBucketName(name, owner),
      partition: this.partition,
      kmsKeyArn,
      objectLock: archive.objectLock,
      lifecycle: {
        id: "events",
        status: "Enabled",
        filter: { prefix: "" },
        transitions: [
          { days: archive.coldAfterDays ?? DEFAULT_COLD_DAYS, storageClass: "GLACIER_IR" },
          ...(deep === undefined ? [] : [{ days: deep, storageClass: "DEEP_ARCHIVE" }]),
        ],
        noncurrentVersionExpiration: { noncurrentDays: archive.supersededDays ?? 90 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      accessLogBucketName: archive.accessLogBucketName,
      deletableWithContents: args.deletableWithEvents ?? false,
      tags: this.tags(name),
      opts: this.child(),
    });
  }

  private createAlarms(args: EventStoreArgs): void {
    const context: AlarmContext = {
      name: this.logicalName,
      topicArn: args.alarmTopicArn,
      tags: (name) => this.tags(name),
      child: () => this.child(),
    };
    createAlarm(context, {
      suffix: "pipe-failed",
      description: `Events of ${this.logicalName} do not get from the journal to the stream: they are tried again.`,
      // docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-monitoring.html
      namespace: "AWS/EventBridge/Pipes",
      metricName: "ExecutionFailed",
      dimensions: { PipeName: this.pipeName },
      statistic: "Sum",
    });
    createAlarm(context, {
      suffix: "undelivered-events",
      description: `Events of ${this.logicalName} were given up on: the queue has pointers to them, the journal has them.`,
      namespace: "AWS/SQS",
      metricName: "ApproximateNumberOfMessagesVisible",
      dimensions: { QueueName: this.undelivered.queueName },
      statistic: "Maximum",
    });
    createAlarm(context, {
      suffix: "write-throttled",
      description: `The stream of ${this.logicalName} is written to faster than it takes: add shards, or go on demand.`,
      // docs.aws.amazon.com/streams/latest/dev/monitoring-with-cloudwatch.html
      namespace: "AWS/Kinesis",
      metricName: "WriteProvisionedThroughputExceeded",
      dimensions: { StreamName: this.streamName },
      statistic: "Sum",
      minutes: 3,
    });
  }
}
