import { randomUUID } from "node:crypto";
import { DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateBucketCommand, S3Client } from "@aws-sdk/client-s3";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { type Emulator, startEmulator } from "../../../local/emulator";
import { stockKey } from "../../../services/inventory/items";
import { orderSchemas } from "../../../services/orders/domain/events";
import { DynamoDeliveries } from "../../../services/orders/stores/dynamo-deliveries";
import { DynamoPayments } from "../../../services/orders/stores/dynamo-payments";
import { DynamoProgress } from "../../../services/orders/stores/dynamo-progress";
import { DynamoOrderQueries } from "../../../services/orders/stores/dynamo-queries";
import { DynamoStock } from "../../../services/orders/stores/dynamo-stock";
import { DynamoOrderViews } from "../../../services/orders/stores/dynamo-views";
import { S3Archive } from "../../../services/orders/stores/s3-archive";
import { DynamoGenerations } from "../../../services/shared/dynamo-generations";
import { DynamoJournal } from "../../../services/shared/dynamo-journal";
import { encodingOf } from "../../../services/shared/encoding";
import { CachedPointer } from "../../../services/shared/generations";
import { describeContract, type Stores } from "../../unit/services/orders/contracts";
import { createJournal, createTable } from "./tables";

describe("on the emulator's DynamoDB and S3", function () {
  this.timeout(60_000);
  let emulator: Emulator | undefined;
  let dynamoDb: DynamoDBClient;
  let s3: S3Client;
  before(async () => {
    emulator = await startEmulator();
    const { endpoint, region } = emulator;
    const credentials = { accessKeyId: "test", secretAccessKey: "test" };
    dynamoDb = new DynamoDBClient({ endpoint, region, credentials });
    s3 = new S3Client({ endpoint, region, credentials, forcePathStyle: true });
  });
  after(async () => {
    dynamoDb?.destroy();
    s3?.destroy();
    await emulator?.stop();
  });

  async function make(encoding: string): Promise<Stores> {
    const client = DynamoDBDocumentClient.from(dynamoDb, { marshallOptions: { removeUndefinedValues: true } });
    const suffix = randomUUID();
    const journal = await createJournal(dynamoDb, `journal-${suffix}`);
    const table = await createTable(dynamoDb, `orders-${suffix}`);
    await s3.send(new CreateBucketCommand({ Bucket: `archive-${suffix}` }));
    const generations = new DynamoGenerations(client, table);
    return {
      journal: new DynamoJournal(client, journal, orderSchemas, encodingOf(encoding)),
      views: new DynamoOrderViews(client, table),
      queries: new DynamoOrderQueries(client, table, new CachedPointer(generations, 0)),
      generations,
      progress: new DynamoProgress(client, table),
      archive: new S3Archive(s3, `archive-${suffix}`),
      stock: new DynamoStock(client, table),
      payments: new DynamoPayments(client, table),
      deliveries: new DynamoDeliveries(client, table),
      setStock: async (sku, available) => {
        await client.send(new PutCommand({ TableName: table, Item: { ...stockKey(sku), available } }));
      },
      available: async (sku) => {
        const { Item } = await client.send(
          new GetCommand({ TableName: table, Key: stockKey(sku), ConsistentRead: true }),
        );
        return Number(Item?.available);
      },
    };
  }

  describeContract("events as JSON", () => make("json"));
  describeContract("events as Avro", () => make("avro"));
});
