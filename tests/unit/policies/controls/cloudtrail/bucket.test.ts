import {
  trailBucketPolicy,
  trailBucketPrivate,
  trailBucketRetained,
  trailBucketVersioned,
} from "../../../../../policies/controls/cloudtrail/bucket-controls";
import { type Case, describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const bucket = sample("aws:s3/bucket:Bucket", "trail", { id: UNKNOWN, bucket: "trail-example" });
const trail = (of: Sample = bucket) =>
  sample("aws:cloudtrail/trail:Trail", "audit", { s3BucketName: UNKNOWN }, { from: { s3BucketName: [of] } });

/** A resource that belongs to a bucket. */
const beside = (type: string, props: Record<string, unknown>, of: readonly Sample[] = [bucket]) =>
  sample(type, "beside", { bucket: UNKNOWN, ...props }, { from: { bucket: of } });

const elsewhere: Case & { because: RegExp } = {
  subject: sample("aws:cloudtrail/trail:Trail", "audit", { s3BucketName: "log-archive" }),
  because: /bucket is not in this stack/,
};
const block = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";
const all = { blockPublicAcls: true, blockPublicPolicy: true, ignorePublicAcls: true, restrictPublicBuckets: true };

describeControl(trailBucketPrivate, {
  compliant: {
    "a bucket that blocks public access": { subject: trail(), others: [beside(block, all)] },
    "an account that does": {
      subject: trail(),
      others: [sample("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "account", all)],
    },
  },
  violating: {
    "a bucket without a block": { subject: trail(), at: "" },
    "a block that leaves one way open": {
      subject: trail(),
      others: [beside(block, { ...all, restrictPublicBuckets: false })],
      at: "restrictPublicBuckets",
    },
  },
  undecided: {
    "a bucket of another stack": elsewhere,
    "a block that may be another bucket's": {
      subject: trail(),
      others: [beside(block, all, [bucket, sample("aws:s3/bucket:Bucket", "other", { id: UNKNOWN })])],
      because: /any of other, trail/,
    },
  },
});

const versioning = "aws:s3/bucketVersioning:BucketVersioning";
const inline = sample("aws:s3/bucket:Bucket", "inline", { id: UNKNOWN, versioning: { enabled: true } });

describeControl(trailBucketVersioned, {
  compliant: {
    "versions by a resource of their own": {
      subject: trail(),
      others: [beside(versioning, { versioningConfiguration: { status: "Enabled" } })],
    },
    "versions in the bucket itself": { subject: trail(inline) },
  },
  violating: {
    "no versions": { subject: trail(), at: "" },
    "versions that were suspended": {
      subject: trail(),
      others: [beside(versioning, { versioningConfiguration: { status: "Suspended" } })],
      at: "versioningConfiguration.status",
    },
  },
  undecided: { "a bucket of another stack": elsewhere },
});

const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const expiring = (rule: Record<string, unknown>) => ({
  subject: trail(),
  others: [beside(lifecycle, { rules: [{ status: "Enabled", ...rule }] })],
});
const destroyed = sample("aws:s3/bucket:Bucket", "destroyed", { id: UNKNOWN, forceDestroy: true });

describeControl(trailBucketRetained, {
  compliant: {
    "a bucket that nothing empties": { subject: trail() },
    "logs that expire after two years": expiring({ expiration: { days: 730 } }),
    "a rule of the bucket's own that is switched off": {
      subject: trail(
        sample("aws:s3/bucket:Bucket", "kept", {
          id: UNKNOWN,
          lifecycleRules: [{ enabled: false, expiration: { days: 30 } }],
        }),
      ),
    },
    "a rule that is switched off": expiring({ status: "Disabled", expiration: { days: 1 } }),
    "old versions that expire": expiring({ noncurrentVersionExpiration: { noncurrentDays: 30 } }),
  },
  violating: {
    "logs that expire after a month": { ...expiring({ expiration: { days: 30 } }), at: "rules[0].expiration.days" },
    "a year where a team asks for seven": {
      ...expiring({ expiration: { days: 365 } }),
      config: { minimumDays: 2555 },
      at: "rules[0].expiration.days",
    },
    "logs that expire by a rule of the bucket's own": {
      subject: trail(
        sample("aws:s3/bucket:Bucket", "short", {
          id: UNKNOWN,
          lifecycleRules: [{ enabled: true, expiration: { days: 30 } }],
        }),
      ),
      at: "lifecycleRules[0].expiration.days",
    },
    "a bucket that goes with the stack": { subject: trail(destroyed), at: "forceDestroy" },
  },
  undecided: {
    "a bucket of another stack": elsewhere,
    "an expiration by date": { ...expiring({ expiration: { date: "2030-01-01T00:00:00Z" } }), because: /by date/ },
  },
  mayBeDropped: {
    rules: "a configuration without rules lets logs be",
    lifecycleRules: "a bucket without rules lets logs be",
  },
});

const policy = (...statements: unknown[]) =>
  beside("aws:s3/bucketPolicy:BucketPolicy", {
    policy: JSON.stringify({ Version: "2012-10-17", Statement: statements }),
  });
const delivery = (more: Record<string, unknown> = {}) => ({
  Effect: "Allow",
  Principal: { Service: "cloudtrail.amazonaws.com" },
  Action: "s3:PutObject",
  Resource: "arn:aws:s3:::trail-example/*",
  Condition: { StringEquals: { "aws:SourceArn": "arn:aws:cloudtrail:eu-central-1:123456789012:trail/audit" } },
  ...more,
});
const denial = { Effect: "Deny", Principal: "*", Action: "s3:*", Resource: "*" };

describeControl(trailBucketPolicy, {
  compliant: {
    "CloudTrail alone, for a trail by ARN": { subject: trail(), others: [policy(delivery(), denial)] },
    "CloudTrail alone, for a trail by ARN and ACL": {
      subject: trail(),
      others: [
        policy(
          delivery({
            Condition: {
              StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control", "aws:SourceAccount": "123456789012" },
            },
          }),
        ),
      ],
    },
    "CloudTrail alone, for an organization": {
      subject: trail(),
      others: [policy(delivery({ Condition: { StringEquals: { "AWS:SourceOrgID": "o-1" } } }))],
    },
  },
  violating: {
    "no policy": { subject: trail(), at: "policy" },
    "an account beside it": {
      subject: trail(),
      others: [policy(delivery(), delivery({ Principal: { AWS: "arn:aws:iam::210987654321:root" } }))],
      at: "policy.Statement[1].Principal",
    },
    everybody: {
      subject: trail(),
      others: [policy(delivery({ Principal: "*" }))],
      at: "policy.Statement[0].Principal",
    },
    "another service beside it": {
      subject: trail(),
      others: [policy(delivery({ Principal: { Service: ["cloudtrail.amazonaws.com", "config.amazonaws.com"] } }))],
      at: "policy.Statement[0].Principal",
    },
    "CloudTrail of any account": {
      subject: trail(),
      others: [policy(delivery({ Condition: { StringEquals: { "s3:x-amz-acl": "bucket-owner-full-control" } } }))],
      at: "policy.Statement[0]",
    },
  },
  undecided: {
    "a bucket of another stack": elsewhere,
    "a policy with an ARN that is not known": {
      subject: trail(),
      others: [beside("aws:s3/bucketPolicy:BucketPolicy", { policy: UNKNOWN })],
      because: /policy is not known/,
    },
  },
});
