import { control, fail, pass, when } from "../../core";
import { everyRule, groupsAndRules, portsOf, toInternet } from "./open-rules";

/** Holds what runs behind a security group to calls that were meant. */
export const securityGroupEgress = control({
  id: "security-group-egress",
  title: "Security groups don't let everything out to everywhere",
  severity: "medium",
  why: "Whoever breaks in calls home, and carries data out, over whichever port is free.",
  fix: "Name the protocol and port, 443 for example, or the security groups and prefix lists that are called.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-best-practices.html",
  on: groupsAndRules,
  check: (owner) =>
    everyRule(owner, "egress", (rule) =>
      when(toInternet(rule), () =>
        portsOf(rule, (from, to) =>
          from === 0 && to === 65_535
            ? fail({ path: rule.value.path, found: "all ports to everywhere", expected: "a port, or named addresses" })
            : pass,
        ),
      ),
    ),
});
