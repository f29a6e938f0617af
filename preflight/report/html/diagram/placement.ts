import type { GraphResource, Value } from "../../../model";
import type { Tier, VpcPart } from "./diagram";
import type { Hosts } from "./hosts";
import { isSubnet, isSubnetGroup, isVpc, shortToken } from "./kinds";
import { networkIds, type Wiring } from "./wiring";

/** Zone of subnets whose own is not known. */
const unknownZone = "zone not known";

export interface Placement {
  vpcs: VpcPart[];
  /** Boxes that are in one of them. */
  placed: ReadonlySet<number>;
}

/** Which box is in which VPC and which of its subnets, by what the box and its satellites refer to. */
export function placementOf(wiring: Wiring, hosts: Hosts, satellites: ReadonlyMap<number, number[]>): Placement {
  const { resources } = wiring;
  const all = resources.map((_, i) => i);
  const vpcs = all
    .filter((i) => hosts.parts[i] === "vpc")
    .map((i): VpcPart => ({ resource: i, satellites: satellites.get(i) ?? [], zones: [], subnets: [], inside: [] }));
  const elsewhere: VpcPart = { satellites: [], zones: [], subnets: [], inside: [] };
  const vpcOf = new Map<number, VpcPart>(vpcs.map((vpc) => [vpc.resource ?? -1, vpc]));
  const ways = waysOut(wiring);
  for (const i of all.filter((one) => hosts.parts[one] === "subnet")) {
    const to = (wiring.out[i] ?? []).find((reference) => isVpc(resources[reference.to]?.type ?? ""))?.to;
    const vpc = (to === undefined ? undefined : vpcOf.get(to)) ?? elsewhere;
    vpcOf.set(i, vpc);
    vpc.subnets.push({ resource: i, tier: tierOf(wiring, i, ways), zone: 0, satellites: satellites.get(i) ?? [] });
  }
  for (const vpc of [...vpcs, elsewhere]) nameZones(vpc, resources);
  const placed = new Set<number>();
  for (const box of all.filter((one) => hosts.parts[one] === "box")) {
    const spots = spotsOf(wiring, hosts, [box, ...(satellites.get(box) ?? [])]);
    const [first] = spots.subnets.length > 0 ? spots.subnets : spots.vpcs;
    const vpc = first === undefined ? (spots.named ? elsewhere : undefined) : vpcOf.get(first);
    if (!vpc) continue;
    placed.add(box);
    vpc.inside.push({ box, subnets: spots.subnets.filter((subnet) => vpcOf.get(subnet) === vpc) });
  }
  const used = elsewhere.subnets.length > 0 || elsewhere.inside.length > 0;
  return { vpcs: used ? [...vpcs, elsewhere] : vpcs, placed };
}

function nameZones(vpc: VpcPart, resources: readonly GraphResource[]): void {
  const zones = vpc.subnets.map(({ resource }) => zoneOf(resources[resource]));
  vpc.zones = [...new Set(zones)].sort();
  vpc.subnets.forEach((subnet, i) => {
    subnet.zone = vpc.zones.indexOf(zones[i] ?? "");
  });
}

function zoneOf(subnet: GraphResource | undefined): string {
  const values = ["availabilityZone", "availabilityZoneId"].flatMap((name) => [
    subnet?.inputs[name],
    subnet?.outputs[name],
  ]);
  return values.find((value): value is string => typeof value === "string" && value !== "") ?? unknownZone;
}

interface Spots {
  subnets: number[];
  vpcs: number[];
  /** It names networks that the program does not create. */
  named: boolean;
}

/** Where a box is: in the subnets that it refers to, itself or through a group of subnets; else in its security groups' VPC. */
function spotsOf(wiring: Wiring, hosts: Hosts, members: readonly number[]): Spots {
  const { resources } = wiring;
  const subnets = new Set<number>();
  const vpcs = new Set<number>();
  let named = false;
  for (const member of members) {
    const resource = resources[member];
    if (!resource || (hosts.parts[member] !== "box" && !standsInSubnets(resource.type))) {
      for (const { to } of wiring.out[member] ?? []) if (isVpc(resources[to]?.type ?? "")) vpcs.add(to);
      continue;
    }
    named ||= namesOthers(resource);
    for (const { to } of wiring.out[member] ?? []) {
      const type = resources[to]?.type ?? "";
      if (isSubnet(type)) subnets.add(to);
      if (isVpc(type)) vpcs.add(to);
      for (const next of wiring.out[to] ?? []) {
        const nextType = resources[next.to]?.type ?? "";
        if (isSubnetGroup(type) && isSubnet(nextType)) subnets.add(next.to);
        if (shortToken(type) === "ec2/securityGroup" && isVpc(nextType) && member === members[0]) vpcs.add(next.to);
      }
    }
  }
  return {
    subnets: [...subnets],
    vpcs: isOfRegion(wiring, members[0]) ? [] : [...vpcs],
    named: named && subnets.size === 0,
  };
}

/** Satellites that put what they belong to into subnets. */
function standsInSubnets(type: string): boolean {
  return isSubnetGroup(type) || /\/(mountTarget|clusterInstance|endpointConfiguration|vpcLink)$/.test(shortToken(type));
}

/** Services that are no network's, whatever their satellites refer to. */
function isOfRegion({ resources }: Wiring, index: number | undefined): boolean {
  const type = shortToken(resources[index ?? -1]?.type ?? "");
  return /^(s3|sns|sqs|kms|iam|cloudwatch|dynamodb|backup|cloudtrail|cfg|secretsmanager)\//.test(type);
}

/** Whether it is put into subnets by ids that no resource of the program has. */
function namesOthers({ inputs, propertyDependencies }: GraphResource): boolean {
  return Object.entries(inputs).some(([property, value]) => {
    const own = (propertyDependencies[property] ?? []).length > 0;
    return !own && /subnet|vpc|network/i.test(property) && networkIds(value).some((id) => id.startsWith("subnet-"));
  });
}

/** Where each route table leads: to an internet gateway, to a NAT gateway, nowhere. */
function waysOut(wiring: Wiring): Map<number, Tier> {
  const ways = new Map<number, Tier>();
  wiring.resources.forEach((resource, i) => {
    const type = shortToken(resource.type);
    const isTable = type === "ec2/routeTable" || type === "ec2/defaultRouteTable";
    if (!isTable && type !== "ec2/route") return;
    const references = wiring.out[i] ?? [];
    const table = isTable ? i : references.find(({ property }) => property === "routeTableId")?.to;
    if (table === undefined) return;
    const targets = references.map(({ to }) => shortToken(wiring.resources[to]?.type ?? ""));
    if (targets.includes("ec2/internetGateway") || names(resource.inputs, /^igw-/)) ways.set(table, "public");
    else if (targets.includes("ec2/natGateway") || names(resource.inputs, /^nat-/)) {
      if (ways.get(table) !== "public") ways.set(table, "private");
    }
  });
  return ways;
}

function names(value: Value | undefined, pattern: RegExp): boolean {
  if (typeof value === "string") return pattern.test(value);
  if (value === null || typeof value !== "object") return false;
  return (Array.isArray(value) ? value : Object.values(value)).some((one) => names(one, pattern));
}

function tierOf(wiring: Wiring, subnet: number, ways: ReadonlyMap<number, Tier>): Tier {
  const tables = (wiring.in[subnet] ?? [])
    .filter(({ from }) => shortToken(wiring.resources[from]?.type ?? "") === "ec2/routeTableAssociation")
    .flatMap(({ from }) => (wiring.out[from] ?? []).filter(({ property }) => property === "routeTableId"));
  const found = tables.map(({ to }) => ways.get(to));
  const open = wiring.resources[subnet]?.inputs.mapPublicIpOnLaunch === true;
  return found.includes("public") || (tables.length === 0 && open)
    ? "public"
    : (found.find((way) => way) ?? "isolated");
}
