import { strict as assert } from "node:assert";
import { AuditTrail, type AuditTrailArgs, DataEventSource, EventAccess, TrailInsight } from "../../../../infra/audit";
import { ArgumentError } from "../../../../infra/core";
import { graph, type TestGraph } from "../../../../testing";

const TRAIL = "aws:cloudtrail/trail:Trail";
const ARN = "arn:aws:cloudtrail:eu-central-1:123456789012:trail/audit";
const BUCKET = "arn:aws:s3:::audit-123456789012-eu-central-1";
const FROM_AUDIT = { StringEquals: { "aws:SourceArn": [ARN] } };

function audit(args?: AuditTrailArgs, preview = false): Promise<TestGraph> {
  return graph(() => new AuditTrail("audit", args), { preview });
}

function statements(g: TestGraph, name: string, property = "policy"): Record<string, unknown>[] {
  const document = g.json(name, property);
  assert.ok(typeof document === "object" && document !== null && "Statement" in document);
  assert.ok(Array.isArray(document.Statement));
  return document.Statement;
}

function statement(g: TestGraph, name: string, sid: string): Record<string, unknown> {
  const found = statements(g, name).find((one) => one["Sid"] === sid);
  assert.ok(found, `${name} has no statement ${sid}`);
  return found;
}

async function refusal(args: AuditTrailArgs, name = "audit"): Promise<string> {
  try {
    await graph(() => new AuditTrail(name, args));
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: `nothing refused ${JSON.stringify(args)}` });
}

describe("AuditTrail", () => {
  it("makes one trail with bucket, key and log group for giving nothing", async () => {
    const g = await audit();
    assert.deepEqual(g.types(), {
      "aws-microservices-platform:audit:AuditTrail": 1,
      "aws:kms/key:Key": 1,
      "aws:s3/bucket:Bucket": 1,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 1,
      "aws:s3/bucketVersioning:BucketVersioning": 1,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 1,
      "aws:s3/bucketPolicy:BucketPolicy": 1,
      "aws:cloudwatch/logGroup:LogGroup": 1,
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicy:RolePolicy": 1,
      [TRAIL]: 1,
    });
    const { inputs } = g.one("audit", TRAIL);
    assert.equal(inputs["name"], "audit");
    assert.equal(inputs["isMultiRegionTrail"], true);
    assert.equal(inputs["includeGlobalServiceEvents"], true);
    assert.equal(inputs["enableLogFileValidation"], true);
    assert.equal(inputs["enableLogging"], true);
    assert.equal(inputs["isOrganizationTrail"], false);
    assert.equal(inputs["s3KeyPrefix"], undefined);
    assert.match(String(inputs["kmsKeyId"]), /:audit-key$/);
    assert.match(String(inputs["cloudWatchLogsGroupArn"]), /:audit-logs:\*$/);
    assert.match(String(inputs["cloudWatchLogsRoleArn"]), /:audit-logs-role$/);
    assert.deepEqual(inputs["advancedEventSelectors"], [
      { name: "Management events", fieldSelectors: [{ field: "eventCategory", equals: ["Management"] }] },
    ]);
    assert.equal(g.one("audit-logs").inputs["retentionInDays"], 365);
    assert.equal(g.one("audit-key").inputs["enableKeyRotation"], true);
  });

  it("admits CloudTrail alone to the bucket, for this trail and its own path, and nobody over plain HTTP", async () => {
    const g = await audit();
    assert.deepEqual(statements(g, "audit-bucket-policy"), [
      {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "s3:*",
        Resource: [BUCKET, `${BUCKET}/*`],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
      {
        Sid: "CloudTrailAclCheck",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "s3:GetBucketAcl",
        Resource: BUCKET,
        Condition: FROM_AUDIT,
      },
      {
        Sid: "CloudTrailWrite0",
        Effect: "Allow",
        Principal: { Service: "cloudtrail.amazonaws.com" },
        Action: "s3:PutObject",
        Resource: [`${BUCKET}/AWSLogs/123456789012/*`],
        Condition: { StringEquals: { "aws:SourceArn": [ARN], "s3:x-amz-acl": "bucket-owner-full-control" } },
      },
    ]);
    assert.equal(g.one("audit-bucket").inputs["bucket"], "audit-123456789012-eu-central-1");
    const access = g.one("audit-bucket-access").inputs;
    for (const block of ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"]) {
      assert.equal(access[block], true, block);
    }
    assert.deepEqual(g.one("audit-bucket-ownership").inputs["rule"], { objectOwnership: "BucketOwnerEnforced" });
    assert.deepEqual(g.one("audit-bucket-encryption").inputs["rules"], [
      {
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: "aws:kms",
          kmsMasterKeyId: g.one("audit", TRAIL).inputs["kmsKeyId"],
        },
      },
    ]);
    assert.equal(g.one("audit-bucket").inputs["forceDestroy"], false);
    assert.deepEqual(g.one("audit-bucket-versioning").inputs["versioningConfiguration"], { status: "Enabled" });
  });

  it("lets CloudTrail use the key for this trail only, and CloudWatch Logs for its log group only", async () => {
    const g = await audit();
    assert.deepEqual(statement(g, "audit-key", "CloudTrailEncrypts"), {
      Sid: "CloudTrailEncrypts",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "kms:GenerateDataKey*",
      Resource: "*",
      Condition: {
        ...FROM_AUDIT,
        StringLike: {
          "kms:EncryptionContext:aws:cloudtrail:arn": ["arn:aws:cloudtrail:*:123456789012:trail/*"],
        },
      },
    });
    assert.deepEqual(statement(g, "audit-key", "CloudWatchLogsEncrypts")["Condition"], {
      ArnEquals: {
        "kms:EncryptionContext:aws:logs:arn": [
          "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/cloudtrail/audit",
        ],
      },
    });
  });

  it("scopes the log role to CloudTrail's own streams of the log group", async () => {
    const g = await audit();
    assert.deepEqual(statements(g, "audit-logs-policy"), [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents"],
        Resource: [
          "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/cloudtrail/audit:log-stream:123456789012_CloudTrail_eu-central-1*",
        ],
      },
    ]);
  });

  it("keeps what controls look at known in a first preview", async () => {
    const g = await audit({ notifications: true }, true);
    g.assertKnown("audit-bucket-policy", ["policy"]);
    g.assertKnown("audit-key", ["policy", "enableKeyRotation"]);
    g.assertKnown("audit-logs-policy", ["policy"]);
    g.assertKnown("audit", ["name", "isMultiRegionTrail", "enableLogFileValidation", "advancedEventSelectors"], TRAIL);
    const trail = g.one("audit", TRAIL);
    assert.deepEqual(trail.propertyDependencies["s3BucketName"], [g.one("audit-bucket").urn]);
    assert.deepEqual(trail.propertyDependencies["kmsKeyId"], [g.one("audit-key").urn]);
  });

  it("records data events of chosen resources, and insights", async () => {
    const g = await audit({
      trails: {
        audit: {
          managementEvents: EventAccess.WriteOnly,
          excludedEventSources: ["kms.amazonaws.com"],
          insights: [TrailInsight.ApiCallRate, TrailInsight.ApiErrorRate],
          dataEvents: [
            {
              resourceType: DataEventSource.S3Objects,
              arnPrefixes: ["arn:aws:s3:::orders/"],
              exceptArnPrefixes: ["arn:aws:s3:::orders/tmp/"],
              access: EventAccess.ReadOnly,
              eventNames: ["GetObject"],
            },
            { resourceType: DataEventSource.DynamoDbTables },
          ],
        },
      },
    });
    const { inputs } = g.one("audit", TRAIL);
    assert.deepEqual(inputs["advancedEventSelectors"], [
      {
        name: "Management events",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Management"] },
          { field: "readOnly", equals: ["false"] },
          { field: "eventSource", notEquals: ["kms.amazonaws.com"] },
        ],
      },
      {
        name: "Data events of AWS::S3::Object",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::S3::Object"] },
          { field: "readOnly", equals: ["true"] },
          { field: "eventName", equals: ["GetObject"] },
          {
            field: "resources.ARN",
            startsWiths: ["arn:aws:s3:::orders/"],
            notStartsWiths: ["arn:aws:s3:::orders/tmp/"],
          },
        ],
      },
      {
        name: "Data events of AWS::DynamoDB::Table",
        fieldSelectors: [
          { field: "eventCategory", equals: ["Data"] },
          { field: "resources.type", equals: ["AWS::DynamoDB::Table"] },
        ],
      },
    ]);
    assert.deepEqual(inputs["insightSelectors"], [
      { insightType: "ApiCallRateInsight" },
      { insightType: "ApiErrorRateInsight" },
    ]);
  });

  it("leaves its own log files out of the events of all S3 objects, which would never end", async () => {
    const dataEvents = [{ resourceType: DataEventSource.S3Objects }];
    const own = await audit({ trails: { audit: { dataEvents } } }, true);
    const given = await audit({ trails: { audit: { dataEvents } }, existingBucketName: "central" });
    for (const [g, arn] of [
      [own, `${BUCKET}/`],
      [given, "arn:aws:s3:::central/"],
    ] as const) {
      const selectors = g.one("audit", TRAIL).inputs["advancedEventSelectors"];
      assert.ok(Array.isArray(selectors));
      assert.deepEqual(selectors[1].fieldSelectors[2], { field: "resources.ARN", notStartsWiths: [arn] });
    }
  });

  it("gives each stakeholder a trail of its own under its own prefix of one bucket", async () => {
    const g = await audit({
      trails: {
        audit: {},
        "card-data": {
          withoutManagementEvents: true,
          keyPrefix: "pci/cards",
          dataEvents: [{ resourceType: DataEventSource.S3Objects }],
        },
      },
    });
    assert.equal(g.all("aws:s3/bucket:Bucket").length, 1);
    assert.equal(g.one("audit", TRAIL).inputs["s3KeyPrefix"], "audit");
    assert.equal(g.one("audit-card-data").inputs["s3KeyPrefix"], "pci/cards");
    assert.equal(g.one("audit-card-data").inputs["name"], "card-data");
    assert.deepEqual(statement(g, "audit-bucket-policy", "CloudTrailWrite1"), {
      Sid: "CloudTrailWrite1",
      Effect: "Allow",
      Principal: { Service: "cloudtrail.amazonaws.com" },
      Action: "s3:PutObject",
      Resource: [`${BUCKET}/pci/cards/AWSLogs/123456789012/*`],
      Condition: {
        StringEquals: {
          "aws:SourceArn": ["arn:aws:cloudtrail:eu-central-1:123456789012:trail/card-data"],
          "s3:x-amz-acl": "bucket-owner-full-control",
        },
      },
    });
    assert.deepEqual(statement(g, "audit-bucket-policy", "CloudTrailAclCheck")["Condition"], {
      StringEquals: { "aws:SourceArn": [ARN, "arn:aws:cloudtrail:eu-central-1:123456789012:trail/card-data"] },
    });
  });

  it("admits trails of other accounts to bucket and key, each to its own path", async () => {
    const foreign = "arn:aws:cloudtrail:eu-west-1:111122223333:trail/team";
    const g = await audit({
      foreignTrails: [{ accountId: "111122223333", trailName: "team", region: "eu-west-1", keyPrefix: "team" }],
    });
    const write = statement(g, "audit-bucket-policy", "CloudTrailWrite1");
    assert.deepEqual(write["Resource"], [`${BUCKET}/team/AWSLogs/111122223333/*`]);
    assert.deepEqual(write["Condition"], {
      StringEquals: { "aws:SourceArn": [foreign], "s3:x-amz-acl": "bucket-owner-full-control" },
    });
    assert.deepEqual(statement(g, "audit-key", "CloudTrailEncrypts")["Condition"], {
      StringEquals: { "aws:SourceArn": [ARN, foreign] },
      StringLike: {
        "kms:EncryptionContext:aws:cloudtrail:arn": [
          "arn:aws:cloudtrail:*:123456789012:trail/*",
          "arn:aws:cloudtrail:*:111122223333:trail/*",
        ],
      },
    });
  });

  it("opens the organisation's path and streams to an organisation trail, and to no other", async () => {
    const g = await audit({ trails: { audit: { organizationId: "o-a1b2c3d4e5" } } });
    assert.equal(g.one("audit", TRAIL).inputs["isOrganizationTrail"], true);
    assert.deepEqual(statement(g, "audit-bucket-policy", "CloudTrailWrite0")["Resource"], [
      `${BUCKET}/AWSLogs/123456789012/*`,
      `${BUCKET}/AWSLogs/o-a1b2c3d4e5/*`,
    ]);
    const [delivery] = statements(g, "audit-logs-policy");
    assert.match(JSON.stringify(delivery?.["Resource"]), /log-stream:o-a1b2c3d4e5_\*/);
  });

  it("writes to a given bucket under a given key, and leaves both alone", async () => {
    const g = await audit({ existingBucketName: "central", kmsKeyArn: "arn:aws:kms:eu-central-1:111122223333:key/1" });
    assert.deepEqual(g.types(), {
      "aws-microservices-platform:audit:AuditTrail": 1,
      "aws:cloudwatch/logGroup:LogGroup": 1,
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicy:RolePolicy": 1,
      [TRAIL]: 1,
    });
    assert.equal(g.one("audit", TRAIL).inputs["s3BucketName"], "central");
    assert.equal(g.one("audit", TRAIL).inputs["kmsKeyId"], "arn:aws:kms:eu-central-1:111122223333:key/1");
  });

  it("locks, archives, expires and watches over log files as asked", async () => {
    const g = await audit({
      retentionDays: 2557,
      archiveAfterDays: 90,
      objectLock: { days: 365 },
      accessLogging: { bucketName: "access-logs" },
    });
    assert.equal(g.one("audit-bucket").inputs["objectLockEnabled"], true);
    assert.deepEqual(g.one("audit-bucket-lock").inputs["rule"], {
      defaultRetention: { mode: "GOVERNANCE", days: 365 },
    });
    const rules = g.one("audit-bucket-lifecycle").inputs["rules"];
    assert.ok(Array.isArray(rules));
    assert.deepEqual(rules[0].expiration, { days: 2557 });
    assert.deepEqual(rules[0].transitions, [{ days: 90, storageClass: "GLACIER_IR" }]);
    assert.equal(g.one("audit-bucket-logging").inputs["targetPrefix"], "audit-123456789012-eu-central-1/");
  });

  it("announces log files on an encrypted topic that this trail alone may publish to", async () => {
    const g = await audit({ notifications: true });
    assert.match(String(g.one("audit-topic").inputs["kmsMasterKeyId"]), /audit-key$/);
    const topic = String(g.one("audit", TRAIL).inputs["snsTopicName"]);
    assert.deepEqual(g.one("audit-topic-policy").inputs["policy"], {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "DenyInsecureTransport",
          Effect: "Deny",
          Principal: "*",
          Action: "sns:Publish",
          Resource: topic,
          Condition: { Bool: { "aws:SecureTransport": "false" } },
        },
        {
          Sid: "CloudTrailNotifies",
          Effect: "Allow",
          Principal: { Service: "cloudtrail.amazonaws.com" },
          Action: "sns:Publish",
          Resource: topic,
          Condition: FROM_AUDIT,
        },
      ],
    });
    assert.deepEqual(statement(g, "audit-key", "CloudTrailNotifies")["Condition"], FROM_AUDIT);
    assert.match(String(g.one("audit", TRAIL).inputs["snsTopicName"]), /audit-topic$/);
  });

  it("reports every wrong argument at once", async () => {
    const message = await refusal({
      trails: {
        a: { keyPrefix: "/x/" },
        "b--b": { withoutManagementEvents: true },
        other: { organizationId: "org", insights: [TrailInsight.ApiCallRate], withoutManagementEvents: true },
      },
      retentionDays: 30,
      logRetentionDays: 42,
      kmsKeyArn: "alias/audit",
      objectLock: { days: 500 },
      foreignTrails: [{ accountId: "12", trailName: "team" }],
      bucketName: "My_Bucket",
    });
    for (const part of [
      /trails\.a is "a"; use 3 to 128/,
      /trails\.a\.keyPrefix is "\/x\/"/,
      /trails\.b--b is "b--b"/,
      /trails\.b--b\.dataEvents is \[\]; with no management events/,
      /trails\.other\.organizationId is "org"/,
      /trails\.other\.insights .*need management events/,
      /retentionDays is 30; use a whole number from 90 to 36500 days/,
      /logRetentionDays is 42/,
      /kmsKeyArn is "alias\/audit"; use the ARN of a KMS key/,
      /objectLock\.days is 500/,
      /foreignTrails\[0\]\.accountId is "12"/,
      /bucketName is "My_Bucket"/,
    ]) {
      assert.match(message, part);
    }
  });

  it("refuses two trails that would write over each other, and bucket settings of a given bucket", async () => {
    assert.match(
      await refusal({ trails: { one: { keyPrefix: "x" }, two: { keyPrefix: "x" } } }),
      /trails\.two\.keyPrefix is "x"; trail one writes there too/,
    );
    assert.match(
      await refusal({ existingBucketName: "central", objectLock: { days: 1 } }),
      /objectLock is .*for the owner of the existing bucket/,
    );
    assert.match(await refusal({}, `a${"b".repeat(39)}`), /give bucketName, or at most 35 characters/);
  });
});
