import { LogGroup } from "@pulumi/aws/cloudwatch";
import { Role, RolePolicy } from "@pulumi/aws/iam";
import { Pipe } from "@pulumi/aws/pipes";
import * as pulumi from "@pulumi/pulumi";
import { policyDocument, type Statement, serviceTrust } from "../core";
import { type JournalPipeArgs, PipeLogLevel } from "./event-store-args";

/** What the pipe from a journal to a stream is made from. */
export interface JournalPipeInput {
  readonly name: string;
  readonly args: JournalPipeArgs;
  readonly tableArn: pulumi.Output<string>;
  readonly tableStreamArn: pulumi.Input<string>;
  readonly streamArn: pulumi.Output<string>;
  /** Where pointers to events go that could not be delivered. */
  readonly undeliveredArn: pulumi.Output<string>;
  /** Customer-managed key of journal, stream and queue. */
  readonly kmsKeyArn: pulumi.Output<string> | undefined;
  readonly region: pulumi.Output<string>;
  readonly accountId: pulumi.Output<string>;
  readonly tags: (name: string) => Record<string, pulumi.Input<string>>;
  readonly child: (more?: pulumi.CustomResourceOptions) => pulumi.CustomResourceOptions;
}

/** Resources of the pipe. */
export interface JournalPipe {
  readonly pipe: Pipe;
  readonly role: Role;
  readonly logGroup: LogGroup;
}

/** An event is written once and never changed: an update or a deletion is nobody's event. */
const INSERTS = JSON.stringify({ eventName: ["INSERT"] });

/** Path of the aggregate's id in a record of the journal's stream. */
const PARTITION_KEY = "$.dynamodb.Keys.aggregateId.S";

/** Sends every event that is appended to the journal on to the stream, aggregate by aggregate. */
export function createJournalPipe(from: JournalPipeInput): JournalPipe {
  const { name, args, tags, child } = from;
  const role = new Role(
    `${name}-role`,
    {
      description: `Pipe ${name}.`,
      assumeRolePolicy: serviceTrust("pipes.amazonaws.com", from.accountId),
      tags: tags(`${name}-role`),
    },
    child(),
  );
  const policy = new RolePolicy(
    `${name}-role-policy`,
    { role: role.name, policy: policyDocument(...statements(from)) },
    child(),
  );
  const logGroup = new LogGroup(
    `${name}-logs`,
    {
      // Logs under this prefix are delivered on AWS's behalf: the pipe's role needs no permission for them.
      namePrefix: `/aws/vendedlogs/pipes/${name}-`,
      retentionInDays: args.logRetentionDays ?? 90,
      kmsKeyId: args.logKmsKeyArn,
      tags: tags(`${name}-logs`),
    },
    child(),
  );
  const pipe = new Pipe(
    name,
    {
      description: `Sends the events of ${name.replace(/-pipe$/, "")} from its journal to its stream.`,
      desiredState: args.paused ? "STOPPED" : "RUNNING",
      roleArn: role.arn,
      source: from.tableStreamArn,
      sourceParameters: {
        filterCriteria: { filters: [{ pattern: INSERTS }] },
        dynamodbStreamParameters: {
          startingPosition: "TRIM_HORIZON",
          batchSize: args.batchSize ?? 100,
          maximumBatchingWindowInSeconds: args.maximumBatchingWindowSeconds ?? 0,
          // Several batches of a shard at once keep the order of one item (partition and sort key) only, and every
          // event of an aggregate is an item of its own.
          parallelizationFactor: 1,
          maximumRetryAttempts: (args.maxAttempts ?? 100) - 1,
          maximumRecordAgeInSeconds: args.maxAgeSeconds ?? 43_200,
          onPartialBatchItemFailure: "AUTOMATIC_BISECT",
          deadLetterConfig: { arn: from.undeliveredArn },
        },
      },
      target: from.streamArn,
      targetParameters: { kinesisStreamParameters: { partitionKey: PARTITION_KEY } },
      logConfiguration: {
        level: args.logLevel ?? PipeLogLevel.Error,
        includeExecutionDatas: args.logEvents ? ["ALL"] : undefined,
        cloudwatchLogsLogDestination: { logGroupArn: logGroup.arn },
      },
      tags: tags(name),
    },
    // A pipe whose role can't read its source yet is refused.
    child({ dependsOn: [policy] }),
  );
  return { pipe, role, logGroup };
}

/** docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-permissions.html */
function statements(from: JournalPipeInput): Statement[] {
  return [
    {
      Sid: "ReadJournal",
      Effect: "Allow",
      Action: ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator"],
      Resource: from.tableStreamArn,
    },
    {
      Sid: "FindJournal",
      Effect: "Allow",
      Action: "dynamodb:ListStreams",
      // It lists what streams a table has, and knows no single one.
      Resource: pulumi.interpolate`${from.tableArn}/stream/*`,
    },
    {
      Sid: "WriteStream",
      Effect: "Allow",
      Action: ["kinesis:PutRecord", "kinesis:PutRecords"],
      Resource: from.streamArn,
    },
    { Sid: "KeepUndelivered", Effect: "Allow", Action: "sqs:SendMessage", Resource: from.undeliveredArn },
    ...keyStatements(from),
  ];
}

function keyStatements({ kmsKeyArn, region }: JournalPipeInput): Statement[] {
  if (kmsKeyArn === undefined) return [];
  const uses = [
    ["DecryptJournal", "dynamodb", ["kms:Decrypt"]],
    ["EncryptStream", "kinesis", ["kms:GenerateDataKey"]],
    ["EncryptUndelivered", "sqs", ["kms:GenerateDataKey", "kms:Decrypt"]],
  ] as const;
  return uses.map(([sid, service, actions]) => ({
    Sid: sid,
    Effect: "Allow",
    Action: [...actions],
    Resource: kmsKeyArn,
    Condition: { StringEquals: { "kms:ViaService": pulumi.interpolate`${service}.${region}.amazonaws.com` } },
  }));
}
