import { strict as assert } from "node:assert";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { stockKey } from "../../../services/inventory/items";
import { DynamoStockStore } from "../../../services/inventory/stock-store";
import { DynamoStock } from "../../../services/orders/stores/dynamo-stock";
import { clientConfig, useEmulator } from "../../support/emulator";

const TABLE = "stock";

describe("inventory's stock over DynamoDB", function () {
  this.timeout(30_000);
  const emulator = useEmulator();
  let table: DynamoDBDocumentClient;
  let store: DynamoStockStore;

  before("create the table", async () => {
    const client = new DynamoDBClient(clientConfig(emulator()));
    table = DynamoDBDocumentClient.from(client);
    store = new DynamoStockStore(table, TABLE);
    await client.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: ["pk", "sk"].map((AttributeName) => ({ AttributeName, AttributeType: "S" })),
        KeySchema: [
          { AttributeName: "pk", KeyType: "HASH" },
          { AttributeName: "sk", KeyType: "RANGE" },
        ],
      }),
    );
  });

  const level = async (sku: string) => {
    const { Item } = await table.send(new GetCommand({ TableName: TABLE, Key: stockKey(sku) }));
    return [Item?.onHand, Item?.available];
  };
  const counted = (sku: string, onHand: number, day: number) => ({
    type: "StockCounted" as const,
    sku,
    onHand,
    countedAt: `2026-01-0${day}T00:00:00.000Z`,
  });
  const moved = (sku: string, quantity: number, reserved = false) => ({
    type: "StockMoved" as const,
    sku,
    quantity,
    reserved,
  });

  it("applies each message once and no count that is older than the last", async () => {
    assert.equal(await store.apply("a-1", counted("a", 10, 2)), "applied");
    assert.equal(await store.apply("a-1", counted("a", 10, 2)), "outdated");
    assert.equal(await store.apply("a-2", moved("a", 5)), "applied");
    assert.equal(await store.apply("a-2", moved("a", 5)), "duplicate");
    assert.equal(await store.apply("a-3", counted("a", 99, 1)), "outdated");
    assert.deepEqual(await level("a"), [15, 15]);
  });

  it("leaves what orders have reserved reserved, through counts and shipments", async () => {
    const orders = new DynamoStock(table, TABLE);
    await store.apply("b-1", counted("b", 10, 1));
    await orders.reserve("order-1", [{ sku: "b", quantity: 4 }]);
    assert.deepEqual(await level("b"), [10, 6]);
    // Two are missing.
    await store.apply("b-2", counted("b", 8, 2));
    assert.deepEqual(await level("b"), [8, 4]);
    await store.apply("b-3", moved("b", -4, true));
    assert.deepEqual(await level("b"), [4, 4]);
  });

  it("takes over a level that was never counted", async () => {
    await table.send(new PutCommand({ TableName: TABLE, Item: { ...stockKey("c"), available: 100 } }));
    await store.apply("c-1", counted("c", 80, 1));
    assert.deepEqual(await level("c"), [80, 80]);
  });

  it("loses none of many updates and reservations at once", async () => {
    const orders = new DynamoStock(table, TABLE);
    await store.apply("d-0", counted("d", 1000, 1));
    await Promise.all([
      ...Array.from({ length: 20 }, (_, index) => store.apply(`d-m${index}`, moved("d", 2))),
      ...Array.from({ length: 20 }, (_, index) => orders.reserve(`d-${index}`, [{ sku: "d", quantity: 3 }])),
      store.apply("d-c", counted("d", 1100, 2)),
    ]);
    const [onHand = 0, available = 0] = await level("d");
    assert.equal(available, onHand - 60);
  });
});
