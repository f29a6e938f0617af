import {
  CreateQueueCommand,
  DeleteQueueCommand,
  GetQueueUrlCommand,
  type QueueAttributeName,
  SetQueueAttributesCommand,
  SQSClient,
  TagQueueCommand,
} from "@aws-sdk/client-sqs";
import { type Context, found, type Handlers, setting, unlessGone } from "../handler";
import type { Inputs } from "../values";

/** Property to attribute, with the value that it has where the program gives none. */
const attributes: [string, QueueAttributeName, string?][] = [
  ["visibilityTimeoutSeconds", "VisibilityTimeout", "30"],
  ["messageRetentionSeconds", "MessageRetentionPeriod", "345600"],
  ["delaySeconds", "DelaySeconds", "0"],
  ["maxMessageSize", "MaximumMessageSize", "262144"],
  ["receiveWaitTimeSeconds", "ReceiveMessageWaitTimeSeconds", "0"],
  ["policy", "Policy"],
  ["redrivePolicy", "RedrivePolicy"],
  ["redriveAllowPolicy", "RedriveAllowPolicy"],
  ["kmsMasterKeyId", "KmsMasterKeyId"],
  ["kmsDataKeyReusePeriodSeconds", "KmsDataKeyReusePeriodSeconds"],
  ["sqsManagedSseEnabled", "SqsManagedSseEnabled"],
  ["fifoQueue", "FifoQueue"],
  ["contentBasedDeduplication", "ContentBasedDeduplication"],
  ["deduplicationScope", "DeduplicationScope"],
  ["fifoThroughputLimit", "FifoThroughputLimit"],
];

function given(inputs: Inputs): Partial<Record<QueueAttributeName, string>> {
  const result: Partial<Record<QueueAttributeName, string>> = {};
  for (const [property, attribute] of attributes) {
    const value = inputs.maybe(property);
    // FIFO is told by being there: "false" is refused.
    if (value !== undefined && !(attribute === "FifoQueue" && value === "false")) result[attribute] = value;
  }
  return result;
}

function policyOf(property: string, attribute: QueueAttributeName) {
  const put = async (inputs: Inputs, context: Context, value: string): Promise<string> => {
    const QueueUrl = inputs.text("queueUrl");
    await context
      .client(SQSClient)
      .send(new SetQueueAttributesCommand({ QueueUrl, Attributes: { [attribute]: value } }));
    return QueueUrl;
  };
  return setting(
    ["queueUrl"],
    (inputs, context) => put(inputs, context, inputs.text(property)),
    (inputs, context) => put(inputs, context, ""),
  );
}

export const handlers: Handlers = {
  "aws:sqs/queue:Queue": {
    autoName: { property: "name", max: 80, suffix: ({ fifoQueue }) => (fifoQueue === true ? ".fifo" : "") },
    replaceOn: ["name", "fifoQueue"],
    create: async ({ inputs }, context) => {
      const QueueName = inputs.text("name");
      const { QueueUrl = "" } = await context
        .client(SQSClient)
        .send(new CreateQueueCommand({ QueueName, Attributes: given(inputs), tags: inputs.strings("tags") }));
      return { id: QueueUrl, outputs: { url: QueueUrl, arn: arnOf(QueueName, context) } };
    },
    update: async ({ id, inputs, state }, context) => {
      const sqs = context.client(SQSClient);
      const now = given(inputs);
      for (const [property, attribute, preset = ""] of attributes) {
        if (state[property] !== undefined && now[attribute] === undefined) now[attribute] = preset;
      }
      delete now.FifoQueue;
      if (Object.keys(now).length > 0) {
        await sqs.send(new SetQueueAttributesCommand({ QueueUrl: id, Attributes: now }));
      }
      const Tags = inputs.strings("tags");
      if (Tags) await sqs.send(new TagQueueCommand({ QueueUrl: id, Tags }));
      return { url: id, arn: arnOf(inputs.text("name"), context) };
    },
    exists: ({ inputs }, context) =>
      found(context.client(SQSClient).send(new GetQueueUrlCommand({ QueueName: inputs.text("name") }))),
    delete: ({ id }, context) => unlessGone(context.client(SQSClient).send(new DeleteQueueCommand({ QueueUrl: id }))),
  },
  "aws:sqs/queuePolicy:QueuePolicy": policyOf("policy", "Policy"),
  "aws:sqs/redrivePolicy:RedrivePolicy": policyOf("redrivePolicy", "RedrivePolicy"),
  "aws:sqs/redriveAllowPolicy:RedriveAllowPolicy": policyOf("redriveAllowPolicy", "RedriveAllowPolicy"),
};

function arnOf(name: string, { partition, region, account }: Context): string {
  return `arn:${partition}:sqs:${region}:${account}:${name}`;
}
