import type { LambdaService } from "../compute";
import type { ArgumentChecks } from "../core";
import { LOG_RETENTION_DAYS } from "../core";
import type { SagaArgs, SagaRetry, SagaStep } from "./saga-args";
import {
  type CallPlan,
  longestSaga,
  ON_FAILED,
  type RetryPlan,
  type SagaPlan,
  type StepPlan,
  undoable,
} from "./saga-plan";

const STEP_NAME = /^[a-z][a-z0-9-]{0,39}$/;
const STEP_NAME_RULE = "use lower-case letters, digits and hyphens, at most 40, starting with a letter";

/** The component's rule allows 40; its failure queue's name is nine longer. */
const SAGA_NAME = /^.{1,31}$/;

/** An error's name, such as the `name` of what a Node.js function throws. */
const ERROR_NAME = /^(?!States\.)[^\s].{0,255}$/;

/** Longest execution of a standard workflow, a year: docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
const YEAR = 31_536_000;

const STEP_RETRY: RetryPlan = { maxAttempts: 3, intervalSeconds: 1, backoffRate: 2, maxDelaySeconds: 30 };
const COMPENSATION_RETRY: RetryPlan = { ...STEP_RETRY, maxAttempts: 5 };
const APPROVAL_SECONDS = 86_400;

/** What Lambda may take over the function's own timeout before Step Functions gives up on the call, in seconds. */
const CALL_MARGIN = 5;

/** Time that the whole may take over what its steps can add up to, in seconds. */
const WHOLE_MARGIN = 300;

/** Placeholders of the definition, and what stands for them. */
export interface SagaResources {
  readonly functions: Map<string, LambdaService>;
  readonly approvals: Map<string, NonNullable<SagaStep["approval"]>>;
}

export const PARTITION = "partition";
export const FAILURE_QUEUE = "failure-queue";

/** Checks the arguments of a saga and settles every setting. */
export function planSaga(
  checks: ArgumentChecks,
  name: string,
  args: SagaArgs,
): { plan: SagaPlan; resources: SagaResources } {
  checks.matches("name", name, SAGA_NAME, "use at most 31 characters, since its failure queue adds to them");
  checks.length("steps", args.steps, 1, 100);
  checkRetry(checks, "retry", args.retry, STEP_RETRY);
  checkRetry(checks, "compensationRetry", args.compensationRetry, COMPENSATION_RETRY);
  checkErrors(checks, "businessErrors", args.businessErrors);
  checks
    .oneOf("logRetentionDays", args.logRetentionDays, LOG_RETENTION_DAYS)
    .arn("kmsKeyArn", args.kmsKeyArn, "kms", "a KMS key")
    .arn("alarmTopicArn", args.alarmTopicArn, "sns", "an SNS topic");
  const planner = new Planner(checks, args);
  const steps = planner.steps("steps", args.steps);
  const onFailed = args.onFailed && planner.call(ON_FAILED, args.onFailed, planner.compensationRetry);
  const undone = steps.some((step, index) => undoable(step) && canBeUndone(step, index === steps.length - 1));
  if (!undone && !onFailed) {
    const expected = "give a step before the last a compensation, or give onFailed; with neither, it is a Workflow";
    checks.fail(
      "steps",
      args.steps.map((step) => step.name),
      expected,
    );
  }
  const longest = longestSaga(steps, onFailed);
  const timeoutSeconds = args.timeoutSeconds ?? longest + WHOLE_MARGIN;
  const expected = `use a whole number from ${longest} to ${YEAR} seconds: its steps with their timeouts and retries can take ${longest}, and an execution that is out of time is not compensated`;
  const right = Number.isInteger(timeoutSeconds) && timeoutSeconds >= longest && timeoutSeconds <= YEAR;
  checks.that("timeoutSeconds", timeoutSeconds, right, expected);
  checks.done();
  const plan = {
    steps,
    onFailed,
    failureQueueUrl: `\${${FAILURE_QUEUE}}`,
    partition: `\${${PARTITION}}`,
    timeoutSeconds,
  };
  return { plan, resources: planner };
}

/** Whether a step's compensations ever run: those of the last step do only after a failure of its own. */
function canBeUndone(step: StepPlan, last: boolean): boolean {
  return !last || step.branches !== undefined || step.compensateWhenUncertain;
}

class Planner implements SagaResources {
  readonly functions = new Map<string, LambdaService>();
  readonly approvals = new Map<string, NonNullable<SagaStep["approval"]>>();
  readonly retry: RetryPlan;
  readonly compensationRetry: RetryPlan;
  private readonly names = new Set<string>([ON_FAILED]);

  constructor(
    private readonly checks: ArgumentChecks,
    private readonly args: SagaArgs,
  ) {
    this.retry = settle(args.retry, STEP_RETRY);
    this.compensationRetry = settle(args.compensationRetry, COMPENSATION_RETRY);
  }

  /** @param where path of the list in the arguments */
  steps(where: string, steps: readonly SagaStep[]): StepPlan[] {
    return steps.map((step, index) => this.step(`${where}[${index}]`, step));
  }

  /** A call of a function; a placeholder stands for its ARN. */
  call(placeholder: string, fn: LambdaService, retry: RetryPlan, timeoutSeconds?: number): CallPlan {
    this.functions.set(placeholder, fn);
    return {
      functionArn: `\${${placeholder}}`,
      timeoutSeconds: timeoutSeconds ?? fn.timeoutSeconds + CALL_MARGIN,
      retry,
    };
  }

  private step(where: string, step: SagaStep): StepPlan {
    const { checks } = this;
    const { name, action, approval, branches, compensation } = step;
    checks.matches(`${where}.name`, name, STEP_NAME, STEP_NAME_RULE);
    if (this.names.has(name)) checks.fail(`${where}.name`, name, "use a name that no other step has, nor on-failed");
    this.names.add(name);
    checks.exclusive({ [`${where}.action`]: action, [`${where}.approval`]: approval, [`${where}.branches`]: branches });
    checkRetry(checks, `${where}.retry`, step.retry, this.retry);
    checkRetry(checks, `${where}.compensationRetry`, step.compensationRetry, this.compensationRetry);
    checkErrors(checks, `${where}.businessErrors`, step.businessErrors);
    checks.integer(`${where}.timeoutSeconds`, step.timeoutSeconds, 1, YEAR, "seconds");
    this.checkCombination(where, step);
    const retry = settle(step.retry, this.retry);
    const undo = settle(step.compensationRetry, this.compensationRetry);
    const common = {
      name,
      businessErrors: step.businessErrors ?? this.args.businessErrors ?? [],
      compensateWhenUncertain: step.compensateWhenUncertain ?? false,
      ...(compensation && { compensation: this.call(`undo.${name}`, compensation, undo) }),
    };
    if (branches) {
      checks.length(`${where}.branches`, branches, 1, 100);
      for (const [index, branch] of branches.entries()) checks.length(`${where}.branches[${index}]`, branch, 1, 100);
      return { ...common, branches: branches.map((branch, at) => this.steps(`${where}.branches[${at}]`, branch)) };
    }
    if (approval) {
      this.approvals.set(`ask.${name}`, approval);
      const timeoutSeconds = step.timeoutSeconds ?? APPROVAL_SECONDS;
      const { heartbeatSeconds } = approval;
      checks.integer(`${where}.approval.heartbeatSeconds`, heartbeatSeconds, 1, timeoutSeconds - 1, "seconds");
      return { ...common, question: { queueUrl: `\${ask.${name}}`, timeoutSeconds, heartbeatSeconds } };
    }
    return action ? { ...common, call: this.call(`do.${name}`, action, retry, step.timeoutSeconds) } : common;
  }

  /** Options that say nothing about this kind of step. */
  private checkCombination(where: string, step: SagaStep): void {
    const { checks } = this;
    const idle = (option: keyof SagaStep, expected: string) => {
      if (step[option] !== undefined) checks.fail(`${where}.${option}`, option, expected);
    };
    if (step.branches) {
      const inside = "give it to the steps of the branches";
      for (const option of ["compensation", "timeoutSeconds", "businessErrors", "compensateWhenUncertain"] as const) {
        idle(option, inside);
      }
    }
    if (!step.action) idle("retry", "leave it out: only calls of functions are retried");
    if (!step.compensation) {
      idle("compensationRetry", "give compensation too, or leave it out");
      if (step.compensateWhenUncertain) idle("compensateWhenUncertain", "give compensation too, or leave it out");
    }
  }
}

function settle(retry: SagaRetry | undefined, otherwise: RetryPlan): RetryPlan {
  return {
    maxAttempts: retry?.maxAttempts ?? otherwise.maxAttempts,
    intervalSeconds: retry?.intervalSeconds ?? otherwise.intervalSeconds,
    backoffRate: retry?.backoffRate ?? otherwise.backoffRate,
    maxDelaySeconds: retry?.maxDelaySeconds ?? otherwise.maxDelaySeconds,
  };
}

function checkRetry(checks: ArgumentChecks, where: string, retry: SagaRetry | undefined, otherwise: RetryPlan): void {
  checks.integer(`${where}.maxAttempts`, retry?.maxAttempts, 0, 20);
  checks.integer(`${where}.intervalSeconds`, retry?.intervalSeconds, 1, 3600, "seconds");
  checks.integer(`${where}.maxDelaySeconds`, retry?.maxDelaySeconds, 1, 3600, "seconds");
  const rate = retry?.backoffRate;
  checks.that(`${where}.backoffRate`, rate, rate === undefined || (rate >= 1 && rate <= 10), "use 1 to 10");
  const { intervalSeconds, maxDelaySeconds } = settle(retry, otherwise);
  if (retry && maxDelaySeconds < intervalSeconds) {
    checks.fail(`${where}.maxDelaySeconds`, maxDelaySeconds, `use at least intervalSeconds, ${intervalSeconds}`);
  }
}

function checkErrors(checks: ArgumentChecks, where: string, errors: readonly string[] | undefined): void {
  for (const error of errors ?? []) {
    checks.matches(
      where,
      error,
      ERROR_NAME,
      "use the name of an error that a function throws, not one of Step Functions",
    );
  }
}
