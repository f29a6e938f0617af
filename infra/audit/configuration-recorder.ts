import * as cfg from "@pulumi/aws/cfg";
import * as iam from "@pulumi/aws/iam";
import { Key } from "@pulumi/aws/kms";
import type { input } from "@pulumi/aws/types";
import * as pulumi from "@pulumi/pulumi";
import type { Statement } from "../core";
import { accountAdministers, PlatformComponent, policyDocument, serviceTrust } from "../core";
import {
  type AggregatorArgs,
  ConfigPeriod,
  type ConfigurationRecorderArgs,
  checkRecorder,
  RecordingFrequency,
} from "./configuration-recorder-args";
import { makeProtectedBucket, type ProtectedBucket } from "./protected-bucket";

const CONFIG = "config.amazonaws.com";

/** docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html, `includeGlobalResourceTypes`. */
const GLOBAL_TYPES = ["AWS::IAM::Group", "AWS::IAM::Policy", "AWS::IAM::Role", "AWS::IAM::User"];

/** Children of a {@link ConfigurationRecorder}, for reading and for tests. */
export interface ConfigurationRecorderNodes {
  recorder: cfg.Recorder;
  deliveryChannel: cfg.DeliveryChannel;
  status: cfg.RecorderStatus;
}

/**
 * AWS Config: writes down what is there and how it changes, for rules to judge, and delivers history and snapshots to a
 * protected bucket.
 *
 * AWS has one recorder a region and account: a second one is refused by AWS. Its name is this component's and not
 * `default`, so that a recorder that somebody else made is never changed by accident.
 *
 * It records as AWS's service-linked role, which can do no more than read configuration and which AWS keeps current as
 * services are added; FSBP's Config.1 asks for it. What it may write is said by the policies of bucket and key, for this
 * account alone. A role with the managed policy `AWS_ConfigRole` would do the same, and could be changed by anybody who
 * may change roles.
 */
export class ConfigurationRecorder extends PlatformComponent {
  /** Bucket of history and snapshots. */
  readonly bucketName: pulumi.Output<string>;
  /** KMS key of the bucket; undefined with an existing bucket and no `kmsKeyArn`. */
  readonly keyArn: pulumi.Output<string> | undefined;
  /** Role that it records as. */
  readonly roleArn: pulumi.Output<string>;
  /** Name of the recorder. */
  readonly recorderName: pulumi.Output<string>;
  /** ARN of the aggregator; undefined where there is none. */
  readonly aggregatorArn: pulumi.Output<string> | undefined;
  /** Children, for reading and for tests. */
  readonly nodes: ConfigurationRecorderNodes;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: ConfigurationRecorderArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("audit:ConfigurationRecorder", name, args, opts);
    const checks = this.checks();
    checkRecorder(checks, name, args);
    checks.done();

    const linked =
      args.roleArn === undefined && !args.existingServiceLinkedRole ? this.createServiceLinkedRole(name) : undefined;
    this.roleArn =
      linked?.arn ??
      pulumi.output(
        args.roleArn ??
          pulumi.interpolate`arn:${this.partition}:iam::${this.accountId}:role/aws-service-role/${CONFIG}/AWSServiceRoleForConfig`,
      );
    const made = args.existingBucketName === undefined ? this.createBucket(name, args) : undefined;
    this.bucketName = made?.bucket.bucket.id ?? pulumi.output(args.existingBucketName ?? "");
    this.keyArn = made?.keyArn ?? (args.kmsKeyArn === undefined ? undefined : pulumi.output(args.kmsKeyArn));

    const recorder = new cfg.Recorder(
      name,
      { name, roleArn: this.roleArn, recordingGroup: recordingGroup(args), recordingMode: recordingMode(args) },
      this.child(),
    );
    const deliveryChannel = new cfg.DeliveryChannel(
      `${name}-delivery`,
      {
        name,
        s3BucketName: this.bucketName,
        s3KeyPrefix: args.keyPrefix,
        s3KmsKeyArn: this.keyArn,
        snsTopicArn: args.topicArn,
        snapshotDeliveryProperties: { deliveryFrequency: args.snapshotPeriod ?? ConfigPeriod.Day },
      },
      // AWS Config tries to write when the channel is made, and refuses a channel with no recorder.
      this.child({ dependsOn: [recorder, ...(made?.bucket.ready ?? [])] }),
    );
    const status = new cfg.RecorderStatus(
      `${name}-status`,
      { name: recorder.name, isEnabled: !args.paused },
      this.child({ dependsOn: [deliveryChannel] }),
    );
    if (args.historyDays !== undefined) {
      new cfg.RetentionConfiguration(
        `${name}-history`,
        { retentionPeriodInDays: args.historyDays },
        this.child({ dependsOn: [recorder] }),
      );
    }
    this.recorderName = recorder.name;
    this.aggregatorArn = args.aggregator && this.createAggregator(`${name}-aggregator`, args.aggregator).arn;
    this.nodes = { recorder, deliveryChannel, status };
    this.registerOutputs({
      bucketName: this.bucketName,
      keyArn: this.keyArn,
      roleArn: this.roleArn,
      recorderName: this.recorderName,
      aggregatorArn: this.aggregatorArn,
    });
  }

  private createServiceLinkedRole(name: string): iam.ServiceLinkedRole {
    return new iam.ServiceLinkedRole(
      `${name}-role`,
      { awsServiceName: CONFIG, description: "AWS Config records what is there.", tags: this.tags(`${name}-role`) },
      // Recorders of other regions may use it: it is the account's, and IAM refuses to delete it while one does.
      this.child({ retainOnDelete: true }),
    );
  }

  private createBucket(
    name: string,
    args: ConfigurationRecorderArgs,
  ): { bucket: ProtectedBucket; keyArn: pulumi.Output<string> } {
    const keyArn = pulumi.output(args.kmsKeyArn ?? this.createKey(`${name}-key`).arn);
    const bucketName = args.bucketName ?? pulumi.interpolate`${name}-${this.accountId}-${this.region}`;
    const arn = pulumi.interpolate`arn:${this.partition}:s3:::${bucketName}`;
    const bucket = makeProtectedBucket({
      name: `${name}-bucket`,
      bucketName,
      partition: this.partition,
      keyArn,
      statements: deliveryStatements(arn, this.accountId, args.keyPrefix),
      retentionDays: args.bucketRetentionDays ?? 2557,
      deleteContentsOnDestroy: args.deleteFilesOnDestroy ?? false,
      tags: this.tags(`${name}-bucket`),
      opts: this.child(),
    });
    return { bucket, keyArn };
  }

  /** docs.aws.amazon.com/config/latest/developerguide/s3-kms-key-policy.html */
  private createKey(name: string): Key {
    return new Key(
      name,
      {
        description: "Encrypts what AWS Config delivers.",
        enableKeyRotation: true,
        deletionWindowInDays: 30,
        policy: policyDocument(
          accountAdministers({ partition: this.partition, accountId: this.accountId }, "AccountDecidesByIam"),
          {
            Sid: "ConfigDelivers",
            Effect: "Allow",
            Principal: { Service: CONFIG },
            Action: ["kms:Decrypt", "kms:GenerateDataKey"],
            Resource: "*",
            Condition: { StringEquals: { "aws:SourceAccount": this.accountId } },
          },
        ),
        tags: this.tags(name),
      },
      this.child(),
    );
  }

  private createAggregator(name: string, args: AggregatorArgs): cfg.ConfigurationAggregator {
    const regions = args.regions ? { regions: args.regions } : { allRegions: true };
    const organization = args.organization ? this.organizationReader(name) : undefined;
    return new cfg.ConfigurationAggregator(
      name,
      {
        ...(organization
          ? { organizationAggregationSource: { roleArn: organization.role.arn, ...regions } }
          : { accountAggregationSource: { accountIds: args.accountIds ?? [], ...regions } }),
        tags: this.tags(name),
      },
      this.child({ dependsOn: organization ? [organization.policy] : [] }),
    );
  }

  private organizationReader(name: string): { role: iam.Role; policy: iam.RolePolicyAttachment } {
    const role = new iam.Role(
      `${name}-role`,
      {
        description: "AWS Config reads which accounts the organisation has",
        assumeRolePolicy: serviceTrust(CONFIG, this.accountId),
        tags: this.tags(`${name}-role`),
      },
      this.child(),
    );
    const policy = new iam.RolePolicyAttachment(
      `${name}-role-policy`,
      {
        role: role.name,
        policyArn: pulumi.interpolate`arn:${this.partition}:iam::aws:policy/service-role/AWSConfigRoleForOrganizations`,
      },
      this.child(),
    );
    return { role, policy };
  }
}

/** docs.aws.amazon.com/config/latest/developerguide/s3-bucket-policy.html, for the service-linked role. */
function deliveryStatements(
  bucketArn: pulumi.Output<string>,
  accountId: pulumi.Output<string>,
  prefix: string | undefined,
): Statement[] {
  const fromHere = { "aws:SourceAccount": accountId };
  const root = prefix === undefined ? bucketArn : pulumi.interpolate`${bucketArn}/${prefix}`;
  return [
    {
      Sid: "ConfigChecksBucket",
      Effect: "Allow",
      Principal: { Service: CONFIG },
      Action: ["s3:GetBucketAcl", "s3:ListBucket"],
      Resource: bucketArn,
      Condition: { StringEquals: fromHere },
    },
    {
      Sid: "ConfigDelivers",
      Effect: "Allow",
      Principal: { Service: CONFIG },
      Action: "s3:PutObject",
      Resource: pulumi.interpolate`${root}/AWSLogs/${accountId}/Config/*`,
      Condition: { StringEquals: { ...fromHere, "s3:x-amz-acl": "bucket-owner-full-control" } },
    },
  ];
}

function recordingGroup(args: ConfigurationRecorderArgs): input.cfg.RecorderRecordingGroup {
  if (args.resourceTypes) {
    return {
      allSupported: false,
      includeGlobalResourceTypes: false,
      resourceTypes: args.resourceTypes,
      recordingStrategies: [{ useOnly: "INCLUSION_BY_RESOURCE_TYPES" }],
    };
  }
  if (args.exceptResourceTypes) {
    const global = args.globalResourcesElsewhere ? GLOBAL_TYPES : [];
    return {
      allSupported: false,
      includeGlobalResourceTypes: false,
      exclusionByResourceTypes: [{ resourceTypes: [...new Set([...args.exceptResourceTypes, ...global])] }],
      recordingStrategies: [{ useOnly: "EXCLUSION_BY_RESOURCE_TYPES" }],
    };
  }
  return {
    allSupported: true,
    includeGlobalResourceTypes: !args.globalResourcesElsewhere,
    recordingStrategies: [{ useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" }],
  };
}

function recordingMode(args: ConfigurationRecorderArgs): input.cfg.RecorderRecordingMode {
  const frequency = args.frequency ?? RecordingFrequency.Continuous;
  const { Continuous, Daily } = RecordingFrequency;
  return {
    recordingFrequency: frequency,
    ...(args.otherFrequencyResourceTypes && {
      recordingModeOverride: {
        recordingFrequency: frequency === Continuous ? Daily : Continuous,
        resourceTypes: args.otherFrequencyResourceTypes,
        description: "Types that are recorded at another frequency than the rest.",
      },
    }),
  };
}
