import { control } from "../../core";

/** Holds state machines to tracing. */
export const stateMachineTracing = control({
  id: "stepfunctions-tracing",
  title: "State machines are traced",
  severity: "low",
  why: "A trace that ends at the workflow does not show which of its steps is slow.",
  fix: "Set tracingConfiguration.enabled to true.",
  url: "https://docs.aws.amazon.com/step-functions/latest/dg/concepts-xray-tracing.html",
  on: ["aws:sfn/stateMachine:StateMachine"],
  check: (machine) => machine.boolean("tracingConfiguration.enabled").mustBeTrue({ absent: "AWS then takes false" }),
});
