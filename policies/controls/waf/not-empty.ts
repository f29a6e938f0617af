import { pass, stackControl } from "../../core";
import { rulesOf, rulesOfGroup, someRule, webAcl } from "./rules";

/** Holds web ACLs to doing something. */
export const webAclNotEmpty = stackControl({
  id: "waf-not-empty",
  title: "Web ACLs and rule groups have rules",
  severity: "medium",
  why: "A firewall without a rule lets everything through, and looks as if all were well.",
  fix: "Give it rules, such as AWS's managed rule groups.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-10",
  on: [webAcl, "aws:wafv2/ruleGroup:RuleGroup"],
  check: (resource, { graph }) =>
    someRule(
      resource.type === webAcl ? rulesOf(graph, resource) : rulesOfGroup(resource),
      () => pass,
      "at least one rule",
    ),
});
