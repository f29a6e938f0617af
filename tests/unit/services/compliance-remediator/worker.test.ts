import { strict as assert } from "node:assert";
import type { SQSEvent } from "aws-lambda";
import { handleBatch } from "../../../../services/compliance-remediator/batch";
import { findingMessage } from "../../../../services/compliance-remediator/finding";
import { healthOf, serveHealth } from "../../../../services/compliance-remediator/health";
import { Processor } from "../../../../services/compliance-remediator/processor";
import { flagFrom, numberFrom } from "../../../../services/compliance-remediator/settings";
import { type MessageProcessor, Worker, type WorkerOptions } from "../../../../services/compliance-remediator/worker";
import { ApiGatewayStub } from "../../../support/api-gateway-stub";
import { brokenApi, finding, gatewayOf, MemoryQueue, memoryPorts, until, wrongs } from "./memory";

const fast: WorkerOptions = { pollGraceMs: 50, workGraceMs: 50, pollers: 2 };
const deletes: MessageProcessor = { process: async () => ({ outcome: "remediated", message: "delete" }) };

/** A processor whose work ends when the test says so, or when it is cut off. */
function gated() {
  const started: string[] = [];
  let open: () => void = () => undefined;
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  const processor: MessageProcessor = {
    async process({ messageId }, signal) {
      started.push(messageId);
      const cut = new Promise<"cut">((resolve) => signal?.addEventListener("abort", () => resolve("cut")));
      return (await Promise.race([gate, cut])) === "cut"
        ? { outcome: "interrupted", message: "keep", delaySeconds: 0 }
        : { outcome: "remediated", message: "delete" };
    },
  };
  return { started, processor, open: () => open() };
}

describe("the worker", () => {
  it("deletes every message exactly once when all goes well", async () => {
    const queue = new MemoryQueue();
    const ids = Array.from({ length: 57 }, (_, n) => queue.send(String(n)));
    const worker = new Worker(queue, deletes, fast);
    const running = worker.run();
    await until(() => worker.status.deleted === 57, "57 deleted");
    await worker.stop();
    await running;
    assert.deepEqual(queue.deleted.sort(), ids.sort());
    assert.deepEqual(worker.status.byOutcome, { remediated: 57 });
  });

  it("never has more in hand than it may, and takes more as soon as there is room", async () => {
    const queue = new MemoryQueue();
    for (let n = 0; n < 60; n++) queue.send(String(n));
    let now = 0;
    let most = 0;
    const processor: MessageProcessor = {
      async process() {
        most = Math.max(most, ++now);
        await new Promise((resume) => setTimeout(resume, 2));
        now--;
        return { outcome: "remediated", message: "delete" };
      },
    };
    const worker = new Worker(queue, processor, { ...fast, pollers: 4, maxInFlight: 20 });
    const running = worker.run();
    await until(() => worker.status.deleted === 60, "60 deleted");
    await worker.stop();
    await running;
    assert.ok(most > 10 && most <= 20, `${most} at once`);
  });

  it("renews the visibility of what it works on, and of nothing that is done", async () => {
    const queue = new MemoryQueue(300);
    const id = queue.send("slow");
    const { processor, started, open } = gated();
    const worker = new Worker(queue, processor, { ...fast, visibilitySeconds: 0.3 });
    const running = worker.run();
    await until(() => queue.hidden.length >= 5, "five beats");
    assert.deepEqual(started, [id], "received again although it was being worked on");
    open();
    await until(() => queue.deleted.length === 1, "deleted");
    await worker.stop();
    await running;
    assert.deepEqual(new Set(queue.hidden.map((one) => one.id)), new Set([id]));
  });

  it("told to stop, finishes what it has in hand and takes nothing more", async () => {
    const queue = new MemoryQueue();
    queue.send("a");
    const { processor, started, open } = gated();
    const worker = new Worker(queue, processor, { ...fast, workGraceMs: 10_000 });
    const running = worker.run();
    await until(() => started.length === 1, "started");
    const stopped = worker.stop();
    queue.send("b");
    open();
    await stopped;
    await running;
    assert.deepEqual(queue.deleted, ["m1"]);
    assert.deepEqual(
      queue.messages.map(({ body, visibleAt }) => [body, visibleAt <= Date.now()]),
      [["b", true]],
    );
  });

  it("told to stop, hands back at once what it can't finish in time", async () => {
    const queue = new MemoryQueue();
    const ids = Array.from({ length: 15 }, (_, n) => queue.send(String(n)));
    const { processor, started } = gated();
    const worker = new Worker(queue, processor, fast);
    const running = worker.run();
    await until(() => started.length === 15, "all started");
    await worker.stop();
    await running;
    assert.deepEqual(queue.deleted, []);
    assert.deepEqual(queue.hidden.map(({ id }) => id).sort(), ids.sort());
    assert.ok(queue.messages.every(({ visibleAt }) => visibleAt <= Date.now()));
  });

  it("hands back what a poll brings while it stops, without working on it", async () => {
    const queue = new MemoryQueue();
    const { processor, started } = gated();
    let answer: () => void = () => undefined;
    const receive = queue.receive.bind(queue);
    queue.receive = async (max) => {
      await new Promise<void>((resolve) => {
        answer = resolve;
      });
      return receive(max);
    };
    const worker = new Worker(queue, processor, { ...fast, pollers: 1, pollGraceMs: 10_000 });
    const running = worker.run();
    const stopped = worker.stop();
    queue.send("late");
    answer();
    await stopped;
    await running;
    assert.deepEqual(started, []);
    assert.deepEqual(queue.hidden, [{ id: "m1", seconds: 0 }]);
  });

  it("stops within its grace although a poll never answers", async () => {
    const queue = new MemoryQueue();
    queue.receive = (_max, signal) =>
      new Promise((_, reject) => signal?.addEventListener("abort", () => reject(new Error("aborted"))));
    const worker = new Worker(queue, deletes, fast);
    const running = worker.run();
    await worker.stop();
    await running;
    assert.equal(worker.status.running, false);
  });

  it("goes on after polls that fail", async () => {
    const queue = new MemoryQueue();
    queue.send("a");
    const receive = queue.receive.bind(queue);
    let failures = 2;
    queue.receive = async (...args) => {
      if (failures-- > 0) throw new Error("SQS throttles");
      return receive(...args);
    };
    const worker = new Worker(queue, deletes, { ...fast, pollers: 1 });
    const running = worker.run();
    await until(() => worker.status.deleted === 1, "deleted");
    await worker.stop();
    await running;
  });

  it("counts a message that SQS refused to delete as kept, not as deleted, and deletes the others of its batch", async () => {
    const queue = new MemoryQueue();
    for (let n = 0; n < 10; n++) queue.send(String(n));
    queue.deleteFails = (id) => id === "m4";
    const worker = new Worker(queue, deletes, fast);
    const running = worker.run();
    await until(() => worker.status.deleted + worker.status.kept === 10, "ten done");
    await worker.stop();
    await running;
    assert.equal(worker.status.deleted, 9);
    assert.deepEqual(
      queue.messages.map(({ id }) => id),
      ["m4"],
    );
  });
});

describe("messages through worker and remediation, API Gateway being a stub", () => {
  const stub = new ApiGatewayStub();
  let endpoint = "";
  before(async () => {
    endpoint = await stub.start();
  });
  after(() => stub.stop());

  it("works once on an API although every message comes twice at the same time", async () => {
    const queue = new MemoryQueue();
    for (let n = 0; n < 10; n++) {
      brokenApi(stub, `t${n}`);
      queue.sendFinding(finding(`t${n}`));
      queue.sendFinding(finding(`t${n}`));
    }
    const { ports, memory } = memoryPorts(gatewayOf(endpoint));
    const worker = new Worker(queue, new Processor(ports), fast);
    const running = worker.run();
    await until(() => worker.status.deleted === 20, "20 deleted");
    await worker.stop();
    await running;
    assert.deepEqual(worker.status.byOutcome, { remediated: 10, duplicate: 10 });
    assert.equal(stub.calls.filter((call) => call.startsWith("POST")).length, 10);
    assert.equal(memory.notices.length, 10);
    for (let n = 0; n < 10; n++) assert.deepEqual(wrongs(stub, `t${n}`), []);
  });

  it("keeps a message whose record can't be written, however well the rest went", async () => {
    brokenApi(stub, "k1");
    const { ports } = memoryPorts(gatewayOf(endpoint));
    const ledger = { ...ports.ledger, settle: () => Promise.reject(new Error("DynamoDB is down")) };
    const processor = new Processor({ ...ports, ledger }, { random: () => 1 });
    const delivery = { messageId: "m", receiptHandle: "h", body: findingMessage(finding("k1")), receiveCount: 1 };
    assert.deepEqual(await processor.process(delivery), { outcome: "failed", message: "keep", delaySeconds: 30 });
    assert.deepEqual(wrongs(stub, "k1"), []);
  });

  it("sends poison to the dead-letter queue by its receives at once, and slows down where there is no such queue", async () => {
    const { ports, memory } = memoryPorts(gatewayOf(endpoint));
    const processor = new Processor(ports, { random: () => 1 });
    const delivery = { messageId: "p1", receiptHandle: "h", body: "{", receiveCount: 1 };
    assert.deepEqual(await processor.process(delivery), { outcome: "poison", message: "keep", delaySeconds: 0 });
    const late = { ...delivery, receiveCount: 11 };
    assert.deepEqual(await processor.process(late), { outcome: "poison", message: "keep", delaySeconds: 900 });
    assert.deepEqual([...memory.evidence.keys()], ["messages/p1.json"]);
    assert.deepEqual([...memory.messages], [["p1", "poison"]]);
  });

  it("as a Lambda names the messages to keep, and sets when they come again", async () => {
    brokenApi(stub, "l1");
    const { ports } = memoryPorts(gatewayOf(endpoint));
    const queue = new MemoryQueue();
    const answer = await handleBatch(
      sqsEvent([findingMessage(finding("l1")), "{"]),
      new Processor(ports),
      queue,
      30_000,
    );
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: "1" }] });
    assert.deepEqual(queue.hidden, [{ id: "1", seconds: 0 }]);
  });

  it("as a Lambda keeps what it has no time left for", async () => {
    brokenApi(stub, "l2");
    const { ports } = memoryPorts(gatewayOf(endpoint));
    const event = sqsEvent([findingMessage(finding("l2"))]);
    const aborted: MessageProcessor = {
      async process(delivery, signal) {
        await until(() => signal?.aborted ?? false, "aborted");
        return new Processor(ports).process(delivery, signal);
      },
    };
    const answer = await handleBatch(event, aborted, new MemoryQueue(), 3001);
    assert.deepEqual(answer, { batchItemFailures: [{ itemIdentifier: "0" }] });
    assert.equal(wrongs(stub, "l2").length, 4);
  });
});

describe("the worker's health", () => {
  const status = { running: true, inFlight: 0, deleted: 0, kept: 0, byOutcome: {}, lastPollAt: undefined };
  it("is ill without a good poll for too long, and while stopping", () => {
    assert.equal(healthOf(status, 0, 1000).code, 200);
    assert.equal(healthOf(status, 0, 100_000).code, 503);
    assert.equal(healthOf({ ...status, lastPollAt: 99_000 }, 0, 100_000).code, 200);
    assert.equal(healthOf({ ...status, running: false }, 0, 1000).code, 503);
  });
  it("is served on loopback unless told otherwise", async () => {
    const server = await serveHealth(() => status, { port: 0 });
    try {
      const address = server.address();
      assert.ok(address !== null && typeof address === "object");
      assert.equal(address.address, "127.0.0.1");
      const answer = await fetch(`http://127.0.0.1:${address.port}/health`);
      assert.equal(answer.status, 200);
      assert.equal((await fetch(`http://127.0.0.1:${address.port}/other`)).status, 404);
    } finally {
      server.closeAllConnections();
      server.close();
    }
  });
});

describe("settings from the environment", () => {
  it("are refused by name where they make no sense, instead of becoming 0 or true", () => {
    assert.throws(() => numberFrom({ LOOP_LIMIT: "many" }, "LOOP_LIMIT", 3, 1), /LOOP_LIMIT is "many"/);
    assert.throws(() => numberFrom({ LOOP_LIMIT: "0" }, "LOOP_LIMIT", 3, 1), /at least 1/);
    assert.throws(() => flagFrom({ DRY_RUN: "yes" }, "DRY_RUN"), /DRY_RUN is "yes": set true or false/);
    assert.equal(numberFrom({}, "LOOP_LIMIT", 3), 3);
    assert.equal(flagFrom({ DRY_RUN: "true" }, "DRY_RUN"), true);
  });
});

function sqsEvent(bodies: string[]): SQSEvent {
  return {
    Records: bodies.map((body, index) => ({
      messageId: String(index),
      receiptHandle: `h${index}`,
      body,
      attributes: {
        ApproximateReceiveCount: "1",
        SentTimestamp: "0",
        SenderId: "s",
        ApproximateFirstReceiveTimestamp: "0",
      },
      messageAttributes: {},
      md5OfBody: "",
      eventSource: "aws:sqs",
      eventSourceARN: "arn:aws:sqs:eu-central-1:123456789012:q",
      awsRegion: "eu-central-1",
    })),
  };
}
