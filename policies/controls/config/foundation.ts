import { fail, pass, stackControl } from "../../core";
import { asAWhole, foundationSetting, inFoundation } from "../shared/foundation";

const recorder = ["aws:cfg/recorder:Recorder"];

/** Holds the stack that is an account's foundation to a recorder. */
export const recorderInFoundation = stackControl({
  id: "config-foundation",
  title: "A stack that is an account's foundation has a recorder of AWS Config",
  severity: "high",
  why: "An account without a recorder has no history of what its resources were, and no rule watches them.",
  fix: "Make a Recorder in the stack, or declare another stack as the foundation (stack tag foundation, or the setting of that name).",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/config-controls.html#config-1",
  on: recorder,
  config: foundationSetting,
  check: () => asAWhole,
  checkStack: (context) =>
    inFoundation(context, () =>
      context.graph.ofType(recorder).length > 0
        ? pass
        : fail({ path: "", found: "no recorder", expected: "a Recorder of AWS Config" }),
    ),
});
