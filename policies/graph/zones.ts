import type { Resource } from "../core/resource";
import { tokens } from "../core/tokens";
import { cannotTell, fail, pass, type Verdict } from "../core/verdict";
import type { Graph } from "./graph";
import type { References } from "./references";

/** How many availability zones something spans, as far as there is any telling. */
export interface Zones {
  /** Zones that are spanned for certain, as names or ids. */
  readonly certain: ReadonlySet<string>;
  /** No fewer than this many. */
  readonly least: number;
  /** No more than this many; Infinity if nothing bounds it. */
  readonly most: number;
  /** Why `least` and `most` are not the same. */
  readonly reasons: readonly string[];
}

/** A property that names subnets: `{ path: "subnets" }`, `{ path: "subnetMappings", item: "subnetId" }`. */
export interface SubnetsAt {
  readonly path: string;
  readonly item?: string;
}

/** The zones of the subnets that properties of a resource name. */
export function zonesOf(graph: Graph, resource: Resource, ...where: readonly SubnetsAt[]): Zones {
  return zonesOfSubnets(where.map(({ path, item }) => graph.followList(resource, path, tokens.subnet, item)));
}

/** The zones of subnets, each set of them as {@link Graph.followList} found it. */
export function zonesOfSubnets(sets: readonly References[]): Zones {
  const certain = placementOf(sets.flatMap((set) => set.certain));
  const possible = placementOf(sets.flatMap((set) => [...set.certain, ...set.candidates]));
  const external = new Set(sets.flatMap((set) => set.external));
  const open = sets.some((set) => set.open);
  const reasons = sets.flatMap((set) => set.reasons);
  if (external.size > 0) {
    const ids = [...external].slice(0, 5).join(", ");
    reasons.push(`the zones of subnets that are not in this stack are not known: ${ids}`);
  }
  if (possible.unplaced.length > 0) {
    const names = possible.unplaced.slice(0, 5).map((subnet) => subnet.name);
    reasons.push(`the zone of subnet ${names.join(", ")} is not set or not known`);
  }
  if (possible.names.size > 0 && possible.ids.size > 0) {
    reasons.push("some subnets are placed by name of their zone and some by id, which may be the same zone");
  }
  const most = possible.names.size + possible.ids.size + possible.unplaced.length + external.size;
  return {
    certain: new Set([...certain.names, ...certain.ids]),
    // A zone's name and its id may be the same zone's; whatever is there lies in one zone.
    least: Math.max(certain.names.size, certain.ids.size, sets.some((set) => set.length) ? 1 : 0),
    // One subnet lies in one zone.
    most: Math.min(open ? Number.POSITIVE_INFINITY : most, lengthOf(sets)),
    reasons,
  };
}

interface Placement {
  names: Set<string>;
  ids: Set<string>;
  unplaced: Resource[];
}

function placementOf(subnets: readonly Resource[]): Placement {
  const placement: Placement = { names: new Set(), ids: new Set(), unplaced: [] };
  for (const subnet of new Set(subnets)) {
    const name = subnet.string("availabilityZone").value;
    const id = subnet.string("availabilityZoneId").value;
    if (name) {
      placement.names.add(name);
    } else if (id) {
      placement.ids.add(id);
    } else {
      placement.unplaced.push(subnet);
    }
  }
  return placement;
}

/**
 * At least `minimum` zones.
 *
 * @param path property that a finding names
 */
export function atLeastZones(zones: Zones, minimum: number, path: string): Verdict {
  if (zones.least >= minimum) {
    return pass;
  }
  if (zones.most < minimum) {
    const names = [...zones.certain].sort().join(", ");
    const found =
      zones.most === 0
        ? "no zone"
        : `${zones.most === 1 ? "one zone" : `${zones.most} zones`}${names && ` (${names})`}`;
    return fail({ path, found, expected: `at least ${minimum} availability zones` });
  }
  return cannotTell(zones.reasons.join("; ") || "the zones are not known", path);
}

function lengthOf(sets: readonly References[]): number {
  return sets.reduce((sum, set) => sum + (set.length ?? Number.POSITIVE_INFINITY), 0);
}
