import { all, cannotTell, notApplicable, pass, type Resource, stackControl, tokens, type Verdict } from "../../core";
import { type Graph, Unclear } from "../../graph";
import { either, type Truth } from "../../graph/iam";
import { admits, coversPort, isForSomebody, rulesOf } from "../../graph/network/security-groups";
import { arnOf, type Edge, needs, partOf } from "../../graph/wiring";

const serviceTypes = ["aws:ec2/vpcEndpointService:VpcEndpointService"];
const accepterTypes = ["aws:ec2/vpcEndpointConnectionAccepter:VpcEndpointConnectionAccepter"];
const principalTypes = ["aws:ec2/vpcEndpointServiceAllowedPrinciple:VpcEndpointServiceAllowedPrinciple"];

export const privateLinkWiring = stackControl({
  id: "wiring-private-link",
  title: "An interface endpoint lets its callers in, and the service behind it admits it and listens",
  severity: "high",
  why: "An endpoint that lets nobody in, is not admitted or ends at no listener times out for every caller.",
  fix: "Open the endpoint's security group on the service's port, name the account in the service's allowed principals, accept the connection, and let the load balancer out to its targets.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/configure-endpoint-service.html",
  on: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
  check: (endpoint, { graph }) => {
    if ((endpoint.string("vpcEndpointType").value ?? "Gateway") !== "Interface") {
      return notApplicable("gateways have no security group and no service of ours behind them");
    }
    const service = graph.follow(endpoint, "serviceName", serviceTypes);
    const from = `endpoint ${endpoint.name}`;
    if (service.kind !== "resource") {
      const name = endpoint.string("serviceName").value;
      return name?.includes(".vpce-svc-")
        ? cannotTell(`${from}: the service ${name} is not in this stack`, "serviceName")
        : letsIn(
            graph,
            endpoint,
            { from: "callers", to: `${from} of ${name ?? "a service"}`, path: "securityGroupIds" },
            [443],
          );
    }
    const edge = { from, to: `service ${service.resource.name}`, path: "serviceName" };
    return behind(graph, endpoint, service.resource, edge);
  },
});

/** The endpoint's security groups let somebody in on the ports. */
function letsIn(graph: Graph, endpoint: Resource, edge: Edge, ports: readonly (number | Unclear)[]): Verdict {
  const groups = graph.followList(endpoint, "securityGroupIds", tokens.securityGroup);
  if (groups.open || groups.candidates.length > 0 || groups.external.length > 0 || groups.length === 0) {
    const reason = groups.reasons[0] ?? "it has the VPC's default security group, or one that is not in this stack";
    return cannotTell(`${edge.from} → ${edge.to}: ${reason}`, edge.path);
  }
  return all(
    ports.map((port) =>
      needs(
        edge,
        either(
          ...groups.certain.flatMap((group) =>
            rulesOf(graph, group)
              .filter((rule) => rule.direction === "ingress" && isForSomebody(rule))
              .map((rule) => coversPort(rule, port)),
          ),
        ),
        `ingress of its security groups on ${port instanceof Unclear ? "the service's port" : `port ${port}`}`,
        "a rule that lets the callers in",
      ),
    ),
  );
}

function behind(graph: Graph, endpoint: Resource, service: Resource, edge: Edge): Verdict {
  const balancers = graph.followList(service, "networkLoadBalancerArns", tokens.loadBalancer);
  const listeners = balancers.certain.flatMap(
    (balancer) => graph.referrersTo(balancer, tokens.listener, "loadBalancerArn").certain,
  );
  const unsure = balancers.open || balancers.candidates.length > 0 || balancers.external.length > 0;
  const ports = listeners.map(
    (one) => one.number("port").value ?? Unclear.because(`the port of ${one.name} is not known`),
  );
  const hasListener: Truth =
    listeners.length > 0
      ? true
      : unsure
        ? Unclear.because(balancers.reasons[0] ?? "its load balancer is not in this stack")
        : false;
  return all(
    needs(edge, hasListener, "a listener of the service's load balancer", "a listener on the service's port"),
    letsIn(graph, endpoint, { ...edge, path: "securityGroupIds" }, ports),
    admitted(graph, endpoint, service, edge),
    accepted(graph, endpoint, service, edge),
    balancers.certain.map((balancer) => reachesTargets(graph, balancer, listeners, edge)),
  );
}

/** The service names the endpoint's account, or somebody in it, among those who may connect. */
function admitted(graph: Graph, endpoint: Resource, service: Resource, edge: Edge): Verdict {
  const account = partOf(arnOf(endpoint), "account") ?? Unclear.because("the account is not known");
  const beside = graph.referrersTo(service, principalTypes, "vpcEndpointServiceId");
  const named = [
    ...service.list("allowedPrincipals").items.map((item) => item.string()),
    ...beside.certain.map((principal) => principal.string("principalArn")),
  ];
  const truths = named.map((principal): Truth => {
    if (principal.value === undefined) {
      return Unclear.because(principal.reason);
    }
    return (
      principal.value === "*" || (account instanceof Unclear ? account : principal.value.split(":")[4] === account)
    );
  });
  const perhaps = beside.possible.map(({ reason }) => Unclear.because(reason));
  return needs(
    edge,
    either(...truths, ...perhaps),
    "an allowed principal of the endpoint's account",
    "the account's root, or the role that makes the endpoint, in the allowed principals",
  );
}

/** Where connections have to be accepted, somebody does. */
function accepted(graph: Graph, endpoint: Resource, service: Resource, edge: Edge): Verdict {
  const required = service.boolean("acceptanceRequired");
  if (required.value === false) {
    return pass;
  }
  const accepters = graph.referrersTo(endpoint, accepterTypes, "vpcEndpointId");
  const automatic = endpoint.boolean("autoAccept").value === true;
  return automatic || accepters.certain.length > 0
    ? pass
    : cannotTell(
        `${edge.from} → ${edge.to}: the connection has to be accepted, and nothing in this stack does`,
        edge.path,
      );
}

/** The load balancer's security groups let it out to the port of each target group. */
function reachesTargets(graph: Graph, balancer: Resource, listeners: readonly Resource[], edge: Edge): Verdict {
  const groups = graph.followList(balancer, "securityGroups", tokens.securityGroup).certain;
  const targets = listeners.flatMap((listener) =>
    listener.list("defaultActions").items.flatMap((_, index) => {
      const target = graph.follow(listener, `defaultActions[${index}].targetGroupArn`, tokens.targetGroup);
      return target.kind === "resource" ? [target.resource] : [];
    }),
  );
  if (groups.length === 0) {
    return pass;
  }
  return all(
    targets.map((target) => {
      const port = target.number("port").value ?? Unclear.because(`the port of ${target.name} is not known`);
      const vpc = graph.follow(target, "vpcId", tokens.vpc);
      const block = vpc.kind === "resource" ? vpc.resource.string("cidrBlock").value : undefined;
      const members = { groups: [], blocks: block === undefined ? [] : [block] };
      const out = groups.map((group) =>
        either(
          admits(graph, group, "egress", port, members),
          // To groups whose members are not known here.
          rulesOf(graph, group).some(
            (rule) => rule.direction === "egress" && rule.groups.length > 0 && coversPort(rule, port) === true,
          ),
        ),
      );
      return needs(
        edge,
        either(...out),
        `egress of the load balancer's security group to target group ${target.name}`,
        "a rule that lets the load balancer out to its targets' port",
      );
    }),
  );
}
