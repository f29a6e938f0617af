import { strict as assert } from "node:assert";
import { SendTaskFailureCommand, SendTaskSuccessCommand } from "@aws-sdk/client-sfn";
import { Queue } from "../../../infra/messaging";
import { useEmulator } from "../../support/emulator";
import { record, SagaBench } from "./bench";

describe("the state machine of a saga, run by an emulator", function () {
  this.timeout(120_000);
  const emulator = useEmulator({ settings: { SFN_WAIT_SCALE: "0.01" } });
  let bench: SagaBench;

  before(async () => {
    bench = new SagaBench(emulator());
    await bench.prepare();
  });

  describe("steps in a row", () => {
    let machine: string;
    const actions = ["reserve", "pay", "deliver", "confirm"];
    const compensations = ["release", "refund", "cancel"];

    before(async () => {
      machine = await bench.deploy("row", (fn) => [
        { name: "reserve-stock", action: fn["reserve"], compensation: fn["release"] },
        { name: "take-payment", action: fn["pay"], compensation: fn["refund"] },
        { name: "arrange-delivery", action: fn["deliver"], compensation: fn["cancel"] },
        { name: "confirm-order", action: fn["confirm"] },
      ]);
    });

    it("calls every step once, in order, and hands each the results of those before", async () => {
      const seen = await bench.run(machine, {}, 4);
      assert.equal(seen.status, "SUCCEEDED", seen.cause);
      assert.deepEqual(seen.calls, actions);
      const results = {
        "reserve-stock": { by: "reserve" },
        "take-payment": { by: "pay" },
        "arrange-delivery": { by: "deliver" },
      };
      assert.deepEqual(seen.output, {
        status: "completed",
        results: { ...results, "confirm-order": { by: "confirm" } },
      });
      const last = seen.effects.at(-1)?.event ?? {};
      const { input, executionId, ...rest } = last;
      assert.deepEqual(rest, { results, step: "confirm-order", idempotencyKey: `${bench.lastName}:confirm-order` });
      assert.equal(record(input)["orderId"], bench.lastName);
      assert.match(String(executionId), new RegExp(`:execution:row:${bench.lastName}$`));
      assert.deepEqual(seen.reports, []);
    });

    for (const [position, failing] of actions.entries()) {
      it(`compensates what came before when ${failing} refuses, with no retry`, async () => {
        const undone = compensations.slice(0, position).reverse();
        const calls = [...actions.slice(0, position + 1), ...undone, "on-failed"];
        const seen = await bench.run(machine, { [failing]: "PaymentDeclined" }, calls.length);
        assert.equal(seen.status, "SUCCEEDED", seen.cause);
        assert.deepEqual(seen.calls, calls);
        assert.equal(seen.output["status"], "compensated");
        const failure = record(seen.output["failure"]);
        assert.equal(failure["error"], "PaymentDeclined");
        for (const { call, event } of seen.effects) {
          const told = [...undone, "on-failed"].includes(call);
          assert.deepEqual(Object.keys(event).includes("failure"), told, call);
          if (told) assert.deepEqual(event["failure"], { error: failure["error"], cause: failure["cause"] });
        }
        assert.equal(seen.effects.at(-1)?.event["step"], "on-failed");
      });
    }

    it("retries an error that is none of the business's before it compensates", async () => {
      const calls = ["reserve", "pay", "pay", "pay", "release", "on-failed"];
      const seen = await bench.run(machine, { pay: "ServiceUnavailable" }, calls.length);
      assert.deepEqual(seen.calls, calls);
      assert.equal(seen.output["status"], "compensated");
      const keys = seen.effects.filter(({ call }) => call === "pay").map(({ event }) => event["idempotencyKey"]);
      assert.deepEqual(new Set(keys), new Set([`${bench.lastName}:take-payment`]), "each try has the same key");
    });

    it("reports a compensation that fails to the end, runs the others, and fails", async () => {
      const calls = ["reserve", "pay", "deliver", "refund", "refund", "refund", "release", "on-failed"];
      const seen = await bench.run(machine, { deliver: "OutOfStock", refund: "Unreachable" }, calls.length, 1);
      assert.deepEqual(seen.calls, calls);
      assert.equal(seen.status, "FAILED");
      assert.equal(seen.error, "CompensationFailed");
      assert.equal(seen.cause, "Not compensated: take-payment");
      const [report, ...more] = seen.reports;
      assert.deepEqual(more, []);
      const { failure, sagaFailure, input, executionId, ...rest } = report ?? {};
      assert.equal(record(failure)["error"], "Unreachable");
      assert.equal(record(sagaFailure)["error"], "OutOfStock");
      assert.equal(record(input)["orderId"], bench.lastName);
      assert.equal(executionId, seen.effects[0]?.event["executionId"]);
      const results = { "reserve-stock": { by: "reserve" }, "take-payment": { by: "pay" } };
      assert.deepEqual(rest, { step: "take-payment", results });
    });

    it("reports it when the last word on a failed saga fails itself", async () => {
      const calls = ["reserve", "on-failed", "on-failed", "on-failed"];
      const seen = await bench.run(machine, { reserve: "OutOfStock", "on-failed": "Broken" }, calls.length, 1);
      assert.deepEqual(seen.calls, calls);
      assert.equal(seen.error, "CompensationFailed");
      assert.equal(seen.reports[0]?.["step"], "on-failed");
    });
  });

  describe("branches", () => {
    let machine: string;

    before(async () => {
      machine = await bench.deploy("branches", (fn) => [
        { name: "reserve-stock", action: fn["reserve"], compensation: fn["release"] },
        {
          name: "prepare",
          branches: [
            [{ name: "take-payment", action: fn["pay"], compensation: fn["refund"] }],
            [
              { name: "pack", action: fn["pack"], compensation: fn["unpack"] },
              { name: "label", action: fn["label"], compensation: fn["unlabel"] },
            ],
            [{ name: "say-nothing", action: fn["silent"], compensation: fn["unsilent"] }],
          ],
        },
        { name: "confirm-order", action: fn["confirm"] },
      ]);
    });

    const before2 = (calls: string[], first: string, second: string) =>
      assert.ok(calls.indexOf(first) < calls.indexOf(second), `${first} before ${second} in ${calls.join(", ")}`);

    it("runs all branches and collects their results, a function that returns nothing among them", async () => {
      const seen = await bench.run(machine, {}, 6);
      assert.equal(seen.status, "SUCCEEDED", seen.cause);
      assert.deepEqual([...seen.calls].sort(), ["confirm", "label", "pack", "pay", "reserve", "silent"]);
      assert.deepEqual(Object.keys(record(seen.output["results"])).sort(), [
        "confirm-order",
        "label",
        "pack",
        "reserve-stock",
        "say-nothing",
        "take-payment",
      ]);
    });

    it("lets the other branches end when one fails, then compensates all that completed and nothing else", async () => {
      const calls = [
        "reserve",
        "pay",
        "pack",
        "label",
        "silent",
        "unlabel",
        "unpack",
        "unsilent",
        "release",
        "on-failed",
      ];
      const seen = await bench.run(machine, { pay: "PaymentDeclined" }, calls.length);
      assert.equal(seen.output["status"], "compensated", seen.cause);
      assert.deepEqual([...seen.calls].sort(), [...calls].sort());
      before2(seen.calls, "label", "unlabel");
      before2(seen.calls, "unlabel", "unpack");
      before2(seen.calls, "unpack", "release");
      before2(seen.calls, "unsilent", "release");
    });

    it("compensates the first part of a branch whose second part failed", async () => {
      const calls = [
        "reserve",
        "pay",
        "pack",
        "label",
        "silent",
        "refund",
        "unpack",
        "unsilent",
        "release",
        "on-failed",
      ];
      const seen = await bench.run(machine, { label: "OutOfStock" }, calls.length);
      assert.equal(seen.output["status"], "compensated", seen.cause);
      assert.deepEqual([...seen.calls].sort(), [...calls].sort());
    });

    it("compensates every branch when a step behind them fails, and reports each compensation that fails", async () => {
      const fail = { confirm: "OutOfStock", refund: "Unreachable", unpack: "Unreachable" };
      const seen = await bench.run(machine, fail, 16, 2);
      const tries = (call: string) => seen.calls.filter((one) => one === call).length;
      const undone = ["refund", "unlabel", "unpack", "unsilent", "release"];
      assert.deepEqual(undone.map(tries), [3, 1, 3, 1, 1]);
      assert.equal(seen.error, "CompensationFailed");
      assert.match(seen.cause ?? "", /take-payment/);
      assert.match(seen.cause ?? "", /pack/);
      assert.deepEqual(seen.reports.map((one) => one["step"]).sort(), ["pack", "take-payment"]);
    });
  });

  describe("an approval", () => {
    let machine: string;

    before(async () => {
      machine = await bench.deploy("approval", (fn) => [
        { name: "reserve-stock", action: fn["reserve"], compensation: fn["release"] },
        { name: "approve", approval: { queue: new Queue("approvals") }, timeoutSeconds: 60 },
        { name: "confirm-order", action: fn["confirm"] },
      ]);
    });

    it("waits for the answer, which is its result", async () => {
      const started = await bench.start(machine, {});
      const question = await bench.question();
      assert.equal(question["step"], "approve");
      const output = JSON.stringify({ by: "someone" });
      await bench.states.send(new SendTaskSuccessCommand({ taskToken: String(question["taskToken"]), output }));
      const seen = await bench.finish(started, 2, 0);
      assert.deepEqual(seen.calls, ["reserve", "confirm"]);
      assert.deepEqual(record(seen.output["results"])["approve"], { by: "someone" });
    });

    it("compensates what came before when the answer is no", async () => {
      const started = await bench.start(machine, {});
      const question = await bench.question();
      const taskToken = String(question["taskToken"]);
      await bench.states.send(new SendTaskFailureCommand({ taskToken, error: "Refused", cause: "too much" }));
      const seen = await bench.finish(started, 3, 0);
      assert.deepEqual(seen.calls, ["reserve", "release", "on-failed"]);
      assert.deepEqual(seen.output["failure"], { step: "approve", error: "Refused", cause: "too much" });
    });
  });
});
