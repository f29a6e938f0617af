import { queueDeadLetter } from "../../../../../policies/controls/sqs/dead-letter";
import { deadLetterRetention } from "../../../../../policies/controls/sqs/dead-letter-retention";
import { queueEncrypted } from "../../../../../policies/controls/sqs/encryption";
import { queueVisibilityTimeout } from "../../../../../policies/controls/sqs/visibility-timeout";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const arn = (name: string) => `arn:aws:sqs:eu-central-1:111122223333:${name}`;
const queue = (props: Record<string, unknown> = {}, name = "orders", links = {}) =>
  sample("aws:sqs/queue:Queue", name, { arn: arn(name), url: `https://sqs/${name}`, name, ...props }, links);
const redrive = (name: string) => JSON.stringify({ deadLetterTargetArn: arn(name), maxReceiveCount: 3 });

describeControl(queueEncrypted, {
  compliant: {
    "what SQS does by itself": { subject: queue() },
    "SQS's own key": { subject: queue({ sqsManagedSseEnabled: true }) },
    "a key": { subject: queue({ kmsMasterKeyId: "alias/orders", sqsManagedSseEnabled: false }) },
    "a key that is made with it": { subject: queue({ kmsMasterKeyId: UNKNOWN, sqsManagedSseEnabled: false }) },
  },
  violating: { "no encryption": { subject: queue({ sqsManagedSseEnabled: false }), at: "sqsManagedSseEnabled" } },
  undecided: {
    "what is not known yet": { subject: queue({ sqsManagedSseEnabled: UNKNOWN }), because: /sqsManagedSseEnabled/ },
  },
  mayBeDropped: { sqsManagedSseEnabled: "SQS encrypts by itself" },
});

const dead = queue({}, "dead");
const alarm = (threshold: number, comparisonOperator: string, metricName = "ApproximateNumberOfMessagesVisible") =>
  sample("aws:cloudwatch/metricAlarm:MetricAlarm", "waiting", {
    dimensions: { QueueName: "dead" },
    metricName,
    comparisonOperator,
    threshold,
  });
const names: Readonly<Record<string, Sample>> = {
  "another queue": queue({ redrivePolicy: redrive("dead") }),
  "a redrive policy beside a queue": sample("aws:sqs/redrivePolicy:RedrivePolicy", "r", {
    queueUrl: "https://sqs/orders",
    redrivePolicy: redrive("dead"),
  }),
  "a subscription": sample("aws:sns/topicSubscription:TopicSubscription", "s", { redrivePolicy: redrive("dead") }),
  "a target": sample("aws:cloudwatch/eventTarget:EventTarget", "t", { deadLetterConfig: { arn: arn("dead") } }),
  "a bus": sample("aws:cloudwatch/eventBus:EventBus", "b", { deadLetterConfig: { arn: arn("dead") } }),
  "a schedule": sample("aws:scheduler/schedule:Schedule", "s", { target: { deadLetterConfig: { arn: arn("dead") } } }),
  "a pipe from a table": sample("aws:pipes/pipe:Pipe", "p", {
    sourceParameters: { dynamodbStreamParameters: { deadLetterConfig: { arn: arn("dead") } } },
  }),
  "a pipe from a stream": sample("aws:pipes/pipe:Pipe", "p", {
    sourceParameters: { kinesisStreamParameters: { deadLetterConfig: { arn: arn("dead") } } },
  }),
  "a function": sample("aws:lambda/function:Function", "f", { deadLetterConfig: { targetArn: arn("dead") } }),
  "an asynchronous call": sample("aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig", "f", {
    destinationConfig: { onFailure: { destination: arn("dead") } },
  }),
  "a source of a function": sample("aws:lambda/eventSourceMapping:EventSourceMapping", "m", {
    destinationConfig: { onFailure: { destinationArn: arn("dead") } },
  }),
  "its own leave to others": sample("aws:sqs/redriveAllowPolicy:RedriveAllowPolicy", "a", {
    queueUrl: "https://sqs/dead",
  }),
  "an alarm at the first message": alarm(0, "GreaterThanThreshold"),
  "an alarm at one message": alarm(1, "GreaterThanOrEqualToThreshold"),
};

describeControl(queueDeadLetter, {
  compliant: {
    "a redrive policy": { subject: queue({ redrivePolicy: redrive("dead") }) },
    "one beside it": {
      subject: queue(),
      others: [
        sample("aws:sqs/redrivePolicy:RedrivePolicy", "r", {
          queueUrl: "https://sqs/orders",
          redrivePolicy: redrive("dead"),
        }),
      ],
    },
    "one that is not known yet, but comes from a queue": {
      subject: queue({ redrivePolicy: UNKNOWN }, "orders", { from: { redrivePolicy: [dead] } }),
    },
  },
  violating: {
    "a queue by itself": { subject: queue(), at: "redrivePolicy" },
    "a queue beside another's dead-letter queue": {
      subject: queue(),
      others: [names["a target"] ?? dead],
      at: "redrivePolicy",
    },
    "a queue with an alarm at the second message": {
      subject: dead,
      others: [alarm(1, "GreaterThanThreshold"), alarm(2, "GreaterThanOrEqualToThreshold")],
      at: "redrivePolicy",
    },
    "a queue with an alarm on something else": {
      subject: dead,
      others: [alarm(0, "GreaterThanThreshold", "NumberOfMessagesSent"), alarm(0, "LessThanThreshold")],
      at: "redrivePolicy",
    },
  },
  undecided: {
    "a policy that may be of any queue": {
      subject: queue(),
      others: [sample("aws:sqs/redrivePolicy:RedrivePolicy", "r", { queueUrl: UNKNOWN })],
      because: /queueUrl is not known/,
    },
    "a queue that may be a target's": {
      subject: dead,
      others: [
        sample(
          "aws:cloudwatch/eventTarget:EventTarget",
          "t",
          { deadLetterConfig: UNKNOWN },
          { from: { deadLetterConfig: [dead, queue()] } },
        ),
      ],
      because: /deadLetterConfig.* is not known/,
    },
    "a queue that may be another's": {
      subject: dead,
      others: [queue({ redrivePolicy: UNKNOWN }, "orders", { from: { redrivePolicy: [dead] } })],
      because: /orders: redrivePolicy is not known/,
    },
  },
  notApplicable: {
    ...Object.fromEntries(
      Object.entries(names).map(([name, other]) => [`what is named by ${name}`, { subject: dead, others: [other] }]),
    ),
    "what says so itself": { subject: queue({ redriveAllowPolicy: '{"redrivePermission":"allowAll"}' }) },
  },
  mayBeDropped: {
    arn: "the queue is found by its address",
    name: "the queue is found by its address",
  },
});

describeControl(deadLetterRetention, {
  compliant: {
    "the same": { subject: queue({ redrivePolicy: redrive("dead") }), others: [dead] },
    "longer in the dead-letter queue": {
      subject: queue({ redrivePolicy: redrive("dead"), messageRetentionSeconds: 600 }),
      others: [queue({ messageRetentionSeconds: 601 }, "dead")],
    },
    "just as long": {
      subject: queue({ redrivePolicy: redrive("dead"), messageRetentionSeconds: 400_000 }),
      others: [queue({ messageRetentionSeconds: 400_000 }, "dead")],
    },
  },
  violating: {
    "shorter in the dead-letter queue": {
      subject: queue({ redrivePolicy: redrive("dead"), messageRetentionSeconds: 345_601 }),
      others: [dead],
      at: "redrivePolicy",
      saying: /345600/,
    },
    "shorter, by a policy beside it": {
      subject: queue(),
      others: [
        queue({ messageRetentionSeconds: 60 }, "dead"),
        sample("aws:sqs/redrivePolicy:RedrivePolicy", "r", {
          queueUrl: "https://sqs/orders",
          redrivePolicy: redrive("dead"),
        }),
      ],
      at: "redrivePolicy",
    },
  },
  undecided: {
    "a time that is not known yet": {
      subject: queue({ redrivePolicy: redrive("dead"), messageRetentionSeconds: UNKNOWN }),
      others: [dead],
      because: /how long orders and dead/,
    },
    "a queue of another stack": { subject: queue({ redrivePolicy: redrive("far") }), because: /not in this stack/ },
  },
  notApplicable: { "a queue without": { subject: queue() } },
  mayBeDropped: {
    messageRetentionSeconds: "the default may do as well",
    arn: "nothing names the queue itself",
    name: "nothing names the queue itself",
    url: "nothing names the queue itself",
  },
});

const consumer = (timeout?: unknown) =>
  sample("aws:lambda/function:Function", "work", {
    arn: "arn:aws:lambda:eu-central-1:111122223333:function:work",
    ...(timeout !== undefined && { timeout }),
  });
const mapping = (functionName = "arn:aws:lambda:eu-central-1:111122223333:function:work", source = arn("orders")) =>
  sample("aws:lambda/eventSourceMapping:EventSourceMapping", "m", { functionName, eventSourceArn: source });

describeControl(queueVisibilityTimeout, {
  compliant: {
    "six times": { subject: mapping(), others: [queue({ visibilityTimeoutSeconds: 60 }), consumer(10)] },
    "AWS's defaults": { subject: mapping(), others: [queue(), consumer()] },
  },
  violating: {
    "less than six times": {
      subject: mapping(),
      others: [queue({ visibilityTimeoutSeconds: 59 }), consumer(10)],
      at: "visibilityTimeoutSeconds",
      saying: /59 seconds, and work may run for 10/,
    },
    "AWS's default of the queue": {
      subject: mapping(),
      others: [queue(), consumer(6)],
      at: "visibilityTimeoutSeconds",
    },
    "AWS's default of the function": {
      subject: mapping(),
      others: [queue({ visibilityTimeoutSeconds: 17 }), consumer()],
      at: "visibilityTimeoutSeconds",
    },
  },
  undecided: {
    "a timeout that is not known yet": {
      subject: mapping(),
      others: [queue(), consumer(UNKNOWN)],
      because: /timeout is not known/,
    },
    "a visibility that is not known yet": {
      subject: mapping(),
      others: [queue({ visibilityTimeoutSeconds: UNKNOWN }), consumer()],
      because: /visibilityTimeoutSeconds is not known/,
    },
    "a function of another stack": { subject: mapping("other"), others: [queue()], because: /not in this stack/ },
    "a queue of another stack": { subject: mapping(), others: [consumer()], because: /not in this stack/ },
  },
  notApplicable: {
    "a stream": { subject: mapping("work", "arn:aws:kinesis:eu-central-1:111122223333:stream/s") },
    "a topic of Kafka": { subject: sample("aws:lambda/eventSourceMapping:EventSourceMapping", "m", {}) },
  },
  mayBeDropped: { timeout: "the default is shorter" },
});
