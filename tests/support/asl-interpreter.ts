import jsonata from "jsonata";
import type { State, StateMachineDefinition } from "../../infra/workflow/asl";
import { isFields, objectsOf } from "../../infra/workflow/asl";

/** An error by the name that Retry and Catch know. */
export class StatesError extends Error {
  constructor(
    readonly error: string,
    override readonly cause?: string,
  ) {
    super(`${error}: ${cause ?? ""}`);
  }
}

/** How an execution ended. */
export interface Outcome {
  readonly status: "SUCCEEDED" | "FAILED";
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: string;
}

/** Does what a Task state asks for. @throws StatesError where the task fails */
export type TaskHandler = (resource: string, args: Record<string, unknown>) => Promise<unknown>;

/** A JSON value with no prototype of JSONata's own, as Step Functions would write it down. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

/** Variables of one machine: a branch reads those around it and, as on AWS, may not assign or hide them. */
class Variables {
  private readonly own = new Map<string, unknown>();

  constructor(private readonly around?: Variables) {}

  private has(name: string): boolean {
    return this.own.has(name) || (this.around?.has(name) ?? false);
  }

  assign(name: string, value: unknown): void {
    if (this.around?.has(name)) throw new Error(`a branch assigns ${name}, which is a variable around it`);
    this.own.set(name, value);
  }

  all(): Record<string, unknown> {
    return { ...this.around?.all(), ...Object.fromEntries(this.own) };
  }
}

/**
 * Runs a JSONata state machine of Task, Pass, Choice, Parallel, Succeed and Fail states by the published rules
 * (states-language.net/spec.html), with no delay between retries. An expression without a value is an error, as on AWS.
 */
export class AslInterpreter {
  /** Names of the states in the order in which they were entered. */
  readonly entered: string[] = [];

  constructor(
    private readonly definition: StateMachineDefinition,
    private readonly handler: TaskHandler,
    private readonly execution: { Id: string; Name: string; Input: unknown },
  ) {}

  async run(): Promise<Outcome> {
    try {
      const output = await this.machine(this.definition, this.execution.Input, undefined);
      return { status: "SUCCEEDED", output };
    } catch (error) {
      if (error instanceof StatesError) return { status: "FAILED", error: error.error, cause: error.cause };
      throw error;
    }
  }

  private async machine(definition: StateMachineDefinition, input: unknown, around?: Variables): Promise<unknown> {
    const variables = new Variables(around);
    let name: string | undefined = definition.StartAt;
    let value = input;
    while (name !== undefined) {
      const state: State | undefined = definition.States[name];
      if (!state) throw new Error(`there is no state ${name}`);
      this.entered.push(name);
      const step: { next?: string; output: unknown } = await this.state(state, value, variables);
      value = step.output;
      name = step.next;
    }
    return value;
  }

  private async state(state: State, input: unknown, variables: Variables): Promise<{ next?: string; output: unknown }> {
    switch (state.Type) {
      case "Succeed":
      case "Pass": {
        const output = await this.output(state, { input }, input, variables);
        await this.assign(state["Assign"], { input }, variables);
        return { next: state.Next, output };
      }
      case "Choice": {
        for (const rule of objectsOf(state["Choices"])) {
          const next = rule["Next"];
          if (typeof next === "string" && (await this.evaluate(rule["Condition"], { input }, variables)) === true) {
            return { next, output: input };
          }
        }
        const otherwise = state["Default"];
        if (typeof otherwise !== "string") throw new StatesError("States.NoChoiceMatched");
        return { next: otherwise, output: input };
      }
      case "Fail": {
        const error = await this.evaluate(state["Error"], { input }, variables);
        const cause = await this.evaluate(state["Cause"], { input }, variables);
        throw new StatesError(String(error), String(cause));
      }
      case "Task":
      case "Parallel":
        return await this.attempted(state, input, variables);
      default:
        throw new Error(`the interpreter does not know ${state.Type}`);
    }
  }

  /** A state that can fail: tries, retries, then catches. */
  private async attempted(state: State, input: unknown, variables: Variables) {
    const used = new Map<unknown, number>();
    for (;;) {
      try {
        const result = plain(await this.attempt(state, input, variables));
        const output = await this.output(state, { input, result }, result, variables);
        await this.assign(state["Assign"], { input, result }, variables);
        return { next: state.Next, output };
      } catch (error) {
        if (!(error instanceof StatesError)) throw error;
        const retrier = matching(state["Retry"], error.error);
        const count = used.get(retrier) ?? 0;
        if (retrier && count < Number(retrier["MaxAttempts"] ?? 3)) {
          used.set(retrier, count + 1);
          continue;
        }
        const catcher = matching(state["Catch"], error.error);
        if (!catcher) throw error;
        const errorOutput = { Error: error.error, ...(error.cause !== undefined && { Cause: error.cause }) };
        await this.assign(catcher["Assign"], { input, errorOutput }, variables);
        const output = await this.output(catcher, { input, errorOutput }, errorOutput, variables);
        return { next: String(catcher["Next"]), output };
      }
    }
  }

  private async attempt(state: State, input: unknown, variables: Variables): Promise<unknown> {
    if (state.Type === "Parallel") {
      const branches = state["Branches"];
      if (!isMachines(branches)) throw new Error("a Parallel state has no branches");
      return Promise.all(branches.map((branch) => this.machine(branch, input, variables)));
    }
    const args = await this.evaluate(state["Arguments"], { input }, variables);
    if (!isFields(args)) throw new Error("a Task state has no arguments");
    return this.handler(String(state["Resource"]), args);
  }

  private async output(
    from: Readonly<Record<string, unknown>>,
    states: Record<string, unknown>,
    otherwise: unknown,
    variables: Variables,
  ): Promise<unknown> {
    const { Output: template } = from;
    return template === undefined ? otherwise : this.evaluate(template, states, variables);
  }

  /** Every expression of an Assign sees the variables as they were before it. */
  private async assign(assign: unknown, states: Record<string, unknown>, variables: Variables): Promise<void> {
    if (!isFields(assign)) return;
    const values = await this.evaluate(assign, states, variables);
    if (isFields(values)) for (const [name, value] of Object.entries(values)) variables.assign(name, value);
  }

  private async evaluate(template: unknown, states: Record<string, unknown>, variables: Variables): Promise<unknown> {
    if (Array.isArray(template)) {
      return Promise.all(template.map((item) => this.evaluate(item, states, variables)));
    }
    if (isFields(template)) {
      const entries = Object.entries(template).map(async ([key, value]) => [
        key,
        await this.evaluate(value, states, variables),
      ]);
      return Object.fromEntries(await Promise.all(entries));
    }
    if (typeof template !== "string" || !template.startsWith("{%")) return template;
    const expression = template.slice(2, -2).trim();
    const context = { Execution: this.execution, Task: { Token: "token" } };
    const value: unknown = await jsonata(expression).evaluate(
      {},
      { ...variables.all(), states: { ...states, context } },
    );
    if (value === undefined) throw new StatesError("States.QueryEvaluationError", `${expression} has no value`);
    return plain(value);
  }
}

function isMachines(value: unknown): value is StateMachineDefinition[] {
  return Array.isArray(value) && value.length > 0 && value.every(isFields);
}

function matching(rules: unknown, error: string): Record<string, unknown> | undefined {
  return objectsOf(rules).find(({ ErrorEquals: names }) => {
    return Array.isArray(names) && (names.includes(error) || names.includes("States.ALL"));
  });
}
