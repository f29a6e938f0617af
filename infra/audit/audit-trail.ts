import * as cloudtrail from "@pulumi/aws/cloudtrail";
import { LogGroup } from "@pulumi/aws/cloudwatch";
import * as iam from "@pulumi/aws/iam";
import * as kms from "@pulumi/aws/kms";
import type * as s3 from "@pulumi/aws/s3";
import * as sns from "@pulumi/aws/sns";
import * as pulumi from "@pulumi/pulumi";
import { PlatformComponent, serviceTrust } from "../core";
import { eventSelectors } from "./event-selectors";
import type { AuditTrailArgs, TrailArgs } from "./trail-args";
import { makeTrailBucket } from "./trail-bucket";
import { checkAuditTrail, prefixOf } from "./trail-checks";
import {
  type AuditPlace,
  keyPolicy,
  logDeliveryPolicy,
  type TrailIdentity,
  topicPolicy,
  trailArn,
} from "./trail-policies";

/** Children of an {@link AuditTrail}, for reading and for tests. */
export interface AuditTrailNodes {
  /** Trails by name. */
  trails: Record<string, cloudtrail.Trail>;
  /** Log groups by the trail's name. */
  logGroups: Record<string, LogGroup>;
  /** Undefined where the bucket was given. */
  bucket: s3.Bucket | undefined;
  /** Undefined where the key was given. */
  key: kms.Key | undefined;
  /** Undefined without notifications. */
  topic: sns.Topic | undefined;
}

interface OneTrail {
  readonly name: string;
  readonly args: TrailArgs;
  readonly identity: TrailIdentity;
  readonly logGroupName: string;
  readonly logGroupArn: pulumi.Output<string>;
  /** Logical name of its children. */
  readonly child: string;
}

/**
 * Records who called AWS, when and how: trails over all regions with validated log files, in a private versioned bucket
 * that admits CloudTrail alone, and in CloudWatch Logs, all under one KMS key.
 * Readers need `kms:Decrypt` on {@link AuditTrail.keyArn} and `s3:GetObject` on the bucket by IAM.
 */
export class AuditTrail extends PlatformComponent {
  /** ARNs by the trail's name. */
  readonly trailArns: Record<string, pulumi.Output<string>>;
  /** Bucket that log files go to. */
  readonly bucketName: pulumi.Output<string>;
  /** KMS key of log files, log groups and topic. */
  readonly keyArn: pulumi.Output<string>;
  /** Log groups by the trail's name. */
  readonly logGroupNames: Record<string, string>;
  /** Topic that announces log files; undefined without `notifications`. */
  readonly topicArn: pulumi.Output<string> | undefined;
  /** Children, for reading and for tests. */
  readonly nodes: AuditTrailNodes;

  /** @throws ArgumentError where an argument is wrong. */
  constructor(name: string, args: AuditTrailArgs = {}, opts?: pulumi.ComponentResourceOptions) {
    super("audit:AuditTrail", name, args, opts);
    checkAuditTrail(this.checks(), name, args);
    const place: AuditPlace = { partition: this.partition, region: this.region, accountId: this.accountId };
    const given = args.trails ?? { [name]: {} };
    const trails = Object.entries(given).map(([trail, its]): OneTrail => {
      const logGroupName = `/aws/cloudtrail/${trail}`;
      return {
        name: trail,
        args: its,
        identity: {
          arn: trailArn(place, trail),
          accountId: place.accountId,
          keyPrefix: prefixOf(trail, its, given),
          organizationId: its.organizationId,
        },
        logGroupName,
        logGroupArn: pulumi.interpolate`arn:${place.partition}:logs:${place.region}:${place.accountId}:log-group:${logGroupName}`,
        child: trail === name ? name : `${name}-${trail}`,
      };
    });
    const own = trails.map(({ identity }) => identity);
    const foreign = (args.foreignTrails ?? []).map(
      (one): TrailIdentity => ({
        arn: trailArn(place, one.trailName, one.accountId, one.region),
        accountId: one.accountId,
        keyPrefix: one.keyPrefix,
      }),
    );
    const all = [...own, ...foreign];
    const notifications = args.notifications ?? false;

    const logGroupArns = trails.map(({ logGroupArn }) => logGroupArn);
    const key =
      args.kmsKeyArn === undefined ? this.makeKey(name, keyPolicy(place, all, logGroupArns, notifications)) : undefined;
    this.keyArn = key?.arn ?? pulumi.output(args.kmsKeyArn ?? "");
    const made =
      args.existingBucketName === undefined
        ? makeTrailBucket(args, {
            name,
            place,
            trails: all,
            keyArn: this.keyArn,
            tags: this.tags(`${name}-bucket`),
            opts: this.child(),
          })
        : undefined;
    this.bucketName = made?.bucket.id ?? pulumi.output(args.existingBucketName ?? "");
    const known = made?.bucketName ?? args.existingBucketName ?? "";
    const logFiles = pulumi.interpolate`arn:${place.partition}:s3:::${known}/`;
    const topic = notifications ? this.makeTopic(name, own) : undefined;
    const ready: pulumi.Resource[] = [...(made?.ready ?? []), ...(topic ? [topic.policy] : [])];

    const logGroups: Record<string, LogGroup> = {};
    const registered: Record<string, cloudtrail.Trail> = {};
    for (const trail of trails) {
      const delivery = this.makeLogDelivery(trail, place, args.logRetentionDays ?? 365);
      logGroups[trail.name] = delivery.group;
      registered[trail.name] = new cloudtrail.Trail(
        trail.child,
        {
          name: trail.name,
          s3BucketName: this.bucketName,
          s3KeyPrefix: trail.identity.keyPrefix,
          kmsKeyId: this.keyArn,
          enableLogging: true,
          isMultiRegionTrail: true,
          includeGlobalServiceEvents: true,
          enableLogFileValidation: true,
          isOrganizationTrail: trail.args.organizationId !== undefined,
          cloudWatchLogsGroupArn: pulumi.interpolate`${delivery.group.arn}:*`,
          cloudWatchLogsRoleArn: delivery.role.arn,
          advancedEventSelectors: eventSelectors(trail.args, logFiles),
          insightSelectors: trail.args.insights?.map((insightType) => ({ insightType })),
          snsTopicName: topic?.topic.arn,
          tags: this.tags(trail.name),
        },
        this.child({ dependsOn: [...ready, delivery.policy] }),
      );
    }
    this.trailArns = Object.fromEntries(Object.entries(registered).map(([trail, { arn }]) => [trail, arn]));
    this.logGroupNames = Object.fromEntries(trails.map((trail) => [trail.name, trail.logGroupName]));
    this.topicArn = topic?.topic.arn;
    this.nodes = { trails: registered, logGroups, bucket: made?.bucket, key, topic: topic?.topic };
    this.registerOutputs({
      trailArns: this.trailArns,
      bucketName: this.bucketName,
      keyArn: this.keyArn,
      logGroupNames: this.logGroupNames,
      topicArn: this.topicArn,
    });
  }

  private makeKey(name: string, policy: pulumi.Output<string>): kms.Key {
    return new kms.Key(
      `${name}-key`,
      {
        description: `Audit log files of ${name}`,
        policy,
        enableKeyRotation: true,
        // The log files are worth nothing without the key: the longest time to change one's mind.
        deletionWindowInDays: 30,
        tags: this.tags(`${name}-key`),
      },
      this.child(),
    );
  }

  private makeTopic(name: string, trails: TrailIdentity[]): { topic: sns.Topic; policy: sns.TopicPolicy } {
    const topic = new sns.Topic(
      `${name}-topic`,
      { kmsMasterKeyId: this.keyArn, tags: this.tags(`${name}-topic`) },
      this.child(),
    );
    const policy = new sns.TopicPolicy(
      `${name}-topic-policy`,
      { arn: topic.arn, policy: topicPolicy(topic.arn, trails) },
      this.child(),
    );
    return { topic, policy };
  }

  private makeLogDelivery(
    trail: OneTrail,
    place: AuditPlace,
    retentionInDays: number,
  ): { group: LogGroup; role: iam.Role; policy: iam.RolePolicy } {
    const name = trail.child;
    const group = new LogGroup(
      `${name}-logs`,
      { name: trail.logGroupName, retentionInDays, kmsKeyId: this.keyArn, tags: this.tags(`${name}-logs`) },
      this.child(),
    );
    const role = new iam.Role(
      `${name}-logs-role`,
      {
        description: `CloudTrail writes trail ${trail.name} to CloudWatch Logs`,
        // CloudTrail sends neither aws:SourceArn nor aws:SourceAccount when it assumes this role.
        assumeRolePolicy: serviceTrust("cloudtrail.amazonaws.com"),
        tags: this.tags(`${name}-logs-role`),
      },
      this.child(),
    );
    const policy = new iam.RolePolicy(
      `${name}-logs-policy`,
      { role: role.id, policy: logDeliveryPolicy(place, trail.logGroupArn, trail.args.organizationId) },
      this.child(),
    );
    return { group, role, policy };
  }
}
