import { tokens } from "../../core/tokens";

/** Where the policy that stands on a resource is written. */
export interface PolicyPlace {
  readonly types: readonly string[];
  /** Property of those that names the resource. */
  readonly path: string;
  /** Property of those that has the document. */
  readonly document: string;
  /** Property of the resource itself that may have it instead. */
  readonly inline?: string;
}

/** Where the key that encrypts a resource is named. */
export interface KeyPlace {
  /** Property with the key, of the resource, or of those of `beside` that name it. */
  readonly path: string;
  readonly beside?: { readonly types: readonly string[]; readonly path: string };
}

/** What a sender does with a receiver: each item one action, or several any of which will do. */
export interface Use {
  readonly actions: readonly (readonly string[])[];
  /** What the receiver's key has to allow the sender. */
  readonly keyActions?: readonly string[];
  /** What of the receiver the actions are on, after its ARN; any of them will do. @default the ARN itself */
  readonly suffixes?: readonly string[];
}

/** A kind of resource that something can be sent to, or read from. */
export interface Receiver {
  readonly noun: string;
  readonly types: readonly string[];
  /** Prefix of its actions in IAM, and the name of its service in `kms:ViaService`. */
  readonly service: string;
  readonly policy?: PolicyPlace;
  readonly key?: KeyPlace;
  /** What it takes to send to it. */
  readonly send?: Use;
  /** What it takes to read from it, for a poller such as Lambda's. */
  readonly consume?: Use;
}

const envelope = ["kms:GenerateDataKey", "kms:Decrypt"];

/** Actions and keys: docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html. */
export const queue: Receiver = {
  noun: "queue",
  types: ["aws:sqs/queue:Queue"],
  service: "sqs",
  policy: { types: ["aws:sqs/queuePolicy:QueuePolicy"], path: "queueUrl", document: "policy", inline: "policy" },
  key: { path: "kmsMasterKeyId" },
  send: { actions: [["sqs:SendMessage"]], keyActions: envelope },
  // docs.aws.amazon.com/lambda/latest/dg/services-sqs-configure.html
  consume: {
    actions: [["sqs:ReceiveMessage"], ["sqs:DeleteMessage"], ["sqs:GetQueueAttributes"]],
    keyActions: ["kms:Decrypt"],
  },
};

/** docs.aws.amazon.com/sns/latest/dg/sns-key-management.html */
export const topic: Receiver = {
  noun: "topic",
  types: ["aws:sns/topic:Topic"],
  service: "sns",
  policy: { types: ["aws:sns/topicPolicy:TopicPolicy"], path: "arn", document: "policy", inline: "policy" },
  key: { path: "kmsMasterKeyId" },
  send: { actions: [["sns:Publish"]], keyActions: envelope },
};

/** Functions; what may call them stands in permissions beside them, which `resource-policies.ts` reads. */
export const lambdaFunction: Receiver = {
  noun: "function",
  types: ["aws:lambda/function:Function"],
  service: "lambda",
  send: { actions: [["lambda:InvokeFunction"]] },
};

/** docs.aws.amazon.com/streams/latest/dev/permissions-user-key-KMS.html */
export const stream: Receiver = {
  noun: "stream",
  types: ["aws:kinesis/stream:Stream"],
  service: "kinesis",
  policy: { types: ["aws:kinesis/resourcePolicy:ResourcePolicy"], path: "resourceArn", document: "policy" },
  key: { path: "kmsKeyId" },
  send: { actions: [["kinesis:PutRecord", "kinesis:PutRecords"]], keyActions: ["kms:GenerateDataKey"] },
  // docs.aws.amazon.com/lambda/latest/dg/services-kinesis-create.html
  consume: {
    actions: [
      ["kinesis:DescribeStream", "kinesis:DescribeStreamSummary"],
      ["kinesis:GetRecords"],
      ["kinesis:GetShardIterator"],
      ["kinesis:ListShards"],
    ],
    keyActions: ["kms:Decrypt"],
  },
};

export const deliveryStream: Receiver = {
  noun: "delivery stream",
  types: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
  service: "firehose",
  send: { actions: [["firehose:PutRecord", "firehose:PutRecordBatch"]] },
};

export const stateMachine: Receiver = {
  noun: "state machine",
  types: ["aws:sfn/stateMachine:StateMachine"],
  service: "states",
  send: { actions: [["states:StartExecution", "states:StartSyncExecution"]] },
};

export const eventBus: Receiver = {
  noun: "event bus",
  types: ["aws:cloudwatch/eventBus:EventBus"],
  service: "events",
  policy: { types: ["aws:cloudwatch/eventBusPolicy:EventBusPolicy"], path: "eventBusName", document: "policy" },
  send: { actions: [["events:PutEvents"]] },
};

/** Log groups; who may write to them stands in policies of the account, which `resource-policies.ts` reads. */
export const logGroup: Receiver = {
  noun: "log group",
  types: ["aws:cloudwatch/logGroup:LogGroup"],
  service: "logs",
  // docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html#CWL_ARN_Format: not the ARN alone.
  send: {
    actions: [["logs:CreateLogStream"], ["logs:PutLogEvents"]],
    suffixes: [":*", ":log-stream:stream"],
  },
};

/** docs.aws.amazon.com/amazondynamodb/latest/developerguide/encryption.usagenotes.html */
export const table: Receiver = {
  noun: "table",
  types: ["aws:dynamodb/table:Table"],
  service: "dynamodb",
  key: { path: "serverSideEncryption.kmsKeyArn" },
  send: { actions: [["dynamodb:PutItem", "dynamodb:UpdateItem", "dynamodb:BatchWriteItem"]] },
};

/** The stream of a table, which is named by an ARN of its own. */
export const tableStream: Receiver = {
  noun: "table stream",
  types: ["aws:dynamodb/table:Table"],
  service: "dynamodb",
  key: { path: "serverSideEncryption.kmsKeyArn" },
  // docs.aws.amazon.com/amazondynamodb/latest/developerguide/iam-policy-example-lamda-process-dynamodb-streams.html
  consume: {
    actions: [["dynamodb:DescribeStream"], ["dynamodb:GetRecords"], ["dynamodb:GetShardIterator"]],
    keyActions: ["kms:Decrypt"],
  },
};

/** Buckets, for what writes objects under a prefix. */
export const bucket: Receiver = {
  noun: "bucket",
  types: tokens.bucket,
  service: "s3",
  policy: { types: tokens.bucketPolicy, path: "bucket", document: "policy", inline: "policy" },
  key: {
    path: "rules[0].applyServerSideEncryptionByDefault.kmsMasterKeyId",
    beside: { types: tokens.bucketEncryption, path: "bucket" },
  },
  send: { actions: [["s3:PutObject"]], keyActions: ["kms:GenerateDataKey"], suffixes: ["/object"] },
};

export const secret: Receiver = {
  noun: "secret",
  types: ["aws:secretsmanager/secret:Secret"],
  service: "secretsmanager",
  policy: {
    types: ["aws:secretsmanager/secretPolicy:SecretPolicy"],
    path: "secretArn",
    document: "policy",
    inline: "policy",
  },
  key: { path: "kmsKeyId" },
  consume: { actions: [["secretsmanager:GetSecretValue"]], keyActions: ["kms:Decrypt"] },
};

export const parameter: Receiver = {
  noun: "parameter",
  types: ["aws:ssm/parameter:Parameter"],
  service: "ssm",
  key: { path: "keyId" },
  consume: { actions: [["ssm:GetParameters", "ssm:GetParameter"]], keyActions: ["kms:Decrypt"] },
};

export const repository: Receiver = {
  noun: "image repository",
  types: ["aws:ecr/repository:Repository"],
  service: "ecr",
  consume: { actions: [["ecr:BatchGetImage"], ["ecr:GetDownloadUrlForLayer"]] },
};

/** docs.aws.amazon.com/firehose/latest/dev/controlling-access.html#using-iam-es */
export const searchDomain: Receiver = {
  noun: "search domain",
  types: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  service: "es",
  policy: {
    types: ["aws:opensearch/domainPolicy:DomainPolicy", "aws:elasticsearch/domainPolicy:DomainPolicy"],
    path: "domainName",
    document: "accessPolicies",
    inline: "accessPolicies",
  },
  send: { actions: [["es:ESHttpPost"], ["es:ESHttpPut"]], suffixes: ["/index"] },
};
