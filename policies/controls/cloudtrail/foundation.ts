import { fail, pass, stackControl } from "../../core";
import { asAWhole, foundationSetting, inFoundation } from "../shared/foundation";

const trail = ["aws:cloudtrail/trail:Trail"];

/** Holds the stack that is an account's foundation to having a trail. */
export const trailInFoundation = stackControl({
  id: "cloudtrail-foundation",
  title: "A stack that is an account's foundation has a trail",
  severity: "critical",
  why: "An account without a trail has no record of who did what.",
  fix: "Make a trail in the stack, or declare another stack as the foundation (stack tag foundation, or the setting of that name).",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudtrail-controls.html#cloudtrail-3",
  on: trail,
  config: foundationSetting,
  check: () => asAWhole,
  checkStack: (context) =>
    inFoundation(context, () =>
      context.graph.ofType(trail).length > 0
        ? pass
        : fail({ path: "", found: "no trail", expected: "a CloudTrail trail" }),
    ),
});
