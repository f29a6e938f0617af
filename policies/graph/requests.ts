import type { Resource } from "../core/resource";
import { tokens } from "../core/tokens";
import type { Graph } from "./graph";
import { clientOf, clientTypes, storesToldOf } from "./network/clients";
import { listenersAt } from "./network/forwards";

const aliasType = "aws:lambda/alias:Alias";
const functionType = "aws:lambda/function:Function";
const linkTypes = ["aws:apigateway/vpcLink:VpcLink", "aws:apigatewayv2/vpcLink:VpcLink"];
const integrations: readonly [type: string, api: string][] = [
  ["aws:apigateway/integration:Integration", "restApi"],
  ["aws:apigatewayv2/integration:Integration", "apiId"],
];
/** Stores that clients are told of, beside those of `network/stores.ts`. */
const otherStores: Readonly<Record<string, string>> = {
  "aws:docdb/cluster:Cluster": "database",
  "aws:neptune/cluster:Cluster": "database",
  "aws:memorydb/cluster:Cluster": "cache",
};
const nouns: Readonly<Record<string, string>> = {
  ...otherStores,
  "aws:apigateway/restApi:RestApi": "api",
  "aws:apigatewayv2/api:Api": "api",
  [functionType]: "function",
  "aws:ecs/service:Service": "service",
  "aws:ec2/instance:Instance": "instance",
  "aws:autoscaling/group:Group": "autoscaling group",
};

/** Types that requests come in by. */
export const entryTypes: readonly string[] = [...tokens.api, ...tokens.loadBalancer, ...tokens.classicLoadBalancer];

/** A place that requests come by, and the way there from where they came in. */
export interface Passage {
  readonly resource: Resource;
  /** From the entry on, this place included. */
  readonly steps: readonly string[];
  /** There is nothing else to go to from the place before. */
  readonly alone: boolean;
}

/** The places that requests come by which come in at an entry, each once, by the shortest way. */
export function passagesOf(graph: Graph, entry: Resource): Passage[] {
  const found: Passage[] = [{ resource: entry, steps: [nameOf(entry)], alone: true }];
  const seen = new Set([entry]);
  // The list grows while it is walked.
  for (const { resource, steps } of found) {
    const next = nextOf(graph, resource);
    for (const one of next) {
      if (!seen.has(one)) {
        seen.add(one);
        found.push({ resource: one, steps: [...steps, nameOf(one)], alone: next.size === 1 });
      }
    }
  }
  return found;
}

function nameOf({ type, name }: Resource): string {
  return `${nouns[type] ?? (type.includes("oadBalancer") ? "load balancer" : "store")} ${name}`;
}

const known = new WeakMap<Resource, Set<Resource>>();

function nextOf(graph: Graph, resource: Resource): Set<Resource> {
  let next = known.get(resource);
  if (!next) {
    next = new Set(readNext(graph, resource));
    known.set(resource, next);
  }
  return next;
}

function readNext(graph: Graph, resource: Resource): readonly Resource[] {
  if (isOneOf(tokens.api, resource)) {
    return behindApi(graph, resource);
  }
  if (entryTypes.includes(resource.type)) {
    return listenersAt(graph, resource).flatMap(({ targets }) => targets.map((target) => target.resource));
  }
  if (!clientTypes.includes(resource.type)) {
    return [];
  }
  const client = clientOf(graph, resource);
  const sources = client.environment ? graph.dependenciesOf(client.environment.owner, client.environment.property) : [];
  return [...storesToldOf(graph, client).keys(), ...sources.filter(({ type }) => Object.hasOwn(otherStores, type))];
}

/** What an API's document, and the integrations beside it, hand requests to. */
function behindApi(graph: Graph, api: Resource): Resource[] {
  const beside = integrations.flatMap(([type, path]) =>
    api.type.split("/")[0] === type.split("/")[0] ? graph.referrersTo(api, [type], path).certain : [],
  );
  const stages = graph.referrersTo(api, ["aws:apigateway/stage:Stage"], "restApi").certain;
  const places: [Resource, string][] = [
    [api, "body"],
    ...beside.flatMap((one) =>
      ["uri", "integrationUri", "connectionId"].map((path): [Resource, string] => [one, path]),
    ),
  ];
  const sources = places.flatMap(([owner, path]) => [
    ...graph.dependenciesOf(owner, path),
    ...namedIn(graph, owner.string(path).value ?? "", stages),
  ]);
  return sources.flatMap((source) => servedBy(graph, source));
}

/** Functions by their ARNs in a document or an address, and load balancers and links by theirs. */
function namedIn(graph: Graph, text: string, stages: readonly Resource[]): Resource[] {
  const types = [functionType, aliasType, ...tokens.loadBalancer, ...tokens.listener, ...linkTypes];
  const called = new Set([...text.matchAll(/functions\/(arn:[^/"]+)\/invocations/g)].map(([, arn = ""]) => arn));
  const plain = [...called].flatMap((arn) => withVariables(arn, stages));
  // The version or alias may be no resource of the stack.
  const functions = plain.flatMap((arn) => [arn, arn.split(":").slice(0, 7).join(":")]);
  return [...functions, ...(text.length < 300 ? [text] : [])].flatMap((name) => graph.named(name, types));
}

/** An ARN with a variable of the stage in it, for each stage. */
function withVariables(arn: string, stages: readonly Resource[]): string[] {
  const [whole, name = ""] = /\$\{stageVariables\.(\w+)\}/.exec(arn) ?? [];
  return whole === undefined
    ? [arn]
    : stages.flatMap((stage) => {
        const value = stage.string(["variables", name]).value;
        return value === undefined ? [] : [arn.replace(whole, value)];
      });
}

function servedBy(graph: Graph, source: Resource): readonly Resource[] {
  if (source.type === functionType || entryTypes.includes(source.type)) {
    return [source];
  }
  if (source.type === aliasType) {
    const target = graph.follow(source, "functionName", [functionType]);
    return target.kind === "resource" ? [target.resource] : [];
  }
  if (isOneOf(tokens.listener, source)) {
    const balancer = graph.follow(source, "loadBalancerArn", tokens.loadBalancer);
    return balancer.kind === "resource" ? [balancer.resource] : [];
  }
  return linkTypes.includes(source.type) ? graph.followList(source, "targetArns", tokens.loadBalancer).certain : [];
}

function isOneOf(types: readonly string[], { type }: Resource): boolean {
  return types.includes(type);
}
