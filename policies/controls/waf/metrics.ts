import { all, stackControl } from "../../core";
import { everyRule, rulesOf, rulesOfGroup, webAcl } from "./rules";

/** Holds firewalls to being watched. */
export const webAclMetrics = stackControl({
  id: "waf-metrics",
  title: "Web ACLs, rule groups and their rules have metrics",
  severity: "medium",
  why: "Without metrics no alarm tells of an attack, nor of a rule that stops those that it should let in.",
  fix: "Set visibilityConfig.cloudwatchMetricsEnabled to true, of the web ACL and of each rule.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/wafv2-rulegroup-logging-enabled.html",
  on: [webAcl, "aws:wafv2/ruleGroup:RuleGroup"],
  check: (resource, { graph }) =>
    all(
      resource.boolean("visibilityConfig.cloudwatchMetricsEnabled").mustBeTrue(),
      everyRule(resource.type === webAcl ? rulesOf(graph, resource) : rulesOfGroup(resource), ({ metrics }) =>
        metrics.mustBeTrue(),
      ),
    ),
});
