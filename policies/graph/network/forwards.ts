import type { Resource } from "../../core/resource";
import { tokens } from "../../core/tokens";
import { append } from "../append";
import { given } from "../given";
import type { Graph } from "../graph";
import { Unclear } from "../iam/truth";
import { balancerTypes, hostTypes } from "./stations";
import { storeTypes } from "./store-stations";

const attachmentTypes = [
  "aws:lb/targetGroupAttachment:TargetGroupAttachment",
  "aws:alb/targetGroupAttachment:TargetGroupAttachment",
];
const scalingAttachment = "aws:autoscaling/attachment:Attachment";
const serviceTypes = ["aws:ec2/vpcEndpointService:VpcEndpointService"];

/** Something that connections are passed on to, and the port there; not known where the resource is the only thing that is. */
export interface Target {
  readonly resource: Resource;
  readonly port: number | Unclear;
}

/** A port of a load balancer, and what is behind it. */
export interface Listener {
  readonly balancer: Resource;
  readonly port: number | Unclear;
  readonly targets: readonly Target[];
}

const listenersOf = new WeakMap<Graph, Map<Resource, Listener[]>>();

/** The listeners of a load balancer. */
export function listenersAt(graph: Graph, balancer: Resource): readonly Listener[] {
  let index = listenersOf.get(graph);
  if (!index) {
    index = readListeners(graph);
    listenersOf.set(graph, index);
  }
  return index.get(balancer) ?? [];
}

/** The load balancers behind an endpoint: those of the service that it names, where that is in the stack. */
export function balancersBehind(graph: Graph, endpoint: Resource): readonly Resource[] {
  const name = endpoint.string("serviceName").value;
  const services =
    name === undefined
      ? graph.dependenciesOf(endpoint, "serviceName").filter(({ type }) => serviceTypes.includes(type))
      : (servicesByName(graph).get(name) ?? []);
  return services.flatMap((service) => {
    const { certain, candidates } = graph.followList(service, "networkLoadBalancerArns", tokens.loadBalancer);
    return [...certain, ...candidates];
  });
}

const services = new WeakMap<Graph, Map<string, Resource[]>>();

function servicesByName(graph: Graph): Map<string, Resource[]> {
  let index = services.get(graph);
  if (!index) {
    index = new Map();
    for (const service of graph.ofType(serviceTypes)) {
      const name = service.string("serviceName").value;
      if (name !== undefined) {
        append(index, name, service);
      }
    }
    services.set(graph, index);
  }
  return index;
}

function readListeners(graph: Graph): Map<Resource, Listener[]> {
  const targets = readTargets(graph);
  const rules = new Map<Resource, Resource[]>();
  for (const rule of graph.ofType(tokens.listenerRule)) {
    const listener = graph.follow(rule, "listenerArn", tokens.listener);
    if (listener.kind === "resource") {
      append(rules, listener.resource, rule);
    }
  }
  const index = new Map<Resource, Listener[]>();
  for (const listener of graph.ofType(tokens.listener)) {
    const balancer = graph.follow(listener, "loadBalancerArn", tokens.loadBalancer);
    if (balancer.kind === "resource") {
      const groups = [
        ...groupsIn(graph, listener, "defaultActions"),
        ...(rules.get(listener) ?? []).flatMap((rule) => groupsIn(graph, rule, "actions")),
      ];
      append(index, balancer.resource, {
        balancer: balancer.resource,
        port: portAt(listener, "port"),
        targets: [...new Set(groups)].flatMap((group) => targets.get(group) ?? []),
      });
    }
  }
  for (const balancer of graph.ofType(tokens.classicLoadBalancer)) {
    const { certain } = graph.followList(balancer, "instances", hostTypes);
    for (const listener of balancer.list("listeners").items) {
      const port = listener.number("lbPort").value ?? Unclear.because(`${balancer.name}: lbPort is not known`);
      const inner =
        listener.number("instancePort").value ?? Unclear.because(`${balancer.name}: instancePort is not known`);
      append(index, balancer, { balancer, port, targets: certain.map((resource) => ({ resource, port: inner })) });
    }
  }
  return index;
}

/** The target groups that actions name, by what is known of them and by what they come from. */
function groupsIn(graph: Graph, owner: Resource, property: string): Resource[] {
  const named = owner
    .list(property)
    .items.flatMap((action) => [
      ...[action.string("targetGroupArn").value].filter((arn) => arn !== undefined),
      ...action.list("forward.targetGroups").items.flatMap((group) => group.string("arn").value ?? []),
    ]);
  const sources = graph.dependenciesOf(owner, property).filter(({ type }) => isOneOf(tokens.targetGroup, type));
  return [...named.flatMap((arn) => graph.named(arn, tokens.targetGroup)), ...sources];
}

function readTargets(graph: Graph): Map<Resource, Target[]> {
  const index = new Map<Resource, Target[]>();
  for (const attachment of graph.ofType(attachmentTypes)) {
    const group = graph.follow(attachment, "targetGroupArn", tokens.targetGroup);
    if (group.kind === "resource") {
      for (const resource of targetOf(graph, attachment)) {
        const port = given(graph, attachment, "port").state === "absent" ? group.resource : attachment;
        append(index, group.resource, { resource, port: portAt(port, "port") });
      }
    }
  }
  for (const service of graph.ofType("aws:ecs/service:Service")) {
    const count = service.list("loadBalancers").items.length;
    for (let at = 0; at < count; at++) {
      const group = graph.follow(service, `loadBalancers[${at}].targetGroupArn`, tokens.targetGroup);
      if (group.kind === "resource") {
        append(index, group.resource, {
          resource: service,
          port: portAt(service, `loadBalancers[${at}].containerPort`),
        });
      }
    }
  }
  for (const scaling of graph.ofType("aws:autoscaling/group:Group")) {
    for (const group of graph.followList(scaling, "targetGroupArns", tokens.targetGroup).certain) {
      append(index, group, { resource: scaling, port: portAt(group, "port") });
    }
  }
  for (const attachment of graph.ofType(scalingAttachment)) {
    const group = graph.follow(attachment, "lbTargetGroupArn", tokens.targetGroup);
    const scaling = graph.follow(attachment, "autoscalingGroupName", ["aws:autoscaling/group:Group"]);
    if (group.kind === "resource" && scaling.kind === "resource") {
      append(index, group.resource, { resource: scaling.resource, port: portAt(group.resource, "port") });
    }
  }
  return index;
}

/** What is registered: by its id, or, where its address is, by what that comes from. */
function targetOf(graph: Graph, attachment: Resource): readonly Resource[] {
  const types = [...hostTypes, ...balancerTypes];
  const target = graph.follow(attachment, "targetId", types);
  const all = [...types, ...storeTypes];
  return target.kind === "resource"
    ? [target.resource]
    : graph.dependenciesOf(attachment, "targetId").filter(({ type }) => all.includes(type));
}

function portAt(resource: Resource, path: string): number | Unclear {
  const port = resource.number(path);
  return port.value ?? Unclear.because(`${resource.name}: ${port.reason || `${path} is not set`}`);
}

function isOneOf(types: readonly string[], type: string): boolean {
  return types.includes(type);
}
