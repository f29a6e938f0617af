import type { Resource } from "../../core/resource";
import type { Value } from "../../core/value";
import { given } from "../given";
import type { Graph } from "../graph";
import { type StoreKind, storeKinds, storesIn } from "./stores";

const serviceType = "aws:ecs/service:Service";
const taskTypes = ["aws:ecs/taskDefinition:TaskDefinition"];

/** Types of what runs code in a network, and calls others from there. */
export const clientTypes = ["aws:lambda/function:Function", serviceType];

/** Something that runs code: where, and what it is told of. */
export interface NetworkClient {
  readonly resource: Resource;
  /** What a finding calls it. */
  readonly name: string;
  readonly subnetsPath: string;
  readonly groupsPath: string;
  /** Whether it is in a network of ours at all; undefined where there is no telling. */
  readonly placed: boolean | undefined;
  /** Values of its environment. */
  readonly values: readonly Value[];
  /** Resource and property that the environment is in, for what comes from others and is not known yet. */
  readonly environment: { readonly owner: Resource; readonly property: string } | undefined;
}

/** A function or a service of tasks as a client. */
export function clientOf(graph: Graph, resource: Resource): NetworkClient {
  return resource.type === serviceType ? serviceClient(graph, resource) : functionClient(graph, resource);
}

function functionClient(graph: Graph, resource: Resource): NetworkClient {
  const config = given(graph, resource, "vpcConfig");
  const subnets = resource.list("vpcConfig.subnetIds");
  return {
    resource,
    name: `function ${resource.name}`,
    subnetsPath: "vpcConfig.subnetIds",
    groupsPath: "vpcConfig.securityGroupIds",
    placed: config.state === "absent" ? false : subnets.state === "unknown" ? undefined : subnets.items.length > 0,
    values: given(graph, resource, "environment")
      .at("variables")
      .entries()
      .map(([, value]) => value),
    environment: { owner: resource, property: "environment" },
  };
}

function serviceClient(graph: Graph, resource: Resource): NetworkClient {
  const task = graph.follow(resource, "taskDefinition", taskTypes);
  const definition = task.kind === "resource" ? task.resource : undefined;
  const containers = definition?.json("containerDefinitions").list().items ?? [];
  return {
    resource,
    name: `service ${resource.name}`,
    subnetsPath: "networkConfiguration.subnets",
    groupsPath: "networkConfiguration.securityGroups",
    placed: given(graph, resource, "networkConfiguration").state !== "absent",
    values: containers.flatMap((container) => container.list("environment").items.map((item) => item.at("value"))),
    environment: definition && { owner: definition, property: "containerDefinitions" },
  };
}

const kindByType = new Map(storeKinds.map((kind) => [kind.type, kind]));

/** The stores that a client is told of: by their endpoints, and where those are not known by what the environment comes from. */
export function storesToldOf(graph: Graph, { values, environment }: NetworkClient): Map<Resource, StoreKind> {
  const found = new Map<Resource, StoreKind>();
  for (const value of values) {
    for (const { kind, store } of storesIn(graph, value.string().value ?? "")) {
      found.set(store, kind);
    }
  }
  const open = environment && (values.length === 0 || values.some(({ state }) => state === "unknown"));
  for (const source of open ? graph.dependenciesOf(environment.owner, environment.property) : []) {
    const kind = kindByType.get(source.type);
    if (kind) {
      found.set(source, kind);
    }
  }
  return found;
}
