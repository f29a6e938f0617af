import {
  all,
  any,
  cannotTell,
  fail,
  notApplicable,
  pass,
  type Resource,
  type StringValue,
  stackControl,
  tokens,
  type Value,
  type Verdict,
} from "../../core";
import { highRiskPorts } from "../../facts/facts";
import { type Graph, given } from "../../graph";
import { isWide } from "./open-rules";

const rule = ["aws:ec2/networkAclRule:NetworkAclRule"];
const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";

/** Holds network ACLs to no administration from the internet. */
export const networkAclAdministration = stackControl({
  id: "network-acl-administration",
  title: "Network ACLs don't let SSH or RDP in from the internet",
  severity: "medium",
  why: "The list is what still stands when a security group is opened by mistake.",
  fix: "Deny ports 22 and 3389 from 0.0.0.0/0 and ::/0 by a lower number, or allow named addresses only.",
  url: `${page}#ec2-21`,
  on: tokens.networkAcl,
  check: (list, { graph }) => {
    const { entries, unclear } = entriesOf(graph, list);
    return all(
      highRiskPorts.administration.flatMap((port) => families.map((family) => letsIn(entries, port, family))),
      unclear.map((reason) => cannotTell(reason)),
    );
  },
});

const families = ["cidrBlock", "ipv6CidrBlock"];

/** An entry for what comes in, in the list or beside it. */
interface Entry {
  readonly value: Value;
  readonly action: string;
  readonly number: number;
  readonly urn: string;
}

/** The entries for what comes in, in the order in which AWS goes through them. */
function entriesOf(graph: Graph, list: Resource): { entries: Entry[]; unclear: string[] } {
  const inline = given(graph, list, "ingress").list();
  const { certain, possible } = graph.referrersTo(list, rule, "networkAclId");
  const entry = (value: Value, action: string, number: string, { urn }: Resource): Entry => ({
    value,
    action,
    // One without a known number may come before all others.
    number: value.number(number).value ?? 0,
    urn,
  });
  const beside = certain.filter((one) => one.boolean("egress").value !== true);
  return {
    entries: [
      ...inline.items.map((one) => entry(one, "action", "ruleNo", list)),
      ...beside.map((one) => entry(one, "ruleAction", "ruleNumber", one)),
    ].sort((one, other) => one.number - other.number),
    unclear: [...(inline.state === "unknown" ? [inline.reason] : []), ...possible.map(({ reason }) => reason)],
  };
}

/** The first entry that is about the port and everybody decides; where there is none, AWS denies. */
function letsIn(entries: readonly Entry[], port: number, family: string): Verdict {
  for (const { value, action, urn } of entries) {
    const does = value.string(action);
    const from = value.string(family);
    const concerns = all(isAbout(value, port), isFrom(from, does.value === "deny"));
    if (concerns.kind === "undecided") return concerns;
    if (concerns.kind === "pass" && does.value === "deny") return pass;
    if (concerns.kind === "pass") {
      return does.state === "unknown"
        ? cannotTell(does.reason, does.path)
        : fail({ path: value.path, found: `port ${port} from ${from.value}`, expected: "named addresses only", urn });
    }
  }
  return pass;
}

/** What is denied has to be denied to everybody; what is allowed is allowed to too many long before. */
function isFrom(block: StringValue, denied: boolean): Verdict {
  return block.test((one) => (denied ? one.endsWith("/0") : isWide(one)), "the internet");
}

function isAbout(value: Value, port: number): Verdict {
  const every = value.string("protocol").oneOf(["-1", "all"]);
  const within = all(
    value.string("protocol").oneOf(["6", "tcp"]),
    value.number("fromPort").atMost(port),
    value.number("toPort").atLeast(port),
  );
  return any([every, within]);
}

/** Holds network ACLs to being for something. */
export const networkAclUsed = stackControl({
  id: "network-acl-used",
  title: "Network ACLs are of a subnet",
  severity: "low",
  why: "A list that no subnet has protects nothing, and looks as if it did.",
  fix: "Name subnets in subnetIds, make a NetworkAclAssociation, or drop the list.",
  url: `${page}#ec2-16`,
  on: tokens.networkAcl,
  check: (list, { graph }) => {
    if (list.type.includes("defaultNetworkAcl")) return notApplicable("AWS gives it to every subnet without one");
    const association = ["aws:ec2/networkAclAssociation:NetworkAclAssociation"];
    const { certain, possible } = graph.referrersTo(list, association, "networkAclId");
    const none = fail({ path: "subnetIds", found: "no subnet", expected: "one or more" });
    return any([
      given(graph, list, "subnetIds").list().lengthAtLeast(1),
      certain.length > 0 ? pass : none,
      ...possible.map(({ reason }) => cannotTell(reason)),
    ]);
  },
});
