import type { Resource } from "../../core/resource";
import { tokens } from "../../core/tokens";
import type { Graph } from "../graph";
import { both, either, type Truth, Unclear } from "../iam/truth";

const associations = ["aws:ec2/routeTableAssociation:RouteTableAssociation"];
const routes = ["aws:ec2/route:Route"];
const endpoints = ["aws:ec2/vpcEndpoint:VpcEndpoint"];

/** Whether there is a way from a subnet to an AWS service: out of the network, or by an endpoint in it. */
export function reachesService(graph: Graph, subnet: Resource, service: string): Truth {
  const tables = graph.referrersTo(subnet, associations, "subnetId");
  const [association] = tables.certain;
  const table = association && graph.follow(association, "routeTableId", tokens.routeTable);
  if (table?.kind !== "resource") {
    const out = Unclear.because(`the route table of subnet ${subnet.name} is not in this stack or not known`);
    return either(endpointIn(graph, subnet, undefined, service), out);
  }
  return either(hasDefaultRoute(graph, table.resource), endpointIn(graph, subnet, table.resource, service));
}

const targets = [
  "natGatewayId",
  "gatewayId",
  "transitGatewayId",
  "networkInterfaceId",
  "vpcEndpointId",
  "vpcPeeringConnectionId",
  "coreNetworkArn",
];

function hasDefaultRoute(graph: Graph, table: Resource): Truth {
  const beside = graph.referrersTo(table, routes, "routeTableId");
  const isDefault = (destination: string | undefined): boolean =>
    destination === "0.0.0.0/0" || destination === "0.0.0.0/1";
  const inline = table.list("routes").items.map((route) => isDefault(route.string("cidrBlock").value));
  return either(
    ...inline,
    ...beside.certain.map(
      (route) =>
        isDefault(route.string("destinationCidrBlock").value) && targets.some((target) => route.has(target) !== false),
    ),
    ...beside.possible.map(({ reason }) => Unclear.because(reason)),
  );
}

/** An endpoint of the service in the subnet's network; a gateway has to be in the subnet's route table, too. */
function endpointIn(graph: Graph, subnet: Resource, table: Resource | undefined, service: string): Truth {
  const vpc = graph.follow(subnet, "vpcId", tokens.vpc);
  if (vpc.kind !== "resource") {
    return Unclear.because(`the network of subnet ${subnet.name} is not in this stack or not known`);
  }
  const there = graph.referrersTo(vpc.resource, endpoints, "vpcId");
  return either(
    ...there.certain
      .filter((endpoint) => serviceOf(endpoint) === service)
      .map((endpoint): Truth => {
        if ((endpoint.string("vpcEndpointType").value ?? "Gateway") !== "Gateway") {
          return true;
        }
        const tables = graph.followList(endpoint, "routeTableIds", tokens.routeTable);
        const beside = graph
          .referrersTo(
            endpoint,
            ["aws:ec2/vpcEndpointRouteTableAssociation:VpcEndpointRouteTableAssociation"],
            "vpcEndpointId",
          )
          .certain.map((one) => {
            const found = graph.follow(one, "routeTableId", tokens.routeTable);
            return found.kind === "resource" ? found.resource : undefined;
          });
        return both(true, table !== undefined && (tables.certain.includes(table) || beside.includes(table)));
      }),
  );
}

function serviceOf(endpoint: Resource): string | undefined {
  return /^com\.amazonaws\.[^.]+\.(.+)$/.exec(endpoint.string("serviceName").value ?? "")?.[1];
}
