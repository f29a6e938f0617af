import type * as pulumi from "@pulumi/pulumi";
import type { LambdaService } from "../compute";
import type { PlatformArgs } from "../core";
import type { Queue } from "../messaging";

/** How often, and how far apart, a call is tried again. Delays are drawn at random from 0 to the delay (full jitter). */
export interface SagaRetry {
  /** Tries after the first, 0 to 20. @default 3 for a step, 5 for a compensation */
  maxAttempts?: number;
  /** Longest delay before the first retry, in seconds, 1 to 3,600. @default 1 */
  intervalSeconds?: number;
  /** What each further delay is multiplied with, 1 to 10. @default 2 */
  backoffRate?: number;
  /** Longest delay of all, in seconds, 1 to 3,600. @default 30 */
  maxDelaySeconds?: number;
}

/**
 * A step that waits for somebody's answer. The queue gets `{taskToken, step, executionId, idempotencyKey, input,
 * results}`; whoever consumes it answers with SendTaskSuccess, whose output is the step's result, or SendTaskFailure,
 * which fails the step. Asked once: a step that was not answered in time has failed.
 */
export interface SagaApproval {
  /** Queue that the question goes to. */
  queue: Queue;
  /** Time without SendTaskHeartbeat after which nobody is taken to be at it, in seconds. @default no heartbeats */
  heartbeatSeconds?: number;
}

/** One step of a saga: exactly one of `action`, `approval` and `branches`. */
export interface SagaStep {
  /** Lower-case letters, digits and hyphens, at most 40, starting with a letter; unique in the saga. */
  name: string;
  /** Function that does it. Its result is `results.<name>` for all that follow. Has to be idempotent by its key. */
  action?: LambdaService;
  /**
   * Function that undoes it. Has to be idempotent, and to cope with what it undoes being gone. That of the last step
   * runs only with `compensateWhenUncertain`: nothing comes after that could fail. @default nothing to undo
   */
  compensation?: LambdaService;
  /** Ask and wait for an answer instead of calling a function. */
  approval?: SagaApproval;
  /**
   * Steps that run side by side, a list a branch. A failure in one branch does not stop the others: each runs to its
   * end, so that what completed is known, then all that did is compensated.
   */
  branches?: SagaStep[][];
  /** Not for `branches` or `approval`. */
  retry?: SagaRetry;
  /** Of the compensation. */
  compensationRetry?: SagaRetry;
  /**
   * Time for one try, in seconds, 1 to 31,536,000.
   * @default for an action the function's own timeout and 5 seconds, for an approval 86400, a day
   */
  timeoutSeconds?: number;
  /** Errors by which the business says no, such as `OutOfStock`: never retried. @default those of the saga */
  businessErrors?: string[];
  /**
   * Compensate this step too when it failed in a way that leaves open whether it took effect: any error that is no
   * business error, such as a timeout. Its compensation then finds no result of it. @default false
   */
  compensateWhenUncertain?: boolean;
}

/** Arguments of {@link Saga}. */
export interface SagaArgs extends PlatformArgs {
  /** What is done, in order; at least one. */
  steps: SagaStep[];
  /** Function that is called last when the saga did not go through, as step `on-failed`. @default none */
  onFailed?: LambdaService;
  /** Errors that no step retries. @default none */
  businessErrors?: string[];
  /** How steps that give no `retry` are tried again. @default those of `SagaRetry` */
  retry?: SagaRetry;
  /** How compensations that give none, and `onFailed`, are tried again. @default those of `SagaRetry` */
  compensationRetry?: SagaRetry;
  /**
   * Time for the whole execution, in seconds. One that takes longer is ended at once and *not* compensated, so it may
   * not be less than the steps' timeouts, retries and delays can add up to. @default that sum and 5 minutes
   */
  timeoutSeconds?: number;
  /** SNS topic that the alarms notify. @default the alarms change state and notify nobody */
  alarmTopicArn?: pulumi.Input<string>;
  /** Days that logs are kept. @default 90 */
  logRetentionDays?: number;
  /** Log inputs and results too, which may hold personal data. @default false */
  logExecutionData?: boolean;
  /** Customer-managed KMS key of the state machine's data, its logs and the failure queue. @default AWS's own keys */
  kmsKeyArn?: pulumi.Input<string>;
}
