import {
  AddTagsToStreamCommand,
  CreateStreamCommand,
  DeleteStreamCommand,
  DeregisterStreamConsumerCommand,
  DescribeStreamSummaryCommand,
  IncreaseStreamRetentionPeriodCommand,
  KinesisClient,
  RegisterStreamConsumerCommand,
  StreamMode,
  UpdateShardCountCommand,
} from "@aws-sdk/client-kinesis";
import { until } from "../../until";
import { type Context, found, type Handlers, unlessGone } from "../handler";

async function active(StreamName: string, context: Context): Promise<void> {
  await until(`the Kinesis stream ${StreamName} is active`, async () => {
    const { StreamDescriptionSummary: stream } = await context
      .client(KinesisClient)
      .send(new DescribeStreamSummaryCommand({ StreamName }));
    return stream?.StreamStatus === "ACTIVE";
  });
}

export const handlers: Handlers = {
  "aws:kinesis/stream:Stream": {
    autoName: { property: "name", max: 128 },
    replaceOn: ["name"],
    ignored: ["encryptionType", "kmsKeyId", "shardLevelMetrics", "streamModeDetails", "enforceConsumerDeletion"],
    create: async ({ inputs }, context) => {
      const client = context.client(KinesisClient);
      const StreamName = inputs.text("name");
      const mode = inputs.child("streamModeDetails")?.oneOf("streamMode", StreamMode);
      const ShardCount = inputs.number("shardCount");
      await client.send(
        new CreateStreamCommand({
          StreamName,
          ShardCount,
          StreamModeDetails: mode && { StreamMode: mode },
        }),
      );
      await active(StreamName, context);
      const hours = inputs.number("retentionPeriod") ?? 24;
      if (hours > 24) {
        await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: hours }));
      }
      const Tags = inputs.strings("tags");
      if (Tags) await client.send(new AddTagsToStreamCommand({ StreamName, Tags }));
      const arn = `arn:${context.partition}:kinesis:${context.region}:${context.account}:stream/${StreamName}`;
      return { id: arn, outputs: { arn, shardCount: ShardCount ?? 4 } };
    },
    update: async ({ inputs, state, id }, context) => {
      const client = context.client(KinesisClient);
      const StreamName = inputs.text("name");
      const hours = inputs.number("retentionPeriod") ?? 24;
      if (hours > Number(state.retentionPeriod ?? 24)) {
        await client.send(new IncreaseStreamRetentionPeriodCommand({ StreamName, RetentionPeriodHours: hours }));
      }
      const count = inputs.number("shardCount");
      if (count !== undefined && count !== state.shardCount) {
        await client.send(
          new UpdateShardCountCommand({ StreamName, TargetShardCount: count, ScalingType: "UNIFORM_SCALING" }),
        );
        await active(StreamName, context);
      }
      return { arn: id, shardCount: count ?? 4 };
    },
    exists: ({ inputs }, context) =>
      found(context.client(KinesisClient).send(new DescribeStreamSummaryCommand({ StreamName: inputs.text("name") }))),
    delete: ({ inputs }, context) =>
      unlessGone(
        context
          .client(KinesisClient)
          .send(new DeleteStreamCommand({ StreamName: inputs.text("name"), EnforceConsumerDeletion: true })),
      ),
  },
  "aws:kinesis/streamConsumer:StreamConsumer": {
    autoName: { property: "name", max: 128 },
    create: async ({ inputs }, context) => {
      const { Consumer } = await context.client(KinesisClient).send(
        new RegisterStreamConsumerCommand({
          StreamARN: inputs.text("streamArn"),
          ConsumerName: inputs.text("name"),
        }),
      );
      const arn = Consumer?.ConsumerARN ?? "";
      return { id: arn, outputs: { arn, creationTimestamp: Consumer?.ConsumerCreationTimestamp?.toISOString() ?? "" } };
    },
    delete: ({ id }, context) =>
      unlessGone(context.client(KinesisClient).send(new DeregisterStreamConsumerCommand({ ConsumerARN: id }))),
  },
};
