/** One state of the Amazon States Language, as far as the platform looks at it: states-language.net/spec.html */
export interface State {
  Type: string;
  Next?: string;
  End?: boolean;
  [field: string]: unknown;
}

/** A whole state machine, a branch of a Parallel state, or what a Map state does with an item. */
export interface StateMachineDefinition {
  StartAt: string;
  States: Record<string, State>;
  QueryLanguage?: string;
  TimeoutSeconds?: number;
  [field: string]: unknown;
}

/** A state and where it stands. */
export interface PlacedState {
  readonly name: string;
  readonly state: State;
  readonly queryLanguage: string;
}

type Fields = Record<string, unknown>;

/** Whether a value is a JSON object: not null, not a list, not text. */
export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Whether a value has the shape of a definition; what its states hold is not looked at. */
export function isDefinition(value: unknown): value is StateMachineDefinition {
  return (
    isFields(value) &&
    typeof value["StartAt"] === "string" &&
    isFields(value["States"]) &&
    Object.values(value["States"]).every((state) => isFields(state) && typeof state["Type"] === "string")
  );
}

/** The objects of a field that holds a list of them. */
export function objectsOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : [];
}

/** State machines inside a state: branches of a Parallel, the item processor of a Map. */
export function nested(state: State): unknown[] {
  if (state.Type === "Parallel") return Array.isArray(state["Branches"]) ? state["Branches"] : [];
  if (state.Type === "Map") return [state["ItemProcessor"] ?? state["Iterator"]];
  return [];
}

/** Every state of a definition, those inside Parallel and Map states included. */
export function allStates(definition: StateMachineDefinition, inherited = "JSONPath"): PlacedState[] {
  const language = definition.QueryLanguage ?? inherited;
  return Object.entries(definition.States).flatMap(([name, state]) => {
    const own = state["QueryLanguage"];
    const queryLanguage = typeof own === "string" ? own : language;
    const inner = nested(state).filter(isDefinition);
    return [{ name, state, queryLanguage }, ...inner.flatMap((machine) => allStates(machine, language))];
  });
}
