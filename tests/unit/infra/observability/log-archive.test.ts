import { strict as assert } from "node:assert";
import * as iam from "@pulumi/aws/iam";
import { ArgumentError } from "../../../../infra/core";
import { LogArchive, type LogArchiveArgs, LogPartitioning } from "../../../../infra/observability";
import { graph, type TestGraph } from "../../../../testing";

const STREAM = "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const POLICY = "aws:iam/rolePolicy:RolePolicy";
const TOPIC = "arn:aws:sns:eu-central-1:123456789012:on-call";
const KEY = "arn:aws:kms:eu-central-1:123456789012:key/11111111-2222-3333-4444-555555555555";

function build(
  args: LogArchiveArgs = {},
  use: (archive: LogArchive) => unknown = () => undefined,
  preview = false,
): Promise<TestGraph> {
  return graph(() => use(new LogArchive("logs", { alarmTopicArn: TOPIC, ...args })), { preview });
}

async function refusal(args: LogArchiveArgs, use?: (archive: LogArchive) => unknown): Promise<string> {
  try {
    await build(args, use);
  } catch (error) {
    assert.ok(error instanceof ArgumentError, String(error));
    return error.message;
  }
  throw new assert.AssertionError({ message: "nothing was refused" });
}

interface Delivery {
  [key: string]: unknown;
  processingConfiguration: { processors: { type: string; parameters?: { parameterValue: string }[] }[] };
}

function delivery(seen: TestGraph): Delivery {
  return seen.one("logs-delivery-stream", STREAM).inputs.extendedS3Configuration as Delivery;
}

interface PolicyDocument {
  Statement: { Sid?: string; Action: string | string[]; Resource: string | string[]; Condition?: object }[];
}

const statements = (seen: TestGraph, name: string, property = "policy", type = POLICY) =>
  (seen.json(name, property, type) as PolicyDocument).Statement;

describe("LogArchive", () => {
  it("delivers compressed and encrypted, by log group and day, with failures under a prefix of their own", async () => {
    const seen = await build();
    const { processingConfiguration, ...rest } = delivery(seen);
    assert.equal(rest.prefix, "logs/log_group=!{partitionKeyFromQuery:log_group}/day=!{timestamp:yyyy-MM-dd}/");
    assert.equal(rest.errorOutputPrefix, "errors/!{firehose:error-output-type}/day=!{timestamp:yyyy-MM-dd}/");
    assert.equal(rest.compressionFormat, "GZIP");
    assert.equal(rest.kmsKeyArn, "arn:aws:kms:eu-central-1:123456789012:logs-key");
    assert.deepEqual(rest.dynamicPartitioningConfiguration, { enabled: true, retryDuration: 300 });
    assert.deepEqual(
      processingConfiguration.processors.map(({ type }) => type),
      ["Decompression", "MetadataExtraction", "AppendDelimiterToRecord"],
    );
    assert.deepEqual(rest.cloudwatchLoggingOptions, {
      enabled: true,
      logGroupName: "/aws/firehose/test-logs",
      logStreamName: "delivery",
    });
    assert.deepEqual(seen.one("logs-delivery-stream", STREAM).inputs.serverSideEncryption, {
      enabled: true,
      keyType: "CUSTOMER_MANAGED_CMK",
      keyArn: "arn:aws:kms:eu-central-1:123456789012:logs-key",
    });
  });

  it("leaves the log group out of the path where there may be more groups than Firehose has partitions", async () => {
    const seen = await build({ accountWide: {} });
    const { prefix, dynamicPartitioningConfiguration, processingConfiguration } = delivery(seen);
    assert.equal(prefix, "logs/day=!{timestamp:yyyy-MM-dd}/");
    assert.equal(dynamicPartitioningConfiguration, undefined);
    assert.deepEqual(
      processingConfiguration.processors.map(({ type }) => type),
      ["Decompression", "AppendDelimiterToRecord"],
    );
    assert.ok(!seen.all(ALARM).some(({ name }) => name === "logs-partitions"));
  });

  it("subscribes the whole account but for the archive's own log group and those named, so that nothing loops", async () => {
    const seen = await build({ accountWide: { exceptLogGroupNames: ["/noisy"], filterPattern: "ERROR" } });
    const { policyDocument, ...rest } = seen.one("logs-account").inputs;
    assert.deepEqual(rest, {
      policyName: "test-logs",
      policyType: "SUBSCRIPTION_FILTER_POLICY",
      scope: "ALL",
      selectionCriteria: 'LogGroupName NOT IN ["/aws/firehose/test-logs","/noisy"]',
    });
    assert.deepEqual(JSON.parse(String(policyDocument)), {
      DestinationArn: "arn:aws:kinesis:eu-central-1:123456789012:logs-delivery-stream",
      RoleArn: "arn:aws:iam:eu-central-1:123456789012:logs-subscription-role",
      FilterPattern: "ERROR",
    });
    const few = await build();
    assert.equal(few.all("aws:cloudwatch/logAccountPolicy:LogAccountPolicy").length, 0);
  });

  it("subscribes named log groups with a role that puts into this stream alone, for this account alone", async () => {
    const seen = await build({}, (archive) => {
      archive.subscribe("orders", "/shop/orders").subscribe("payments", "/shop/payments", { filterPattern: "ERROR" });
    });
    const { destinationArn, roleArn, ...filter } = seen.one("logs-from-payments").inputs;
    assert.deepEqual(filter, { name: "test-logs-payments", logGroup: "/shop/payments", filterPattern: "ERROR" });
    assert.equal(destinationArn, "arn:aws:kinesis:eu-central-1:123456789012:logs-delivery-stream");
    assert.equal(roleArn, "arn:aws:iam:eu-central-1:123456789012:logs-subscription-role");
    assert.equal(seen.one("logs-from-orders").inputs.filterPattern, "");
    assert.deepEqual(statements(seen, "logs-subscription"), [
      {
        Effect: "Allow",
        Action: ["firehose:PutRecord", "firehose:PutRecordBatch"],
        Resource: "arn:aws:firehose:eu-central-1:123456789012:deliverystream/test-logs",
      },
    ]);
    const [trust] = statements(seen, "logs-subscription-role", "assumeRolePolicy", "aws:iam/role:Role");
    assert.deepEqual(trust?.Condition, {
      StringLike: { "aws:SourceArn": "arn:aws:logs:eu-central-1:123456789012:*" },
      StringEquals: { "aws:SourceAccount": "123456789012" },
    });
  });

  it("lets Firehose write into the bucket under the key, and its errors into its log group, and no more", async () => {
    const seen = await build();
    const [trust] = statements(seen, "logs-delivery-role", "assumeRolePolicy", "aws:iam/role:Role");
    assert.deepEqual(trust?.Condition, { StringEquals: { "sts:ExternalId": "123456789012" } });
    const bucket = "arn:aws:s3:eu-central-1:123456789012:logs";
    assert.deepEqual(statements(seen, "logs-delivery"), [
      {
        Effect: "Allow",
        Action: ["s3:GetBucketLocation", "s3:ListBucket", "s3:ListBucketMultipartUploads"],
        Resource: bucket,
      },
      {
        Effect: "Allow",
        Action: ["s3:AbortMultipartUpload", "s3:GetObject", "s3:PutObject"],
        Resource: `${bucket}/*`,
      },
      {
        Effect: "Allow",
        Action: ["kms:Decrypt", "kms:GenerateDataKey"],
        Resource: "arn:aws:kms:eu-central-1:123456789012:logs-key",
        Condition: {
          StringEquals: { "kms:ViaService": "s3.eu-central-1.amazonaws.com" },
          StringLike: { "kms:EncryptionContext:aws:s3:arn": [bucket, `${bucket}/*`] },
        },
      },
      {
        Effect: "Allow",
        Action: "logs:PutLogEvents",
        Resource: "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/firehose/test-logs:log-stream:*",
      },
    ]);
  });

  it("keeps logs a year, cold after 90 days, and results of queries a week, in private buckets over TLS", async () => {
    const seen = await build();
    const rules = (name: string) =>
      (seen.one(name).inputs.rules as { transitions?: object[]; expiration: object }[]).map(
        ({ transitions, expiration }) => ({ transitions, expiration }),
      );
    assert.deepEqual(rules("logs-lifecycle"), [
      { transitions: [{ days: 90, storageClass: "GLACIER_IR" }], expiration: { days: 365 } },
    ]);
    assert.deepEqual(rules("logs-results-lifecycle"), [{ transitions: undefined, expiration: { days: 7 } }]);
    for (const bucket of ["logs", "logs-results"]) {
      assert.equal(seen.one(`${bucket}-access`).inputs.restrictPublicBuckets, true);
      const [statement] = statements(seen, `${bucket}-policy`, "policy", "aws:s3/bucketPolicy:BucketPolicy");
      assert.deepEqual(statement?.Condition, { Bool: { "aws:SecureTransport": "false" } });
    }
    const short = await build({ retentionDays: 100 });
    assert.ok(!JSON.stringify(short.one("logs-lifecycle").inputs).includes("GLACIER_IR"));
  });

  it("holds queries to the workgroup's encryption, bucket and byte limit", async () => {
    const seen = await build({ maxScanGigabytes: 5 });
    const { configuration, name, forceDestroy } = seen.one("logs-workgroup").inputs;
    assert.equal(name, "test-logs");
    assert.equal(forceDestroy, false);
    assert.deepEqual(configuration, {
      enforceWorkgroupConfiguration: true,
      publishCloudwatchMetricsEnabled: true,
      bytesScannedCutoffPerQuery: 5_000_000_000,
      requesterPaysEnabled: false,
      resultConfiguration: {
        outputLocation: "s3://test-logs-results-123456789012-eu-central-1/results/",
        expectedBucketOwner: "123456789012",
        encryptionConfiguration: {
          encryptionOption: "SSE_KMS",
          kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:logs-key",
        },
      },
    });
  });

  it("lays the table over the paths that Firehose writes", async () => {
    const seen = await build();
    const { parameters, partitionKeys, storageDescriptor, databaseName } = seen.one("logs-table").inputs as {
      parameters: Record<string, string>;
      partitionKeys: { name: string }[];
      storageDescriptor: { location: string; columns: { name: string }[] };
      databaseName: string;
    };
    const location = "s3://test-logs-123456789012-eu-central-1/logs/";
    assert.equal(databaseName, "test_logs");
    assert.equal(storageDescriptor.location, location);
    assert.equal(parameters["storage.location.template"], `${location}log_group=\${log_group}/day=\${day}/`);
    assert.equal(parameters["projection.log_group.type"], "injected");
    assert.equal(parameters["projection.day.range"], "NOW-365DAYS,NOW");
    assert.deepEqual(
      partitionKeys.map(({ name }) => name),
      ["log_group", "day"],
    );
    const byDay = await build({ partitioning: LogPartitioning.Day, retentionDays: 30 });
    const table = byDay.one("logs-table").inputs as { parameters: Record<string, string> };
    assert.equal(table.parameters["storage.location.template"], `${location}day=\${day}/`);
    assert.equal(table.parameters["projection.log_group.type"], undefined);
    assert.equal(table.parameters["projection.day.range"], "NOW-30DAYS,NOW");
  });

  it("saves queries that name the partitions, and those given", async () => {
    const seen = await build({ savedQueries: { refunds: "SELECT 1" } });
    const queries = seen.all("aws:athena/namedQuery:NamedQuery");
    assert.deepEqual(queries.map(({ inputs }) => inputs.name).sort(), [
      "test-logs-errors",
      "test-logs-full-text",
      "test-logs-one-request",
      "test-logs-refunds",
      "test-logs-volume",
    ]);
    assert.match(String(seen.one("logs-query-errors").inputs.query), /AND log_group = 'aws_lambda_orders-api'/);
    const byDay = await build({ partitioning: LogPartitioning.Day });
    assert.doesNotMatch(String(byDay.one("logs-query-errors").inputs.query), /log_group =/);
  });

  it("grants queries: this workgroup and table, reading logs but not what failed, writing results alone", async () => {
    const seen = await build({}, (archive) => {
      const role = new iam.Role("analyst", { assumeRolePolicy: "{}" });
      archive.grantQuery({ role }, "analyst");
    });
    const granted = Object.fromEntries(
      statements(seen, "logs-query-analyst").map(({ Sid, Resource }) => [Sid, Resource]),
    );
    assert.deepEqual(granted, {
      Query: "arn:aws:athena:eu-central-1:123456789012:workgroup/test-logs",
      SeeTable: [
        "arn:aws:glue:eu-central-1:123456789012:catalog",
        "arn:aws:glue:eu-central-1:123456789012:database/default",
        "arn:aws:glue:eu-central-1:123456789012:database/test_logs",
        "arn:aws:glue:eu-central-1:123456789012:table/test_logs/logs",
      ],
      ListLogs: "arn:aws:s3:eu-central-1:123456789012:logs",
      ReadLogs: "arn:aws:s3:eu-central-1:123456789012:logs/logs/*",
      ListResults: "arn:aws:s3:eu-central-1:123456789012:logs-results",
      WriteResults: "arn:aws:s3:eu-central-1:123456789012:logs-results/results/*",
      UseKey: "arn:aws:kms:eu-central-1:123456789012:logs-key",
    });
    const writes = statements(seen, "logs-query-analyst").filter(({ Action }) => Action.includes("s3:PutObject"));
    assert.deepEqual(
      writes.map(({ Sid }) => Sid),
      ["WriteResults"],
    );
  });

  it("alarms on late, failed, refused and unpartitioned records of this stream, and tells the topic", async () => {
    const seen = await build({ bufferSeconds: 900 });
    const alarms = seen.all(ALARM);
    assert.deepEqual(alarms.map(({ name }) => name).sort(), [
      "logs-decompression",
      "logs-delivery-age",
      "logs-delivery-failures",
      "logs-key-denied",
      "logs-partitions",
      "logs-throttles",
    ]);
    for (const { inputs } of alarms) {
      assert.deepEqual(inputs.dimensions, { DeliveryStreamName: "test-logs" });
      assert.equal(inputs.namespace, "AWS/Firehose");
      assert.deepEqual(inputs.alarmActions, [TOPIC]);
    }
    const age = seen.one("logs-delivery-age", ALARM).inputs;
    assert.deepEqual([age.metricName, age.threshold], ["DeliveryToS3.DataFreshness", 1800]);
    const failures = seen.one("logs-delivery-failures", ALARM).inputs;
    assert.deepEqual(
      [failures.metricName, failures.comparisonOperator, failures.threshold, failures.treatMissingData],
      ["DeliveryToS3.Success", "LessThanThreshold", 0.9, "notBreaching"],
    );
  });

  it("makes a topic where none is given, so that no alarm is silent", async () => {
    const seen = await graph(() => new LogArchive("logs", { emails: ["on-call@example.com"] }));
    const { arn } = seen.one("logs-alarms-policy").inputs;
    for (const { inputs } of seen.all(ALARM)) assert.deepEqual(inputs.alarmActions, [arn]);
  });

  it("makes a key that CloudWatch Logs may use for Firehose's errors alone, or takes one", async () => {
    const seen = await build();
    const [, logs] = statements(seen, "logs-key", "policy", "aws:kms/key:Key");
    assert.deepEqual(logs?.Condition, {
      ArnEquals: {
        "kms:EncryptionContext:aws:logs:arn": [
          "arn:aws:logs:eu-central-1:123456789012:log-group:/aws/firehose/test-logs",
        ],
      },
    });
    const given = await build({ kmsKeyArn: KEY });
    assert.equal(given.all("aws:kms/key:Key").length, 0);
    assert.equal(given.one("logs-errors").inputs.kmsKeyId, KEY);
  });

  it("locks logs where told", async () => {
    const seen = await build({ objectLock: { days: 30 } });
    assert.equal(seen.one("logs", "aws:s3/bucket:Bucket").inputs.objectLockEnabled, true);
    assert.deepEqual(seen.one("logs-lock").inputs.rule, { defaultRetention: { mode: "GOVERNANCE", days: 30 } });
  });

  it("knows its policies in a preview", async () => {
    const seen = await build({}, (archive) => archive.subscribe("orders", "/shop/orders"), true);
    seen.assertKnown("logs-subscription", ["policy"], POLICY);
    seen.assertKnown("logs-policy", ["policy"], "aws:s3/bucketPolicy:BucketPolicy");
    seen.assertKnown("logs-key", ["policy", "enableKeyRotation"], "aws:kms/key:Key");
    seen.assertKnown("logs-delivery-role", ["assumeRolePolicy"], "aws:iam/role:Role");
  });

  it("refuses numbers, names and options that AWS would refuse, all at once", async () => {
    const message = await refusal({
      retentionDays: 0,
      bufferSeconds: 30,
      bufferMegabytes: 5,
      maxScanGigabytes: 0,
      resultRetentionDays: 0,
      bucketName: "No",
      errorLogRetentionDays: 2,
      kmsKeyArn: "alias/logs",
      accountWide: { filterPattern: "x".repeat(1025) },
      savedQueries: { "Not so": " " },
      emails: ["a@example.com"],
    });
    for (const argument of [
      "retentionDays",
      "bufferSeconds",
      "bufferMegabytes",
      "maxScanGigabytes",
      "resultRetentionDays",
      "bucketName",
      "errorLogRetentionDays",
      "kmsKeyArn",
      "accountWide.filterPattern",
      "savedQueries.Not so",
      "alarmTopicArn and emails",
    ]) {
      assert.ok(message.includes(`LogArchive "logs": ${argument} is `), `${argument} in\n${message}`);
    }
  });

  it("refuses a cold class that would cost more than it saves, and a lock that keeps logs from being deleted", async () => {
    assert.match(await refusal({ retentionDays: 120, coldAfterDays: 60 }), /coldAfterDays is 60; .* from 1 to 30 days/);
    assert.match(await refusal({ objectLock: { days: 400 } }), /objectLock\.days is 400; .* from 1 to 365/);
    assert.match(
      await refusal({ objectLock: { days: 4 }, deletableWithLogs: true }),
      /deletableWithLogs is true; leave/,
    );
  });

  it("refuses a subscription of the same name twice", async () => {
    const twice = (archive: LogArchive) => archive.subscribe("a", "/a").subscribe("a", "/b");
    assert.match(await refusal({}, twice), /name is "a"; a log group is subscribed under that name/);
    assert.match(await refusal({}, (archive) => archive.subscribe("A b", "/a")), /name is "A b"; use lower-case/);
  });
});
