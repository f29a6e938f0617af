import {
  all,
  any,
  cannotTell,
  fail,
  notApplicable,
  pass,
  type Resource,
  stackControl,
  texts,
  tokens,
  type Verdict,
  when,
} from "../../core";
import { type Graph, given } from "../../graph";
import { rulesOf } from "../../graph/network/security-groups";
import { endpoint, isInterface, isOfAws, shortNameOf } from "./endpoints";
import { isWide } from "./open-rules";

const association = ["aws:ec2/vpcEndpointSecurityGroupAssociation:VpcEndpointSecurityGroupAssociation"];
const separate = ["aws:vpc/endpointPrivateDns:EndpointPrivateDns"];

/** Services whose names in a VPC are usually those of gateway endpoints. */
const gateways = ["s3", "dynamodb"];

/** Holds callers of AWS's services to the endpoint that was made for them. */
export const endpointPrivateDns = stackControl({
  id: "vpc-endpoint-private-dns",
  title: "Interface endpoints of AWS's services answer to the services' own names",
  severity: "medium",
  why: "Without private DNS every SDK goes on calling the public address, past the endpoint and its policy.",
  fix: "Set privateDnsEnabled to true.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
  on: endpoint,
  check: (one, { graph }) =>
    ofInterface(graph, one, () => {
      const aws = isOfAws(graph, one);
      const name = one.string("serviceName").value ?? "";
      if (gateways.includes(shortNameOf(name))) return notApplicable("a gateway endpoint has the service's own names");
      return aws.kind === "pass" ? hasNames(graph, one) : aws;
    }),
});

function ofInterface(graph: Graph, one: Resource, judge: () => Verdict): Verdict {
  return when(isInterface(graph, one), judge, () => notApplicable("it is a route, and has no address"));
}

function hasNames(graph: Graph, one: Resource): Verdict {
  const own = given(graph, one, "privateDnsEnabled").boolean();
  const { certain, possible } = graph.referrersTo(one, separate, "vpcEndpointId");
  return any([
    own.mustBeTrue({ absent: "AWS then takes false" }),
    ...certain.map((beside) => beside.boolean("privateDnsEnabled").mustBeTrue()),
    ...possible.map(({ reason }) => cannotTell(reason)),
  ]);
}

/** Holds interface endpoints to callers of one's own networks. */
export const endpointSources = stackControl({
  id: "vpc-endpoint-sources",
  title: "Security groups of interface endpoints name who may call",
  severity: "medium",
  why: "Whoever is routed into the VPC could use the endpoint, and what its policy lets through.",
  fix: "Set securityGroupIds to a group that takes 443 from the blocks or groups of the callers.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
  on: endpoint,
  check: (one, { graph }) => ofInterface(graph, one, () => groupsAreNarrow(graph, one)),
});

function groupsAreNarrow(graph: Graph, one: Resource): Verdict {
  const beside = graph.referrersTo(one, association, "vpcEndpointId");
  if (given(graph, one, "securityGroupIds").list().items.length === 0) {
    return any(
      [...beside.certain.map(() => pass), ...beside.possible.map(({ reason }) => cannotTell(reason))],
      fail({
        path: "securityGroupIds",
        found: "nothing (AWS then takes the VPC's default group)",
        expected: "a group",
      }),
    );
  }
  const { certain, candidates, open, reasons } = graph.followList(one, "securityGroupIds", tokens.securityGroup);
  return all(
    certain.map((group) => isNarrow(graph, group)),
    candidates.length > 0 || open ? cannotTell(reasons.join("; "), "securityGroupIds") : pass,
  );
}

function isNarrow(graph: Graph, group: Resource): Verdict {
  return all(
    rulesOf(graph, group)
      .filter(({ direction }) => direction === "ingress")
      .map(({ blocks, owner, unclear }) => {
        const wide = blocks.find(isWide);
        if (wide !== undefined) {
          return fail({ path: "", found: `${group.name} open to ${wide}`, expected: "named callers", urn: owner.urn });
        }
        return unclear ? cannotTell(unclear.reasons.join("; "), "securityGroupIds") : pass;
      }),
  );
}

/** Holds VPCs to the endpoints that a team asks of each. */
export const vpcServiceEndpoints = stackControl({
  id: "vpc-service-endpoints",
  title: "VPCs have the interface endpoints that were asked for",
  severity: "medium",
  why: "Without an endpoint, calls to the service leave the network, or do not arrive.",
  fix: "Make a VpcEndpoint of type Interface for the service.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-10",
  on: tokens.vpc,
  config: {
    services: texts({
      default: [],
      description:
        "Services by the end of their endpoint's name: ec2 (EC2.10), ecr.api, ecr.dkr, ssm (EC2.55 to EC2.57).",
    }),
  },
  check: (vpc, { graph, config }) => {
    if (config.services.length === 0)
      return notApplicable("its settings ask for no service; each endpoint costs money");
    const { certain, possible } = graph.referrersTo(vpc, endpoint, "vpcId");
    return all(
      config.services.map((service) =>
        any([
          ...certain.map((one) => all(isInterface(graph, one), leadsTo(one, service))),
          ...possible.map(({ reason }) => cannotTell(reason)),
          fail({ path: "", found: `no interface endpoint of ${service}`, expected: "one" }),
        ]),
      ),
    );
  },
});

function leadsTo(one: Resource, service: string): Verdict {
  return one.string("serviceName").test((name) => shortNameOf(name) === service, service);
}
