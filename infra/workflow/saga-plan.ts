/** Delays and number of retries, all settled. */
export interface RetryPlan {
  readonly maxAttempts: number;
  readonly intervalSeconds: number;
  readonly backoffRate: number;
  readonly maxDelaySeconds: number;
}

/** A call of a function. */
export interface CallPlan {
  /** ARN of the function, or a placeholder for it. */
  readonly functionArn: string;
  readonly timeoutSeconds: number;
  readonly retry: RetryPlan;
}

/** A question that waits on a queue for its answer. */
export interface QuestionPlan {
  /** URL of the queue, or a placeholder for it. */
  readonly queueUrl: string;
  readonly timeoutSeconds: number;
  readonly heartbeatSeconds?: number;
}

/** A step with every setting settled: it calls, asks, or has branches. */
export interface StepPlan {
  readonly name: string;
  readonly call?: CallPlan;
  readonly question?: QuestionPlan;
  readonly branches?: readonly (readonly StepPlan[])[];
  readonly compensation?: CallPlan;
  readonly businessErrors: readonly string[];
  readonly compensateWhenUncertain: boolean;
}

/** A saga with every setting settled. */
export interface SagaPlan {
  readonly steps: readonly StepPlan[];
  readonly onFailed?: CallPlan;
  /** URL of the queue for compensations that failed, or a placeholder for it. */
  readonly failureQueueUrl: string;
  /** AWS partition, or a placeholder for it. */
  readonly partition: string;
  readonly timeoutSeconds: number;
}

/** How the report of a failed compensation is retried, and how long one try may take. */
export const REPORT: Omit<CallPlan, "functionArn"> = {
  timeoutSeconds: 30,
  retry: { maxAttempts: 5, intervalSeconds: 1, backoffRate: 2, maxDelaySeconds: 30 },
};

/** Name of the step that `onFailed` is. */
export const ON_FAILED = "on-failed";

/** Whether anything of a step can be undone. */
export function undoable(step: StepPlan): boolean {
  return step.compensation !== undefined || (step.branches ?? []).some((branch) => branch.some(undoable));
}

/** Longest time that a call can take with all its retries, in seconds. */
function longestCall(call: Omit<CallPlan, "functionArn">): number {
  const { maxAttempts, intervalSeconds, backoffRate, maxDelaySeconds } = call.retry;
  let seconds = call.timeoutSeconds;
  for (let retry = 0; retry < maxAttempts; retry++) {
    seconds += call.timeoutSeconds + Math.min(maxDelaySeconds, intervalSeconds * backoffRate ** retry);
  }
  return seconds;
}

function longestUndo(call: CallPlan | undefined): number {
  return call ? longestCall(call) + longestCall(REPORT) : 0;
}

/** Longest time that a step and its compensation can take, in seconds; branches run side by side. */
function longestStep(step: StepPlan): { forward: number; back: number } {
  if (step.branches) {
    const branches = step.branches.map((branch) => total(branch));
    return {
      forward: Math.max(...branches.map(({ forward }) => forward)),
      back: Math.max(...branches.map(({ back }) => back)),
    };
  }
  const forward = step.call ? longestCall(step.call) : (step.question?.timeoutSeconds ?? 0);
  return { forward, back: longestUndo(step.compensation) };
}

function total(steps: readonly StepPlan[]): { forward: number; back: number } {
  const each = steps.map(longestStep);
  return {
    forward: each.reduce((sum, { forward }) => sum + forward, 0),
    back: each.reduce((sum, { back }) => sum + back, 0),
  };
}

/** Longest time that a saga can take when everything that can fail does so as late as it can, in whole seconds. */
export function longestSaga(steps: readonly StepPlan[], onFailed: CallPlan | undefined): number {
  const { forward, back } = total(steps);
  return Math.ceil(forward + back + longestUndo(onFailed));
}
