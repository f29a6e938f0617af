import { strict as assert } from "node:assert";
import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { promisify } from "node:util";
import {
  CreateEventBusCommand,
  EventBridgeClient,
  PutRuleCommand,
  PutTargetsCommand,
} from "@aws-sdk/client-eventbridge";
import { CreateSecretCommand, PutSecretValueCommand, SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import { CreateQueueCommand, GetQueueAttributesCommand, SQSClient } from "@aws-sdk/client-sqs";
import { until } from "../../../local/until";
import { clientConfig, useEmulator } from "../../support/emulator";
import { startPostgres } from "../../support/servers/postgres";
import { freePorts, temporaryDirectory, useServer } from "../../support/servers/process";
import { startRedis } from "../../support/servers/redis";
import { bundleInto } from "../../unit/services/catalog/bundle";
import { ServiceUser } from "./postgres-world";

const BUS = "shop";

describe("catalog's container", function () {
  this.timeout(60_000);
  const emulator = useEmulator();
  const redis = useServer("Redis", startRedis);
  const postgres = useServer("PostgreSQL", startPostgres);
  let sqs: SQSClient;
  let secrets: SecretsManagerClient;
  let queueUrl: string;
  let environment: NodeJS.ProcessEnv;
  let user: ServiceUser;
  let [port, operatorPort] = [0, 0];
  let child: ChildProcess;
  let folder: Awaited<ReturnType<typeof temporaryDirectory>>;

  before("bundle the programs; create user, queue, bus and rule", async () => {
    folder = await temporaryDirectory("catalog");
    await bundleInto(folder.path);
    sqs = new SQSClient(clientConfig(emulator()));
    secrets = new SecretsManagerClient(clientConfig(emulator()));
    const events = new EventBridgeClient(clientConfig(emulator()));
    const Attributes = { VisibilityTimeout: "1" };
    const created = await sqs.send(new CreateQueueCommand({ QueueName: "invalidations", Attributes }));
    queueUrl = created.QueueUrl ?? assert.fail("the queue has no URL");
    const { Attributes: { QueueArn } = {} } = await sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames: ["QueueArn"] }),
    );
    await events.send(new CreateEventBusCommand({ Name: BUS }));
    const EventPattern = JSON.stringify({ source: ["shop.catalog"], "detail-type": ["ProductChanged"] });
    await events.send(new PutRuleCommand({ Name: "changes", EventBusName: BUS, EventPattern }));
    const Targets = [{ Id: "queue", Arn: QueueArn ?? assert.fail("the queue has no ARN") }];
    await events.send(new PutTargetsCommand({ Rule: "changes", EventBusName: BUS, Targets }));

    user = await new ServiceUser(postgres(), "catalog_service").create();
    for (const [name, login] of [
      ["owner", { username: postgres().owner.user, password: postgres().owner.password }],
      ["service", { username: user.name, password: user.password }],
    ] as const) {
      await secrets.send(new CreateSecretCommand({ Name: name, SecretString: JSON.stringify(login) }));
    }
    [port = 0, operatorPort = 0] = await freePorts(2);
    environment = {
      ...process.env,
      ...emulator().environment,
      POWERTOOLS_SERVICE_NAME: "catalog",
      POWERTOOLS_METRICS_NAMESPACE: "shop",
      CACHE_URL: redis().url,
      DATABASE_HOST: postgres().host,
      DATABASE_READER_HOST: postgres().host,
      DATABASE_PORT: String(postgres().port),
      DATABASE_NAME: postgres().database,
      DATABASE_CA_FILE: postgres().caFile,
      DATABASE_SECRET_ARN: "service",
      INVALIDATION_QUEUE_URL: queueUrl,
      EVENT_BUS_NAME: BUS,
      HOST: "127.0.0.1",
      PORT: String(port),
      OPERATOR_PORT: String(operatorPort),
      DRAIN_MS: "200",
    };
  });
  after(async () => {
    child?.kill("SIGKILL");
    await folder?.remove();
  });

  const program = (name: string) => [join(folder.path, `${name}.js`)];
  const put = async (version: number) => {
    const condition: Record<string, string> =
      version === 1 ? { "if-none-match": "*" } : { "if-match": `"${version - 1}"` };
    const answer = await fetch(`http://127.0.0.1:${operatorPort}/products/chair`, {
      method: "PUT",
      headers: { "content-type": "application/json", ...condition },
      body: JSON.stringify({ name: "A chair", priceCents: 100 * version, currency: "EUR" }),
    });
    return answer.status;
  };
  const get = async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/products/chair`);
    const body: unknown = await answer.json();
    return { status: answer.status, cache: answer.headers.get("x-cache"), version: Object(body).version };
  };
  const depth = async () => {
    const AttributeNames = ["ApproximateNumberOfMessages" as const, "ApproximateNumberOfMessagesNotVisible" as const];
    const { Attributes = {} } = await sqs.send(new GetQueueAttributesCommand({ QueueUrl: queueUrl, AttributeNames }));
    return [Attributes.ApproximateNumberOfMessages, Attributes.ApproximateNumberOfMessagesNotVisible].map(Number);
  };

  it("refuses to start before the schema is there, and says what to do", async () => {
    const early = promisify(execFile)(process.execPath, program("main"), { env: environment });
    await assert.rejects(early, (error) => {
      assert.equal(Object(error).code, 1);
      assert.match(
        Object(error).stdout + Object(error).stderr,
        /is of version 0 and has to be of 2: run the migrate command/,
      );
      return true;
    });
  });

  it("starts once the migrate command has run", async () => {
    const run = () =>
      promisify(execFile)(process.execPath, program("migrate"), {
        env: { ...environment, DATABASE_SECRET_ARN: "owner", DATABASE_GRANT_TO: user.name },
      });
    assert.match((await run()).stdout, /"applied":\[1,2\]/);
    assert.match((await run()).stdout, /"applied":\[\]/);
    child = spawn(process.execPath, program("main"), { env: environment, stdio: ["ignore", "ignore", "inherit"] });
    const health = () => fetch(`http://127.0.0.1:${port}/health`).catch(() => undefined);
    await until("the container is healthy", async () => (await health())?.status === 200);
  });

  it("gives out products from the cache until their change arrives by the bus", async () => {
    assert.equal(await put(1), 201);
    assert.deepEqual(await get(), { status: 200, cache: "miss", version: 1 });
    assert.equal(await put(1), 412);
    assert.equal(await put(2), 200);
    await until("the new version is given out", async () => (await get()).version === 2);
    await until("nothing is left to be announced", async () => {
      return (await postgres().sql("select 1 from product_changes")).length === 0;
    });
  });

  it("takes no writes where everybody reaches it", async () => {
    const answer = await fetch(`http://127.0.0.1:${port}/products/chair`, { method: "PUT", body: "{}" });
    assert.deepEqual([answer.status, answer.headers.get("allow")], [405, "GET, HEAD"]);
  });

  it("keeps a change in the queue while the cache hangs, and applies it afterwards", async () => {
    await get();
    redis().process.signal("SIGSTOP");
    assert.equal(await put(3), 200);
    assert.deepEqual(await get(), { status: 200, cache: "bypass", version: 3 });
    await until("the container has tried", async () => (await depth())[1] === 1, { everyMs: 5 });
    redis().process.signal("SIGCONT");
    await until("the new version comes from the cache", async () => {
      const { cache, version } = await get();
      return cache === "hit" && version === 3;
    });
    await until("the queue is empty", async () => (await depth()).every((count) => count === 0));
  });

  it("serves from the cache while the database is away, and writes again once it is back with another password", async () => {
    await until("it is cached", async () => (await get()).cache === "hit");
    await user.rotate();
    await postgres().process.stop("SIGQUIT");
    assert.deepEqual(await get(), { status: 200, cache: "hit", version: 3 });
    await postgres().process.start();
    const SecretString = JSON.stringify({ username: user.name, password: user.password });
    await secrets.send(new PutSecretValueCommand({ SecretId: "service", SecretString }));
    assert.equal(await put(4), 200);
    await until("the new version is given out", async () => (await get()).version === 4);
  });

  it("answers what is under way and what still comes while it stops, announces it, and ends with 0", async () => {
    const exited = once(child, "exit");
    child.kill("SIGTERM");
    await until("it is unhealthy", async () => (await fetch(`http://127.0.0.1:${port}/health`)).status === 503, {
      everyMs: 5,
    });
    assert.equal((await get()).status, 200);
    assert.equal(await put(5), 200);
    const [code] = await exited;
    assert.equal(code, 0);
    assert.deepEqual(await postgres().sql("select 1 from product_changes"), []);
  });
});
