import { control, notApplicable, when } from "../../core";
import { lambdaRuntimes } from "../../facts/facts";
import { lambdaFunctionType, securityHub } from "./function";

/** Holds functions to runtimes that are kept up. */
export const lambdaRuntime = control({
  id: "lambda-runtime",
  title: "Lambda functions run on a supported runtime",
  severity: "medium",
  why: "A runtime that AWS has deprecated gets no fixes, and soon takes no change of the function any more.",
  fix: "Set runtime to a newer one of the same language.",
  url: `${securityHub}#lambda-2`,
  on: [lambdaFunctionType],
  check: (fn) =>
    when(
      fn.string("packageType").equals("Image"),
      () => notApplicable("the runtime is in the function's image"),
      () => fn.string("runtime").noneOf(lambdaRuntimes.deprecated),
    ),
});
