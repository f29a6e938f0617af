import { control } from "../../core";
import { lambdaFunctionType, securityHub } from "./function";

/** Holds functions to traces. */
export const lambdaTracing = control({
  id: "lambda-tracing",
  title: "Lambda functions are traced with X-Ray",
  severity: "low",
  why: "Without traces nobody sees which of the services behind an event was slow or failed.",
  fix: 'Set tracingConfig.mode to "Active".',
  url: `${securityHub}#lambda-7`,
  on: [lambdaFunctionType],
  check: (fn) => fn.string("tracingConfig.mode").equals("Active", { absent: "AWS then takes PassThrough" }),
});
