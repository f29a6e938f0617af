import { strict as assert } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { DynamoDBDocumentClient, GetCommand, PutCommand } from "@aws-sdk/lib-dynamodb";
import { until } from "../../../local/until";
import { type Broker, brokerAt } from "../../../services/inventory/broker";
import { stockKey } from "../../../services/inventory/items";
import { DynamoStock } from "../../../services/orders/stores/dynamo-stock";
import { clientConfig, useEmulator } from "../../support/emulator";
import { startActiveMq } from "../../support/servers/activemq";
import { freePorts, useServer } from "../../support/servers/process";
import { messages, tally } from "./broker";

const MAIN = resolve(__dirname, "..", "..", "..", "services", "inventory", "main.ts");
const TABLE = "inventory";

describe("inventory's container", function () {
  this.timeout(60_000);
  const emulator = useEmulator();
  const activemq = useServer("ActiveMQ", startActiveMq);
  let warehouse: Broker;
  let table: DynamoDBDocumentClient;
  let child: ChildProcess | undefined;
  const urls = () => activemq().active.url.replace("//", "//shop:secret@");

  before("create the table and connect the warehouse", async () => {
    const client = new DynamoDBClient(clientConfig(emulator()));
    table = DynamoDBDocumentClient.from(client);
    const text = (...names: string[]) => names.map((AttributeName) => ({ AttributeName, AttributeType: "S" as const }));
    const keys = (pk: string, sk: string) => [
      { AttributeName: pk, KeyType: "HASH" as const },
      { AttributeName: sk, KeyType: "RANGE" as const },
    ];
    await client.send(
      new CreateTableCommand({
        TableName: TABLE,
        BillingMode: "PAY_PER_REQUEST",
        AttributeDefinitions: text("pk", "sk", "gsi1pk", "gsi1sk"),
        KeySchema: keys("pk", "sk"),
        GlobalSecondaryIndexes: [
          { IndexName: "gsi1", KeySchema: keys("gsi1pk", "gsi1sk"), Projection: { ProjectionType: "ALL" } },
        ],
      }),
    );
    warehouse = brokerAt(urls());
  });
  afterEach(() => child?.kill("SIGKILL"));
  after(() => warehouse?.close());

  async function start(port: number): Promise<ChildProcess> {
    child = spawn(process.execPath, ["--require", "tsx/cjs", MAIN], {
      env: {
        ...process.env,
        ...emulator().environment,
        POWERTOOLS_SERVICE_NAME: "inventory",
        BROKER_URLS: urls(),
        INVENTORY_TABLE: TABLE,
        HEALTH_HOST: "127.0.0.1",
        HEALTH_PORT: String(port),
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    await until("the container is healthy", async () => {
      const answer = await fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
      return answer?.status === 200;
    });
    return child;
  }
  const level = async (sku: string) =>
    (await table.send(new GetCommand({ TableName: TABLE, Key: stockKey(sku) }))).Item;

  it("counts every piece once and sends every reservation, killed in the midst and started again", async () => {
    const [port = 0] = await freePorts(1);
    const reservations = tally();
    await warehouse.consume("warehouse.reservations", reservations.handler);
    await table.send(new PutCommand({ TableName: TABLE, Item: { ...stockKey("table"), available: 40 } }));
    const orders = new DynamoStock(table, TABLE);
    const keys = Array.from({ length: 40 }, (_, index) => `order-${index}`);
    await Promise.all(keys.map((key) => orders.reserve(key, [{ sku: "table", quantity: 1 }])));
    await orders.release("order-7");
    const running = await start(port);
    const moves = messages("move", 120).map((message) => ({
      ...message,
      type: "StockMoved",
      body: JSON.stringify({ sku: "chair", quantity: 3 }),
    }));
    // Each of them twice: copies are what a sender makes that never heard the broker's answer.
    const sending = Promise.all([...moves, ...moves].map((move) => warehouse.publish("warehouse.stock", move)));
    await until("a part is applied", async () => Number((await level("chair"))?.onHand ?? 0) >= 60, { everyMs: 5 });
    running.kill("SIGKILL");
    await once(running, "exit");
    const atKill = Number((await level("chair"))?.onHand);
    await sending;
    const again = await start(port);
    await until("all is applied", async () => Number((await level("chair"))?.onHand) >= 360);
    // 40 reservations, and one that was given back.
    await until("the warehouse knows of all reservations", async () => reservations.seen.size === 41);
    again.kill("SIGTERM");
    const [code] = await once(again, "exit");
    const told = [...keys.map((key) => `${key}#StockReserved`), "order-7#ReservationReleased"];
    assert.deepEqual([...reservations.seen.keys()].sort(), told.sort());
    const found = await level("chair");
    assert(atKill < 360, `the kill came too late to matter: ${atKill} pieces were counted`);
    assert.deepEqual([found?.onHand, found?.available], [360, 360]);
    assert.equal(code, 0);
  });
});
