import type { GraphResource, Value } from "../../../model";

/** That a property of one resource came from another; resources by their place in the graph. */
export interface Reference {
  from: number;
  property: string;
  to: number;
}

/** Who refers to whom. */
export interface Wiring {
  resources: readonly GraphResource[];
  indexOf: ReadonlyMap<string, number>;
  /** References of each resource, in the order of its properties. */
  out: readonly (readonly Reference[])[];
  /** References to each resource. */
  in: readonly (readonly Reference[])[];
  /** Place of each resource's parent; undefined below the stack and for the stack. */
  parent: readonly (number | undefined)[];
}

/** Ids of what services are placed in, which programs often write down instead of passing them on. */
const networkId = /^(?:vpc|subnet|sg)-[0-9a-z]+$/;

export function wiringOf(resources: readonly GraphResource[]): Wiring {
  const indexOf = new Map(resources.map(({ urn }, i) => [urn, i]));
  const byId = new Map<string, number>();
  resources.forEach(({ id }, i) => {
    if (id && networkId.test(id)) byId.set(id, i);
  });
  const out = resources.map((resource, i) => referencesOf(resource, i, indexOf, byId));
  const incoming: Reference[][] = resources.map(() => []);
  for (const reference of out.flat()) incoming[reference.to]?.push(reference);
  const parent = resources.map(({ parent: urn }) => {
    const index = urn === undefined ? undefined : indexOf.get(urn);
    return index === undefined || resources[index]?.kind === "stack" ? undefined : index;
  });
  return { resources, indexOf, out, in: incoming, parent };
}

function referencesOf(
  resource: GraphResource,
  from: number,
  indexOf: ReadonlyMap<string, number>,
  byId: ReadonlyMap<string, number>,
): Reference[] {
  const references: Reference[] = [];
  const properties = new Set([...Object.keys(resource.propertyDependencies), ...Object.keys(resource.inputs)]);
  for (const property of properties) {
    const targets = new Set<number>();
    for (const urn of resource.propertyDependencies[property] ?? []) {
      const to = indexOf.get(urn);
      if (to !== undefined && to !== from) targets.add(to);
    }
    for (const id of networkIds(resource.inputs[property])) {
      const to = byId.get(id);
      if (to !== undefined && to !== from) targets.add(to);
    }
    for (const to of targets) references.push({ from, property, to });
  }
  return references;
}

/** Ids of VPCs, subnets and security groups that a value has as a whole string somewhere. */
export function networkIds(value: Value | undefined): string[] {
  if (typeof value === "string") return networkId.test(value) ? [value] : [];
  if (value === null || typeof value !== "object") return [];
  return (Array.isArray(value) ? value : Object.values(value)).flatMap(networkIds);
}

/**
 * What is told along the way up from each resource to the program, each step once: `told` gets a resource and what was told of
 * its parent. A circle of parents ends where it is entered.
 */
export function fromAbove<T>(
  { parent, resources }: Wiring,
  told: (index: number, above: T | undefined) => T,
): readonly T[] {
  const known = new Map<number, T>();
  return resources.map((_, start) => {
    const way: number[] = [];
    const seen = new Set<number>();
    for (let at: number | undefined = start; at !== undefined && !known.has(at) && !seen.has(at); at = parent[at]) {
      seen.add(at);
      way.push(at);
    }
    const [last] = way.slice(-1);
    let above = last === undefined ? undefined : known.get(parent[last] ?? -1);
    for (const index of way.reverse()) {
      above = told(index, above);
      known.set(index, above);
    }
    return known.get(start) ?? told(start, undefined);
  });
}
