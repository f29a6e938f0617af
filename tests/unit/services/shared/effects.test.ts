import { strict as assert } from "node:assert";
import { failedConditions, isConditionFailed, isTransient } from "../../../../services/shared/conditions";
import { type EffectLedger, once } from "../../../../services/shared/effects";
import { EnvironmentError, requiredEnvironment } from "../../../../services/shared/environment";
import { CachedPointer, written } from "../../../../services/shared/generations";
import { retrying } from "../../../../services/shared/retry";
import { lazy } from "../../../../services/shared/values";

/** A refused transaction, as the SDK throws it. */
function cancelled(...codes: (string | undefined)[]): Error {
  const error = Object.assign(new Error("cancelled"), { CancellationReasons: codes.map((Code) => ({ Code })) });
  error.name = "TransactionCanceledException";
  return error;
}

function named(name: string): Error {
  return Object.assign(new Error(name), { name });
}

describe("an effect that is wanted once", () => {
  const ledger = (): EffectLedger & { kept: Map<string, Record<string, unknown>> } => {
    const kept = new Map<string, Record<string, unknown>>();
    return {
      kept,
      find: async (key) => kept.get(key),
      record: async (key, result) => {
        if (!kept.has(key)) kept.set(key, result);
        return kept.get(key) ?? result;
      },
    };
  };

  it("is had for a key that is new, and its result is what everybody after it gets", async () => {
    const effects = ledger();
    let had = 0;
    const effect = async () => ({ had: ++had });
    assert.deepEqual([await once(effects, "k", effect), await once(effects, "k", effect)], [{ had: 1 }, { had: 1 }]);
    assert.deepEqual(await once(effects, "other", effect), { had: 2 });
  });

  it("answers two at once with the one result that was recorded", async () => {
    const effects = ledger();
    let had = 0;
    const results = await Promise.all([1, 2].map(() => once(effects, "k", async () => ({ had: ++had }))));
    assert.deepEqual(results[0], results[1]);
  });

  it("is had again where it failed, for nothing was recorded", async () => {
    const effects = ledger();
    await assert.rejects(once(effects, "k", () => Promise.reject(new Error("no answer"))));
    assert.deepEqual(await once(effects, "k", async () => ({ done: true })), { done: true });
  });
});

describe("trying again", () => {
  const failing = (times: number, error: Error) => {
    const state = { calls: 0 };
    const work = async () => {
      if (++state.calls <= times) throw error;
      return "done";
    };
    return { state, work };
  };

  it("goes on as long as the reason passes and attempts are left", async () => {
    const { state, work } = failing(3, new Error("busy"));
    assert.equal(await retrying(work, () => true, { attempts: 4, pauseMs: 0 }), "done");
    assert.equal(state.calls, 4);
  });

  it("ends with the last failure where no attempt is left", async () => {
    const { state, work } = failing(3, new Error("busy"));
    await assert.rejects(
      retrying(work, () => true, { attempts: 3, pauseMs: 0 }),
      /busy/,
    );
    assert.equal(state.calls, 3);
  });

  it("ends at once with a failure that does not pass", async () => {
    const { state, work } = failing(1, new Error("denied"));
    await assert.rejects(
      retrying(work, () => false, { pauseMs: 0 }),
      /denied/,
    );
    assert.equal(state.calls, 1);
  });
});

describe("DynamoDB's refusals", () => {
  it("tell which writes of a transaction had conditions that did not hold", () => {
    assert.deepEqual(failedConditions(cancelled("ConditionalCheckFailed", "None", "ConditionalCheckFailed")), [0, 2]);
    assert.deepEqual(failedConditions(cancelled("TransactionConflict")), []);
    assert.deepEqual(failedConditions(named("ConditionalCheckFailedException")), []);
    assert.equal(isConditionFailed(named("ConditionalCheckFailedException")), true);
    assert.equal(isConditionFailed(cancelled("ConditionalCheckFailed")), false);
  });

  it("pass only where every reason of a transaction passes", () => {
    assert.equal(isTransient(cancelled("None", "TransactionConflict", undefined)), true);
    assert.equal(isTransient(cancelled("ThrottlingError", "ProvisionedThroughputExceeded")), true);
    assert.equal(isTransient(cancelled("TransactionConflict", "ConditionalCheckFailed")), false);
    assert.equal(isTransient(cancelled("None")), false);
    assert.equal(isTransient(named("ValidationException")), false);
    assert.equal(isTransient("text"), false);
  });
});

describe("generations of a read model", () => {
  it("are written to with the one being built first, so that the active one never has more", () => {
    assert.deepEqual(written({ generation: 3 }), [3]);
    assert.deepEqual(written({ generation: 3, building: 4 }), [4, 3]);
    assert.deepEqual(written({ generation: 4, building: 4 }), [4]);
  });

  it("are looked up once within the age of the answer, and again after it", async () => {
    const state = { now: 0, asked: 0, generation: 1 };
    const pointer = async () => {
      state.asked++;
      return { generation: state.generation };
    };
    const cached = new CachedPointer({ pointer }, 50, () => state.now);
    assert.equal(await cached.active(), 1);
    state.generation = 2;
    state.now = 49;
    assert.equal(await cached.active(), 1);
    state.now = 50;
    assert.deepEqual([await cached.active(), state.asked], [2, 2]);
  });
});

describe("a required variable of the environment", () => {
  const NAME = "REQUIRED_BY_THIS_TEST";
  afterEach(() => {
    delete process.env[NAME];
  });

  it("is named where it is not set, or empty", () => {
    const error = (thrown: unknown) => thrown instanceof EnvironmentError && thrown.message.includes(NAME);
    assert.throws(() => requiredEnvironment(NAME), error);
    process.env[NAME] = "";
    assert.throws(() => requiredEnvironment(NAME), error);
    process.env[NAME] = "set";
    assert.equal(requiredEnvironment(NAME), "set");
  });
});

describe("what is made when it is first asked for", () => {
  it("is made once, also where it is undefined", () => {
    let made = 0;
    const get = lazy(() => {
      made++;
      return undefined;
    });
    get();
    get();
    assert.equal(made, 1);
  });
});
