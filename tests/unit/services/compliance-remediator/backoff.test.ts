import { strict as assert } from "node:assert";
import { faultOf, withBackoff } from "../../../../services/compliance-remediator/backoff";
import { batcher } from "../../../../services/compliance-remediator/batcher";
import { SerialByKey } from "../../../../services/compliance-remediator/serial";

const named = (name: string, extra: object = {}) => Object.assign(new Error(name), { name, ...extra });

describe("backoff", () => {
  it("doubles the longest wait with each try up to its cap, and draws from all of it", async () => {
    const waits: number[] = [];
    await assert.rejects(
      withBackoff(() => Promise.reject(named("TooManyRequestsException")), {
        attempts: 6,
        baseMs: 100,
        capMs: 800,
        random: () => 0.5,
        sleep: async (ms) => waits.push(ms),
      }),
      { name: "TooManyRequestsException" },
    );
    assert.deepEqual(waits, [50, 100, 200, 400, 400]);
  });

  it("never comes back sooner than API Gateway asks for in Retry-After", async () => {
    const waits: number[] = [];
    const answers = [named("TooManyRequestsException", { retryAfterSeconds: "3" })];
    const value = await withBackoff(
      async () => {
        const error = answers.shift();
        if (error) throw error;
        return "done";
      },
      { random: () => 0, sleep: async (ms) => waits.push(ms) },
    );
    assert.equal(value, "done");
    assert.deepEqual(waits, [3000]);
  });

  for (const name of ["AccessDeniedException", "NotFoundException", "BadRequestException"]) {
    it(`does not repeat a call that ended with ${name}`, async () => {
      let calls = 0;
      await assert.rejects(
        withBackoff(
          async () => {
            calls++;
            throw named(name);
          },
          { sleep: async () => undefined },
        ),
        { name },
      );
      assert.equal(calls, 1);
    });
  }

  it("ends a wait when it is told to stop, with the error of the call", async () => {
    const stop = new AbortController();
    const work = withBackoff(() => Promise.reject(named("TooManyRequestsException")), {
      baseMs: 60_000,
      capMs: 60_000,
      random: () => 1,
      signal: stop.signal,
    });
    setImmediate(() => stop.abort());
    await assert.rejects(work, { name: "TooManyRequestsException" });
  });

  const faults: [Error, string][] = [
    [named("x", { $metadata: { httpStatusCode: 503 } }), "unavailable"],
    [named("x", { $metadata: { httpStatusCode: 429 } }), "throttled"],
    [named("x", { code: "ECONNRESET" }), "unavailable"],
    [named("x", { $metadata: { httpStatusCode: 400 } }), "other"],
  ];
  for (const [error, fault] of faults) {
    it(`takes ${JSON.stringify({ ...error })} for ${fault}`, () => assert.equal(faultOf(error), fault));
  }
});

describe("the batcher", () => {
  it("puts together what is asked for at the same time, in batches of the size at most", async () => {
    const batches: number[][] = [];
    const double = batcher<number, number>({
      size: 3,
      run: async (items) => {
        batches.push(items);
        return items.map((value) => ({ value: value * 2 }));
      },
    });
    assert.deepEqual(await Promise.all([1, 2, 3, 4].map(double)), [2, 4, 6, 8]);
    assert.deepEqual(batches, [[1, 2, 3], [4]]);
  });

  it("fails the one item that failed, not its neighbours", async () => {
    const check = batcher<number, number>({
      size: 10,
      run: async (items) => items.map((value) => (value === 2 ? { error: new Error("two") } : { value })),
    });
    const settled = await Promise.allSettled([1, 2, 3].map(check));
    assert.deepEqual(
      settled.map(({ status }) => status),
      ["fulfilled", "rejected", "fulfilled"],
    );
  });

  it("fails every item of a call that failed, and goes on with the next", async () => {
    let calls = 0;
    const call = batcher<number, number>({
      size: 1,
      concurrency: 1,
      run: async (items) => {
        if (++calls === 1) throw new Error("down");
        return items.map((value) => ({ value }));
      },
    });
    const settled = await Promise.allSettled([call(1), call(2)]);
    assert.deepEqual(
      settled.map(({ status }) => status),
      ["rejected", "fulfilled"],
    );
  });

  it("does not leave an item waiting for ever where an answer is missing", async () => {
    const call = batcher<number, number>({ size: 2, run: async () => [] });
    await assert.rejects(call(1), /no answer for item 0/);
  });
});

describe("work by key", () => {
  it("goes one after the other for one key, at once for others, and on after a failure", async () => {
    const serial = new SerialByKey();
    const log: string[] = [];
    const piece =
      (name: string, ms: number, fails = false) =>
      async () => {
        log.push(`${name} begins`);
        await new Promise((resume) => setTimeout(resume, ms));
        log.push(`${name} ends`);
        if (fails) throw new Error(name);
      };
    await Promise.allSettled([
      serial.run("a", piece("a1", 20, true)),
      serial.run("a", piece("a2", 1)),
      serial.run("b", piece("b1", 1)),
    ]);
    assert.ok(log.indexOf("a2 begins") > log.indexOf("a1 ends"), log.join());
    assert.ok(log.indexOf("b1 ends") < log.indexOf("a1 ends"), log.join());
  });
});
