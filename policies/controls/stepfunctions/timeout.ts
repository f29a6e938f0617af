import { control, pass } from "../../core";

/** Holds state machines to ending. */
export const stateMachineTimeout = control({
  id: "stepfunctions-timeout",
  title: "State machines have a time limit",
  severity: "low",
  why: "An execution that waits for an answer which never comes stands for a year, and looks as if it were at work.",
  fix: "Set TimeoutSeconds at the top of the definition.",
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/sfn-best-practices.html#sfn-stuck-execution",
  on: ["aws:sfn/stateMachine:StateMachine"],
  check: (machine) =>
    machine.string("type").value === "EXPRESS"
      ? pass // Ends after five minutes, whatever is said.
      : machine
          .json("definition")
          .judge((definition) => definition.number("TimeoutSeconds").atLeast(1), { absent: pass }),
});
