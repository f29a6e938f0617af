import { isNetworkPart, isSubnet, isVpc, kindOf, shortToken } from "./kinds";
import type { Reference, Wiring } from "./wiring";

/** What a resource is in the drawing. */
export type Part = "box" | "vpc" | "subnet" | "satellite" | "none";

export interface Hosts {
  parts: Part[];
  /** For a satellite the box, subnet or VPC that it is drawn with; for these themselves. */
  host: (number | undefined)[];
}

/** Boxes that a resource may refer to and still be drawn with one of them. */
const many = 3;

/** Properties through which something is told, not watched. */
const actions = /actions$/i;

/**
 * Which resources are drawn as boxes, and with which of them each other resource is drawn: with what it is wired to in its own
 * component, else with what it refers to, else with what refers to it, else with a neighbour; what is left becomes a box.
 */
export function hostsOf(wiring: Wiring): Hosts {
  const { resources, parent } = wiring;
  const parts = resources.map((_, i) => partOf(wiring, i));
  const host = parts.map((part, i) => (part === "box" || part === "vpc" || part === "subnet" ? i : undefined));
  const hosts = { parts, host };
  joinWired(wiring, hosts);
  for (const networks of [false, true]) {
    joinReferred(wiring, hosts, networks);
    joinReferring(wiring, hosts, networks);
    // The policy of a role that was joined just now.
    joinReferred(wiring, hosts, networks);
  }
  const firstBox = new Map<number | undefined, number>();
  parts.forEach((part, i) => {
    if (part === "box" && parent[i] !== undefined && !firstBox.has(parent[i])) firstBox.set(parent[i], i);
  });
  const standIn = (i: number): void => {
    parts[i] = "box";
    host[i] = i;
  };
  parts.forEach((part, i) => {
    if (part !== "satellite" || host[i] !== undefined) return;
    const above = parent[i];
    if (above === undefined) {
      standIn(i);
    } else {
      if (!firstBox.has(above)) {
        standIn(above);
        firstBox.set(above, above);
      }
      host[i] = firstBox.get(above);
    }
  });
  return hosts;
}

function partOf(wiring: Wiring, index: number): Part {
  const resource = wiring.resources[index];
  if (!resource || resource.kind === "stack" || resource.kind === "provider") return "none";
  if (resource.kind === "component") return resource.origin === "opaque" ? "box" : "none";
  if (isVpc(resource.type)) return "vpc";
  if (isSubnet(resource.type)) return "subnet";
  return kindOf(resource.type) && !belongsToItsLike(wiring, index) ? "box" : "satellite";
}

/** A queue of what another could not deliver, or a rule of a bus: drawn with that. */
function belongsToItsLike({ resources, parent, in: incoming, out }: Wiring, index: number): boolean {
  const type = shortToken(resources[index]?.type ?? "");
  if (type === "sqs/queue") {
    return (incoming[index] ?? []).some(
      ({ from, property }) =>
        property === "redrivePolicy" &&
        shortToken(resources[from]?.type ?? "") === "sqs/queue" &&
        parent[from] === parent[index],
    );
  }
  return type === "cloudwatch/eventRule" && (out[index] ?? []).some(({ property }) => property === "eventBusName");
}

/** Spreads from each box, and from networks to their parts, over what is wired within one component. */
function joinWired(wiring: Wiring, { parts, host }: Hosts): void {
  const queue = parts.flatMap((part, i) => (part === "box" ? [i] : []));
  for (let at = 0; at < queue.length; at++) {
    const index = queue[at] ?? 0;
    const told = ({ property }: Reference): boolean => actions.test(property);
    const near = [
      ...(wiring.out[index] ?? []).filter((one) => !told(one)).map(({ to }) => to),
      ...(wiring.in[index] ?? []).filter((one) => !told(one)).map(({ from }) => from),
    ];
    for (const other of near) {
      const type = wiring.resources[other]?.type ?? "";
      const joins = parts[other] === "satellite" && host[other] === undefined && !isNetworkPart(type);
      if (joins && wiring.parent[other] === wiring.parent[index]) {
        host[other] = host[index];
        queue.push(other);
      }
    }
  }
}

/** Joins what is left to what it refers to. Resources come after what they refer to, so that one walk is enough. */
function joinReferred(wiring: Wiring, { parts, host }: Hosts, networks: boolean): void {
  parts.forEach((part, i) => {
    if (part !== "satellite" || host[i] !== undefined) return;
    const inNetwork = networks || isNetworkPart(wiring.resources[i]?.type ?? "");
    const found = (wiring.out[i] ?? [])
      .filter(({ property }) => !actions.test(property))
      .map(({ to }) => host[to])
      .filter((to) => to !== undefined && (inNetwork || parts[to] === "box"));
    // What watches over many, as a dashboard does, belongs to none of them.
    if (wiring.parent[i] !== undefined && new Set(found).size > many) return;
    // A part of a network belongs to the smallest that it is part of.
    host[i] = (inNetwork ? found.find((to) => to !== undefined && parts[to] === "subnet") : undefined) ?? found[0];
  });
}

/** Joins what is left to what refers to it, the last first: who refers comes later. */
function joinReferring(wiring: Wiring, { parts, host }: Hosts, networks: boolean): void {
  for (let i = parts.length - 1; i >= 0; i--) {
    if (parts[i] === "satellite" && host[i] === undefined) {
      host[i] = (wiring.in[i] ?? [])
        .map(({ from }) => host[from])
        .find((from) => from !== undefined && (networks || parts[from] === "box"));
    }
  }
}
