import { strict as assert } from "node:assert";
import { type EventStore, PipeLogLevel, StreamMetric } from "../../../../infra/eventsourcing";
import { ALARM, allows, arn, document, grantee, KEY, keyUse, orders, TABLE_STREAM, TOPIC } from "./fixtures";

const TABLE = "aws:dynamodb/table:Table";
const STREAM = "aws:kinesis/stream:Stream";
const PIPE = "aws:pipes/pipe:Pipe";
const QUEUE = "aws:sqs/queue:Queue";
const LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup";

const JOURNAL = arn("dynamodb", "orders-journal");

describe("EventStore", () => {
  it("is a journal, a stream, a pipe between them, a queue for what it can't send, and an archive", async () => {
    const seen = await orders();
    assert.deepEqual(seen.types(), {
      "aws-microservices-platform:eventsourcing:EventStore": 1,
      "aws-microservices-platform:data:Table": 1,
      "aws-microservices-platform:messaging:Queue": 1,
      [TABLE]: 1,
      [STREAM]: 1,
      [QUEUE]: 1,
      "aws:sqs/queuePolicy:QueuePolicy": 1,
      [PIPE]: 1,
      "aws:iam/role:Role": 1,
      "aws:iam/rolePolicy:RolePolicy": 1,
      [LOG_GROUP]: 1,
      "aws:s3/bucket:Bucket": 1,
      "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 1,
      "aws:s3/bucketOwnershipControls:BucketOwnershipControls": 1,
      "aws:s3/bucketVersioning:BucketVersioning": 1,
      "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 1,
      "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 1,
      "aws:s3/bucketPolicy:BucketPolicy": 1,
      [ALARM]: 3,
    });
  });

  it("keys the journal by aggregate and sequence, tells of new items, and can't be deleted by mistake", async () => {
    const { inputs } = (await orders()).one("orders-journal", TABLE);
    assert.equal(inputs["hashKey"], "aggregateId");
    assert.equal(inputs["rangeKey"], "sequence");
    assert.deepEqual(inputs["attributes"], [
      { name: "aggregateId", type: "S" },
      { name: "sequence", type: "N" },
    ]);
    assert.equal(inputs["streamViewType"], "NEW_IMAGE");
    assert.equal(inputs["deletionProtectionEnabled"], true);
    assert.deepEqual(inputs["pointInTimeRecovery"], { enabled: true, recoveryPeriodInDays: 35 });
  });

  it("streams on demand for a week, encrypted, with no metrics that cost", async () => {
    const { inputs } = (await orders()).one("orders-stream", STREAM);
    assert.deepEqual(inputs["streamModeDetails"], { streamMode: "ON_DEMAND" });
    assert.equal(inputs["shardCount"], undefined);
    assert.equal(inputs["retentionPeriod"], 168);
    assert.equal(inputs["encryptionType"], "KMS");
    assert.equal(inputs["kmsKeyId"], "alias/aws/kinesis");
    assert.equal(inputs["shardLevelMetrics"], undefined);
  });

  it("takes shards, hours and shard metrics", async () => {
    const args = { shards: 3, retentionHours: 8760, shardMetrics: [StreamMetric.IteratorAgeMilliseconds] };
    const { inputs } = (await orders(args)).one("orders-stream", STREAM);
    assert.deepEqual(inputs["streamModeDetails"], { streamMode: "PROVISIONED" });
    assert.equal(inputs["shardCount"], 3);
    assert.equal(inputs["retentionPeriod"], 8760);
    assert.deepEqual(inputs["shardLevelMetrics"], ["IteratorAgeMilliseconds"]);
  });

  it("sends only new items on, one batch of a shard at a time, by aggregate, and gives up within bounds", async () => {
    const seen = await orders();
    const { inputs } = seen.one("orders-pipe", PIPE);
    assert.equal(inputs["source"], TABLE_STREAM);
    assert.equal(inputs["target"], arn("kinesis", "orders-stream"));
    assert.equal(inputs["desiredState"], "RUNNING");
    assert.deepEqual(inputs["sourceParameters"], {
      filterCriteria: { filters: [{ pattern: '{"eventName":["INSERT"]}' }] },
      dynamodbStreamParameters: {
        startingPosition: "TRIM_HORIZON",
        batchSize: 100,
        maximumBatchingWindowInSeconds: 0,
        parallelizationFactor: 1,
        maximumRetryAttempts: 99,
        maximumRecordAgeInSeconds: 43_200,
        onPartialBatchItemFailure: "AUTOMATIC_BISECT",
        deadLetterConfig: { arn: arn("sqs", "orders-undelivered") },
      },
    });
    assert.deepEqual(inputs["targetParameters"], {
      kinesisStreamParameters: { partitionKey: "$.dynamodb.Keys.aggregateId.S" },
    });
    assert.deepEqual(inputs["logConfiguration"], {
      level: "ERROR",
      cloudwatchLogsLogDestination: { logGroupArn: arn("cloudwatch", "orders-pipe-logs") },
    });
    assert.equal(seen.one("orders-pipe-logs", LOG_GROUP).inputs["namePrefix"], "/aws/vendedlogs/pipes/orders-pipe-");
    assert.equal(seen.one("orders-pipe-logs", LOG_GROUP).inputs["retentionInDays"], 90);
  });

  it("takes every setting of the pipe", async () => {
    const pipe = {
      batchSize: 1,
      maximumBatchingWindowSeconds: 5,
      maxAttempts: 1,
      maxAgeSeconds: 60,
      logLevel: PipeLogLevel.Trace,
      logEvents: true,
      logRetentionDays: 7,
      logKmsKeyArn: KEY,
      paused: true,
    };
    const seen = await orders({ pipe });
    const { inputs } = seen.one("orders-pipe", PIPE);
    assert.equal(inputs["desiredState"], "STOPPED");
    const text = JSON.stringify(inputs["sourceParameters"]);
    for (const part of [
      '"batchSize":1,',
      '"maximumBatchingWindowInSeconds":5',
      '"maximumRetryAttempts":0',
      '"maximumRecordAgeInSeconds":60',
    ]) {
      assert.ok(text.includes(part), `${part} in ${text}`);
    }
    assert.deepEqual(inputs["logConfiguration"], {
      level: "TRACE",
      includeExecutionDatas: ["ALL"],
      cloudwatchLogsLogDestination: { logGroupArn: arn("cloudwatch", "orders-pipe-logs") },
    });
    assert.equal(seen.one("orders-pipe-logs", LOG_GROUP).inputs["retentionInDays"], 7);
    assert.equal(seen.one("orders-pipe-logs", LOG_GROUP).inputs["kmsKeyId"], KEY);
  });

  it("lets the pipe read this journal, write this stream and keep what failed, for this account, and no more", async () => {
    const seen = await orders();
    assert.deepEqual(seen.json("orders-pipe-role", "assumeRolePolicy", "aws:iam/role:Role"), {
      Version: "2012-10-17",
      Statement: [
        {
          Effect: "Allow",
          Principal: { Service: "pipes.amazonaws.com" },
          Action: "sts:AssumeRole",
          Condition: { StringEquals: { "aws:SourceAccount": "123456789012" } },
        },
      ],
    });
    assert.deepEqual(document(seen, "orders-pipe-role-policy"), {
      Version: "2012-10-17",
      Statement: PIPE_STATEMENTS,
    });
  });

  it("lets the pipe use a customer-managed key through just the services that it goes through", async () => {
    const seen = await orders({ kmsKeyArn: KEY });
    const use = (sid: string, service: string, actions: string[]) => ({
      Sid: sid,
      Effect: "Allow",
      Action: actions,
      Resource: KEY,
      Condition: { StringEquals: { "kms:ViaService": `${service}.eu-central-1.amazonaws.com` } },
    });
    assert.deepEqual(document(seen, "orders-pipe-role-policy"), {
      Version: "2012-10-17",
      Statement: [
        ...PIPE_STATEMENTS,
        use("DecryptJournal", "dynamodb", ["kms:Decrypt"]),
        use("EncryptStream", "kinesis", ["kms:GenerateDataKey"]),
        use("EncryptUndelivered", "sqs", ["kms:GenerateDataKey", "kms:Decrypt"]),
      ],
    });
  });

  it("encrypts journal, stream, queue and archive under one key of its own where asked", async () => {
    const seen = await orders({ customerKey: true });
    const key = arn("kms", "orders-key");
    assert.equal(seen.one("orders-key").inputs["enableKeyRotation"], true);
    assert.deepEqual(seen.one("orders-journal", TABLE).inputs["serverSideEncryption"], {
      enabled: true,
      kmsKeyArn: key,
    });
    assert.equal(seen.one("orders-stream", STREAM).inputs["kmsKeyId"], key);
    assert.equal(seen.one("orders-undelivered", QUEUE).inputs["kmsMasterKeyId"], key);
    assert.deepEqual(seen.one("orders-archive-encryption").inputs["rules"], [
      { applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId: key }, bucketKeyEnabled: true },
    ]);
  });

  it("keeps pointers to undelivered events for the 14 days that SQS can", async () => {
    const { inputs } = (await orders()).one("orders-undelivered", QUEUE);
    assert.equal(inputs["messageRetentionSeconds"], 1_209_600);
    assert.equal(inputs["redrivePolicy"], undefined);
    assert.equal(inputs["sqsManagedSseEnabled"], true);
  });
});

describe("EventStore's alarms", () => {
  it("watch the pipe, the queue and the stream, each by the dimension that its metric has", async () => {
    const seen = await orders({ alarmTopicArn: TOPIC });
    const watched = seen.all(ALARM).map(({ name, inputs }) => ({
      name,
      metric: `${inputs["namespace"]} ${inputs["metricName"]} ${inputs["statistic"]}`,
      dimensions: inputs["dimensions"],
      actions: inputs["alarmActions"],
    }));
    assert.deepEqual(
      watched.sort((a, b) => a.name.localeCompare(b.name)),
      [
        {
          name: "orders-pipe-failed",
          metric: "AWS/EventBridge/Pipes ExecutionFailed Sum",
          dimensions: { PipeName: "orders-pipe" },
          actions: [TOPIC],
        },
        {
          name: "orders-undelivered-events",
          metric: "AWS/SQS ApproximateNumberOfMessagesVisible Maximum",
          dimensions: { QueueName: "orders-undelivered" },
          actions: [TOPIC],
        },
        {
          name: "orders-write-throttled",
          metric: "AWS/Kinesis WriteProvisionedThroughputExceeded Sum",
          dimensions: { StreamName: "orders-stream" },
          actions: [TOPIC],
        },
      ],
    );
  });

  it("are there without a topic, and not at all where that is asked for", async () => {
    const silent = await orders();
    assert.equal(silent.one("orders-pipe-failed", ALARM).inputs["alarmActions"], undefined);
    assert.deepEqual((await orders({ withoutAlarms: true })).all(ALARM), []);
  });
});

describe("EventStore's grants", () => {
  const all = (store: EventStore) => {
    const to = grantee();
    store.grantAppend(to, "w");
    store.grantReadJournal(to, "w");
    store.grantReadStream(to, "w");
    store.grantArchiveWrite(to, "w");
    store.grantArchiveRead(to, "w");
  };
  const READ_STREAM = [
    "kinesis:DescribeStreamSummary",
    "kinesis:GetRecords",
    "kinesis:GetShardIterator",
    "kinesis:ListShards",
  ];
  const READ_JOURNAL = ["dynamodb:GetItem", "dynamodb:BatchGetItem", "dynamodb:Query"];
  const bucket = arn("s3", "orders-archive");

  it("allow exactly one kind of use each", async () => {
    const seen = await orders({}, all);
    const stream = arn("kinesis", "orders-stream");
    assert.deepEqual(
      document(seen, "orders-append-w"),
      allows(["dynamodb:PutItem", "dynamodb:ConditionCheckItem"], [JOURNAL]),
    );
    assert.deepEqual(document(seen, "orders-read-journal-w"), allows(READ_JOURNAL, [JOURNAL]));
    assert.deepEqual(document(seen, "orders-read-stream-w"), allows(READ_STREAM, [stream]));
    assert.deepEqual(document(seen, "orders-archive-write-w"), allows(["s3:PutObject"], [`${bucket}/*`]));
    assert.deepEqual(
      document(seen, "orders-archive-read-w"),
      allows(["s3:ListBucket", "s3:GetObject"], [bucket, `${bucket}/*`]),
    );
  });

  it("let the key be used through the service that is granted, and for no more than that takes", async () => {
    const seen = await orders({ kmsKeyArn: KEY }, all);
    const journal = ["kms:Decrypt", "kms:Encrypt", "kms:GenerateDataKey"];
    assert.deepEqual(
      document(seen, "orders-append-w"),
      allows(["dynamodb:PutItem", "dynamodb:ConditionCheckItem"], [JOURNAL], keyUse(journal, "dynamodb")),
    );
    assert.deepEqual(
      document(seen, "orders-read-journal-w"),
      allows(READ_JOURNAL, [JOURNAL], keyUse(["kms:Decrypt"], "dynamodb")),
    );
    assert.deepEqual(
      document(seen, "orders-read-stream-w"),
      allows(READ_STREAM, [arn("kinesis", "orders-stream")], keyUse(["kms:Decrypt"], "kinesis")),
    );
    assert.deepEqual(
      document(seen, "orders-archive-write-w"),
      allows(["s3:PutObject"], [`${bucket}/*`], keyUse(["kms:GenerateDataKey", "kms:Decrypt"], "s3")),
    );
    assert.deepEqual(
      document(seen, "orders-archive-read-w"),
      allows(["s3:ListBucket", "s3:GetObject"], [bucket, `${bucket}/*`], keyUse(["kms:Decrypt"], "s3")),
    );
  });
});

const PIPE_STATEMENTS = [
  {
    Sid: "ReadJournal",
    Effect: "Allow",
    Action: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
    Resource: TABLE_STREAM,
  },
  { Sid: "FindJournal", Effect: "Allow", Action: "dynamodb:ListStreams", Resource: `${JOURNAL}/stream/*` },
  {
    Sid: "WriteStream",
    Effect: "Allow",
    Action: ["kinesis:PutRecord", "kinesis:PutRecords"],
    Resource: arn("kinesis", "orders-stream"),
  },
  { Sid: "KeepUndelivered", Effect: "Allow", Action: "sqs:SendMessage", Resource: arn("sqs", "orders-undelivered") },
];
