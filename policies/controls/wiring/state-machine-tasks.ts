import type { Value } from "../../core";

/** The task states of a state machine, in whatever branch or loop they are. */
export function tasksOf(definition: Value): Value[] {
  return definition
    .at("States")
    .entries()
    .flatMap(([, state]) => [
      ...(state.string("Type").value === "Task" ? [state] : []),
      ...state.list("Branches").items.flatMap(tasksOf),
      ...["Iterator", "ItemProcessor"].flatMap((inner) => tasksOf(state.at(inner))),
    ]);
}
