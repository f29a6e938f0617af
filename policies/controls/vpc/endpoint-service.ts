import {
  all,
  cannotTell,
  fail,
  notApplicable,
  type Resource,
  stackControl,
  tokens,
  type Value,
  type Verdict,
} from "../../core";
import { type Graph, given } from "../../graph";

const principals = ["aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"];

/** Holds endpoint services to consumers that were let in by name. */
export const endpointServiceAcceptance = stackControl({
  id: "endpoint-service-acceptance",
  title: "Endpoint services accept each connection, from principals that are named",
  severity: "high",
  why: "A service that takes everybody, or accepts by itself, is isolated in name only.",
  fix: "Set acceptanceRequired to true, and name the accounts, roles or users that may connect in allowedPrincipals.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html",
  on: ["aws:ec2/vpcEndpointService:VpcEndpointService"],
  check: (service, { graph }) => {
    const beside = graph.referrersTo(service, principals, "vpcEndpointServiceId");
    const inline = service.list("allowedPrincipals");
    const given = inline.items.length + beside.certain.length;
    const none: Verdict =
      inline.state === "unknown"
        ? cannotTell(inline.reason, "allowedPrincipals")
        : beside.possible[0]
          ? cannotTell(beside.possible[0].reason)
          : fail({ path: "allowedPrincipals", found: "no principal", expected: "principals by ARN" });
    return all(
      service.boolean("acceptanceRequired").mustBeTrue(),
      given === 0 ? none : all(),
      inline.items.map((item) => isNamed(item, "")),
      beside.certain.map((one) => isNamed(one, "principalArn")),
    );
  },
});

function isNamed(value: Value, path: string): Verdict {
  return value.string(path).test((arn) => !arn.includes("*"), "the ARN of an account, a role or a user");
}

/** Holds the load balancer of an endpoint service to being reached through the service. */
export const endpointServiceBalancer = stackControl({
  id: "endpoint-service-balancer",
  title: "The load balancer of an endpoint service is internal, and reaches targets in every zone",
  severity: "high",
  why: "One that faces the internet lets everybody past the acceptance; one without cross-zone balancing fails consumers of a zone with no target.",
  fix: "Set internal and enableCrossZoneLoadBalancing of the network load balancer to true.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-endpoint-service.html",
  on: ["aws:ec2/vpcEndpointService:VpcEndpointService"],
  check: (service, { graph }) => {
    const path = "networkLoadBalancerArns";
    const { certain, external, candidates, open, length, reasons } = graph.followList(
      service,
      path,
      tokens.loadBalancer,
    );
    if (length === 0) return notApplicable("it has no network load balancer");
    return all(
      certain.map((balancer) => blamed(balancer, isBalanced(graph, balancer))),
      external.map((arn) => cannotTell(`the load balancer ${arn} is not in this stack`, path)),
      candidates.length > 0 || open ? cannotTell(reasons.join("; "), path) : all(),
    );
  },
});

function isBalanced(graph: Graph, balancer: Resource): Verdict {
  return all(
    given(graph, balancer, "internal").boolean().mustBeTrue({ absent: "AWS then makes it internet-facing" }),
    given(graph, balancer, "enableCrossZoneLoadBalancing").boolean().mustBeTrue({ absent: "AWS then stays in a zone" }),
  );
}

function blamed({ urn }: Resource, verdict: Verdict): Verdict {
  return verdict.kind === "fail" ? fail(...verdict.findings.map((finding) => ({ ...finding, urn }))) : verdict;
}
