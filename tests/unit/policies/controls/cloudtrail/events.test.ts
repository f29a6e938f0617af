import { trailBucketAccessLog } from "../../../../../policies/controls/cloudtrail/bucket-access-log";
import { trailBucketLock } from "../../../../../policies/controls/cloudtrail/bucket-lock";
import { lakeKey, lakeProtected, lakeRetention } from "../../../../../policies/controls/cloudtrail/lake";
import { trailLogRetention } from "../../../../../policies/controls/cloudtrail/log-retention";
import { trailManagementEvents } from "../../../../../policies/controls/cloudtrail/management-events";
import { trailObjectReads, trailObjectWrites } from "../../../../../policies/controls/cloudtrail/object-events";
import { type Case, describeControl, sample, UNKNOWN } from "../../../../support/policies";

const type = "aws:cloudtrail/trail:Trail";
const trail = (props: Record<string, unknown> = {}, name = "audit") => sample(type, name, props);
const equals = (field: string, ...values: unknown[]) => ({ field, equals: values });
const advanced = (...fieldSelectors: unknown[]) => ({ advancedEventSelectors: [{ fieldSelectors }] });
const management = equals("eventCategory", "Management");
const all = trail(advanced(management));
const dataOnly = trail(advanced(equals("eventCategory", "Data")), "data");
const whole = trail({}, "whole");
const at = "advancedEventSelectors[0].fieldSelectors";

describeControl(trailManagementEvents, {
  compliant: {
    "AWS's default": { subject: trail() },
    "all management events": { subject: all },
    "a trail of data beside one of everything": { subject: dataOnly, others: [whole] },
    "all of them, beside data": {
      subject: trail({
        advancedEventSelectors: [
          { fieldSelectors: [equals("eventCategory", "Data")] },
          { fieldSelectors: [management] },
        ],
      }),
    },
    "basic selectors": {
      subject: trail({ eventSelectors: [{ readWriteType: "All", includeManagementEvents: true }] }),
    },
    "AWS's default of basic selectors": { subject: trail({ eventSelectors: [{}] }) },
    "keys left out where a team takes that": {
      subject: trail(advanced(management, { field: "eventSource", notEquals: ["kms.amazonaws.com"] })),
      config: { excludable: ["kms.amazonaws.com"] },
    },
    "keys left out of basic selectors where a team takes that": {
      subject: trail({ eventSelectors: [{ excludeManagementEventSources: ["kms.amazonaws.com"] }] }),
      config: { excludable: ["kms.amazonaws.com"] },
    },
    "selectors that AWS fills in": {
      subject: trail({ advancedEventSelectors: UNKNOWN, eventSelectors: UNKNOWN }),
    },
  },
  violating: {
    "data alone": { subject: dataOnly, at: `${at}[0].equals` },
    "writing alone": {
      subject: trail(advanced(management, equals("readOnly", "false"))),
      at: `${at}[1]`,
      saying: /a selector by readOnly/,
    },
    "keys left out": {
      subject: trail(advanced(management, { field: "eventSource", notEquals: ["kms.amazonaws.com"] })),
      at: `${at}[1].notEquals[0]`,
    },
    "one service alone": {
      subject: trail(advanced(management, equals("eventSource", "iam.amazonaws.com"))),
      config: { excludable: ["iam.amazonaws.com"] },
      at: `${at}[1]`,
    },
    "one service alone, as a state has it": {
      subject: trail(advanced(management, { ...equals("eventSource", "iam.amazonaws.com"), notEquals: [] })),
      at: `${at}[1]`,
    },
    "no category": { subject: trail(advanced(equals("readOnly", "true"))), at },
    "basic selectors of writing": {
      subject: trail({ eventSelectors: [{ readWriteType: "WriteOnly" }] }),
      at: "eventSelectors[0].readWriteType",
    },
    "basic selectors without management events": {
      subject: trail({ eventSelectors: [{ includeManagementEvents: false }] }),
      at: "eventSelectors[0].includeManagementEvents",
    },
    "basic selectors without keys": {
      subject: trail({ eventSelectors: [{ excludeManagementEventSources: ["kms.amazonaws.com"] }] }),
      at: "eventSelectors[0].excludeManagementEventSources[0]",
    },
  },
  undecided: {
    "fields that are not known yet": {
      subject: trail({ advancedEventSelectors: [{ fieldSelectors: UNKNOWN }] }),
      because: /fieldSelectors is not known/,
    },
    "selectors that come from something": {
      subject: sample(
        type,
        "audit",
        { advancedEventSelectors: UNKNOWN },
        { from: { advancedEventSelectors: [sample("aws:s3/bucket:Bucket", "b", {})] } },
      ),
      because: /advancedEventSelectors is not known/,
    },
    "basic selectors that are not known yet": {
      subject: trail({ eventSelectors: [{ readWriteType: UNKNOWN }] }),
      because: /readWriteType is not known/,
    },
  },
  mayBeDropped: {
    advancedEventSelectors: "what is not selected by is recorded",
    eventSelectors: "what is not selected by is recorded",
  },
});

const objects = (...more: unknown[]) =>
  advanced(equals("eventCategory", "Data"), equals("resources.type", "AWS::S3::Object"), ...more);
const multiRegion = (props: Record<string, unknown>) => trail({ isMultiRegionTrail: true, ...props });
const ofStack = (...trails: ReturnType<typeof trail>[]): Case => ({ others: trails, config: { foundation: true } });
const basic = (values: unknown[], readWriteType?: string, kind = "AWS::S3::Object") => ({
  eventSelectors: [{ dataResources: [{ type: kind, values }], ...(readWriteType && { readWriteType }) }],
});
const everyBucket = "arn:aws:s3";

for (const [control, own, other, readOnly] of [
  [trailObjectWrites, "WriteOnly", "ReadOnly", "false"],
  [trailObjectReads, "ReadOnly", "WriteOnly", "true"],
] as const) {
  describeControl(control, {
    compliant: {
      "data events of all objects": ofStack(multiRegion(objects())),
      "of this kind of access alone": ofStack(multiRegion(objects(equals("readOnly", readOnly)))),
      "but for the trail's own files": ofStack(
        multiRegion(objects({ field: "resources.ARN", notStartsWiths: ["arn:aws:s3:::audit/"] })),
      ),
      "basic selectors": ofStack(multiRegion(basic([everyBucket]))),
      "basic selectors of one bucket, and of all": ofStack(multiRegion(basic(["arn:aws:s3:::shop/", everyBucket]))),
      "basic selectors of this kind of access": ofStack(multiRegion(basic([`${everyBucket}:::`], own))),
      "one of two trails": ofStack(trail({}, "other"), multiRegion(objects())),
      "a stack that says so by its tag": { others: [multiRegion(objects())], stackTags: { foundation: "true" } },
    },
    violating: {
      "no trail": { ...ofStack(), at: "" },
      "management events alone": { ...ofStack(multiRegion({})), at: "advancedEventSelectors" },
      "one region": { ...ofStack(trail(objects())), at: "isMultiRegionTrail" },
      "the other kind of access": {
        ...ofStack(multiRegion(objects(equals("readOnly", readOnly === "true" ? "false" : "true")))),
        at: `${at}[2].equals`,
      },
      "one bucket": {
        ...ofStack(multiRegion(objects({ field: "resources.ARN", startsWiths: ["arn:aws:s3:::shop/"] }))),
        at: `${at}[2].startsWiths`,
      },
      "one object": {
        ...ofStack(multiRegion(objects({ field: "resources.ARN", equals: ["arn:aws:s3:::shop/a"] }))),
        at: `${at}[2].equals`,
      },
      "objects of an ending": {
        ...ofStack(multiRegion(objects({ field: "resources.ARN", endsWiths: [".pdf"] }))),
        at: `${at}[2].endsWiths`,
      },
      "one call": { ...ofStack(multiRegion(objects(equals("eventName", "GetObject")))), at: `${at}[2]` },
      "another type": {
        ...ofStack(
          multiRegion(advanced(equals("eventCategory", "Data"), equals("resources.type", "AWS::Lambda::Function"))),
        ),
        at: `${at}[1].equals`,
      },
      "basic selectors of the other kind": {
        ...ofStack(multiRegion(basic([everyBucket], other))),
        at: "eventSelectors[0].readWriteType",
      },
      "basic selectors of one bucket": {
        ...ofStack(multiRegion(basic(["arn:aws:s3:::shop/"]))),
        at: "eventSelectors[0].dataResources",
      },
      "basic selectors of another type": {
        ...ofStack(multiRegion(basic([everyBucket], "All", "AWS::Lambda::Function"))),
        at: "eventSelectors[0].dataResources",
      },
    },
    undecided: {
      "a type that is not known yet": {
        ...ofStack(
          multiRegion(advanced(equals("eventCategory", "Data"), { field: "resources.type", equals: UNKNOWN })),
        ),
        because: /equals is not known/,
      },
    },
    notApplicable: {
      "a stack that is no foundation": { others: [trail()] },
      "a single trail": { subject: trail(), config: { foundation: true } },
    },
  });
}

const bucket = sample("aws:s3/bucket:Bucket", "log", { bucket: "log", id: "log" });
const into = trail({ s3BucketName: "log" });
const lock = (rule: unknown, name: unknown = "log") =>
  sample("aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration", "l", { bucket: name, rule });
const versioning = (mfaDelete: unknown) =>
  sample("aws:s3/bucketVersioning:BucketVersioning", "v", {
    bucket: "log",
    versioningConfiguration: { status: "Enabled", mfaDelete },
  });
const mode = { defaultRetention: { mode: "GOVERNANCE", days: 400 } };
const external = { subject: into, because: /not in this stack/ };

describeControl(trailBucketLock, {
  compliant: {
    "a lock beside the bucket": { subject: into, others: [bucket, lock(mode)] },
    "MFA to delete": { subject: into, others: [bucket, versioning("Enabled")] },
    "a lock in the older kind of bucket": {
      subject: into,
      others: [
        sample("aws:s3/bucketV2:BucketV2", "log", {
          bucket: "log",
          objectLockConfiguration: { rules: [{ defaultRetentions: [{ mode: "COMPLIANCE" }] }] },
        }),
      ],
    },
    "a lock in the bucket": {
      subject: into,
      others: [sample("aws:s3/bucket:Bucket", "log", { bucket: "log", objectLockConfiguration: { rule: mode } })],
    },
  },
  violating: {
    none: { subject: into, others: [bucket], at: "", saying: /no BucketObjectLockConfiguration/ },
    "a lock without retention": { subject: into, others: [bucket, lock({})], at: "rule.defaultRetention.mode" },
    "versions without MFA": {
      subject: into,
      others: [bucket, versioning("Disabled")],
      at: "versioningConfiguration.mfaDelete",
    },
  },
  undecided: {
    "a bucket of another stack": external,
    "a lock of nobody knows which": {
      subject: into,
      others: [bucket, lock(mode, UNKNOWN)],
      because: /bucket is not known/,
    },
  },
});

const log = (props: Record<string, unknown>, kind = "bucketLogging:BucketLogging") =>
  sample(`aws:s3/${kind}`, "l", { bucket: "log", ...props });
describeControl(trailBucketAccessLog, {
  compliant: {
    "a log beside the bucket": { subject: into, others: [bucket, log({ targetBucket: "access" })] },
    "a log of the older name": {
      subject: into,
      others: [bucket, log({ targetBucket: UNKNOWN }, "bucketLoggingV2:BucketLoggingV2")],
    },
    "a log in the bucket, in the words of version 7": {
      subject: into,
      others: [sample("aws:s3/bucket:Bucket", "log", { bucket: "log", logging: { targetBucket: "access" } })],
    },
    "a log in the bucket": {
      subject: into,
      others: [sample("aws:s3/bucket:Bucket", "log", { bucket: "log", loggings: [{ targetBucket: "access" }] })],
    },
  },
  violating: {
    none: { subject: into, others: [bucket], at: "" },
    "a log to nowhere": { subject: into, others: [bucket, log({})], at: "targetBucket" },
  },
  undecided: { "a bucket of another stack": external },
});

const groupArn = "arn:aws:logs:eu-central-1:111122223333:log-group:audit";
const group = (props: Record<string, unknown> = {}) =>
  sample("aws:cloudwatch/logGroup:LogGroup", "audit", { arn: groupArn, name: "audit", ...props });
const logging = trail({ cloudWatchLogsGroupArn: `${groupArn}:*` });
describeControl(trailLogRetention, {
  compliant: {
    "for ever": { subject: logging, others: [group()] },
    "for ever, said": { subject: logging, others: [group({ retentionInDays: 0 })] },
    "a year": { subject: logging, others: [group({ retentionInDays: 365 })] },
    "what a team takes": { subject: logging, others: [group({ retentionInDays: 30 })], config: { minimumDays: 30 } },
  },
  violating: { "a day less": { subject: logging, others: [group({ retentionInDays: 364 })], at: "retentionInDays" } },
  undecided: {
    "a group of another stack": { subject: logging, because: /not in this stack/ },
    "a group that is not known yet": { subject: trail({ cloudWatchLogsGroupArn: UNKNOWN }), because: /is not known/ },
    "a time that is not known yet": {
      subject: logging,
      others: [group({ retentionInDays: UNKNOWN })],
      because: /retentionInDays is not known/,
    },
  },
  notApplicable: { "no group": { subject: trail() } },
  mayBeDropped: { retentionInDays: "logs are then kept for ever" },
});

const store = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:cloudtrail/eventDataStore:EventDataStore", "lake", props),
});
describeControl(lakeKey, {
  compliant: { "a key": store({ kmsKeyId: UNKNOWN }) },
  violating: { "AWS's key": { ...store(), at: "kmsKeyId" } },
  undecided: {},
  alwaysDecides: "the ARN of a key can't turn out to be nothing",
});
describeControl(lakeProtected, {
  compliant: { "AWS's default": store(), on: store({ terminationProtectionEnabled: true }) },
  violating: { off: { ...store({ terminationProtectionEnabled: false }), at: "terminationProtectionEnabled" } },
  undecided: {
    "what is not known yet": { ...store({ terminationProtectionEnabled: UNKNOWN }), because: /is not known/ },
  },
  mayBeDropped: { terminationProtectionEnabled: "AWS protects by itself" },
});
describeControl(lakeRetention, {
  compliant: { "AWS's default": store(), "a year": store({ retentionPeriod: 365 }) },
  violating: {
    "a day less": { ...store({ retentionPeriod: 364 }), at: "retentionPeriod" },
    "less than a team wants": {
      ...store({ retentionPeriod: 365 }),
      config: { minimumDays: 366 },
      at: "retentionPeriod",
    },
  },
  undecided: { "what is not known yet": { ...store({ retentionPeriod: UNKNOWN }), because: /is not known/ } },
  mayBeDropped: { retentionPeriod: "AWS keeps events for years by itself" },
});
