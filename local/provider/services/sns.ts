import {
  CreateTopicCommand,
  DeleteTopicCommand,
  GetTopicAttributesCommand,
  SetSubscriptionAttributesCommand,
  SetTopicAttributesCommand,
  SNSClient,
  SubscribeCommand,
  UnsubscribeCommand,
} from "@aws-sdk/client-sns";
import { found, type Handlers, setting, unlessGone } from "../handler";
import type { Inputs } from "../values";

const topicAttributes: Record<string, string> = {
  displayName: "DisplayName",
  policy: "Policy",
  deliveryPolicy: "DeliveryPolicy",
  kmsMasterKeyId: "KmsMasterKeyId",
  contentBasedDeduplication: "ContentBasedDeduplication",
  fifoThroughputScope: "FifoThroughputScope",
  signatureVersion: "SignatureVersion",
  tracingConfig: "TracingConfig",
};

const subscriptionAttributes: Record<string, string> = {
  rawMessageDelivery: "RawMessageDelivery",
  filterPolicy: "FilterPolicy",
  filterPolicyScope: "FilterPolicyScope",
  redrivePolicy: "RedrivePolicy",
  deliveryPolicy: "DeliveryPolicy",
  subscriptionRoleArn: "SubscriptionRoleArn",
};

function attributesOf(inputs: Inputs, names: Record<string, string>): Record<string, string> {
  const result: Record<string, string> = {};
  for (const [property, attribute] of Object.entries(names)) {
    const value = inputs.maybe(property);
    if (value !== undefined) result[attribute] = value;
  }
  return result;
}

export const handlers: Handlers = {
  "aws:sns/topic:Topic": {
    autoName: { property: "name", max: 256, suffix: ({ fifoTopic }) => (fifoTopic === true ? ".fifo" : "") },
    replaceOn: ["name", "fifoTopic"],
    create: async ({ inputs }, context) => {
      const fifo = inputs.flag("fifoTopic") === true;
      const { TopicArn = "" } = await context.client(SNSClient).send(
        new CreateTopicCommand({
          Name: inputs.text("name"),
          Attributes: { ...attributesOf(inputs, topicAttributes), ...(fifo && { FifoTopic: "true" }) },
          Tags: Object.entries(inputs.strings("tags") ?? {}).map(([Key, Value]) => ({ Key, Value })),
        }),
      );
      return { id: TopicArn, outputs: { arn: TopicArn, owner: context.account } };
    },
    update: async ({ id, inputs }, context) => {
      for (const [AttributeName, AttributeValue] of Object.entries(attributesOf(inputs, topicAttributes))) {
        await context
          .client(SNSClient)
          .send(new SetTopicAttributesCommand({ TopicArn: id, AttributeName, AttributeValue }));
      }
      return { arn: id, owner: context.account };
    },
    exists: ({ id }, context) => found(context.client(SNSClient).send(new GetTopicAttributesCommand({ TopicArn: id }))),
    delete: ({ id }, context) => unlessGone(context.client(SNSClient).send(new DeleteTopicCommand({ TopicArn: id }))),
  },
  "aws:sns/topicPolicy:TopicPolicy": setting(["arn"], async (inputs, context) => {
    const TopicArn = inputs.text("arn");
    await context.client(SNSClient).send(
      new SetTopicAttributesCommand({
        TopicArn,
        AttributeName: "Policy",
        AttributeValue: inputs.text("policy"),
      }),
    );
    return TopicArn;
  }),
  "aws:sns/topicSubscription:TopicSubscription": {
    replaceOn: ["topic", "protocol", "endpoint"],
    create: async ({ inputs }, context) => {
      const { SubscriptionArn = "" } = await context.client(SNSClient).send(
        new SubscribeCommand({
          TopicArn: inputs.text("topic"),
          Protocol: inputs.text("protocol"),
          Endpoint: inputs.text("endpoint"),
          Attributes: attributesOf(inputs, subscriptionAttributes),
          ReturnSubscriptionArn: true,
        }),
      );
      return {
        id: SubscriptionArn,
        outputs: { arn: SubscriptionArn, ownerId: context.account, pendingConfirmation: false },
      };
    },
    update: async ({ id, inputs }, context) => {
      for (const [AttributeName, AttributeValue] of Object.entries(attributesOf(inputs, subscriptionAttributes))) {
        await context
          .client(SNSClient)
          .send(new SetSubscriptionAttributesCommand({ SubscriptionArn: id, AttributeName, AttributeValue }));
      }
      return { arn: id, ownerId: context.account, pendingConfirmation: false };
    },
    delete: ({ id }, context) =>
      unlessGone(context.client(SNSClient).send(new UnsubscribeCommand({ SubscriptionArn: id }))),
  },
};
