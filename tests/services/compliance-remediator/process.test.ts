import { strict as assert } from "node:assert";
import { type ChildProcess, spawn } from "node:child_process";
import { resolve } from "node:path";
import { ApiGatewayStub } from "../../support/api-gateway-stub";
import { useEmulator } from "../../support/emulator";
import { brokenApi, configEvent, finding, until, wrongs } from "../../unit/services/compliance-remediator/memory";
import { counts, drain, evidence, makeWorld, send, settled, type World } from "./world";

const ROOT = resolve(__dirname, "../../..");
const AT = "2026-01-01T10:00:00.000Z";
const ids = (count: number) => Array.from({ length: count }, (_, n) => `a${n}`);

interface Running {
  child: ChildProcess;
  /** Lines of its log. */
  lines: Record<string, unknown>[];
  exit: Promise<number | null>;
}

describe("the remediator's processes on the emulator, API Gateway being a stub", function () {
  this.timeout(90_000);
  const emulator = useEmulator();
  const stub = new ApiGatewayStub();
  let endpoint = "";
  const started: Running[] = [];
  before(async () => {
    endpoint = await stub.start();
  });
  after(() => stub.stop());
  beforeEach(() => {
    stub.apis.clear();
    stub.domains.clear();
    stub.latencyMs = 0;
  });
  afterEach(async () => {
    for (const { child, exit } of started.splice(0)) {
      child.kill("SIGKILL");
      await exit;
    }
  });

  function environment(world: World): Record<string, string> {
    return {
      ...emulator().environment,
      AWS_ENDPOINT_URL_API_GATEWAY: endpoint,
      EVIDENCE_BUCKET: world.names.evidenceBucket,
      FINDINGS_TOPIC_ARN: world.names.findingsTopicArn,
      REMEDIATION_TABLE: world.names.remediationTable,
      QUEUE_URL: world.queueUrl,
      S3_FORCE_PATH_STYLE: "true",
      POWERTOOLS_SERVICE_NAME: "compliance-remediator",
      NODE_NO_WARNINGS: "1",
    };
  }
  function start(script: string[], variables: Record<string, string>): Running {
    const child = spawn(process.execPath, ["--require", "tsx/cjs", ...script], {
      cwd: ROOT,
      env: { PATH: process.env.PATH ?? "", ...variables },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const running: Running = {
      child,
      lines: [],
      exit: new Promise((done) => child.once("exit", (code) => done(code))),
    };
    let rest = "";
    const read = (chunk: Buffer) => {
      const parts = `${rest}${chunk}`.split("\n");
      rest = parts.pop() ?? "";
      for (const line of parts) if (line.startsWith("{")) running.lines.push(JSON.parse(line));
    };
    child.stdout?.on("data", read);
    child.stderr?.on("data", read);
    started.push(running);
    return running;
  }
  const worker = (world: World, extra: Record<string, string> = {}) =>
    start(["services/compliance-remediator/main.ts"], {
      ...environment(world),
      HEALTH_PORT: "0",
      WAIT_SECONDS: "1",
      VISIBILITY_SECONDS: "5",
      ...extra,
    });
  const said = ({ lines }: Running, message: string) => lines.filter((line) => line.message === message);
  const left = async (world: World) => {
    const { ready, inHand } = await counts(world, world.queueUrl);
    return ready + inHand;
  };
  const states = () => [...stub.apis.keys()].flatMap((id) => wrongs(stub, id).map((wrong) => `${id}: ${wrong}`));

  it("on SIGTERM in the middle of 30 messages the container ends with 0 and leaves each deleted or ready", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint, { maxReceiveCount: 5 });
    for (const id of ids(30)) brokenApi(stub, id);
    stub.latencyMs = 60;
    await send(
      world,
      ids(30).map((id) => finding(id, AT)),
    );
    const first = worker(world, { MAX_IN_FLIGHT: "20", STOP_GRACE_MS: "0" });
    await until(() => said(first, "message settled").length >= 1, "first message settled", 30_000);
    first.child.kill("SIGTERM");
    assert.equal(await first.exit, 0);
    const [end] = said(first, "stopped");
    const deleted = Number(end?.deleted);
    assert.ok(deleted >= 1 && deleted < 30, `${deleted} deleted`);
    assert.deepEqual(await counts(world, world.queueUrl), { ready: 30 - deleted, inHand: 0 });
    assert.equal((await settled(world)).size, deleted);
    stub.latencyMs = 0;
    const second = worker(world);
    await until(async () => (await left(world)) === 0, "queue empty", 30_000);
    second.child.kill("SIGTERM");
    assert.equal(await second.exit, 0);
    assert.deepEqual(states(), []);
    assert.equal((await settled(world)).size, 30);
    assert.deepEqual(await counts(world, world.deadLetterUrl), { ready: 0, inHand: 0 });
  });

  it("killed with SIGKILL in the middle of 30 messages, the next container finishes them all", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint, { maxReceiveCount: 5 });
    for (const id of ids(30)) brokenApi(stub, id);
    stub.latencyMs = 60;
    await send(
      world,
      ids(30).map((id) => finding(id, AT)),
    );
    const first = worker(world, { MAX_IN_FLIGHT: "20" });
    await until(() => said(first, "message settled").length >= 1, "first message settled", 30_000);
    first.child.kill("SIGKILL");
    await first.exit;
    assert.ok((await left(world)) > 0);
    stub.latencyMs = 0;
    const second = worker(world);
    await until(async () => (await left(world)) === 0, "queue empty", 40_000);
    second.child.kill("SIGTERM");
    assert.equal(await second.exit, 0);
    assert.deepEqual(states(), []);
    const outcomes = [...(await settled(world)).values()];
    assert.equal(outcomes.length, 30);
    assert.deepEqual(new Set(outcomes), new Set(["remediated"]));
    assert.equal((await evidence(world)).length, 30);
    assert.deepEqual(await counts(world, world.deadLetterUrl), { ready: 0, inHand: 0 });
  });

  it("the container says that it is well on loopback, and its lines have the finding's correlation id", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint);
    brokenApi(stub, "a0");
    const running = worker(world);
    await until(() => said(running, "started").length === 1, "started", 30_000);
    const health = said(running, "started")[0]?.health;
    assert.ok(typeof health === "object" && health !== null && "port" in health && "address" in health);
    assert.equal(health.address, "127.0.0.1");
    await until(
      async () => (await fetch(`http://127.0.0.1:${health.port}/health`)).status === 200,
      "health answers 200",
      10_000,
    );
    await send(world, [finding("a0", AT)]);
    await until(() => said(running, "message settled").length === 1, "settled", 20_000);
    const { correlationId, outcome, level, service } = said(running, "message settled")[0] ?? {};
    assert.deepEqual(
      { correlationId, outcome, level, service },
      {
        correlationId: finding("a0", AT).correlationId,
        outcome: "remediated",
        level: "INFO",
        service: "compliance-remediator",
      },
    );
  });

  it("a container that lacks a variable ends with 1 and names it", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint);
    const { QUEUE_URL: _, ...rest } = environment(world);
    const running = start(["services/compliance-remediator/main.ts"], rest);
    assert.equal(await running.exit, 1);
    assert.match(String(running.lines[0]?.error), /QUEUE_URL is not set/);
  });

  it("the functions do the same: an event of AWS Config twice, then the batch of both messages", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint);
    brokenApi(stub, "a0");
    const event = JSON.stringify(configEvent("a0", AT));
    const recorded = start(
      [
        "-e",
        `const { handler } = require("./services/compliance-remediator/record.ts");
        handler(${event}).then(() => handler(${event}));`,
      ],
      environment(world),
    );
    assert.equal(await recorded.exit, 0);
    const bodies = await drain(world, world.queueUrl);
    assert.equal(bodies.length, 2);
    const batch = JSON.stringify({
      Records: [...bodies, "{"].map((body, index) => ({
        messageId: `m${index}`,
        receiptHandle: `h${index}`,
        body,
        attributes: { ApproximateReceiveCount: "1" },
        messageAttributes: {},
      })),
    });
    const remediated = start(
      [
        "-e",
        `const { handler } = require("./services/compliance-remediator/lambda.ts");
        handler(${batch}, { getRemainingTimeInMillis: () => 30000 })
          .then((answer) => console.log(JSON.stringify({ message: "answer", answer })));`,
      ],
      environment(world),
    );
    assert.equal(await remediated.exit, 0);
    assert.deepEqual(said(remediated, "answer")[0]?.answer, { batchItemFailures: [{ itemIdentifier: "m2" }] });
    assert.deepEqual(
      said(remediated, "message settled").map(({ outcome }) => outcome),
      ["remediated", "duplicate"],
    );
    assert.deepEqual(states(), []);
  });
});
