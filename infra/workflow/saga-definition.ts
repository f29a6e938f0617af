import type { State, StateMachineDefinition } from "./asl";
import { ON_FAILED, type SagaPlan, type StepPlan, undoable } from "./saga-plan";
import { callState, catching, catchingUndo, jsonata, questionState, reportState } from "./saga-states";

/** Names of the states that a saga has beside those of its steps. Steps' names can't have capitals, so none collides. */
const BEGIN = "Begin";
const COMPLETED = "Completed";
const FAILED = "Saga failed";
const JUDGE = "All compensated?";
const COMPENSATED = "Compensated";
const COMPENSATION_FAILED = "CompensationFailed";

/**
 * States of one machine, the saga's own or a branch's, and the variables that they may assign. A branch can read the
 * variables around it but can't assign them, so that each has variables of its own and hands them out as its output.
 */
interface Scope {
  readonly states: Record<string, State>;
  /** Variable with the results of this scope's own steps. */
  readonly results: string;
  /** Expression for the results of all steps before, here and around. */
  readonly allResults: string;
  readonly failures: string;
  readonly unresolved: string;
}

/**
 * The state machine of a saga.
 *
 * Variables: `results`, by step; `failures`, a list of `{step, error, cause}`; `unresolved`, the errors of failed
 * compensations by step. Steps in a row: the state that a failure leads to is the compensation of the last step before,
 * from which the others follow. Branches: each catches its own failure and ends well, with its results and failures as
 * its output, so that Step Functions stops no other branch; a step in a branch has completed where it has a result.
 */
export function sagaDefinition(plan: SagaPlan): StateMachineDefinition {
  return new SagaBuilder(plan).build();
}

class SagaBuilder {
  private scopes = 0;

  constructor(private readonly plan: SagaPlan) {}

  build(): StateMachineDefinition {
    const root: Scope = {
      states: {},
      results: "results",
      allResults: "$results",
      failures: "failures",
      unresolved: "unresolved",
    };
    const { steps } = this.plan;
    root.states[BEGIN] = {
      Type: "Pass",
      Assign: { results: {}, failures: [], unresolved: {} },
      Output: {},
      Next: entry(steps, 0, COMPLETED),
    };
    this.forward(root, steps, COMPLETED, (completed) => undoEntry(steps, completed, FAILED));
    root.states[COMPLETED] = end({ status: "completed", results: jsonata("$results") });
    this.backward(root, steps, FAILED, false);
    this.finish(root);
    return {
      Comment: "Runs its steps in order; where one fails, compensates those that completed, the last one first.",
      QueryLanguage: "JSONata",
      StartAt: BEGIN,
      TimeoutSeconds: this.plan.timeoutSeconds,
      States: root.states,
    };
  }

  /**
   * Adds the steps.
   * @param onFailure state that a failure leads to when that many steps are to be compensated
   */
  private forward(
    scope: Scope,
    steps: readonly StepPlan[],
    done: string,
    onFailure: (completed: number) => string,
  ): void {
    for (const [index, step] of steps.entries()) {
      const next = entry(steps, index + 1, done);
      if (step.branches) this.forwardBranches(scope, step, step.branches, next, onFailure(index + 1));
      else scope.states[step.name] = this.step(scope, step, next, onFailure(index), onFailure(index + 1));
    }
  }

  private step(scope: Scope, step: StepPlan, next: string, undoBefore: string, undoThis: string): State {
    const { partition } = this.plan;
    const { allResults, results } = scope;
    const state = step.call
      ? callState(step.name, step.call, {
          partition,
          results: allResults,
          failed: false,
          businessErrors: step.businessErrors,
        })
      : step.question && questionState(step.name, step.question, partition, allResults);
    if (!state) throw new Error(`step ${step.name} does nothing: its arguments were not checked`);
    const result = step.call ? "$states.result.Payload" : "$states.result";
    const other = step.compensateWhenUncertain ? undoThis : undoBefore;
    return {
      ...state,
      Assign: { [results]: jsonata(`$merge([$${results}, {'${step.name}': ${result}}])`) },
      Catch: catching(
        step.name,
        scope.failures,
        step.businessErrors,
        { business: undoBefore, other },
        step.compensateWhenUncertain,
      ),
      Next: next,
    };
  }

  private forwardBranches(
    scope: Scope,
    step: StepPlan,
    branches: readonly (readonly StepPlan[])[],
    next: string,
    onFailure: string,
  ): void {
    const { name } = step;
    scope.states[name] = {
      Type: "Parallel",
      Branches: branches.map((branch, index) => this.forwardBranch(scope, branch, `${name}, branch ${index + 1}`)),
      Next: `${name}: collect`,
    };
    scope.states[`${name}: collect`] = {
      Type: "Pass",
      Assign: {
        [scope.results]: jsonata(`$merge([$${scope.results}, $states.input.results])`),
        [scope.failures]: jsonata("[$states.input.failures]"),
      },
      Output: {},
      Next: `${name}: all well?`,
    };
    scope.states[`${name}: all well?`] = choice(`$count($${scope.failures}) = 0`, next, onFailure);
  }

  private forwardBranch(outer: Scope, steps: readonly StepPlan[], label: string): StateMachineDefinition {
    const scope = this.inner(outer);
    const last = `${label}: end`;
    const states = scope.states;
    states[label] = {
      Type: "Pass",
      Assign: { [scope.results]: {}, [scope.failures]: [] },
      Output: {},
      Next: entry(steps, 0, last),
    };
    this.forward(scope, steps, last, () => last);
    states[last] = end({ results: jsonata(`$${scope.results}`), failures: jsonata(`$${scope.failures}`) });
    return { StartAt: label, States: states };
  }

  /**
   * Adds the compensations, the last step's first, and after each failed one its report.
   * @param guarded whether to look first if the step has completed
   */
  private backward(scope: Scope, steps: readonly StepPlan[], done: string, guarded: boolean): void {
    for (const [index, step] of steps.entries()) {
      // Nothing comes after the last step that could fail, so that its compensation would be a state that none leads to.
      const last = !guarded && index === steps.length - 1 && !step.branches && !step.compensateWhenUncertain;
      if (last || !undoable(step)) continue;
      const next = guarded ? guardedEntry(steps, index, done) : undoEntry(steps, index, done);
      if (step.branches) this.backwardBranches(scope, step, step.branches, next);
      else this.undo(scope, step, next, guarded);
    }
  }

  private undo(scope: Scope, step: StepPlan, next: string, guarded: boolean): void {
    if (!step.compensation) return;
    const { failureQueueUrl, partition } = this.plan;
    const report = `Report ${step.name}`;
    if (guarded) {
      const uncertain = step.compensateWhenUncertain ? ` or '${step.name}' in $failures[uncertain].step` : "";
      const completed = `'${step.name}' in $keys($results)${uncertain}`;
      scope.states[`${step.name} completed?`] = choice(completed, undoName(step), next);
    }
    scope.states[undoName(step)] = {
      ...callState(step.name, step.compensation, { partition, results: "$results", failed: true, businessErrors: [] }),
      Catch: catchingUndo(step.name, scope.unresolved, report),
      Next: next,
    };
    scope.states[report] = reportState(step.name, failureQueueUrl, `$${scope.unresolved}`, partition, next);
  }

  private backwardBranches(
    scope: Scope,
    step: StepPlan,
    branches: readonly (readonly StepPlan[])[],
    next: string,
  ): void {
    const name = undoName(step);
    const concerned = branches.filter((branch) => branch.some(undoable));
    scope.states[name] = {
      Type: "Parallel",
      Branches: concerned.map((branch, index) => this.backwardBranch(scope, branch, `${name}, branch ${index + 1}`)),
      Next: `${name}: collect`,
    };
    scope.states[`${name}: collect`] = {
      Type: "Pass",
      Assign: { [scope.unresolved]: jsonata(`$merge([$${scope.unresolved}, $states.input.unresolved])`) },
      Output: {},
      Next: next,
    };
  }

  private backwardBranch(outer: Scope, steps: readonly StepPlan[], label: string): StateMachineDefinition {
    const scope = this.inner(outer);
    const last = `${label}: end`;
    const states = scope.states;
    states[label] = {
      Type: "Pass",
      Assign: { [scope.unresolved]: {} },
      Output: {},
      Next: guardedEntry(steps, steps.length, last),
    };
    this.backward(scope, steps, last, true);
    states[last] = end({ unresolved: jsonata(`$${scope.unresolved}`) });
    return { StartAt: label, States: states };
  }

  /** Calls `onFailed`, then ends well where everything was compensated, and else as failed. */
  private finish(root: Scope): void {
    const { onFailed, partition, failureQueueUrl } = this.plan;
    const { states } = root;
    const report = `Report ${ON_FAILED}`;
    states[FAILED] = onFailed
      ? {
          ...callState(ON_FAILED, onFailed, { partition, results: "$results", failed: true, businessErrors: [] }),
          Catch: catchingUndo(ON_FAILED, root.unresolved, report),
          Next: JUDGE,
        }
      : { Type: "Pass", Output: {}, Next: JUDGE };
    if (onFailed) states[report] = reportState(ON_FAILED, failureQueueUrl, "$unresolved", partition, JUDGE);
    states[JUDGE] = choice("$count($keys($unresolved)) = 0", COMPENSATED, COMPENSATION_FAILED);
    states[COMPENSATED] = end({
      status: "compensated",
      failure: jsonata("$failures[0]"),
      failures: jsonata("$failures"),
      results: jsonata("$results"),
    });
    states[COMPENSATION_FAILED] = {
      Type: "Fail",
      Error: "CompensationFailed",
      Cause: jsonata("'Not compensated: ' & $join([$keys($unresolved)], ', ')"),
    };
  }

  private inner(outer: Scope): Scope {
    this.scopes += 1;
    const { scopes } = this;
    return {
      states: {},
      results: `results${scopes}`,
      allResults: `$merge([${outer.allResults}, $results${scopes}])`,
      failures: `failures${scopes}`,
      unresolved: `unresolved${scopes}`,
    };
  }
}

/** First state of the step at `index`, or `done` behind the last. */
function entry(steps: readonly StepPlan[], index: number, done: string): string {
  return steps[index]?.name ?? done;
}

function undoName(step: StepPlan): string {
  return `Compensate ${step.name}`;
}

/** First state of the compensations when the first `count` steps are to be compensated. */
function undoEntry(steps: readonly StepPlan[], count: number, done: string): string {
  const step = steps.slice(0, count).reverse().find(undoable);
  return step ? undoName(step) : done;
}

/** The same where each compensation looks first if its step has completed; the branches of a block do so inside. */
function guardedEntry(steps: readonly StepPlan[], count: number, done: string): string {
  const step = steps.slice(0, count).reverse().find(undoable);
  if (!step) return done;
  return step.branches ? undoName(step) : `${step.name} completed?`;
}

function choice(condition: string, then: string, otherwise: string): State {
  return {
    Type: "Choice",
    Choices: [{ Condition: jsonata(condition), Next: then }],
    Default: otherwise,
  };
}

/** Ends a machine with an output: a Pass, because a Succeed state's Output is not evaluated everywhere. */
function end(output: Record<string, unknown>): State {
  return { Type: "Pass", Output: output, End: true };
}
