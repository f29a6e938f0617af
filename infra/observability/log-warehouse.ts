import { LogGroup, LogStream } from "@pulumi/aws/cloudwatch";
import type { FirehoseDeliveryStream } from "@pulumi/aws/kinesis";
import type { Namespace, Workgroup } from "@pulumi/aws/redshiftserverless";
import { SecurityGroupEgressRule } from "@pulumi/aws/vpc";
import * as pulumi from "@pulumi/pulumi";
import { createPrivateBucket, defaultBucketName, type PrivateBucket } from "../core/private-bucket";
import { Clients, createClosedGroup } from "../data/client-access";
import { alarmTopic, createAlarms } from "./alarm-recipients";
import { createArchiveDelivery } from "./archive-delivery";
import { FirehoseDestination, firehosePlan } from "./firehose-plan";
import { createDeliveryRole } from "./firehose-role";
import { LogPartitioning } from "./log-archive-args";
import { LogDestinationComponent } from "./log-destination";
import { createLogKey, logGroupArn } from "./log-key";
import { LogSubscriptions } from "./log-subscriptions";
import { checkLogWarehouse, type LogWarehouseArgs, WAREHOUSE_PORT } from "./log-warehouse-args";
import type { MadeFor } from "./made-for";
import { createWarehouse, DATABASE, warehouseLogGroups } from "./warehouse-cluster";
import { createLoading, integrationStatements, LOG_TABLE } from "./warehouse-loading";
import { createQuickSight } from "./warehouse-quicksight";

/** Resources of a {@link LogWarehouse}, for reading and for tests. */
export interface LogWarehouseNodes {
  readonly namespace: Namespace;
  readonly workgroup: Workgroup;
  readonly stream: FirehoseDeliveryStream;
}

/**
 * Where logs are analysed with everything that a warehouse can: Redshift Serverless in the VPC, encrypted, with audit logs
 * and a password that Secrets Manager keeps. Log groups feed a Firehose stream, which writes files into a bucket, and the
 * warehouse loads each new file by itself. QuickSight reads it where asked.
 *
 * One row of `table` is a batch of events: `SELECT e.message FROM public.logs l, l.logevents e`.
 */
export class LogWarehouse extends LogDestinationComponent {
  /** Name of the workgroup, and of the namespace. */
  readonly workgroupName: string;
  /** ARN of the workgroup. */
  readonly workgroupArn: pulumi.Output<string>;
  /** Host name inside the VPC. */
  readonly endpoint: pulumi.Output<string>;
  /** Port that it answers on. */
  readonly port: number;
  /** Name of the database. */
  readonly databaseName: string;
  /** Table that logs are loaded into. */
  readonly tableName: string;
  /** Secret that has the administrator's password. */
  readonly adminSecretArn: pulumi.Output<string>;
  /** Security group of the warehouse. */
  readonly securityGroupId: pulumi.Output<string>;
  /** Bucket that files lie in until they are loaded, and for a while after. */
  readonly bucketName: pulumi.Output<string>;
  /** ARN of the Firehose stream. */
  readonly streamArn: pulumi.Output<string>;
  /** Name of the Firehose stream, which its CloudWatch metrics have as dimension. */
  readonly streamName: string;
  /** Key of warehouse, stream, bucket and logs. */
  readonly kmsKeyArn: pulumi.Output<string>;
  /** Topic that alarms go to. */
  readonly alarmTopicArn: pulumi.Output<string>;
  /** Children, for reading and for tests. */
  readonly nodes: LogWarehouseNodes;
  protected readonly subscriptions: LogSubscriptions;
  private readonly clients: Clients;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: LogWarehouseArgs, opts?: pulumi.ComponentResourceOptions) {
    super("observability:LogWarehouse", name, args, opts);
    const of = this.maker(name);
    const checks = this.checks();
    checkLogWarehouse(checks, of.physicalName, args);
    checks.done();
    this.port = args.port ?? WAREHOUSE_PORT;
    this.workgroupName = of.physicalName;
    this.databaseName = DATABASE;
    this.tableName = LOG_TABLE;
    this.streamName = of.physicalName;

    const errorLogName = `/aws/firehose/${of.physicalName}`;
    const logs = [errorLogName, ...warehouseLogGroups(of.physicalName)].map((group) => logGroupArn(of, group));
    this.kmsKeyArn = pulumi.output(
      args.kmsKeyArn ?? createLogKey(of, `Encrypts logs in the warehouse ${name}.`, logs).arn,
    );
    const bucket = this.createBucket(of, args);
    const group = createClosedGroup(of, args.placement, `Clients of the warehouse ${name}.`);
    this.clients = new Clients("warehouse", of, group, [{ name: "redshift", from: this.port }]);
    new SecurityGroupEgressRule(
      `${name}-to-s3`,
      {
        securityGroupId: group.id,
        description: "HTTPS to S3, by its gateway endpoint",
        ipProtocol: "tcp",
        fromPort: 443,
        toPort: 443,
        prefixListId: args.s3PrefixListId,
        tags: this.tags(`${name}-to-s3`),
      },
      this.child(),
    );
    const warehouse = createWarehouse(of, {
      args,
      groupId: group.id,
      bucketArn: bucket.arn,
      keyArn: this.kmsKeyArn,
    });
    const stream = this.createStream(of, args, bucket, errorLogName);
    createLoading(of, warehouse, bucket, stream);
    this.clients.admit(args.clients);
    if (args.quickSight) {
      const from = createQuickSight(of, {
        args,
        quickSight: args.quickSight,
        warehouse,
        warehouseGroup: group,
        port: this.port,
      });
      this.clients.admit({ quicksight: { securityGroupId: from.id } });
    }
    this.subscriptions = new LogSubscriptions(of, { streamName: of.physicalName, streamArn: stream.arn });
    this.alarmTopicArn = alarmTopic(this, name, args).arn;
    const facts = {
      streamName: of.physicalName,
      destination: FirehoseDestination.S3,
      maxAgeSeconds: Math.max(900, 2 * (args.bufferSeconds ?? 300)),
      decompresses: true,
    };
    createAlarms(of, this.alarmTopicArn, firehosePlan(facts).alarms);
    this.workgroupArn = warehouse.workgroup.arn;
    this.endpoint = warehouse.workgroup.endpoints.apply((endpoints) => endpoints?.[0]?.address ?? "");
    this.adminSecretArn = warehouse.namespace.adminPasswordSecretArn;
    this.securityGroupId = group.id;
    this.bucketName = bucket.name;
    this.streamArn = stream.arn;
    this.nodes = { namespace: warehouse.namespace, workgroup: warehouse.workgroup, stream };
    this.registerOutputs({
      workgroupName: this.workgroupName,
      endpoint: this.endpoint,
      port: this.port,
      adminSecretArn: this.adminSecretArn,
      securityGroupId: this.securityGroupId,
      bucketName: this.bucketName,
      streamArn: this.streamArn,
      alarmTopicArn: this.alarmTopicArn,
    });
  }

  /**
   * Lets whatever is in a security group open connections.
   * @param clientName names the rule; one of a kind for the warehouse.
   * @throws ArgumentError where the warehouse has a client of that name.
   */
  allowFrom(clientName: string, securityGroupId: pulumi.Input<string>): void {
    this.clients.allowFrom(this.checks(), clientName, securityGroupId);
  }

  private createBucket(of: MadeFor, args: LogWarehouseArgs): PrivateBucket {
    const name = `${of.name}-files`;
    const bucketName = pulumi.output(args.bucketName ?? defaultBucketName(name, of));
    return createPrivateBucket({
      name,
      bucketName,
      partition: of.partition,
      kmsKeyArn: this.kmsKeyArn,
      deletableWithContents: args.deletableWithFiles ?? false,
      statements: integrationStatements(of, pulumi.interpolate`arn:${of.partition}:s3:::${bucketName}`),
      lifecycle: {
        id: "retention",
        status: "Enabled",
        filter: { prefix: "" },
        expiration: { days: args.fileRetentionDays ?? 30 },
        noncurrentVersionExpiration: { noncurrentDays: 7 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
      tags: this.tags(`${of.name}-files`),
      opts: this.child(),
    });
  }

  private createStream(
    of: MadeFor,
    args: LogWarehouseArgs,
    bucket: PrivateBucket,
    errorLogName: string,
  ): FirehoseDeliveryStream {
    const errors = new LogGroup(
      `${of.name}-errors`,
      {
        name: errorLogName,
        retentionInDays: args.logRetentionDays ?? 30,
        kmsKeyId: this.kmsKeyArn,
        tags: this.tags(`${of.name}-errors`),
      },
      this.child(),
    );
    const errorStream = new LogStream(
      `${of.name}-error-stream`,
      { name: "delivery", logGroupName: errors.name },
      this.child(),
    );
    const role = createDeliveryRole(of, {
      bucketArn: bucket.arn,
      keyArn: this.kmsKeyArn,
      errorLogGroupName: errorLogName,
    });
    return createArchiveDelivery(of, {
      args: { bufferSeconds: args.bufferSeconds },
      partitioning: LogPartitioning.Day,
      bucketArn: bucket.arn,
      keyArn: this.kmsKeyArn,
      folder: "load",
      role,
      errorLogGroupName: errors.name,
      errorLogStreamName: errorStream.name,
      ready: bucket.ready,
    });
  }
}
