import {
  all,
  cannotTell,
  fail,
  integer,
  type Options,
  type Resource,
  type StackControl,
  stackControl,
  tokens,
  type Verdict,
} from "../../core";
import { atLeastZones, type Graph, type References, type SubnetsAt, zonesOf } from "../../graph";
import { everyCandidate } from "./candidates";

/** The setting that every placement control has. */
export const zoneSettings = {
  minimumZones: integer({ default: 2, minimum: 1, description: "Least number of availability zones." }),
} satisfies Options;

/** A resource whose subnets are in one of its own properties. */
export interface PlacedDirectly {
  readonly id: string;
  readonly title: string;
  readonly why: string;
  readonly fix: string;
  readonly url: string;
  readonly on: readonly string[];
  /** Property with the subnets. */
  readonly subnets: SubnetsAt;
  /** Verdict where that property is not set. */
  readonly absent: Verdict;
}

/** A control on a resource that is in no zone but those of the subnets that it is given. */
export function placedBySubnets({ subnets, absent, ...info }: PlacedDirectly): StackControl {
  return stackControl({
    ...info,
    severity: "high",
    config: zoneSettings,
    check: (resource, { graph, config }) =>
      resource.has(subnets.path) === false ? absent : overSubnets(graph, resource, config.minimumZones, subnets),
  });
}

/** Subnets in at least `minimum` zones. */
export function overSubnets(graph: Graph, resource: Resource, minimum: number, subnets: SubnetsAt): Verdict {
  return atLeastZones(zonesOf(graph, resource, subnets), minimum, subnets.path);
}

/** A property that names a subnet group, and where such a group has its subnets. */
export interface GroupAt {
  readonly path: string;
  readonly types: readonly string[];
  readonly subnets: SubnetsAt;
}

/** The subnets of the group that a property names lie in at least `minimum` zones. */
export function overSubnetGroup(graph: Graph, resource: Resource, minimum: number, group: GroupAt): Verdict {
  const found = graph.follow(resource, group.path, group.types);
  switch (found.kind) {
    case "resource": {
      const zones = zonesOf(graph, found.resource, group.subnets);
      return atLeastZones(zones, minimum, `${group.path} (${found.resource.name}.${group.subnets.path})`);
    }
    case "absent":
      return cannotTell(
        `${group.path} is not set, and the zones of the account's default group are not known`,
        group.path,
      );
    case "external":
      return cannotTell(`${group.path} names "${found.value}", which is not in this stack`, group.path);
    case "unclear":
      return found.open || found.candidates.length === 0
        ? cannotTell(found.reason, group.path)
        : everyCandidate(found.candidates, found.reason, (one) =>
            atLeastZones(
              zonesOf(graph, one, group.subnets),
              minimum,
              `${group.path} (${one.name}.${group.subnets.path})`,
            ),
          );
  }
}

/**
 * At least `minimum` of the things that make a resource redundant, of which some are certain and others possible.
 * @param what plural noun for messages: "instances"
 */
export function atLeastCount(
  certain: number,
  possible: number,
  minimum: number,
  what: string,
  reason: string,
): Verdict {
  if (certain >= minimum) return all();
  if (certain + possible >= minimum) return cannotTell(`there may be fewer than ${minimum} ${what}: ${reason}`);
  return fail({ path: "", found: `${certain} ${what}`, expected: `at least ${minimum}` });
}

/** The one subnet that a property names, as a set: for resources that lie in one subnet each. */
export function subnetOf(graph: Graph, resource: Resource, path: string): References {
  const found = graph.follow(resource, path, tokens.subnet);
  const set = { certain: [], external: [], candidates: [], open: false, length: 1, reasons: [] };
  switch (found.kind) {
    case "resource":
      return { ...set, certain: [found.resource] };
    case "external":
      return { ...set, external: [found.value] };
    case "absent":
      return { ...set, length: 0 };
    case "unclear":
      return { ...set, candidates: found.candidates, open: found.open, reasons: [found.reason] };
  }
}
