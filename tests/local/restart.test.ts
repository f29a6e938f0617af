import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DynamoDBClient, ScanCommand } from "@aws-sdk/client-dynamodb";
import { DeleteQueueCommand, SQSClient } from "@aws-sdk/client-sqs";
import { EmulatorError } from "../../local/emulator";
import { isAlive, isHealthy, Session } from "../../local/session";
import { PIPELINE, resourceOf } from "./stack";

describe("a stack that is started again", function () {
  this.timeout(120_000);
  const folder = mkdtempSync(join(tmpdir(), "local-restart-"));
  const sessions: Session[] = [];

  const open = async (more: { fresh?: boolean } = {}): Promise<Session> => {
    const options = { directory: PIPELINE, stack: "test", stateFolder: folder, ...more };
    const session = await Session.open(options, (message) => assert.fail(message));
    sessions.push(session);
    return session;
  };
  const post = (session: Session, id: string) =>
    fetch(`${resourceOf(session, "aws:apigateway/stage:Stage", "notes-stage").outputs.invokeUrl}/notes`, {
      method: "POST",
      body: JSON.stringify({ id, text: id, cents: 1 }),
    });
  const notes = async (session: Session): Promise<(string | undefined)[]> => {
    const TableName = resourceOf(session, "aws:dynamodb/table:Table", "journal").id;
    const { Items = [] } = await session.provider.client(DynamoDBClient).send(new ScanCommand({ TableName }));
    return Items.map(({ aggregateId }) => aggregateId?.S).sort();
  };

  before(async function () {
    try {
      await (await open()).deploy();
    } catch (error) {
      if (!(error instanceof EmulatorError) || process.env.CI) throw error;
      console.log(`      skipped: ${error.message}`);
      this.skip();
    }
  });
  afterEach(async () => {
    for (const session of sessions.splice(0)) await session.close();
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is gone with its emulator when it is closed", async () => {
    const session = await open();
    const { endpoint, pid } = session.state.emulator;
    assert.ok(await isHealthy(endpoint));
    await session.close();
    assert.ok(!isAlive(pid), "the emulator's process is still there");
    assert.ok(!(await isHealthy(endpoint)));
  });

  it("has what it had, with what was in it, and works", async () => {
    const first = await open();
    await first.deploy();
    assert.equal((await post(first, "kept")).status, 201);
    await first.close();
    const second = await open();
    const total = Object.keys(second.state.resources).length;
    const { counts } = await second.deploy();
    assert.equal(counts.unchanged, total, JSON.stringify(counts));
    assert.deepEqual(await notes(second), ["kept"]);
    assert.equal((await post(second, "new")).status, 201);
    assert.deepEqual(await notes(second), ["kept", "new"]);
  });

  it("makes again what the emulator has lost", async () => {
    const first = await open();
    await first.deploy();
    const { id } = resourceOf(first, "aws:sqs/queue:Queue", "dead");
    await first.provider.client(SQSClient).send(new DeleteQueueCommand({ QueueUrl: id }));
    await first.close();
    const second = await open();
    const { counts } = await second.deploy();
    assert.ok(counts.created >= 1, JSON.stringify(counts));
    assert.notEqual(resourceOf(second, "aws:sqs/queue:Queue", "dead").id, id);
  });

  it("begins anew where that is asked for", async () => {
    const session = await open({ fresh: true });
    const { counts } = await session.deploy();
    assert.equal(counts.created, Object.keys(session.state.resources).length);
    assert.deepEqual(await notes(session), []);
  });
});
