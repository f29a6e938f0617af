import { fail, flag, notApplicable, pass, stackControl } from "../../core";

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
  config: {
    foundation: flag({
      default: false,
      description: "This stack is an account's foundation. The stack tag foundation=true says the same.",
    }),
  },
  check: () => notApplicable("the stack is judged as a whole"),
  checkStack: ({ graph, config, stackTags }) => {
    if (!config.foundation && stackTags.get("foundation") !== "true") {
      return notApplicable("the stack is not declared as an account's foundation");
    }
    return graph.ofType(trail).length > 0
      ? pass
      : fail({ path: "", found: "no trail", expected: "a CloudTrail trail" });
  },
});
