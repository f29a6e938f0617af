import { all, cannotTell, fail, pass, type Resource, stackControl, tokens, type Value, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { subnetOf } from "../shared/zones";
import { isolationSettings, ofIsolatedVpc, subnetsOf } from "./isolation";

/** Holds isolated VPCs to private addresses. */
export const isolationNoPublicAddress = stackControl({
  id: "vpc-isolation-no-public-address",
  title: "Nothing in an isolated VPC has a public address",
  severity: "critical",
  why: "A public address waits for the one route that makes it reachable.",
  fix: "Leave mapPublicIpOnLaunch, associatePublicIpAddress and assignPublicIp out, make load balancers internal, and remove Elastic IPs.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15",
  on: tokens.vpc,
  config: isolationSettings,
  check: ofIsolatedVpc((vpc, graph) => {
    const subnets = subnetsOf(graph, vpc);
    return all(
      subnets.map((subnet) => named(subnet, subnet.boolean("mapPublicIpOnLaunch").mustBeFalse())),
      within(graph, subnets, "aws:ec2/instance:Instance", "subnetId", (instance) =>
        all(instance.boolean("associatePublicIpAddress").mustBeFalse(), noElasticIp(graph, instance)),
      ),
      within(graph, subnets, "aws:ec2/networkInterface:NetworkInterface", "subnetId", (one) => noElasticIp(graph, one)),
      within(graph, subnets, "aws:ecs/service:Service", "networkConfiguration.subnets", (service) =>
        service.boolean("networkConfiguration.assignPublicIp").mustBeFalse(),
      ),
      tokens.loadBalancer.map((type) =>
        within(graph, subnets, type, "subnets", (balancer) =>
          balancer.boolean("internal").mustBeTrue({ absent: "AWS then makes it internet-facing" }),
        ),
      ),
    );
  }),
});

/** Judges the resources of a type that lie in one of the subnets. */
function within(
  graph: Graph,
  subnets: readonly Resource[],
  type: string,
  path: string,
  judge: (one: Resource) => Verdict,
): Verdict {
  return all(
    graph.ofType(type).map((one) => {
      const placed = path === "subnetId" ? subnetOf(graph, one, path) : graph.followList(one, path, tokens.subnet);
      if (placed.certain.some((subnet) => subnets.includes(subnet))) return named(one, judge(one));
      if (!placed.candidates.some((subnet) => subnets.includes(subnet))) return pass;
      return judge(one).kind === "pass" ? pass : cannotTell(`${one.name} may lie in it: ${placed.reasons.join("; ")}`);
    }),
  );
}

function noElasticIp(graph: Graph, one: Resource): Verdict {
  const addresses = ["instance", "networkInterface"].flatMap(
    (path) => graph.referrersTo(one, ["aws:ec2/eip:Eip"], path).certain,
  );
  return addresses.length === 0
    ? pass
    : fail({ path: "", found: `Elastic IP ${addresses[0]?.name}`, expected: "no public address" });
}

/** Findings are the VPC's: they say on which of its resources they are. */
function named(one: Value & { name: string }, verdict: Verdict): Verdict {
  if (verdict.kind !== "fail") return verdict;
  const findings = verdict.findings.map((finding) => ({
    ...finding,
    path: "",
    found: `${one.name}${finding.path && `.${finding.path}`} is ${finding.found}`,
  }));
  return { kind: "fail", findings };
}
