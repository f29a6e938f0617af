import type { ArgumentChecks } from "../core";
import { allStates, isDefinition, isFields, nested, objectsOf, type State, type StateMachineDefinition } from "./asl";

// Rules: states-language.net/spec.html and
// docs.aws.amazon.com/step-functions/latest/dg/statemachine-structure.html (names, up to 80 characters)

const TYPES = ["Task", "Parallel", "Map", "Pass", "Wait", "Choice", "Succeed", "Fail"];
const MAX_NAME = 80;
/** Fields that are JSONPath's alone, or JSONata's alone. */
const JSONPATH_FIELDS = ["InputPath", "OutputPath", "Parameters", "ResultSelector", "ResultPath", "ItemsPath"];
const JSONATA_FIELDS = ["Arguments", "Output", "Items"];

/** Reports every error of a definition, naming the state. Returns it where it has the shape of one. */
export function checkDefinition(checks: ArgumentChecks, definition: unknown): StateMachineDefinition | undefined {
  const where = "definition";
  if (!isFields(definition)) {
    checks.fail(where, definition ?? null, "give an object with StartAt and States");
    return undefined;
  }
  const { QueryLanguage: language } = definition;
  checks.oneOf(`${where}.QueryLanguage`, language, ["JSONPath", "JSONata"]);
  checkScope(checks, where, definition);
  if (!isDefinition(definition)) return undefined;
  checkNames(checks, definition);
  for (const { name, state, queryLanguage } of allStates(definition)) {
    const path = `state "${name}"`;
    if (language === "JSONata" && queryLanguage !== "JSONata") {
      checks.fail(`${path}.QueryLanguage`, queryLanguage, "leave it out: the state machine as a whole is JSONata");
    }
    const foreign = queryLanguage === "JSONata" ? JSONPATH_FIELDS : JSONATA_FIELDS;
    for (const field of foreign.filter((one) => state[one] !== undefined)) {
      checks.fail(`${path}.${field}`, state[field], `leave it out, ${queryLanguage} states don't have it`);
    }
  }
  return definition;
}

function checkScope(checks: ArgumentChecks, where: string, machine: Record<string, unknown>): void {
  const { StartAt: start, States: states } = machine;
  if (!isFields(states) || Object.keys(states).length === 0) {
    checks.fail(`${where}.States`, states ?? null, "give at least one state");
    return;
  }
  const names = Object.keys(states);
  if (typeof start !== "string" || !names.includes(start)) {
    checks.fail(`${where}.StartAt`, start ?? null, `name one of its states: ${names.join(", ")}`);
  }
  const targets = new Map<string, string[]>();
  let ends = false;
  for (const [name, state] of Object.entries(states)) {
    const path = `state "${name}"`;
    if (!isFields(state) || typeof state["Type"] !== "string" || !TYPES.includes(state["Type"])) {
      checks.fail(`${path}.Type`, isFields(state) ? (state["Type"] ?? null) : state, `use one of ${TYPES.join(", ")}`);
      continue;
    }
    if (name.length > MAX_NAME) checks.fail(path, name, `use a name of at most ${MAX_NAME} characters`);
    const typed: State = { ...state, Type: state["Type"] };
    ends = checkTransition(checks, path, typed) || ends;
    checkErrorHandling(checks, path, typed);
    const next = transitions(typed);
    for (const [field, target] of next) {
      if (!names.includes(target)) {
        checks.fail(`${path}.${field}`, target, `name a state beside it: ${names.join(", ")}`);
      }
    }
    targets.set(
      name,
      next.map(([, target]) => target),
    );
    checkNested(checks, path, typed);
  }
  if (!ends) checks.fail(`${where}.States`, names, "let at least one state end it: End, Succeed or Fail");
  if (typeof start === "string") checkReachable(checks, start, targets);
}

function checkNested(checks: ArgumentChecks, path: string, state: State): void {
  if (state.Type !== "Parallel" && state.Type !== "Map") return;
  const field = state.Type === "Parallel" ? "Branches" : "ItemProcessor";
  const machines = nested(state);
  if (machines.length === 0) checks.fail(`${path}.${field}`, state[field] ?? null, "give at least one branch");
  for (const [index, machine] of machines.entries()) {
    const where = state.Type === "Parallel" ? `${path}.${field}[${index}]` : `${path}.${field}`;
    if (isFields(machine)) checkScope(checks, where, machine);
    else checks.fail(where, machine ?? null, "give an object with StartAt and States");
  }
}

/** Where a state goes, as field and target. */
function transitions(state: State): [field: string, target: string][] {
  const found: [string, unknown][] = [
    ["Next", state.Next],
    ["Default", state["Default"]],
    ...objectsOf(state["Choices"]).map((rule, index): [string, unknown] => [`Choices[${index}].Next`, rule["Next"]]),
    ...objectsOf(state["Catch"]).map((rule, index): [string, unknown] => [`Catch[${index}].Next`, rule["Next"]]),
  ];
  return found.filter((entry): entry is [string, string] => typeof entry[1] === "string");
}

/** Requires exactly the way on that the state's type has. Returns whether the state ends its machine. */
function checkTransition(checks: ArgumentChecks, path: string, state: State): boolean {
  if (state.Type === "Succeed" || state.Type === "Fail") {
    if (state.Next !== undefined)
      checks.fail(`${path}.Next`, state.Next, `leave it out: ${state.Type} ends the machine`);
    return true;
  }
  if (state.Type === "Choice") {
    const rules = objectsOf(state["Choices"]);
    if (rules.length === 0) checks.fail(`${path}.Choices`, state["Choices"] ?? null, "give at least one rule");
    for (const [index, rule] of rules.entries()) {
      checks.required(`${path}.Choices[${index}].Next`, rule["Next"], "name the state to go to");
    }
    if (state.Next !== undefined) checks.fail(`${path}.Next`, state.Next, "use Default: a Choice has no Next");
    return false;
  }
  const end = state.End === true;
  if (end === (state.Next !== undefined)) {
    checks.fail(`${path}.Next`, state.Next ?? null, "give either Next or End: true");
  }
  return end;
}

function checkErrorHandling(checks: ArgumentChecks, path: string, state: State): void {
  for (const field of ["Retry", "Catch"]) {
    const rules = objectsOf(state[field]);
    for (const [index, rule] of rules.entries()) {
      const { ErrorEquals: errors } = rule;
      const place = `${path}.${field}[${index}]`;
      if (!Array.isArray(errors) || errors.length === 0) {
        checks.fail(`${place}.ErrorEquals`, errors ?? null, 'name errors, or ["States.ALL"]');
      } else if (errors.includes("States.ALL") && (errors.length > 1 || index < rules.length - 1)) {
        checks.fail(`${place}.ErrorEquals`, errors, "States.ALL stands alone, in the last rule");
      }
      if (field === "Catch") checks.required(`${place}.Next`, rule["Next"], "name the state to go to");
    }
  }
}

function checkReachable(checks: ArgumentChecks, start: string, targets: ReadonlyMap<string, string[]>): void {
  const seen = new Set<string>();
  const open = [start];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(targets.get(name) ?? []));
  }
  for (const name of targets.keys()) {
    if (!seen.has(name)) checks.fail(`state "${name}"`, name, "let a state lead to it, or take it out: nothing does");
  }
}

/** The spec wants state names to be unique in the whole state machine, not just in a branch. */
function checkNames(checks: ArgumentChecks, definition: StateMachineDefinition): void {
  const seen = new Set<string>();
  for (const { name } of allStates(definition)) {
    if (seen.has(name)) checks.fail(`state "${name}"`, name, "give it a name that no other branch has");
    seen.add(name);
  }
}
