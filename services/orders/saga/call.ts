import * as v from "valibot";
import { correlate, fromSagaInput, log } from "../../shared/correlation";
import { member } from "../../shared/values";
import type { SagaInput } from "../ports/saga";

const text = v.string();
const input = v.object({
  orderId: text,
  customerId: text,
  lines: v.array(v.object({ sku: text, quantity: v.pipe(v.number(), v.integer(), v.minValue(1)) })),
  totalCents: v.pipe(v.number(), v.integer(), v.minValue(0)),
  currency: text,
  paymentToken: text,
  correlationId: text,
  traceparent: v.optional(text),
});

const call = v.object({
  input,
  /** Results of the steps before, by name. */
  results: v.record(text, v.unknown()),
  step: text,
  executionId: text,
  /** The same for a step and for what undoes it, however often they are called. */
  idempotencyKey: text,
  /** Why the saga gave up; where something is undone. */
  failure: v.optional(v.object({ error: text, cause: v.optional(text, "") })),
});

/** What Step Functions calls a step with. */
export type SagaCall = Omit<v.InferOutput<typeof call>, "input"> & { readonly input: SagaInput };

/** Runs a step as part of the request that caused the saga. @throws ValiError where the event is no call of a saga */
export function runStep<T>(event: unknown, step: (call: SagaCall) => Promise<T>): Promise<T> {
  return correlate(fromSagaInput(member(event, "input")), async () => {
    const called = v.parse(call, event);
    const { orderId } = called.input;
    try {
      const result = await step(called);
      log().info("step done", { step: called.step, orderId, result });
      return result;
    } catch (error) {
      log().warn("step failed", { step: called.step, orderId, error: error instanceof Error ? error : String(error) });
      throw error;
    }
  });
}
