import { cannotTell, fail, pass, stackControl, type Verdict } from "../../core";
import { type Rule, rulesOf, someRule, webAcl } from "./rules";

/** Holds web ACLs to stopping floods. */
export const webAclRateLimit = stackControl({
  id: "waf-rate-limit",
  title: "Web ACLs limit the requests of one address",
  severity: "medium",
  why: "Without a limit, one client can guess passwords, or use up what all others share, at its leisure.",
  fix: "Add a rule with a rateBasedStatement and the action block.",
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html",
  on: [webAcl],
  check: (acl, { graph }) => someRule(rulesOf(graph, acl), limits, "a rule with a rateBasedStatement"),
});

function limits({ limitsRate, path }: Rule): Verdict {
  if (limitsRate === undefined) return cannotTell("whether a rule limits the rate is not known", path);
  return limitsRate ? pass : fail({ path, found: "a rule without a rate", expected: "a rateBasedStatement" });
}
