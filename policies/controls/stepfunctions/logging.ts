import { all, choice, control, notApplicable } from "../../core";

const levels = ["FATAL", "ERROR", "ALL"] as const;

/** Holds state machines to logging. */
export const stateMachineLogging = control({
  id: "stepfunctions-logging",
  title: "State machines log their executions",
  severity: "medium",
  why: "The history of an execution is gone after 90 days, and that of an express workflow is kept nowhere else.",
  fix: "Set loggingConfiguration.level to ERROR or ALL, and logDestination to the ARN of a log group, with :* behind it.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/stepfunctions-controls.html#stepfunctions-1",
  on: ["aws:sfn/stateMachine:StateMachine"],
  config: {
    minimumLevel: choice(levels, { default: "FATAL", description: "Least level of what is logged." }),
  },
  check: (machine, { config }) =>
    all(
      machine
        .string("loggingConfiguration.level")
        .oneOf(levels.slice(levels.indexOf(config.minimumLevel)), { absent: "AWS then takes OFF" }),
      machine.string("loggingConfiguration.level").value === "OFF"
        ? notApplicable("nothing is logged")
        : machine.mustBeSet("loggingConfiguration.logDestination", "the ARN of a log group", { unknown: "set" }),
    ),
});
