import {
  BillingMode,
  CreateTableCommand,
  DeleteTableCommand,
  DescribeTableCommand,
  DynamoDBClient,
  type GlobalSecondaryIndex,
  KeyType,
  ProjectionType,
  PutResourcePolicyCommand,
  ScalarAttributeType,
  StreamViewType,
  type TableDescription,
  UpdateContinuousBackupsCommand,
  UpdateTableCommand,
  UpdateTimeToLiveCommand,
} from "@aws-sdk/client-dynamodb";
import { type Context, found, type Handlers, setting, unlessGone } from "../handler";
import { defined, type Inputs, type Props } from "../values";

type Key = { AttributeName: string; KeyType: KeyType };

function keys(hash: string | undefined, range: string | undefined): Key[] {
  return [
    ...(hash === undefined ? [] : [{ AttributeName: hash, KeyType: KeyType.HASH }]),
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: KeyType.RANGE }]),
  ];
}

function indexKeys(index: Inputs): Key[] {
  const listed = index.children("keySchemas");
  return listed.length > 0
    ? listed.map((key) => ({
        AttributeName: key.text("attributeName"),
        KeyType: key.oneOf("keyType", KeyType) ?? KeyType.HASH,
      }))
    : keys(index.maybe("hashKey"), index.maybe("rangeKey"));
}

function projection(index: Inputs) {
  return {
    ProjectionType: index.oneOf("projectionType", ProjectionType),
    NonKeyAttributes: index.maybeTexts("nonKeyAttributes"),
  };
}

function throughput(inputs: Inputs) {
  const read = inputs.number("readCapacity");
  return read === undefined
    ? undefined
    : { ReadCapacityUnits: read, WriteCapacityUnits: inputs.number("writeCapacity") ?? read };
}

function globalIndexes(inputs: Inputs): GlobalSecondaryIndex[] {
  return inputs.children("globalSecondaryIndexes").map((index) => ({
    IndexName: index.text("name"),
    KeySchema: indexKeys(index),
    Projection: projection(index),
    ProvisionedThroughput: throughput(index),
  }));
}

function streamOf(inputs: Inputs) {
  return inputs.flag("streamEnabled")
    ? { StreamEnabled: true, StreamViewType: inputs.oneOf("streamViewType", StreamViewType) ?? "NEW_AND_OLD_IMAGES" }
    : undefined;
}

function outputsOf(table: TableDescription | undefined): Props {
  return defined({
    arn: table?.TableArn,
    streamArn: table?.LatestStreamArn,
    streamLabel: table?.LatestStreamLabel,
  });
}

/** What is said of a table by calls of its own. */
async function putSettings(inputs: Inputs, before: Props, context: Context): Promise<void> {
  const client = context.client(DynamoDBClient);
  const TableName = inputs.text("name");
  const ttl = inputs.child("ttl");
  const attribute = ttl?.maybe("attributeName");
  if (attribute !== undefined && JSON.stringify(before.ttl) !== JSON.stringify(ttl?.props)) {
    await client.send(
      new UpdateTimeToLiveCommand({
        TableName,
        TimeToLiveSpecification: { AttributeName: attribute, Enabled: ttl?.flag("enabled") ?? true },
      }),
    );
  }
  const recovery = inputs.child("pointInTimeRecovery")?.flag("enabled") ?? false;
  if (recovery) {
    await client.send(
      new UpdateContinuousBackupsCommand({
        TableName,
        PointInTimeRecoverySpecification: { PointInTimeRecoveryEnabled: true },
      }),
    );
  }
}

export const handlers: Handlers = {
  "aws:dynamodb/table:Table": {
    autoName: { property: "name", max: 255 },
    replaceOn: ["name", "hashKey", "rangeKey", "localSecondaryIndexes"],
    // One machine has no other region, no zones and no key of its own.
    ignored: ["replicas", "globalTableWitness", "serverSideEncryption", "tableClass", "warmThroughput", "tags"],
    volatile: ["streamArn", "streamLabel"],
    create: async ({ inputs }, context) => {
      const TableName = inputs.text("name");
      const local = inputs.children("localSecondaryIndexes").map((index) => ({
        IndexName: index.text("name"),
        KeySchema: keys(inputs.text("hashKey"), index.text("rangeKey")),
        Projection: projection(index),
      }));
      const global = globalIndexes(inputs);
      const { TableDescription: table } = await context.client(DynamoDBClient).send(
        new CreateTableCommand({
          TableName,
          AttributeDefinitions: inputs.children("attributes").map((attribute) => ({
            AttributeName: attribute.text("name"),
            AttributeType: attribute.oneOf("type", ScalarAttributeType),
          })),
          KeySchema: keys(inputs.text("hashKey"), inputs.maybe("rangeKey")),
          BillingMode:
            inputs.oneOf("billingMode", BillingMode) ?? (throughput(inputs) ? "PROVISIONED" : "PAY_PER_REQUEST"),
          ProvisionedThroughput: throughput(inputs),
          GlobalSecondaryIndexes: global.length > 0 ? global : undefined,
          LocalSecondaryIndexes: local.length > 0 ? local : undefined,
          StreamSpecification: streamOf(inputs),
        }),
      );
      await putSettings(inputs, {}, context);
      return { id: TableName, outputs: outputsOf(table) };
    },
    update: async ({ id, inputs, state }, context) => {
      const client = context.client(DynamoDBClient);
      const before = state.globalSecondaryIndexes;
      const had = Array.isArray(before) ? before.map((index) => JSON.stringify(index)) : [];
      const now = inputs.children("globalSecondaryIndexes").map(({ props }) => JSON.stringify(props));
      const AttributeDefinitions = inputs.children("attributes").map((attribute) => ({
        AttributeName: attribute.text("name"),
        AttributeType: attribute.oneOf("type", ScalarAttributeType),
      }));
      for (const gone of had.filter((index) => !now.includes(index))) {
        const { name }: { name: string } = JSON.parse(gone);
        await client.send(
          new UpdateTableCommand({ TableName: id, GlobalSecondaryIndexUpdates: [{ Delete: { IndexName: name } }] }),
        );
      }
      for (const [position, index] of globalIndexes(inputs).entries()) {
        if (had.includes(now[position] ?? "")) continue;
        const Create = {
          ...index,
          IndexName: index.IndexName,
          KeySchema: index.KeySchema,
          Projection: index.Projection,
        };
        await client.send(
          new UpdateTableCommand({ TableName: id, AttributeDefinitions, GlobalSecondaryIndexUpdates: [{ Create }] }),
        );
      }
      const stream = streamOf(inputs);
      if (state.streamEnabled !== inputs.props.streamEnabled || state.streamViewType !== inputs.props.streamViewType) {
        if (state.streamEnabled === true) {
          await client.send(new UpdateTableCommand({ TableName: id, StreamSpecification: { StreamEnabled: false } }));
        }
        if (stream) await client.send(new UpdateTableCommand({ TableName: id, StreamSpecification: stream }));
      }
      await putSettings(inputs, state, context);
      const { Table } = await client.send(new DescribeTableCommand({ TableName: id }));
      return outputsOf(Table);
    },
    exists: ({ id }, context) =>
      found(context.client(DynamoDBClient).send(new DescribeTableCommand({ TableName: id }))),
    delete: async ({ id, state }, context) => {
      const client = context.client(DynamoDBClient);
      if (state.deletionProtectionEnabled === true) {
        await unlessGone(client.send(new UpdateTableCommand({ TableName: id, DeletionProtectionEnabled: false })));
      }
      await unlessGone(client.send(new DeleteTableCommand({ TableName: id })));
    },
  },
  "aws:dynamodb/resourcePolicy:ResourcePolicy": setting(["resourceArn"], async (inputs, context) => {
    const ResourceArn = inputs.text("resourceArn");
    await context
      .client(DynamoDBClient)
      .send(new PutResourcePolicyCommand({ ResourceArn, Policy: inputs.text("policy") }));
    return ResourceArn;
  }),
};
