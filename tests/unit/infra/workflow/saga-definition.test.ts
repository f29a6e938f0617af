import { strict as assert } from "node:assert";
import fc from "fast-check";
import { ArgumentChecks } from "../../../../infra/core";
import { checkDefinition } from "../../../../infra/workflow/definition-checks";
import { sagaDefinition } from "../../../../infra/workflow/saga-definition";
import type { StepPlan } from "../../../../infra/workflow/saga-plan";
import { AslInterpreter, type Outcome, StatesError } from "../../../support/asl-interpreter";

const RETRY = { maxAttempts: 2, intervalSeconds: 1, backoffRate: 2, maxDelaySeconds: 30 };

/** A step of a generated saga, and how it goes. */
interface Part {
  compensated: boolean;
  uncertain: boolean;
  outcome: "done" | "business" | "error";
  undone: boolean;
  branches?: Part[][];
}

interface Named extends Omit<Part, "branches"> {
  name: string;
  branches?: Named[][];
}

function named(parts: readonly Part[], prefix = "s"): Named[] {
  return parts.map((part, index) => {
    const name = `${prefix}${index}`;
    return { ...part, name, branches: part.branches?.map((branch, b) => named(branch, `${name}-${b}-`)) };
  });
}

function leaves(parts: readonly Named[]): Named[] {
  return parts.flatMap((part) => (part.branches ? part.branches.flatMap(leaves) : [part]));
}

function plan(part: Named): StepPlan {
  const call = (functionArn: string) => ({ functionArn, timeoutSeconds: 30, retry: RETRY });
  return {
    name: part.name,
    businessErrors: ["NoDeal"],
    compensateWhenUncertain: part.uncertain,
    ...(part.branches
      ? { branches: part.branches.map((branch) => branch.map(plan)) }
      : { call: call(`do:${part.name}`), ...(part.compensated && { compensation: call(`undo:${part.name}`) }) }),
  };
}

/** What a saga has to do by its contract, worked out with no state machine. */
function expected(parts: readonly Named[]): { ran: Named[]; failed: boolean } {
  const ran: Named[] = [];
  for (const part of parts) {
    if (part.branches) {
      const branches = part.branches.map(expected);
      ran.push(...branches.flatMap((branch) => branch.ran));
      if (branches.some(({ failed }) => failed)) return { ran, failed: true };
    } else {
      ran.push(part);
      if (part.outcome !== "done") return { ran, failed: true };
    }
  }
  return { ran, failed: false };
}

/** Pairs of steps of which the first always completes before the second starts. */
function ordered(parts: readonly Named[]): [Named, Named][] {
  return parts.flatMap((part, index) => {
    const before = leaves(parts.slice(0, index));
    const pairs = leaves([part]).flatMap((later) => before.map((earlier): [Named, Named] => [earlier, later]));
    return [...pairs, ...(part.branches ?? []).flatMap(ordered)];
  });
}

interface Trace {
  calls: string[];
  reported: string[];
  payloads: Map<string, Record<string, unknown>>;
  outcome: Outcome;
}

async function run(parts: readonly Named[], onFailed = true): Promise<Trace> {
  const definition = sagaDefinition({
    steps: parts.map(plan),
    ...(onFailed && { onFailed: { functionArn: "call:on-failed", timeoutSeconds: 30, retry: RETRY } }),
    failureQueueUrl: "queue",
    partition: "aws",
    timeoutSeconds: 900,
  });
  const checks = new ArgumentChecks("saga");
  checkDefinition(checks, definition);
  checks.done();
  const byName = new Map(leaves(parts).map((part) => [part.name, part]));
  const calls: string[] = [];
  const reported: string[] = [];
  const payloads = new Map<string, Record<string, unknown>>();
  const interpreter = new AslInterpreter(
    definition,
    async (resource, args) => {
      if (resource === "arn:aws:states:::sqs:sendMessage") {
        const body = args["MessageBody"];
        assert.ok(typeof body === "object" && body !== null && "step" in body && "failure" in body);
        reported.push(String(body.step));
        return {};
      }
      const call = String(args["FunctionName"]);
      calls.push(call);
      payloads.set(call, Object.fromEntries(Object.entries(args["Payload"] ?? {})));
      // Branches overlap as they would on AWS.
      await new Promise((resume) => setImmediate(resume));
      const part = byName.get(call.split(":")[1] ?? "");
      if (call.startsWith("do:") && part?.outcome === "business") throw new StatesError("NoDeal", "no");
      if (call.startsWith("do:") && part?.outcome === "error") throw new StatesError("States.Timeout");
      if (call.startsWith("undo:") && part && !part.undone) throw new StatesError("Broken", "still broken");
      return { Payload: call.length % 2 === 0 ? { by: call } : null };
    },
    { Id: "arn:execution", Name: "order-1", Input: { orderId: "order-1" } },
  );
  const outcome = await interpreter.run();
  return { calls, reported, payloads, outcome };
}

const leaf = fc.record<Part>({
  compensated: fc.boolean(),
  uncertain: fc.boolean(),
  outcome: fc.oneof(
    { weight: 6, arbitrary: fc.constant<Part["outcome"]>("done") },
    { weight: 1, arbitrary: fc.constantFrom<Part["outcome"]>("business", "error") },
  ),
  undone: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, { weight: 1, arbitrary: fc.constant(false) }),
});

function saga(depth: number): fc.Arbitrary<Part[]> {
  const branches = (inner: fc.Arbitrary<Part[]>) => fc.array(inner, { minLength: 1, maxLength: 3 });
  const block = (inner: fc.Arbitrary<Part[]>) =>
    fc.tuple(leaf, branches(inner)).map(([part, b]) => ({ ...part, branches: b }));
  const step: fc.Arbitrary<Part> =
    depth === 0 ? leaf : fc.oneof({ weight: 3, arbitrary: leaf }, { weight: 1, arbitrary: block(saga(depth - 1)) });
  return fc.array(step, { minLength: 1, maxLength: depth === 0 ? 3 : 5 });
}

describe("the state machine of a saga", () => {
  it("compensates exactly what completed, in reverse, whatever the steps and their branches", async () => {
    const seen = { completed: 0, compensated: 0, failed: 0 };
    await fc.assert(
      fc.asyncProperty(saga(2), fc.boolean(), async (parts, onFailed) => {
        const steps = named(parts);
        const { calls, reported, outcome } = await run(steps, onFailed);
        const { ran, failed } = expected(steps);
        const tries = (call: string) => calls.filter((one) => one === call).length;
        for (const step of leaves(steps)) {
          const times = { done: 1, business: 1, error: 1 + RETRY.maxAttempts }[step.outcome];
          assert.equal(tries(`do:${step.name}`), ran.includes(step) ? times : 0, `tries of ${step.name}`);
          const undo =
            failed &&
            ran.includes(step) &&
            step.compensated &&
            (step.outcome === "done" || (step.outcome === "error" && step.uncertain));
          const undoTimes = step.undone ? 1 : 1 + RETRY.maxAttempts;
          assert.equal(tries(`undo:${step.name}`), undo ? undoTimes : 0, `compensations of ${step.name}`);
          assert.equal(reported.includes(step.name), undo && !step.undone, `report of ${step.name}`);
        }
        for (const [earlier, later] of ordered(steps)) {
          const first = calls.indexOf(`undo:${earlier.name}`);
          const last = calls.lastIndexOf(`undo:${later.name}`);
          if (first >= 0 && last >= 0) assert.ok(last < first, `${later.name} is undone before ${earlier.name}`);
        }
        assert.equal(tries("call:on-failed"), failed && onFailed ? 1 : 0);
        if (failed && onFailed) assert.equal(calls.at(-1), "call:on-failed");
        if (!failed) seen.completed++;
        else if (reported.length === 0) seen.compensated++;
        else seen.failed++;
        const status = outcome.output && typeof outcome.output === "object" && "status" in outcome.output;
        assert.equal(outcome.status, reported.length > 0 ? "FAILED" : "SUCCEEDED");
        assert.equal(outcome.error, reported.length > 0 ? "CompensationFailed" : undefined);
        assert.equal(Boolean(status), reported.length === 0);
      }),
      { numRuns: 300 },
    );
    // Otherwise the property would hold for want of cases.
    assert.ok(Math.min(...Object.values(seen)) >= 10, JSON.stringify(seen));
  });
});
