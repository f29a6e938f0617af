import type { State } from "./asl";
import type { CallPlan, QuestionPlan, RetryPlan } from "./saga-plan";
import { REPORT } from "./saga-plan";

/** A JSONata expression as Step Functions marks it. */
export function jsonata(expression: string): string {
  return `{% ${expression} %}`;
}

const EXECUTION = "$states.context.Execution";
const CAUGHT = "$states.errorOutput";

/** What a caught error was. Some errors, such as timeouts, come with no cause. */
function caughtError(): Record<string, string> {
  return {
    error: jsonata(`${CAUGHT}.Error`),
    cause: jsonata(`$exists(${CAUGHT}.Cause) ? ${CAUGHT}.Cause : ''`),
  };
}

/** What every function of a saga is called with; the failure that a compensation is for is the first that happened. */
function payload(step: string, results: string, failed: boolean): Record<string, unknown> {
  return {
    input: jsonata(`${EXECUTION}.Input`),
    results: jsonata(results),
    step,
    executionId: jsonata(`${EXECUTION}.Id`),
    idempotencyKey: jsonata(`${EXECUTION}.Name & ':${step}'`),
    ...(failed && { failure: { error: jsonata("$failures[0].error"), cause: jsonata("$failures[0].cause") } }),
  };
}

/** Business errors end it at once; all others are tried again after a random part of a growing delay. */
function retrying(retry: RetryPlan, businessErrors: readonly string[]): unknown[] {
  return [
    ...(businessErrors.length > 0 ? [{ ErrorEquals: [...businessErrors], MaxAttempts: 0 }] : []),
    {
      ErrorEquals: ["States.ALL"],
      IntervalSeconds: retry.intervalSeconds,
      MaxAttempts: retry.maxAttempts,
      BackoffRate: retry.backoffRate,
      MaxDelaySeconds: retry.maxDelaySeconds,
      JitterStrategy: "FULL",
    },
  ];
}

/** A state that calls a function of the saga. */
export function callState(
  step: string,
  call: CallPlan,
  options: { partition: string; results: string; failed: boolean; businessErrors: readonly string[] },
): State {
  return {
    Type: "Task",
    Resource: `arn:${options.partition}:states:::lambda:invoke`,
    Arguments: { FunctionName: call.functionArn, Payload: payload(step, options.results, options.failed) },
    TimeoutSeconds: call.timeoutSeconds,
    Retry: retrying(call.retry, options.businessErrors),
    Output: {},
  };
}

/** A state that puts a question on a queue and waits for its answer. */
export function questionState(step: string, question: QuestionPlan, partition: string, results: string): State {
  return {
    Type: "Task",
    Resource: `arn:${partition}:states:::sqs:sendMessage.waitForTaskToken`,
    Arguments: {
      QueueUrl: question.queueUrl,
      MessageBody: { taskToken: jsonata("$states.context.Task.Token"), ...payload(step, results, false) },
    },
    TimeoutSeconds: question.timeoutSeconds,
    ...(question.heartbeatSeconds !== undefined && { HeartbeatSeconds: question.heartbeatSeconds }),
    Output: {},
  };
}

/** A state that puts a failed compensation on the failure queue; the saga goes on even if that fails. */
export function reportState(
  step: string,
  queueUrl: string,
  unresolved: string,
  partition: string,
  next: string,
): State {
  return {
    Type: "Task",
    Resource: `arn:${partition}:states:::sqs:sendMessage`,
    Arguments: {
      QueueUrl: queueUrl,
      MessageBody: {
        executionId: jsonata(`${EXECUTION}.Id`),
        step,
        failure: jsonata(`$lookup(${unresolved}, '${step}')`),
        sagaFailure: jsonata("$failures[0]"),
        input: jsonata(`${EXECUTION}.Input`),
        results: jsonata("$results"),
      },
    },
    TimeoutSeconds: REPORT.timeoutSeconds,
    Retry: retrying(REPORT.retry, []),
    Catch: [{ ErrorEquals: ["States.ALL"], Output: {}, Next: next }],
    Output: {},
    Next: next,
  };
}

/** Catches every error of a step, notes it in `failures`, and goes to where each kind of error leads. */
export function catching(
  step: string,
  failures: string,
  businessErrors: readonly string[],
  next: { business: string; other: string },
  markUncertain: boolean,
): unknown[] {
  const rule = (errors: readonly string[], target: string, uncertain: boolean) => ({
    ErrorEquals: [...errors],
    Assign: { [failures]: [{ step, ...caughtError(), ...(uncertain && { uncertain: true }) }] },
    Output: {},
    Next: target,
  });
  const all = rule(["States.ALL"], next.other, markUncertain);
  const apart = businessErrors.length > 0 && (next.business !== next.other || markUncertain);
  return apart ? [rule(businessErrors, next.business, false), all] : [all];
}

/** Catches every error of a compensation and notes it in `unresolved`. */
export function catchingUndo(step: string, unresolved: string, next: string): unknown[] {
  return [
    {
      ErrorEquals: ["States.ALL"],
      Assign: { [unresolved]: jsonata(`$merge([$${unresolved}, {'${step}': ${errorObject()}}])`) },
      Output: {},
      Next: next,
    },
  ];
}

function errorObject(): string {
  return `{'error': ${CAUGHT}.Error, 'cause': $exists(${CAUGHT}.Cause) ? ${CAUGHT}.Cause : ''}`;
}
