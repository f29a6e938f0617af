import type { Resource } from "../../core/resource";
import type { Graph } from "../graph";
import { networkOf } from "./connections";
import { linkedNetworks } from "./links";
import { rulesOf } from "./security-groups";
import type { Station } from "./stations";

/** Stations by what they let in: groups, and addresses of networks. Nothing else can connect to them. */
export class Neighbours {
  private readonly byGroup = new Map<Resource, Set<Station>>();
  private readonly byNetwork = new Map<Resource | string, Set<Station>>();
  /** Those that may be in any network. */
  private readonly unplaced = new Set<Station>();

  constructor(
    private readonly graph: Graph,
    stations: readonly Station[],
  ) {
    for (const station of stations) {
      this.add(station);
    }
  }

  /**
   * Stations that may let this one in.
   *
   * @param settled those that nobody asks for any more; they are forgotten, so that a search does not pass them again
   */
  *of(station: Station, settled: (one: Station) => boolean): Iterable<Station> {
    const sets: (Set<Station> | undefined)[] = [
      this.unplaced,
      ...station.groups.map((group) => this.byGroup.get(group)),
    ];
    const networks = new Set<Resource | string>();
    for (const network of networksOf(this.graph, station)) {
      networks.add(network);
      for (const other of linkedNetworks(this.graph, network)) {
        networks.add(other);
      }
    }
    for (const set of [...sets, ...[...networks].map((network) => this.byNetwork.get(network))]) {
      for (const one of set ?? []) {
        if (settled(one)) {
          set?.delete(one);
        } else {
          yield one;
        }
      }
    }
  }

  private add(station: Station): void {
    const rules = station.groups.flatMap((group) =>
      rulesOf(this.graph, group).filter(({ direction }) => direction === "ingress"),
    );
    for (const group of rules.flatMap((rule) => rule.groups)) {
      addTo(this.byGroup, group, station);
    }
    const byAddress = rules.some(({ addresses, unlisted, unclear }) => addresses.length > 0 || unlisted || unclear);
    if (byAddress || station.ungated || station.ungrouped) {
      const networks = networksOf(this.graph, station);
      for (const network of networks) {
        addTo(this.byNetwork, network, station);
      }
      if (networks.size === 0 || station.unplaced) {
        this.unplaced.add(station);
      }
    }
  }
}

function networksOf(graph: Graph, { subnets }: Station): Set<Resource | string> {
  return new Set(subnets.flatMap((subnet) => networkOf(graph, subnet) ?? []));
}

function addTo<K, V>(map: Map<K, Set<V>>, key: K, value: V): void {
  const set = map.get(key);
  if (set) {
    set.add(value);
  } else {
    map.set(key, new Set([value]));
  }
}
