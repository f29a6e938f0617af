import { strict as assert } from "node:assert";
import { Processor } from "../../../services/compliance-remediator/processor";
import { SqsQueue } from "../../../services/compliance-remediator/queue";
import { record } from "../../../services/compliance-remediator/recording";
import { portsOf } from "../../../services/compliance-remediator/wiring";
import type { Worker } from "../../../services/compliance-remediator/worker";
import { ApiGatewayStub, stubErrors } from "../../support/api-gateway-stub";
import { useEmulator } from "../../support/emulator";
import {
  brokenApi,
  configEvent,
  dyingPorts,
  finding,
  throttling,
  until,
  wrongs,
} from "../../unit/services/compliance-remediator/memory";
import { counts, drain, evidence, makeWorld, send, settled, type World, workerOf } from "./world";

const AT = "2026-01-01T10:00:00.000Z";
const ids = (count: number) => Array.from({ length: count }, (_, n) => `a${n}`);
const empty = { ready: 0, inHand: 0 };

describe("the remediator on SQS, SNS, S3 and DynamoDB of the emulator, API Gateway being a stub", function () {
  this.timeout(60_000);
  const emulator = useEmulator();
  const stub = new ApiGatewayStub();
  let endpoint = "";
  before(async () => {
    endpoint = await stub.start();
  });
  after(() => stub.stop());
  beforeEach(() => {
    stub.apis.clear();
    stub.domains.clear();
    stub.calls.length = 0;
    stub.fault = () => undefined;
  });

  async function run(world: World, worker: Worker, done: () => boolean | Promise<boolean>): Promise<void> {
    const running = worker.run();
    try {
      await until(done, JSON.stringify({ ...worker.status, queue: await counts(world, world.queueUrl) }), 45_000);
    } finally {
      await worker.stop();
      await running;
    }
  }
  const states = () => [...stub.apis.keys()].flatMap((id) => wrongs(stub, id).map((wrong) => `${id}: ${wrong}`));

  it("goes the whole way: event of AWS Config, evidence, notice, queue, restored API, record, notice, empty queue", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint);
    brokenApi(stub, "a0");
    await record(configEvent("a0", AT), portsOf(world.clients, world.names));
    const worker = workerOf(world);
    await run(world, worker, () => worker.status.deleted === 1);
    assert.deepEqual(states(), []);
    const { id } = finding("a0", AT);
    assert.deepEqual((await evidence(world)).sort(), [
      `findings/123456789012/eu-central-1/a0/2026-01-01/${id}.json`,
      `remediations/123456789012/eu-central-1/a0/${id}/remediated.json`,
    ]);
    const kinds = (await drain(world, world.peopleUrl)).map((body) => JSON.parse(body)).map(({ kind }) => kind);
    assert.deepEqual(kinds, ["finding", "outcome"]);
    assert.deepEqual(await counts(world, world.queueUrl), empty);
    assert.deepEqual(await settled(world), new Map([[id, "remediated"]]));
  });

  it("every message twice: each API changed once, 80 messages deleted, none left", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint);
    for (const id of ids(40)) brokenApi(stub, id);
    const findings = ids(40).map((id) => finding(id, AT));
    await send(world, [...findings, ...findings]);
    const worker = workerOf(world);
    await run(world, worker, () => worker.status.deleted === 80);
    assert.deepEqual(worker.status.byOutcome, { remediated: 40, duplicate: 40 });
    assert.deepEqual(states(), []);
    assert.equal(stub.calls.filter((call) => call.startsWith("POST")).length, 40);
    assert.equal((await drain(world, world.peopleUrl)).length, 40);
    assert.deepEqual(await counts(world, world.queueUrl), empty);
    assert.deepEqual(await counts(world, world.deadLetterUrl), empty);
  });

  it("out of order: the newer finding of each API first, the older ones are stale or find nothing wrong", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint);
    for (const id of ids(15)) brokenApi(stub, id);
    const newer = ids(15).map((id) => finding(id, "2026-01-02T10:00:00.000Z"));
    const older = ids(15).map((id) => finding(id, AT));
    await send(world, newer);
    const first = workerOf(world);
    await run(world, first, () => first.status.deleted === 15);
    const calls = stub.calls.length;
    await send(world, older);
    const second = workerOf(world);
    await run(world, second, () => second.status.deleted === 15);
    assert.deepEqual(second.status.byOutcome, { stale: 15 });
    assert.equal(stub.calls.length, calls);
    assert.deepEqual(states(), []);
    assert.equal((await settled(world)).size, 30);
  });

  it("30 % of API Gateway's calls throttled: 60 APIs restored, 60 messages deleted, none in the dead-letter queue", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint, { maxReceiveCount: 5 });
    for (const id of ids(60)) brokenApi(stub, id);
    stub.fault = throttling(0.3);
    await send(
      world,
      ids(60).map((id) => finding(id, AT)),
    );
    const worker = workerOf(world, { settings: { delaySeconds: { throttled: 1 } } });
    await run(world, worker, () => worker.status.deleted === 60);
    assert.equal(worker.status.byOutcome.remediated, 60);
    assert.deepEqual(states(), []);
    assert.deepEqual(await counts(world, world.queueUrl), empty);
    assert.deepEqual(await counts(world, world.deadLetterUrl), empty);
  });

  it("killed right after each of its effects: the next worker finishes, one record, one message deleted", async () => {
    const deaths: string[] = [];
    for (let at = 1; ; at++) {
      stub.domains.clear();
      stub.apis.clear();
      brokenApi(stub, "a0");
      const world = await makeWorld(emulator().endpoint, endpoint, { maxReceiveCount: 5 });
      await send(world, [finding("a0", AT)]);
      const dying = dyingPorts(portsOf(world.clients, world.names), at, "after");
      // The dead neither delete nor hand back: SQS shows the message again by itself.
      const queue = new SqsQueue(world.sqs, world.queueUrl, { waitSeconds: 1, visibilitySeconds: 1 });
      const delivery = (await queue.receive(1))[0];
      assert.ok(delivery);
      const first = await new Processor(dying.ports).process(delivery);
      if (dying.effects.length < at) break;
      assert.equal(first.message, "keep");
      deaths.push(dying.effects.at(-1) ?? "");
      const worker = workerOf(world);
      await run(world, worker, () => worker.status.deleted === 1);
      assert.deepEqual(states(), [], `killed at ${dying.effects.join()}`);
      assert.deepEqual([...(await settled(world)).values()], ["remediated"]);
      assert.equal((await evidence(world)).length, 1);
      assert.deepEqual(await counts(world, world.queueUrl), empty);
    }
    assert.deepEqual(deaths, ["plan", "apply", "apply", "apply", "apply", "apply", "evidence", "notice", "settle"]);
  });

  it("killed between record and deletion: the message comes again, is a duplicate and is deleted", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint);
    brokenApi(stub, "a0");
    await send(world, [finding("a0", AT)]);
    const queue = new SqsQueue(world.sqs, world.queueUrl, { waitSeconds: 1, visibilitySeconds: 1 });
    const delivery = (await queue.receive(1))[0];
    assert.ok(delivery);
    await new Processor(portsOf(world.clients, world.names)).process(delivery);
    const worker = workerOf(world);
    await run(world, worker, () => worker.status.deleted === 1);
    assert.deepEqual(worker.status.byOutcome, { duplicate: 1 });
  });

  it("access denied for 3 of 12 APIs: those 3 messages reach the dead-letter queue, people are told once of each", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint, { maxReceiveCount: 3 });
    for (const id of ids(12)) brokenApi(stub, id);
    stub.fault = ({ method, path }) =>
      method === "PATCH" && /^\/restapis\/a[012]$/.test(path) ? stubErrors.denied(method, path) : undefined;
    await send(
      world,
      ids(12).map((id) => finding(id, AT)),
    );
    const worker = workerOf(world, { settings: { delaySeconds: { "access-denied": 1 } } });
    await run(world, worker, async () => (await counts(world, world.deadLetterUrl)).ready === 3);
    assert.deepEqual(worker.status.byOutcome, { remediated: 9, "access-denied": 9 });
    assert.deepEqual(await counts(world, world.queueUrl), empty);
    const dead = (await drain(world, world.deadLetterUrl)).map((body) => JSON.parse(body).finding.resourceId);
    assert.deepEqual(dead.sort(), ["a0", "a1", "a2"]);
    const told = (await drain(world, world.peopleUrl)).map((body) => JSON.parse(body));
    assert.deepEqual(
      told
        .filter(({ outcome }) => outcome === "access-denied")
        .map(({ resource }) => resource)
        .sort(),
      ["a0", "a1", "a2"],
    );
    assert.deepEqual(new Set(states().map((line) => line.slice(0, 3))), new Set(["a0:", "a1:", "a2:"]));
    // Access given and the messages moved back: nothing was lost.
    stub.fault = () => undefined;
    await send(
      world,
      ["a0", "a1", "a2"].map((id) => finding(id, AT)),
    );
    const later = workerOf(world);
    await run(world, later, () => later.status.deleted === 3);
    assert.deepEqual(later.status.byOutcome, { remediated: 3 });
    assert.deepEqual(states(), []);
  });

  it("5 poison messages among 20: those reach the dead-letter queue as they came, with evidence, the others are done", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint, { maxReceiveCount: 3 });
    for (const id of ids(15)) brokenApi(stub, id);
    const poison = ["{", "null", "[1]", '{"kind":"finding"}', "plain text"];
    const sound = ids(15).map((id) => finding(id, AT));
    await send(world, [...poison.slice(0, 3), ...sound, ...poison.slice(3)]);
    const worker = workerOf(world);
    await run(
      world,
      worker,
      async () => worker.status.deleted === 15 && (await counts(world, world.deadLetterUrl)).ready === 5,
    );
    assert.deepEqual(worker.status.byOutcome, { remediated: 15, poison: 15 });
    assert.deepEqual((await drain(world, world.deadLetterUrl)).sort(), poison.sort());
    assert.equal((await evidence(world)).filter((key) => key.startsWith("messages/")).length, 5);
    assert.deepEqual(await counts(world, world.queueUrl), empty);
    assert.deepEqual(states(), []);
  });

  it("4 of 12 APIs deleted meanwhile: recorded as gone, all 12 messages deleted", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint);
    for (const id of ids(12).slice(4)) brokenApi(stub, id);
    await send(
      world,
      ids(12).map((id) => finding(id, AT)),
    );
    const worker = workerOf(world);
    await run(world, worker, () => worker.status.deleted === 12);
    assert.deepEqual(worker.status.byOutcome, { gone: 4, remediated: 8 });
    const outcomes = await settled(world);
    assert.deepEqual(
      ids(4).map((id) => outcomes.get(finding(id, AT).id)),
      ["gone", "gone", "gone", "gone"],
    );
    assert.deepEqual(states(), []);
  });

  it("stopped in the middle of 30 messages: each is deleted with its record or ready at once, the next worker does the rest", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint);
    for (const id of ids(30)) brokenApi(stub, id);
    stub.latencyMs = 20;
    try {
      await send(
        world,
        ids(30).map((id) => finding(id, AT)),
      );
      const first = workerOf(world, { worker: { maxInFlight: 20 } });
      await run(world, first, () => first.status.deleted > 0);
      const { deleted } = first.status;
      assert.ok(deleted < 30, `${deleted} deleted`);
      assert.deepEqual(await counts(world, world.queueUrl), { ready: 30 - deleted, inHand: 0 });
      assert.equal((await settled(world)).size, deleted);
      const second = workerOf(world);
      await run(world, second, () => second.status.deleted === 30 - deleted);
      assert.deepEqual(states(), []);
      assert.deepEqual(await counts(world, world.queueUrl), empty);
      assert.equal((await settled(world)).size, 30);
    } finally {
      stub.latencyMs = 0;
    }
  });

  it("works longer on a message than it is hidden: nobody else receives it meanwhile", async () => {
    const world = await makeWorld(emulator().endpoint, endpoint);
    brokenApi(stub, "a0");
    stub.latencyMs = 450;
    try {
      await send(world, [finding("a0", AT)]);
      const short = { queue: { visibilitySeconds: 1 }, worker: { visibilitySeconds: 1 } };
      const [one, other] = [workerOf(world, short), workerOf(world, short)];
      const running = other.run();
      await run(world, one, () => one.status.deleted + other.status.deleted === 1);
      await other.stop();
      await running;
      assert.equal(stub.calls.filter((call) => call.startsWith("POST")).length, 1);
      assert.deepEqual([one.status.kept, other.status.kept], [0, 0]);
      assert.deepEqual(states(), []);
    } finally {
      stub.latencyMs = 0;
    }
  });
});
