import type { Graph, GraphResource } from "../../../../preflight/model";
import { resource, result } from "../sample";

/** A resource whose properties came from others. */
export function wired(
  type: string,
  name: string,
  from: Record<string, GraphResource | GraphResource[]> = {},
  more: Partial<GraphResource> & { parent?: string } = {},
): GraphResource {
  const propertyDependencies = Object.fromEntries(
    Object.entries(from).map(([property, others]) => [property, [others].flat().map(({ urn }) => urn)]),
  );
  return resource(`aws:${type}`, name, undefined, { propertyDependencies, ...more });
}

/** A VPC of two zones with a public, a private and an isolated subnet in each. */
export function network(): { resources: GraphResource[]; vpc: GraphResource; subnets: Record<string, GraphResource> } {
  const vpc = wired("ec2/vpc:Vpc", "net");
  const internet = wired("ec2/internetGateway:InternetGateway", "internet", { vpcId: vpc });
  const subnets: Record<string, GraphResource> = {};
  const rest: GraphResource[] = [];
  const nat = wired("ec2/natGateway:NatGateway", "nat");
  for (const tier of ["public", "private", "isolated"]) {
    const table = wired("ec2/routeTable:RouteTable", `${tier}-routes`, { vpcId: vpc });
    rest.push(table);
    if (tier !== "isolated") {
      const { property, target } =
        tier === "public" ? { property: "gatewayId", target: internet } : { property: "natGatewayId", target: nat };
      rest.push(wired("ec2/route:Route", `${tier}-out`, { routeTableId: table, [property]: target }));
    }
    for (const zone of ["b", "a"]) {
      const name = `${tier}-${zone}`;
      const inputs = { availabilityZone: `eu-central-1${zone}` };
      const subnet = wired("ec2/subnet:Subnet", name, { vpcId: vpc }, { inputs });
      subnets[name] = subnet;
      const association = { routeTableId: table, subnetId: subnet };
      rest.push(subnet, wired("ec2/routeTableAssociation:RouteTableAssociation", name, association));
    }
  }
  nat.propertyDependencies = { subnetId: [subnets["public-a"]?.urn ?? ""] };
  return { resources: [vpc, internet, nat, ...rest], vpc, subnets };
}

export function graphOf(resources: GraphResource[]): Graph {
  return result(resources, []).graph;
}
