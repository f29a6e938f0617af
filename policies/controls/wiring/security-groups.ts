import { all, type Resource, stackControl, tokens, type Verdict } from "../../core";
import { type Graph, Unclear } from "../../graph";
import { admits, type Direction, type GroupRule, rulesOf } from "../../graph/network/security-groups";
import { needs } from "../../graph/wiring";

export const securityGroupWiring = stackControl({
  id: "wiring-security-groups",
  title: "Where one security group lets another in, that one lets its members out, and the other way round",
  severity: "high",
  why: "A rule on one side only is a door behind a wall: connections time out, and nothing says why.",
  fix: "Add the other half: egress of the caller's group to the receiver's group on that port, or ingress of the receiver's group from the caller's.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  on: tokens.securityGroup,
  check: (group, { graph }) =>
    all(
      rulesOf(graph, group).flatMap((rule) =>
        rule.groups.filter((peer) => peer !== group).map((peer) => otherHalf(graph, group, rule, peer)),
      ),
    ),
});

function otherHalf(graph: Graph, group: Resource, rule: GroupRule, peer: Resource): Verdict {
  const opposite: Direction = rule.direction === "egress" ? "ingress" : "egress";
  const [caller, receiver] = rule.direction === "egress" ? [group, peer] : [peer, group];
  const edge = { from: `security group ${caller.name}`, to: `security group ${receiver.name}`, path: rule.direction };
  const port = rule.from;
  const blocks = blocksOf(graph, group);
  const shown = port instanceof Unclear ? "the port" : `port ${port}`;
  return needs(
    edge,
    admits(graph, peer, opposite, port, { groups: [group], blocks }),
    `${opposite} of ${peer.name} on ${shown}, which ${rule.owner.name} opens on the other side`,
    `a security group rule: ${opposite} of ${peer.name}, ${shown}, ${opposite === "ingress" ? "from" : "to"} ${group.name}`,
  );
}

/** Where the members of a group are: somewhere in its VPC. */
function blocksOf(graph: Graph, group: Resource): string[] {
  const vpc = graph.follow(group, "vpcId", tokens.vpc);
  const block = vpc.kind === "resource" ? vpc.resource.string("cidrBlock").value : undefined;
  return block === undefined ? [] : [block];
}
