import { all, cannotTell, control, fail, pass, type Resource, stackControl, tokens, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { type Direction, rulesOf } from "../../graph/network/security-groups";
import { groupsAndRules } from "./open-rules";

const defaultGroup = ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"];
const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";

/** Holds the group that AWS gives to what names none to letting nothing through. */
export const defaultSecurityGroupClosed = stackControl({
  id: "vpc-default-security-group",
  title: "The default security group of a VPC lets nothing through",
  severity: "high",
  why: "What names no group is in this one, whose members AWS lets call each other, and everyone else.",
  fix: "Make a DefaultSecurityGroup with the vpcId of the VPC, and no rule in it or beside it.",
  url: `${page}#ec2-2`,
  on: tokens.vpc,
  check: (vpc, { graph }) => {
    const { certain, possible } = graph.referrersTo(vpc, defaultGroup, "vpcId");
    const own = vpc.type.includes("DefaultVpc")
      ? graph.ofType(defaultGroup).filter((group) => given(graph, group, "vpcId").state === "absent")
      : [];
    const groups = [...certain, ...own];
    if (groups.length > 0) return all(groups.map((group) => isClosed(graph, group)));
    const [first] = possible;
    return first
      ? cannotTell(first.reason)
      : fail({ path: "", found: "the rules that AWS gives it", expected: "a DefaultSecurityGroup without rules" });
  },
});

function isClosed(graph: Graph, group: Resource): Verdict {
  const { certain, possible } = graph.referrersTo(group, tokens.securityGroupRule, "securityGroupId");
  return all(
    (["ingress", "egress"] as const).map((direction) => {
      const rules = given(graph, group, direction).list();
      if (rules.state === "unknown") return cannotTell(rules.reason);
      return rules.items.length === 0
        ? pass
        : fail({ path: "", found: `${group.name} with rules of ${direction}`, expected: "no rule", urn: group.urn });
    }),
    certain.map((rule) => fail({ path: "", found: `the rule ${rule.name}`, expected: "no rule", urn: rule.urn })),
    possible.map(({ reason }) => cannotTell(reason)),
  );
}

/** Holds rules of a group to standing in one place. */
export const securityGroupRulesNotMixed = stackControl({
  id: "security-group-rules-not-mixed",
  title: "The rules of a security group stand in it or beside it, not both",
  severity: "medium",
  why: "The provider takes rules away that stand beside a group with rules in it: they come and go with each deployment.",
  fix: "Move all rules of that direction into resources of their own, and drop the property.",
  url: "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygroup/",
  on: tokens.securityGroup,
  check: (group, { graph }) => {
    const { certain, possible } = graph.referrersTo(group, tokens.securityGroupRule, "securityGroupId");
    return all(
      (["ingress", "egress"] as const).map((direction) => {
        const inline = given(graph, group, direction).list();
        const beside = certain.filter((rule) => isOf(rule, direction));
        if (inline.state === "absent" || isReadBack(graph, group, direction)) return pass;
        if (beside.length > 0 && inline.state === "known") {
          const names = beside.map(({ name }) => name).join(", ");
          return fail({ path: direction, found: `a list here, and ${names} beside it`, expected: "one of the two" });
        }
        const perhaps = possible.filter(({ resource }) => isOf(resource, direction));
        if (beside.length > 0) return cannotTell(inline.reason, direction);
        return all(perhaps.map(({ reason }) => cannotTell(reason)));
      }),
    );
  },
});

/**
 * Whether a group has in it what stands beside it and nothing else, which the program did not write: that is how a state
 * has it, as the provider reads a group's rules from AWS, by protocol and ports.
 */
function isReadBack(graph: Graph, group: Resource, direction: Direction): boolean {
  const rules = rulesOf(graph, group).filter((rule) => rule.direction === direction);
  const beside = rules.filter(({ owner }) => owner !== group);
  return rules
    .filter(({ owner }) => owner === group)
    .every(({ protocol, from, to, addresses, groups }) => {
      const alike = beside.filter((rule) => rule.protocol === protocol && rule.from === from && rule.to === to);
      return (
        alike.length > 0 &&
        addresses.every((address) => alike.some((rule) => rule.addresses.includes(address))) &&
        groups.every((other) => alike.some((rule) => rule.groups.includes(other)))
      );
    });
}

function isOf(rule: Resource, direction: Direction): boolean {
  return rule.type.includes("securityGroupRule:")
    ? rule.string("type").value === direction
    : rule.type.toLowerCase().includes(direction);
}

/** What Pulumi writes where a program describes nothing. */
const undescribed = "Managed by Pulumi";

/** Holds groups and rules to saying what they are for. */
export const securityGroupDescribed = control({
  id: "security-group-described",
  title: "Security groups and their rules say what they are for",
  severity: "low",
  why: "Nobody dares to take a rule away, nor sees that it is wrong, who can't tell what it was for.",
  fix: "Set description.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  on: groupsAndRules,
  check: (owner) => {
    const inline = ["ingress", "egress"].map((direction) =>
      owner.list(direction).every((rule) => rule.mustBeSet("description", "what it is for", { unknown: "set" })),
    );
    // AWS describes the default group itself; rules that stand beside a group have none in them.
    return owner.type === defaultGroup[0] ? all(inline) : all(isDescribed(owner), inline);
  },
});

function isDescribed(owner: Resource): Verdict {
  const description = owner.string("description");
  return description.state === "unknown"
    ? pass
    : description.test((text) => text !== "" && text !== undescribed, "what it is for");
}
