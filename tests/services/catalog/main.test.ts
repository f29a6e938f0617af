import { strict as assert } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { resolve } from "node:path";
import { CreateTableCommand, DynamoDBClient } from "@aws-sdk/client-dynamodb";
import { CreateQueueCommand, GetQueueAttributesCommand, SendMessageCommand, SQSClient } from "@aws-sdk/client-sqs";
import { DynamoDBDocumentClient, PutCommand } from "@aws-sdk/lib-dynamodb";
import { until } from "../../../local/until";
import { productKey } from "../../../services/catalog/products";
import { clientConfig, useEmulator } from "../../support/emulator";
import { freePorts, useServer } from "../../support/servers/process";
import { startRedis } from "../../support/servers/redis";
import { product } from "../../unit/services/catalog/memory";

const MAIN = resolve(__dirname, "..", "..", "..", "services", "catalog", "main.ts");
const TABLE = "products";

describe("catalog's container", function () {
  this.timeout(60_000);
  const emulator = useEmulator();
  const redis = useServer("Redis", startRedis);
  let table: DynamoDBDocumentClient;
  let sqs: SQSClient;
  let queueUrl: string;
  let port: number;
  let child: ChildProcess;

  before("create table and queue and start the container", async () => {
    const client = new DynamoDBClient(clientConfig(emulator()));
    table = DynamoDBDocumentClient.from(client);
    sqs = new SQSClient(clientConfig(emulator()));
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
    const Attributes = { VisibilityTimeout: "1" };
    const created = await sqs.send(new CreateQueueCommand({ QueueName: "invalidations", Attributes }));
    queueUrl = created.QueueUrl ?? assert.fail("the queue has no URL");
    [port = 0] = await freePorts(1);
    child = spawn(process.execPath, ["--require", "tsx/cjs", MAIN], {
      env: {
        ...process.env,
        ...emulator().environment,
        POWERTOOLS_SERVICE_NAME: "catalog",
        POWERTOOLS_METRICS_NAMESPACE: "shop",
        CACHE_URL: redis().url,
        PRODUCTS_TABLE: TABLE,
        INVALIDATION_QUEUE_URL: queueUrl,
        HOST: "127.0.0.1",
        PORT: String(port),
        DRAIN_MS: "200",
      },
      stdio: ["ignore", "ignore", "inherit"],
    });
    const health = () => fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    await until("the container is healthy", async () => (await health())?.status === 200);
  });
  after(() => child?.kill("SIGKILL"));

  const put = (version: number) => {
    const { sku, ...rest } = product("chair", version);
    return table.send(new PutCommand({ TableName: TABLE, Item: { ...productKey(sku), ...rest } }));
  };
  const get = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/products/chair`);
    const body: unknown = await answer.json();
    return { status: answer.status, cache: answer.headers.get("x-cache"), version: Object(body).version };
  };
  const changed = () => {
    const MessageBody = JSON.stringify({ "detail-type": "ProductChanged", detail: { sku: "chair" } });
    return sqs.send(new SendMessageCommand({ QueueUrl: queueUrl, MessageBody }));
  };

  const depth = async () => {
    const AttributeNames = ["ApproximateNumberOfMessages" as const, "ApproximateNumberOfMessagesNotVisible" as const];
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames }));
    return [Attributes.ApproximateNumberOfMessages, Attributes.ApproximateNumberOfMessagesNotVisible].map(Number);
  };

  it("gives out products from the cache until their change arrives", async () => {
    await put(1);
    assert.deepEqual(await get(), { status: 200, cache: "miss", version: 1 });
    await put(2);
    assert.deepEqual(await get(), { status: 200, cache: "hit", version: 1 });
    await changed();
    await until("the new version is given out", async () => (await get()).version === 2);
  });

  it("keeps a change in the queue while the cache hangs, and applies it afterwards", async () => {
    await get();
    redis().process.signal("SIGSTOP");
    await put(3);
    await changed();
    assert.deepEqual(await get(), { status: 200, cache: "bypass", version: 3 });
    await until("the container has tried", async () => (await depth())[1] === 1, { everyMs: 5 });
    redis().process.signal("SIGCONT");
    await until("the new version comes from the cache", async () => {
      const { cache, version } = await get();
      return cache === "hit" && version === 3;
    });
    await until("the queue is empty", async () => (await depth()).every((count) => count === 0));
  });

  it("answers what is under way and what still comes while it stops, and ends with 0", async () => {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await until("it is unhealthy", async () => (await fetch(`http://127.0.0.1:${port}/health`)).status === 503, {
      everyMs: 5,
    });
    assert.equal((await get()).status, 200);
    const [code] = await exited;
    assert.equal(code, 0);
  });
});
