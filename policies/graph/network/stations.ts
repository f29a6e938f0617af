import type { Resource } from "../../core/resource";
import { tokens } from "../../core/tokens";
import { given } from "../given";
import type { Graph } from "../graph";
import { both, either, not, type Truth, Unclear } from "../iam/truth";
import type { References } from "../references";

/** Something that has a place in a network: where, behind which groups, and whether it has a public address. */
export interface Station {
  readonly resource: Resource;
  readonly noun: string;
  readonly kind: "host" | "balancer" | "endpoint" | "store";
  readonly subnets: readonly Resource[];
  /** Why it may be in other subnets, or in none of these. */
  readonly unplaced: Unclear | undefined;
  readonly groups: readonly Resource[];
  /** Why it may have other groups. */
  readonly ungrouped: Unclear | undefined;
  /** Without groups, as network load balancers may be, everything passes. */
  readonly ungated: boolean;
  /** A public IPv4 address, or an IPv6 one. */
  readonly public4: Truth;
  readonly public6: Truth;
}

/** The properties that a station is made of, by resource and path; groups and subnets may be written elsewhere. */
export interface Parts {
  readonly resource: Resource;
  readonly noun: string;
  readonly kind: Station["kind"];
  readonly subnets: readonly References[];
  readonly groups: readonly References[];
  readonly ungated?: boolean;
  readonly public4: Truth;
  readonly public6?: Truth;
}

export function station(graph: Graph, parts: Parts): Station {
  const groups = parts.groups.flatMap(({ certain }) => certain);
  const subnets = parts.subnets.flatMap(({ certain, candidates }) => [...certain, ...candidates]);
  const given = parts.groups.some(isGiven);
  return {
    resource: parts.resource,
    noun: parts.noun,
    kind: parts.kind,
    subnets,
    unplaced:
      parts.subnets.length === 0
        ? Unclear.because(`the subnets of ${parts.resource.name} are not in this stack, or the default network's`)
        : unclearOf(parts.subnets, "subnet"),
    groups: given ? groups : subnets.slice(0, 1).flatMap((subnet) => defaultGroupsOf(graph, subnet)),
    ungrouped: unclearOf(parts.groups, "security group"),
    ungated: parts.ungated === true && !given,
    public4: parts.public4,
    public6: parts.public6 ?? false,
  };
}

function isGiven({ length, certain, external, candidates, open }: References): boolean {
  return length === undefined ? open || candidates.length > 0 : length > 0 || certain.length + external.length > 0;
}

function unclearOf(references: readonly References[], noun: string): Unclear | undefined {
  const reasons = references.flatMap(({ external, reasons: unknown }) => [
    ...unknown,
    ...external.map((id) => `the ${noun} ${id} is not in this stack`),
  ]);
  return reasons.length > 0 ? new Unclear(reasons) : undefined;
}

/** What is given no group has its network's own, which lets nobody in but its members where the stack says nothing of it. */
function defaultGroupsOf(graph: Graph, subnet: Resource): readonly Resource[] {
  const vpc = graph.follow(subnet, "vpcId", tokens.vpc);
  return vpc.kind === "resource"
    ? graph.referrersTo(vpc.resource, ["aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"], "vpcId").certain
    : [];
}

const instanceType = "aws:ec2/instance:Instance";
const groupType = "aws:autoscaling/group:Group";
const serviceType = "aws:ecs/service:Service";
const nodesType = "aws:eks/nodeGroup:NodeGroup";
const endpointType = "aws:ec2/vpcEndpoint:VpcEndpoint";
const interfaceTypes = ["aws:ec2/networkInterface:NetworkInterface"];
const templateTypes = ["aws:ec2/launchTemplate:LaunchTemplate"];
const configurationTypes = ["aws:ec2/launchConfiguration:LaunchConfiguration"];
const addressTypes = ["aws:ec2/eip:Eip"];
const associationTypes = ["aws:ec2/eipAssociation:EipAssociation"];

/** Types of what runs programs at an address of its own. */
export const hostTypes = [instanceType, groupType, serviceType, nodesType];
export const balancerTypes = [...tokens.loadBalancer, ...tokens.classicLoadBalancer];

/** Hosts, load balancers and endpoints of the stack. */
export function stationsOf(graph: Graph): Station[] {
  return graph.ofType(hostTypes, balancerTypes, endpointType).flatMap((resource) => stationAt(graph, resource) ?? []);
}

/** A host, load balancer or endpoint as a station; undefined for one that has no place in a network. */
export function stationAt(graph: Graph, resource: Resource): Station | undefined {
  switch (resource.type) {
    case instanceType:
      return instance(graph, resource);
    case groupType:
      return launched(graph, resource, "autoscaling group", "vpcZoneIdentifiers");
    case nodesType:
      return launched(graph, resource, "node group", "subnetIds");
    case serviceType:
      return service(graph, resource);
    case endpointType:
      return endpoint(graph, resource);
    default:
      return balancer(graph, resource);
  }
}

const subnetsAt = (graph: Graph, of: Resource, path: string, item?: string): References =>
  graph.followList(of, path, tokens.subnet, item);
const groupsAt = (graph: Graph, of: Resource, path: string): References =>
  graph.followList(of, path, tokens.securityGroup);

function instance(graph: Graph, resource: Resource): Station {
  const cards = ["primaryNetworkInterface", "networkInterfaces"].flatMap((path) => {
    const card = graph.follow(resource, `${path}.networkInterfaceId`, interfaceTypes);
    return given(graph, resource, path).state !== "absent" && card.kind === "resource" ? [card.resource] : [];
  });
  const subnets = [
    ...(given(graph, resource, "subnetId").state === "absent" ? [] : [subnetsAt(graph, resource, "subnetId")]),
    ...cards.map((card) => subnetsAt(graph, card, "subnetId")),
  ];
  const owned = [resource, ...cards].map((one) => {
    const own = one === resource ? ["instance", "instanceId"] : ["networkInterface", "networkInterfaceId"];
    const [direct = "", associated = ""] = own;
    const addresses = graph.referrersTo(one, addressTypes, direct).certain;
    return addresses.length + graph.referrersTo(one, associationTypes, associated).certain.length > 0;
  });
  const placed = subnets.flatMap(({ certain }) => certain);
  return station(graph, {
    resource,
    noun: "instance",
    kind: "host",
    subnets,
    groups: ["vpcSecurityGroupIds", "securityGroups"]
      .filter((path) => given(graph, resource, path).state !== "absent")
      .map((path) => groupsAt(graph, resource, path))
      .concat(cards.map((card) => groupsAt(graph, card, "securityGroups"))),
    public4: either(...owned, assigned(graph, resource, "associatePublicIpAddress", placed)),
    public6: either(
      ...["ipv6Addresses", "ipv6AddressCount"].map((path) => given(graph, resource, path).state !== "absent"),
      flagOf(graph, placed, "assignIpv6AddressOnCreation"),
    ),
  });
}

/** A public address by the machine's own setting, else by its subnet's. */
function assigned(graph: Graph, owner: Resource, path: string, subnets: readonly Resource[]): Truth {
  const [top = ""] = path.split(/[.[]/);
  const own = given(graph, owner, top).state === "absent" ? undefined : owner.boolean(path);
  if (own?.state === "unknown") {
    return Unclear.because(`${owner.name}: ${own.reason}`);
  }
  return (
    own?.value ??
    (subnets.length === 0
      ? Unclear.because(`whether the subnet of ${owner.name} gives it a public address is not known`)
      : flagOf(graph, subnets, "mapPublicIpOnLaunch"))
  );
}

function flagOf(graph: Graph, subnets: readonly Resource[], path: string): Truth {
  return either(
    ...subnets.map((subnet): Truth => {
      const flag = given(graph, subnet, path).boolean();
      return flag.state === "unknown" ? Unclear.because(`subnet ${subnet.name}: ${flag.reason}`) : flag.value === true;
    }),
  );
}

/** Machines that come and go, from a template. */
function launched(graph: Graph, resource: Resource, noun: string, path: string): Station | undefined {
  const template = templateOf(graph, resource);
  if (!template) {
    return undefined;
  }
  const subnets = [subnetsAt(graph, resource, path)];
  const isTemplate = templateTypes.includes(template.type);
  const card = isTemplate && given(graph, template, "networkInterfaces").state !== "absent";
  const places = card ? ["networkInterfaces[0].securityGroups"] : ["vpcSecurityGroupIds", "securityGroups"];
  const placed = subnets.flatMap(({ certain }) => certain);
  return station(graph, {
    resource,
    noun,
    kind: "host",
    subnets,
    groups: places.filter((one) => template.has(one) !== false).map((one) => groupsAt(graph, template, one)),
    public4: isTemplate
      ? card
        ? assigned(graph, template, "networkInterfaces[0].associatePublicIpAddress", placed)
        : flagOf(graph, placed, "mapPublicIpOnLaunch")
      : assigned(graph, template, "associatePublicIpAddress", placed),
    public6: flagOf(graph, placed, "assignIpv6AddressOnCreation"),
  });
}

const templatePaths = [
  "launchTemplate.id",
  "launchTemplate.name",
  "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateId",
  "mixedInstancesPolicy.launchTemplate.launchTemplateSpecification.launchTemplateName",
  "launchConfiguration",
];

function templateOf(graph: Graph, resource: Resource): Resource | undefined {
  for (const path of templatePaths) {
    const [top = ""] = path.split(".");
    if (given(graph, resource, top).state !== "absent") {
      const found = graph.follow(resource, path, [...templateTypes, ...configurationTypes]);
      if (found.kind === "resource") {
        return found.resource;
      }
    }
  }
  return undefined;
}

function service(graph: Graph, resource: Resource): Station | undefined {
  if (given(graph, resource, "networkConfiguration").state === "absent") {
    return undefined;
  }
  const flag = resource.boolean("networkConfiguration.assignPublicIp");
  const subnets = [subnetsAt(graph, resource, "networkConfiguration.subnets")];
  return station(graph, {
    resource,
    noun: "service",
    kind: "host",
    subnets,
    groups: [groupsAt(graph, resource, "networkConfiguration.securityGroups")],
    public4: flag.state === "unknown" ? Unclear.because(`${resource.name}: ${flag.reason}`) : flag.value === true,
    public6: flagOf(
      graph,
      subnets.flatMap(({ certain }) => certain),
      "assignIpv6AddressOnCreation",
    ),
  });
}

function balancer(graph: Graph, resource: Resource): Station {
  const internal = given(graph, resource, "internal").boolean();
  const exposed = not(
    internal.state === "unknown" ? Unclear.because(`${resource.name}: ${internal.reason}`) : internal.value === true,
  );
  const type = resource.string("loadBalancerType").value ?? "application";
  const six: Truth = (resource.string("ipAddressType").value ?? "ipv4").startsWith("dualstack");
  return station(graph, {
    resource,
    noun: "load balancer",
    kind: "balancer",
    subnets: [
      ...(given(graph, resource, "subnets").state === "absent" ? [] : [subnetsAt(graph, resource, "subnets")]),
      ...(given(graph, resource, "subnetMappings").state === "absent"
        ? []
        : [subnetsAt(graph, resource, "subnetMappings", "subnetId")]),
    ],
    groups:
      given(graph, resource, "securityGroups").state === "absent" ? [] : [groupsAt(graph, resource, "securityGroups")],
    ungated: type !== "application" && tokens.loadBalancer.some((one) => one === resource.type),
    public4: exposed,
    public6: both(exposed, six),
  });
}

function endpoint(graph: Graph, resource: Resource): Station | undefined {
  return (resource.string("vpcEndpointType").value ?? "Gateway") === "Gateway"
    ? undefined
    : station(graph, {
        resource,
        noun: "endpoint",
        kind: "endpoint",
        subnets: [subnetsAt(graph, resource, "subnetIds")],
        groups:
          given(graph, resource, "securityGroupIds").state === "absent"
            ? []
            : [groupsAt(graph, resource, "securityGroupIds")],
        public4: false,
      });
}
