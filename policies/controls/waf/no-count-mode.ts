import { cannotTell, fail, pass, stackControl, type Verdict } from "../../core";
import { everyRule, type Rule, rulesOf, webAcl } from "./rules";

/** Holds web ACLs to acting on what they find. */
export const webAclActs = stackControl({
  id: "waf-no-count-mode",
  title: "Rule groups of web ACLs act, and don't just count",
  severity: "medium",
  why: "Counting is for trying a group out: left so, it stops nothing, and the metrics look as if it did.",
  fix: "Set the rule's overrideAction to none.",
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-rule-group-override-options.html",
  on: [webAcl],
  check: (acl, { graph }) => everyRule(rulesOf(graph, acl), acts),
});

function acts({ counts, path }: Rule): Verdict {
  if (counts === undefined) return cannotTell("whether a rule counts only is not known", path);
  return counts
    ? fail({ path: path ? `${path}.overrideAction` : "overrideAction", found: "count", expected: "none" })
    : pass;
}
