import { bucketCors } from "../../../../../policies/controls/s3/cors";
import { bucketKms } from "../../../../../policies/controls/s3/kms";
import { bucketLifecycle } from "../../../../../policies/controls/s3/lifecycle";
import { bucketLogging } from "../../../../../policies/controls/s3/logging";
import { bucketMultipartUploads } from "../../../../../policies/controls/s3/multipart-uploads";
import { bucketNotifications } from "../../../../../policies/controls/s3/notifications";
import { bucketReplication } from "../../../../../policies/controls/s3/replication";
import { bucketVersioning } from "../../../../../policies/controls/s3/versioning";
import { bucketWebsite } from "../../../../../policies/controls/s3/website";
import { type Case, describeControl, sample, UNKNOWN } from "../../../../support/policies";
import { besideOf, bucketOf, olderBucketOf, perhapsBeside, withBeside } from "./samples";

const versioning = "aws:s3/bucketVersioning:BucketVersioning";
const enabled = { versioningConfiguration: { status: "Enabled" } };
const required = <T extends Case>(example: T) => ({ ...example, config: { required: true } });
const nothing = { "a bucket that says nothing": { subject: bucketOf(), at: "" } };

describeControl(bucketVersioning, {
  compliant: {
    "versions by a resource of their own": withBeside(versioning, enabled),
    "versions by its older sibling": withBeside("aws:s3/bucketVersioningV2:BucketVersioningV2", enabled),
    "the older kind of bucket": (() => {
      const bucket = olderBucketOf();
      return { subject: bucket, others: [besideOf(bucket, versioning, enabled)] };
    })(),
    "versions in the bucket": { subject: bucketOf({ versioning: { enabled: true } }) },
    "versions in the older kind of bucket": { subject: olderBucketOf({ versionings: [{ enabled: true }] }) },
  },
  violating: {
    ...nothing,
    "versions that are suspended": {
      ...withBeside(versioning, { versioningConfiguration: { status: "Suspended" } }),
      at: "versioningConfiguration.status",
    },
    "none in the bucket": { subject: bucketOf({ versioning: { enabled: false } }), at: "versioning.enabled" },
    "none in the older kind of bucket": {
      subject: olderBucketOf({ versionings: [{ enabled: false }] }),
      at: "versionings[0].enabled",
    },
  },
  undecided: {
    "versions that may be another bucket's": perhapsBeside(versioning, enabled),
    "what is not known yet": {
      ...withBeside(versioning, { versioningConfiguration: { status: UNKNOWN } }),
      because: /status is not known/,
    },
  },
});

const lifecycle = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const rule = { status: "Enabled", expiration: { days: 30 } };

describeControl(bucketLifecycle, {
  compliant: {
    "an enabled rule among others": withBeside(lifecycle, { rules: [{ status: "Disabled" }, rule] }),
    "a rule in the bucket": { subject: bucketOf({ lifecycleRules: [{ enabled: true }] }) },
  },
  violating: {
    ...nothing,
    "rules that are off": { ...withBeside(lifecycle, { rules: [{ status: "Disabled" }] }), at: "rules" },
    "rules in the bucket that are off": {
      subject: bucketOf({ lifecycleRules: [{ enabled: false }] }),
      at: "lifecycleRules",
    },
    "no rules in the bucket": { subject: bucketOf({ lifecycleRules: [] }), at: "" },
  },
  undecided: {
    "rules that may be another bucket's": perhapsBeside(lifecycle, { rules: [rule] }),
    "rules that are not known yet": { ...withBeside(lifecycle, { rules: UNKNOWN }), because: /rules is not known/ },
  },
});

const aborting = { status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } };

describeControl(bucketMultipartUploads, {
  compliant: {
    "a rule that aborts uploads": withBeside(lifecycle, { rules: [rule, aborting] }),
    "a rule in the bucket": {
      subject: bucketOf({ lifecycleRules: [{ enabled: true, abortIncompleteMultipartUploadDays: 1 }] }),
    },
  },
  violating: {
    ...nothing,
    "rules about other things": { ...withBeside(lifecycle, { rules: [rule] }), at: "rules" },
    "a rule that is off": { ...withBeside(lifecycle, { rules: [{ ...aborting, status: "Disabled" }] }), at: "rules" },
    "a rule in the bucket that is off": {
      subject: bucketOf({ lifecycleRules: [{ enabled: false, abortIncompleteMultipartUploadDays: 1 }] }),
      at: "lifecycleRules",
    },
    "a rule in the bucket after no days": {
      subject: bucketOf({ lifecycleRules: [{ enabled: true, abortIncompleteMultipartUploadDays: 0 }] }),
      at: "lifecycleRules",
    },
  },
  undecided: {
    "rules that may be another bucket's": perhapsBeside(lifecycle, { rules: [aborting] }),
    "days that are not known yet": {
      ...withBeside(lifecycle, { rules: [{ status: "Enabled", abortIncompleteMultipartUpload: UNKNOWN }] }),
      because: /abortIncompleteMultipartUpload is not known/,
    },
  },
});

const cors = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration";
const rules = (origin: unknown, method: unknown) => ({
  corsRules: [{ allowedOrigins: ["https://shop.example.com", origin], allowedMethods: ["GET", method] }],
});

describeControl(bucketCors, {
  compliant: {
    "a bucket that says nothing": { subject: bucketOf() },
    "named sites that write": withBeside(cors, rules("https://admin.example.com", "PUT")),
    "everybody who reads": withBeside(cors, rules("*", "HEAD")),
    "named sites in the bucket": { subject: bucketOf(rules("https://admin.example.com", "POST")) },
  },
  violating: {
    ...Object.fromEntries(
      ["PUT", "POST", "DELETE"].map((method) => [
        `everybody who sends ${method}`,
        { ...withBeside(cors, rules("*", method)), at: "corsRules[0].allowedOrigins[1]" },
      ]),
    ),
    "a rule in the bucket": { subject: bucketOf(rules("*", "PUT")), at: "corsRules[0].allowedMethods[1]" },
  },
  undecided: {
    "an origin that is not known yet": { ...withBeside(cors, rules(UNKNOWN, "PUT")), because: /is not known/ },
    "rules that may be another bucket's": perhapsBeside(cors, rules("*", "PUT")),
  },
  mayBeDropped: { corsRules: "without rules no page may do anything" },
});

const website = "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration";

describeControl(bucketWebsite, {
  compliant: {
    "a bucket that says nothing": { subject: bucketOf() },
    "a redirect to HTTPS": withBeside(website, {
      redirectAllRequestsTo: { hostName: "shop.example.com", protocol: "https" },
    }),
    "a redirect in the bucket": {
      subject: bucketOf({ website: { redirectAllRequestsTo: "https://shop.example.com" } }),
    },
  },
  violating: {
    "a website": { ...withBeside(website, { indexDocument: { suffix: "index.html" } }), at: "" },
    "a website in the older kind of bucket": {
      subject: olderBucketOf({ websites: [{ indexDocument: "index.html" }] }),
      at: "websites",
    },
    "a website in the bucket": { subject: bucketOf({ website: { indexDocument: "index.html" } }), at: "website" },
    "a redirect to what the visitor has": {
      ...withBeside(website, { redirectAllRequestsTo: { hostName: "shop.example.com" } }),
      at: "redirectAllRequestsTo.protocol",
    },
    "a redirect to plain HTTP": {
      ...withBeside(website, { redirectAllRequestsTo: { hostName: "shop.example.com", protocol: "http" } }),
      at: "redirectAllRequestsTo.protocol",
    },
    "a redirect in the bucket to plain HTTP": {
      subject: bucketOf({ website: { redirectAllRequestsTo: "http://shop.example.com" } }),
      at: "website.redirectAllRequestsTo",
    },
  },
  undecided: {
    "a protocol that is not known yet": {
      ...withBeside(website, { redirectAllRequestsTo: { hostName: "shop.example.com", protocol: UNKNOWN } }),
      because: /protocol is not known/,
    },
    "a website that may be another bucket's": perhapsBeside(website, {}),
  },
  mayBeDropped: { "redirectAllRequestsTo.hostName": "S3 asks for it" },
});

const logging = "aws:s3/bucketLogging:BucketLogging";
const target = bucketOf();
const source = sample("aws:s3/bucket:Bucket", "source", { id: UNKNOWN });
const log = sample(
  logging,
  "log",
  { bucket: UNKNOWN, targetBucket: UNKNOWN },
  { from: { bucket: [source], targetBucket: [target] } },
);

describeControl(bucketLogging, {
  compliant: {
    "a log in another bucket": required({ subject: source, others: [log] }),
    "a log in the bucket's own words": required({ subject: bucketOf({ logging: { targetBucket: "logs" } }) }),
    "a log in the words of version 6": required({ subject: bucketOf({ loggings: [{ targetBucket: "logs" }] }) }),
  },
  violating: {
    "a bucket that says nothing": { ...required({ subject: bucketOf() }), at: "" },
    "a log to nowhere": { ...required(withBeside(logging, {})), at: "targetBucket" },
  },
  undecided: {
    "a log that may be another bucket's": { ...required(perhapsBeside(logging, {})), because: /any of other, photos/ },
  },
  notApplicable: {
    "a bucket that takes logs": required({ subject: target, others: [log] }),
    "what no team asked for": { subject: bucketOf() },
  },
});

const encryption = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const olderBy = (sseAlgorithm: string) => [{ rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm }] }] }];
const by = (sseAlgorithm: unknown) => ({ applyServerSideEncryptionByDefault: { sseAlgorithm } });

describeControl(bucketKms, {
  compliant: {
    "a key": required(withBeside(encryption, { rules: [by("aws:kms")] })),
    "two layers": required(withBeside(encryption, { rules: [by("aws:kms:dsse")] })),
    "a key in the words of the older kind of bucket": required({
      subject: olderBucketOf({ serverSideEncryptionConfigurations: olderBy("aws:kms") }),
    }),
    "a key in the bucket's own words": required({
      subject: bucketOf({ serverSideEncryptionConfiguration: { rule: by("aws:kms") } }),
    }),
  },
  violating: {
    "a bucket that says nothing": { ...required({ subject: bucketOf() }), at: "" },
    "S3's own keys": { ...required(withBeside(encryption, { rules: [by("AES256")] })), at: "rules" },
    "S3's own keys in the words of the older kind of bucket": {
      ...required({ subject: olderBucketOf({ serverSideEncryptionConfigurations: olderBy("AES256") }) }),
      at: "serverSideEncryptionConfigurations.rules.applyServerSideEncryptionByDefaults.sseAlgorithm",
    },
    "S3's own keys in the bucket's own words": {
      ...required({ subject: bucketOf({ serverSideEncryptionConfiguration: { rule: by("AES256") } }) }),
      at: "serverSideEncryptionConfiguration.rule.applyServerSideEncryptionByDefault.sseAlgorithm",
    },
  },
  undecided: {
    "what is not known yet": { ...required(withBeside(encryption, { rules: [by(UNKNOWN)] })), because: /is not known/ },
  },
  notApplicable: { "what no team asked for": { subject: bucketOf() } },
});

const replication = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const copies = sample(
  replication,
  "copies",
  { bucket: UNKNOWN, rules: [{ status: "Enabled", destination: { bucket: UNKNOWN } }] },
  { from: { bucket: [source], rules: [target] } },
);

describeControl(bucketReplication, {
  compliant: {
    "a copy elsewhere": required({ subject: source, others: [copies] }),
    "a copy in the words of the older kind of bucket": required({
      subject: olderBucketOf({
        replicationConfigurations: [
          { rules: [{ status: "Enabled", destinations: [{ bucket: "arn:aws:s3:::copy" }] }] },
        ],
      }),
    }),
    "a copy in the bucket's own words": required({
      subject: bucketOf({
        replicationConfiguration: {
          rules: [{ status: "Disabled" }, { status: "Enabled", destination: { bucket: "arn:aws:s3:::copy" } }],
        },
      }),
    }),
  },
  violating: {
    "a bucket that says nothing": { ...required({ subject: bucketOf() }), at: "" },
    "a rule to nowhere in the older kind of bucket": {
      ...required({
        subject: olderBucketOf({ replicationConfigurations: [{ rules: [{ status: "Enabled", destinations: [] }] }] }),
      }),
      at: "replicationConfigurations.rules",
    },
    "a rule that is off": {
      ...required(
        withBeside(replication, { rules: [{ status: "Disabled", destination: { bucket: "arn:aws:s3:::copy" } }] }),
      ),
      at: "rules",
    },
    "a rule to nowhere": { ...required(withBeside(replication, { rules: [{ status: "Enabled" }] })), at: "rules" },
  },
  undecided: {
    "rules that are not known yet": {
      ...required(withBeside(replication, { rules: UNKNOWN })),
      because: /rules is not known/,
    },
  },
  notApplicable: {
    "a copy itself": required({ subject: target, others: [copies] }),
    "a copy by its ARN": required({
      subject: bucketOf({ arn: "arn:aws:s3:::photos" }),
      others: [
        sample(replication, "copies", {
          bucket: "elsewhere",
          rules: ["arn:aws:s3:::other", "arn:aws:s3:::photos"].map((bucket) => ({ destination: { bucket } })),
        }),
      ],
    }),
    "what no team asked for": { subject: bucketOf() },
  },
});

const notification = "aws:s3/bucketNotification:BucketNotification";

describeControl(bucketNotifications, {
  compliant: {
    "events to EventBridge": required(withBeside(notification, { eventbridge: true })),
    ...Object.fromEntries(
      ["queues", "topics", "lambdaFunctions"].map((path) => [
        path,
        required(withBeside(notification, { [path]: [{}] })),
      ]),
    ),
  },
  violating: {
    "a bucket that says nothing": { ...required({ subject: bucketOf() }), at: "" },
    "events to nobody": { ...required(withBeside(notification, { eventbridge: false })), at: "eventbridge" },
  },
  undecided: {
    "what is not known yet": {
      ...required(withBeside(notification, { eventbridge: UNKNOWN })),
      because: /eventbridge is not known/,
    },
  },
  notApplicable: { "what no team asked for": { subject: bucketOf() } },
});
