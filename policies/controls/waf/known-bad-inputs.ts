import { all, cannotTell, fail, pass, stackControl, type Verdict } from "../../core";
import { type Rule, rulesOf, someRule, webAcl } from "./rules";

const group = "AWSManagedRulesKnownBadInputsRuleSet";

/** Holds web ACLs to stopping what is known to be an attack. */
export const webAclKnownBadInputs = stackControl({
  id: "waf-known-bad-inputs",
  title: "Web ACLs block known bad inputs, such as those of Log4j",
  severity: "medium",
  why: "Exploits of libraries that nobody knew were in use arrive within hours of being published.",
  fix: `Add a rule with the managed rule group ${group} of AWS, with overrideAction none.`,
  url: "https://docs.aws.amazon.com/waf/latest/developerguide/aws-managed-rule-groups-baseline.html",
  on: [webAcl],
  check: (acl, { graph }) => someRule(rulesOf(graph, acl), blocks, `a rule with ${group} that does not just count`),
});

function blocks({ group: managed, counts, path }: Rule): Verdict {
  const acts =
    counts === undefined
      ? cannotTell("whether it counts only is not known", path)
      : counts
        ? fail({ path, found: "a rule that counts", expected: "one that blocks" })
        : pass;
  return all(managed.string("name").equals(group), managed.string("vendorName").equals("AWS"), acts);
}
