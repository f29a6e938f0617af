import { strict as assert } from "node:assert";
import {
  ConfigPeriod,
  ConfigurationRecorder,
  type ConfigurationRecorderArgs,
  RecordingFrequency,
} from "../../../../infra/audit";
import { ArgumentError } from "../../../../infra/core";
import { graph, type TestGraph } from "../../../../testing";
import { optionsOf } from "./order";

const RECORDER = "aws:cfg/recorder:Recorder";
const BUCKET = "arn:aws:s3:::inventory-123456789012-eu-central-1";
const CONFIG = { Service: "config.amazonaws.com" };

function build(args?: ConfigurationRecorderArgs, preview = false): Promise<TestGraph> {
  return graph(() => new ConfigurationRecorder("inventory", args), { preview });
}

async function refusal(args: ConfigurationRecorderArgs, name = "inventory"): Promise<string> {
  try {
    await graph(() => new ConfigurationRecorder(name, args));
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: `nothing refused ${JSON.stringify(args)}` });
}

describe("ConfigurationRecorder", () => {
  it("records everything all the time, as the service-linked role, with nothing given", async () => {
    const seen = await build();
    assert.deepEqual(seen.one("inventory", RECORDER).inputs, {
      name: "inventory",
      roleArn: "arn:aws:iam:eu-central-1:123456789012:inventory-role",
      recordingGroup: {
        allSupported: true,
        includeGlobalResourceTypes: true,
        recordingStrategies: [{ useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" }],
      },
      recordingMode: { recordingFrequency: "CONTINUOUS" },
    });
    const role = seen.one("inventory-role", "aws:iam/serviceLinkedRole:ServiceLinkedRole").inputs;
    assert.equal(role["awsServiceName"], "config.amazonaws.com");
    assert.deepEqual(seen.one("inventory-status").inputs, { name: "inventory", isEnabled: true });
    assert.equal(seen.types()["aws:cfg/retentionConfiguration:RetentionConfiguration"], undefined);
  });

  it("delivers to an encrypted bucket once that admits AWS Config, and records only then", async () => {
    const options = await optionsOf((opts) => graph(() => new ConfigurationRecorder("inventory", {}, opts)));
    assert.deepEqual(options.get("inventory-delivery")?.dependsOn, [
      "inventory",
      "inventory-bucket-ownership",
      "inventory-bucket-encryption",
      "inventory-bucket-versioning",
      "inventory-bucket-policy",
    ]);
    assert.deepEqual(options.get("inventory-status")?.dependsOn, ["inventory-delivery"]);
    const seen = await build();
    assert.deepEqual(seen.one("inventory-delivery").inputs, {
      name: "inventory",
      s3BucketName: "inventory-bucket-id",
      s3KmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:inventory-key",
      snapshotDeliveryProperties: { deliveryFrequency: "TwentyFour_Hours" },
    });
  });

  it("admits AWS Config alone to the bucket, for this account and its own path, and nobody over plain HTTP", async () => {
    const seen = await build({ keyPrefix: "audit" });
    assert.deepEqual(seen.json("inventory-bucket-policy", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "s3:*",
          Resource: [BUCKET, `${BUCKET}/*`],
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "ConfigChecksBucket",
          Effect: "Allow",
          Principal: CONFIG,
          Action: ["s3:GetBucketAcl", "s3:ListBucket"],
          Resource: BUCKET,
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
        {
          Sid: "ConfigDelivers",
          Effect: "Allow",
          Principal: CONFIG,
          Action: "s3:PutObject",
          Resource: `${BUCKET}/audit/AWSLogs/123456789012/Config/*`,
          Condition: {
            StringEquals: { "aws:SourceAccount": "123456789012", "s3:x-amz-acl": "bucket-owner-full-control" },
          },
        },
      ],
    });
  });

  it("lets AWS Config encrypt with the key for this account, and nothing else", async () => {
    const seen = await build();
    assert.deepEqual(seen.json("inventory-key", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "AccountDecidesByIam",
          Effect: "Allow",
          Principal: { AWS: "arn:aws:iam::123456789012:root" },
          Action: "kms:*",
          Resource: "*",
        },
        {
          Sid: "ConfigDelivers",
          Effect: "Allow",
          Principal: CONFIG,
          Action: ["kms:Decrypt", "kms:GenerateDataKey"],
          Resource: "*",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
    assert.equal(seen.one("inventory-key").inputs["enableKeyRotation"], true);
  });

  it("keeps the bucket private, versioned and for seven years", async () => {
    const seen = await build();
    const { tags, region, ...access } = seen.one("inventory-bucket-access").inputs;
    assert.equal(tags ?? region, undefined);
    assert.deepEqual(access, {
      bucket: "inventory-bucket-id",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(seen.one("inventory-bucket-versioning").inputs["versioningConfiguration"], { status: "Enabled" });
    assert.match(JSON.stringify(seen.one("inventory-bucket-lifecycle").inputs), /"expiration":\{"days":2557\}/);
    assert.equal(seen.one("inventory-bucket").inputs["forceDestroy"], false);
  });

  it("leaves global resources to another region, also where it records all but some types", async () => {
    const all = await build({ globalResourcesElsewhere: true });
    assert.deepEqual(all.one("inventory", RECORDER).inputs["recordingGroup"], {
      allSupported: true,
      includeGlobalResourceTypes: false,
      recordingStrategies: [{ useOnly: "ALL_SUPPORTED_RESOURCE_TYPES" }],
    });
    const some = await build({ globalResourcesElsewhere: true, exceptResourceTypes: ["AWS::EC2::NetworkInterface"] });
    assert.deepEqual(some.one("inventory", RECORDER).inputs["recordingGroup"], {
      allSupported: false,
      includeGlobalResourceTypes: false,
      exclusionByResourceTypes: [
        {
          resourceTypes: [
            "AWS::EC2::NetworkInterface",
            "AWS::IAM::Group",
            "AWS::IAM::Policy",
            "AWS::IAM::Role",
            "AWS::IAM::User",
          ],
        },
      ],
      recordingStrategies: [{ useOnly: "EXCLUSION_BY_RESOURCE_TYPES" }],
    });
  });

  it("records named types alone, some of them once a day", async () => {
    const seen = await build({
      resourceTypes: ["AWS::ApiGateway::Stage", "AWS::ApiGateway::RestApi"],
      otherFrequencyResourceTypes: ["AWS::ApiGateway::RestApi"],
    });
    const { inputs } = seen.one("inventory", RECORDER);
    assert.deepEqual(inputs["recordingGroup"], {
      allSupported: false,
      includeGlobalResourceTypes: false,
      resourceTypes: ["AWS::ApiGateway::Stage", "AWS::ApiGateway::RestApi"],
      recordingStrategies: [{ useOnly: "INCLUSION_BY_RESOURCE_TYPES" }],
    });
    assert.deepEqual(inputs["recordingMode"], {
      recordingFrequency: "CONTINUOUS",
      recordingModeOverride: {
        recordingFrequency: "DAILY",
        resourceTypes: ["AWS::ApiGateway::RestApi"],
        description: "Types that are recorded at another frequency than the rest.",
      },
    });
  });

  it("records daily but for some types", async () => {
    const seen = await build({
      frequency: RecordingFrequency.Daily,
      otherFrequencyResourceTypes: ["AWS::ApiGateway::Stage"],
    });
    const mode = seen.one("inventory", RECORDER).inputs["recordingMode"];
    assert.match(JSON.stringify(mode), /"recordingFrequency":"DAILY".*"recordingFrequency":"CONTINUOUS"/);
  });

  it("uses the account's service-linked role where it exists, which has one name in every account", async () => {
    const seen = await build({ existingServiceLinkedRole: true });
    assert.equal(seen.types()["aws:iam/serviceLinkedRole:ServiceLinkedRole"], undefined);
    assert.equal(
      seen.one("inventory", RECORDER).inputs["roleArn"],
      "arn:aws:iam::123456789012:role/aws-service-role/config.amazonaws.com/AWSServiceRoleForConfig",
    );
  });

  it("leaves the service-linked role to the account's other regions when it goes", async () => {
    const options = await optionsOf((opts) => graph(() => new ConfigurationRecorder("inventory", {}, opts)));
    assert.equal(options.get("inventory-role")?.retainOnDelete, true);
  });

  it("delivers to somebody else's bucket and topic without making one", async () => {
    const topicArn = "arn:aws:sns:eu-central-1:123456789012:changes";
    const seen = await build({
      existingBucketName: "central",
      topicArn,
      roleArn: "arn:aws:iam::123456789012:role/recorder",
      snapshotPeriod: ConfigPeriod.SixHours,
      historyDays: 400,
      paused: true,
    });
    assert.equal(seen.types()["aws:s3/bucket:Bucket"], undefined);
    assert.equal(seen.types()["aws:kms/key:Key"], undefined);
    assert.deepEqual(seen.one("inventory-delivery").inputs, {
      name: "inventory",
      s3BucketName: "central",
      snsTopicArn: topicArn,
      snapshotDeliveryProperties: { deliveryFrequency: "Six_Hours" },
    });
    assert.equal(seen.one("inventory-status").inputs["isEnabled"], false);
    assert.equal(seen.one("inventory-history").inputs["retentionPeriodInDays"], 400);
  });

  it("sees the whole organisation by a role that reads its accounts and nothing else", async () => {
    const seen = await build({ aggregator: { organization: true } });
    assert.deepEqual(seen.one("inventory-aggregator").inputs["organizationAggregationSource"], {
      roleArn: "arn:aws:iam:eu-central-1:123456789012:inventory-aggregator-role",
      allRegions: true,
    });
    assert.equal(
      seen.one("inventory-aggregator-role-policy").inputs["policyArn"],
      "arn:aws:iam::aws:policy/service-role/AWSConfigRoleForOrganizations",
    );
    assert.deepEqual(seen.json("inventory-aggregator-role", "assumeRolePolicy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: CONFIG,
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
  });

  it("sees named accounts and regions with no role", async () => {
    const seen = await build({ aggregator: { accountIds: ["210987654321"], regions: ["eu-west-1"] } });
    assert.deepEqual(seen.one("inventory-aggregator").inputs["accountAggregationSource"], {
      accountIds: ["210987654321"],
      regions: ["eu-west-1"],
    });
    assert.equal(seen.types()["aws:iam/role:Role"], undefined);
  });

  it("knows the policies of bucket and key at preview", async () => {
    const seen = await build({}, true);
    seen.assertKnown("inventory-bucket-policy", ["policy"]);
    seen.assertKnown("inventory-key", ["policy"]);
    seen.assertKnown("inventory", ["recordingGroup"], RECORDER);
  });

  const type = "AWS::ApiGateway::Stage";
  const refused: [string, ConfigurationRecorderArgs, RegExp][] = [
    ["two lists of types", { resourceTypes: [type], exceptResourceTypes: [type] }, /only one of them/],
    ["an empty list of types", { resourceTypes: [] }, /resourceTypes is \[\]; give 1 to 1000/],
    ["no type", { exceptResourceTypes: ["stage"] }, /exceptResourceTypes\[0\] is "stage"/],
    [
      "named types and global ones elsewhere",
      { resourceTypes: [type], globalResourcesElsewhere: true },
      /leave it out/,
    ],
    [
      "two roles",
      { roleArn: "arn:aws:iam::123456789012:role/r", existingServiceLinkedRole: true },
      /roleArn is used instead/,
    ],
    ["a role by name", { roleArn: "recorder" }, /roleArn is "recorder"; use the ARN of an IAM role/],
    ["a key by alias", { kmsKeyArn: "alias/config" }, /kmsKeyArn is "alias\/config"; use the ARN of a KMS key/],
    ["a topic by name", { topicArn: "changes" }, /topicArn is "changes"; use the ARN of an SNS topic/],
    ["two buckets", { bucketName: "one", existingBucketName: "two" }, /only one of them/],
    ["a bucket's name in capitals", { bucketName: "Inventory" }, /bucketName is "Inventory"/],
    ["a prefix that ends in a slash", { keyPrefix: "audit/" }, /keyPrefix is "audit\/"/],
    ["a month of files", { bucketRetentionDays: 30 }, /bucketRetentionDays is 30/],
    ["too long a history", { historyDays: 2558 }, /historyDays is 2558/],
    [
      "retention of a bucket that is not its own",
      { existingBucketName: "central", bucketRetentionDays: 400 },
      /for the owner of the existing bucket/,
    ],
    ["an aggregator of nobody", { aggregator: {} }, /give one of them/],
    ["an aggregator of both", { aggregator: { accountIds: ["123456789012"], organization: true } }, /only one of them/],
    ["no account", { aggregator: { accountIds: ["1234"] } }, /accountIds\[0\] is "1234"/],
    ["no region", { aggregator: { organization: true, regions: ["Frankfurt"] } }, /regions\[0\] is "Frankfurt"/],
  ];
  for (const [what, args, expected] of refused) {
    it(`refuses ${what}`, async () => assert.match(await refusal(args), expected));
  }

  it("refuses a name that makes too long a bucket name", async () => {
    assert.match(await refusal({}, "a".repeat(36)), /give bucketName, or at most 35 characters/);
  });
});
