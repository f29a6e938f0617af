import { lambdaPartialBatch, lambdaStreamFailures } from "../../../../../policies/controls/lambda/event-sources";
import { lambdaQueueVisibility } from "../../../../../policies/controls/lambda/queue-visibility";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const arnOf = (service: string, name: string): string => `arn:aws:${service}:eu-central-1:123456789012:${name}`;
const queueArn = arnOf("sqs", "orders");
const functionArn = arnOf("lambda", "function:orders");
const queueOf = (props: Record<string, unknown> = {}): Sample =>
  sample("aws:sqs/queue:Queue", "orders", { arn: queueArn, ...props });
const functionOf = (props: Record<string, unknown> = {}): Sample =>
  sample("aws:lambda/function:Function", "orders", { arn: functionArn, ...props });
const mapping = (props: Record<string, unknown> = {}, from: Record<string, Sample[]> = {}) => ({
  subject: sample(
    "aws:lambda/eventSourceMapping:EventSourceMapping",
    "orders",
    { eventSourceArn: queueArn, functionName: functionArn, ...props },
    { from },
  ),
});
const permission = { subject: sample("aws:lambda/permission:Permission", "call") };
const stream = { eventSourceArn: arnOf("kinesis", "stream/orders") };
const tableStream = { eventSourceArn: arnOf("dynamodb", "table/orders/stream/1") };
const kafka = { eventSourceArn: arnOf("kafka", "cluster/orders/1") };

const read = (seconds: unknown, timeout: unknown, props: Record<string, unknown> = {}) => ({
  ...mapping(props),
  others: [queueOf({ visibilityTimeoutSeconds: seconds }), functionOf({ timeout })],
});
const at = "visibilityTimeoutSeconds";
const alias = sample("aws:lambda/alias:Alias", "live");
const policy = sample("aws:sqs/queuePolicy:QueuePolicy", "orders");

describeControl(lambdaQueueVisibility, {
  compliant: {
    "six times as long": read(180, 30),
    "AWS's own values": { ...mapping(), others: [queueOf(), functionOf()] },
    "six times AWS's own timeout of the function": read(18, undefined),
    "AWS's own timeout of the queue": read(undefined, 5),
    "six times as long, and the window": read(190, 30, { maximumBatchingWindowInSeconds: 10 }),
    "less, where a team takes it": { ...read(30, 30), config: { times: 1 } },
    "what is not there yet": {
      ...mapping(
        { eventSourceArn: UNKNOWN, functionName: UNKNOWN },
        { eventSourceArn: [queueOf({ visibilityTimeoutSeconds: 180 })], functionName: [functionOf({ timeout: 30 })] },
      ),
    },
  },
  violating: {
    "a second less, by an alias that is not there yet": {
      ...mapping({ functionName: UNKNOWN }, { functionName: [functionOf({ timeout: 31 }), alias] }),
      others: [queueOf({ visibilityTimeoutSeconds: 180 })],
      at,
    },
    "a second less, by a queue whose policy has to be there first": {
      ...mapping({ eventSourceArn: UNKNOWN }, { eventSourceArn: [queueOf({ visibilityTimeoutSeconds: 179 }), policy] }),
      others: [functionOf({ timeout: 30 })],
      at,
    },
    "a second less": { ...read(179, 30), at, saying: /179, with a function that may run for 30 s/ },
    "a second less than with the window": { ...read(189, 30, { maximumBatchingWindowInSeconds: 10 }), at },
    "AWS's own timeout of a queue that is a second short": {
      ...read(undefined, 5, { maximumBatchingWindowInSeconds: 1 }),
      at,
    },
    "AWS's own timeout of the function": { ...read(17, undefined), at },
  },
  undecided: {
    "a time that is not known yet": {
      ...mapping(),
      others: [
        sample(
          "aws:sqs/queue:Queue",
          "orders",
          { arn: queueArn, visibilityTimeoutSeconds: UNKNOWN },
          { from: { visibilityTimeoutSeconds: [sample("aws:ssm/parameter:Parameter", "seconds")] } },
        ),
        functionOf(),
      ],
      because: /orders hides a message, is not known/,
    },
    "a timeout that is not known yet": {
      ...mapping(),
      others: [
        queueOf({ visibilityTimeoutSeconds: 180 }),
        sample(
          "aws:lambda/function:Function",
          "orders",
          { arn: functionArn, timeout: UNKNOWN },
          { from: { timeout: [sample("aws:ssm/parameter:Parameter", "seconds")] } },
        ),
      ],
      because: /how long orders runs/,
    },
    "a window that is not known yet": {
      ...mapping(
        { maximumBatchingWindowInSeconds: UNKNOWN },
        { maximumBatchingWindowInSeconds: [sample("aws:ssm/parameter:Parameter", "seconds")] },
      ),
      others: [queueOf({ visibilityTimeoutSeconds: 180 }), functionOf({ timeout: 3 })],
      because: /is not known/,
    },
    "a queue of another stack": { ...mapping(), others: [functionOf()], because: /the queue is not in this stack/ },
    "a function of another stack": { ...mapping(), others: [queueOf()], because: /the function is not in this stack/ },
    "a source of nobody knows what": {
      ...mapping({ eventSourceArn: UNKNOWN }),
      because: /what it reads from is not known/,
    },
    "one of two functions": {
      ...mapping({ functionName: UNKNOWN }, { functionName: [functionOf(), sample(functionOf().type, "stock")] }),
      others: [queueOf()],
      because: /the function is not in this stack/,
    },
    "a source of two kinds": {
      ...mapping(
        { eventSourceArn: UNKNOWN },
        { eventSourceArn: [queueOf(), sample("aws:kinesis/stream:Stream", "orders")] },
      ),
      because: /what it reads from is not known/,
    },
  },
  notApplicable: {
    "a stream": mapping(stream),
    "a broker of one's own": mapping({ eventSourceArn: undefined }),
    ...Object.fromEntries(
      [
        "aws:msk/cluster:Cluster",
        "aws:msk/serverlessCluster:ServerlessCluster",
        "aws:mq/broker:Broker",
        "aws:docdb/cluster:Cluster",
      ].map((type) => [
        `a source of ${type}`,
        mapping({ eventSourceArn: UNKNOWN }, { eventSourceArn: [sample(type, "orders")] }),
      ]),
    ),
    "a permission": permission,
  },
  mayBeDropped: {
    visibilityTimeoutSeconds: "AWS then takes 30 s, which is enough in one case",
    timeout: "AWS then takes 3 s",
    maximumBatchingWindowInSeconds: "AWS then waits for nothing",
  },
});

const failures = { destinationConfig: { onFailure: { destinationArn: queueArn } } };

describeControl(lambdaStreamFailures, {
  compliant: {
    "a number of tries": mapping({ ...stream, ...failures, maximumRetryAttempts: 3 }),
    "no second try": mapping({ ...tableStream, ...failures, maximumRetryAttempts: 0 }),
    "an age": mapping({ ...stream, ...failures, maximumRecordAgeInSeconds: 3600 }),
    "a destination that is not there yet": mapping(
      {
        eventSourceArn: UNKNOWN,
        destinationConfig: { onFailure: { destinationArn: UNKNOWN } },
        maximumRetryAttempts: 3,
      },
      { eventSourceArn: [sample("aws:dynamodb/table:Table", "orders")], destinationConfig: [queueOf()] },
    ),
    "all of it, whatever it reads from": mapping({ eventSourceArn: UNKNOWN, ...failures, maximumRetryAttempts: 3 }),
  },
  violating: {
    "tries without end": { ...mapping({ ...stream, ...failures }), at: "maximumRetryAttempts" },
    "tries without end, in so many words": {
      ...mapping({ ...stream, ...failures, maximumRetryAttempts: -1, maximumRecordAgeInSeconds: -1 }),
      at: "maximumRecordAgeInSeconds",
    },
    "no record of what failed": {
      ...mapping({ ...stream, maximumRetryAttempts: 3 }),
      at: "destinationConfig.onFailure.destinationArn",
    },
    "a consumer of a stream": {
      ...mapping(
        { eventSourceArn: UNKNOWN },
        { eventSourceArn: [sample("aws:kinesis/streamConsumer:StreamConsumer", "orders")] },
      ),
      at: "maximumRetryAttempts",
    },
    "a stream that is not there yet": {
      ...mapping({ eventSourceArn: UNKNOWN }, { eventSourceArn: [sample("aws:kinesis/stream:Stream", "orders")] }),
      at: "maximumRetryAttempts",
    },
  },
  undecided: {
    "tries that are not known yet": {
      ...mapping({ ...stream, ...failures, maximumRetryAttempts: UNKNOWN }, { maximumRetryAttempts: [queueOf()] }),
      because: /maximumRetryAttempts is not known/,
    },
    "a source of nobody knows what": {
      ...mapping({ eventSourceArn: UNKNOWN }),
      because: /what it reads from is not known/,
    },
  },
  notApplicable: { "a queue": mapping(), "a topic of Kafka": mapping(kafka), "a permission": permission },
});

const items = { functionResponseTypes: ["ReportBatchItemFailures"] };

describeControl(lambdaPartialBatch, {
  compliant: {
    "failures by message": mapping({ ...items, batchSize: 10 }),
    "failures by message of AWS's own batch": mapping(items),
    "failures by message, whatever it reads from": mapping({ eventSourceArn: UNKNOWN, ...items }),
  },
  violating: {
    "the whole batch": { ...mapping({ batchSize: 2 }), at: "functionResponseTypes" },
    "the whole of AWS's own batch": { ...mapping({ functionResponseTypes: [] }), at: "functionResponseTypes" },
    "a queue that is not there yet": {
      ...mapping({ eventSourceArn: UNKNOWN }, { eventSourceArn: [queueOf()] }),
      at: "functionResponseTypes",
    },
  },
  undecided: {
    "answers that are not known yet": {
      ...mapping({ functionResponseTypes: UNKNOWN }, { functionResponseTypes: [queueOf()] }),
      because: /functionResponseTypes is not known/,
    },
    "a source of nobody knows what": {
      ...mapping({ eventSourceArn: UNKNOWN }),
      because: /what it reads from is not known/,
    },
  },
  notApplicable: {
    "one message in a batch": mapping({ batchSize: 1 }),
    "a stream": mapping(stream),
    "a permission": permission,
  },
  mayBeDropped: { batchSize: "AWS then takes 10" },
});
