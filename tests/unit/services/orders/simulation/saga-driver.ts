import type { SagaInput } from "../../../../../services/orders/ports/saga";

/** One step of a saga: a function, and the one that undoes it. */
export interface PlannedStep {
  readonly name: string;
  readonly action: SagaFunction;
  readonly compensation?: SagaFunction;
}

export type SagaFunction = (call: unknown) => Promise<unknown>;

export interface SagaPlan {
  readonly steps: readonly PlannedStep[];
  readonly onFailed: SagaFunction;
  readonly businessErrors: readonly string[];
  /** Attempts of an action or a compensation. */
  readonly attempts: number;
}

export interface FailureMessage {
  readonly executionId: string;
  readonly step: string;
}

export type SagaOutcome = "completed" | "compensated" | "compensation-failed";

/**
 * Does what Step Functions does with the saga's definition: steps in order; errors tried again, business errors never;
 * then compensations of the steps that completed and of one that failed for an unknown reason, as it may have had its
 * effect, the last one first; a compensation that fails goes to the failure queue, the others still run; last, `onFailed`.
 */
export class SagaDriver {
  readonly outcomes = new Map<string, SagaOutcome>();
  readonly failureQueue: FailureMessage[] = [];

  constructor(
    private readonly plan: SagaPlan,
    private readonly queueTakes: () => Promise<void> = async () => undefined,
  ) {}

  async run(input: SagaInput): Promise<SagaOutcome> {
    const executionId = `arn:aws:states:eu-central-1:123456789012:execution:orders:${input.orderId}`;
    const results: Record<string, unknown> = {};
    const callOf = (step: string, failure?: { error: string; cause: string }) => ({
      input,
      results: { ...results },
      step,
      executionId,
      idempotencyKey: `${input.orderId}:${step}`,
      ...(failure && { failure }),
    });
    const undo: PlannedStep[] = [];
    let failure: { error: string; cause: string } | undefined;
    for (const step of this.plan.steps) {
      try {
        results[step.name] = await this.attempts(step.action, callOf(step.name));
        undo.unshift(step);
      } catch (error) {
        failure = failureOf(error);
        if (!this.plan.businessErrors.includes(failure.error)) undo.unshift(step);
        break;
      }
    }
    if (!failure) return this.end(input, "completed");
    let compensated = true;
    const onFailed = { name: "onFailed", compensation: this.plan.onFailed };
    for (const { name, compensation } of [...undo, onFailed]) {
      if (!compensation) continue;
      try {
        await this.attempts(compensation, callOf(name, failure));
      } catch {
        compensated = false;
        await this.queueTakes();
        this.failureQueue.push({ executionId, step: name });
      }
    }
    return this.end(input, compensated ? "compensated" : "compensation-failed");
  }

  private async attempts(call: SagaFunction, payload: unknown): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await call(payload);
      } catch (error) {
        const business = this.plan.businessErrors.includes(failureOf(error).error);
        if (business || attempt >= this.plan.attempts) throw error;
      }
    }
  }

  private end(input: SagaInput, outcome: SagaOutcome): SagaOutcome {
    this.outcomes.set(input.orderId, outcome);
    return outcome;
  }
}

/** A function's error as Step Functions tells it. */
function failureOf(error: unknown): { error: string; cause: string } {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  return { error: name, cause: JSON.stringify({ errorType: name, errorMessage: message, trace: [] }) };
}
