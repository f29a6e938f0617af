import type { Resource } from "../../core/resource";
import type { Graph } from "../graph";
import { both, type Truth, Unclear } from "../iam/truth";
import { between, type Connection, fromInternet, type Ports } from "./connections";
import { balancersBehind, type Listener, listenersAt } from "./forwards";
import { Neighbours } from "./neighbours";
import { type Station, stationsOf } from "./stations";
import { type StoreStation, storeAt, storeTypes } from "./store-stations";

/** Something that the internet reaches, or may reach, and how. */
export interface Reached {
  readonly truth: true | Unclear;
  /** Each step with its noun and name, from `internet` on. */
  readonly steps: readonly string[];
  readonly port: number | Unclear;
}

/** What makes a host a stepping stone. */
export interface Stepping {
  /** Ports that people log in by. */
  readonly adminPorts: readonly number[];
  /** Whether a host is one that is reached on any port, not just on these. */
  readonly anyPort: boolean;
}

/** What the internet reaches. */
export interface Reach {
  /** Stores, in any number of steps. */
  readonly stores: ReadonlyMap<Resource, Reached>;
  /** Hosts whose admin ports it reaches, directly or through load balancers that pass connections on. */
  readonly admins: ReadonlyMap<Resource, readonly Reached[]>;
}

const known = new WeakMap<Graph, Map<string, Reach>>();

/**
 * What the internet reaches. It goes where a public address, routes, ACLs and groups let it. From a host on, somebody
 * who has broken in goes wherever that host may connect to. A host behind a load balancer is not one to break in to but
 * by its admin ports: of what it serves it sees requests, one by one, as every service does. A load balancer and an
 * endpoint pass connections on to what is behind them, whatever that is.
 */
export function reachOf(graph: Graph, stepping: Stepping): Reach {
  let reaches = known.get(graph);
  if (!reaches) {
    reaches = new Map();
    known.set(graph, reaches);
  }
  const key = JSON.stringify(stepping);
  let reach = reaches.get(key);
  if (!reach) {
    reach = new Search(graph, stepping).run();
    reaches.set(key, reach);
  }
  return reach;
}

/** A step of the search: a station that was come to, on a port where it is a load balancer's. */
interface Stop {
  readonly station: Station;
  readonly listener?: Listener;
  readonly reached: Reached;
}

class Search {
  private readonly stations = new Map<Resource, Station>();
  private readonly stores = new Map<Resource, StoreStation>();
  private neighbours: Neighbours | undefined;
  /** What is reached for certain, or was gone on from: nothing is to be found out of it any more. */
  private readonly settled = new Set<Station | Listener>();
  /** What was gone on from. */
  private readonly seen = new Set<Station | Listener>();
  private readonly positions = new Set<string>();
  private readonly certain: Stop[] = [];
  private readonly perhaps: Stop[] = [];
  private readonly found = new Map<Resource, Reached>();
  private readonly admins = new Map<Resource, Reached[]>();

  constructor(
    private readonly graph: Graph,
    private readonly stepping: Stepping,
  ) {}

  run(): Reach {
    for (const station of stationsOf(this.graph)) {
      this.stations.set(station.resource, station);
    }
    for (const resource of this.graph.ofType(storeTypes)) {
      const store = storeAt(this.graph, resource);
      if (store) {
        this.stores.set(resource, store);
      }
    }
    this.enter();
    // Most stacks let nobody in but to their load balancers, and there is nothing to index.
    for (let stop = this.next(); stop; stop = this.next()) {
      this.goOn(stop);
    }
    return { stores: this.found, admins: this.admins };
  }

  /** What is certain first: what may be is followed only to where nothing leads for certain. */
  private next(): Stop | undefined {
    return this.certain.shift() ?? this.perhaps.shift();
  }

  private enter(): void {
    const { graph } = this;
    for (const station of this.stations.values()) {
      if (station.kind === "host") {
        this.admin(station);
        this.visit(station, fromInternet(graph, station, this.hostPorts(), this.stepping.adminPorts), []);
      } else if (station.kind === "balancer" && station.public4 !== false) {
        for (const listener of listenersAt(graph, station.resource)) {
          this.visit(station, fromInternet(graph, station, [listener.port], []), [], listener);
        }
      }
    }
    for (const { station, ports } of this.stores.values()) {
      this.visit(station, station.public4 === false ? undefined : fromInternet(graph, station, ports, []), []);
    }
  }

  private hostPorts(): Ports {
    return this.stepping.anyPort ? "any" : this.stepping.adminPorts;
  }

  /** Each admin port that is open by itself. */
  private admin(station: Station): void {
    for (const port of this.stepping.adminPorts) {
      const connection = fromInternet(this.graph, station, [port], []);
      if (connection) {
        this.noteAdmin(station, reachedBy(connection, [], true, station));
      }
    }
  }

  private noteAdmin(station: Station, reached: Reached): void {
    const known = this.admins.get(station.resource) ?? [];
    if (!known.some(({ port }) => port === reached.port)) {
      this.admins.set(station.resource, [...known, reached]);
    }
  }

  private visit(
    station: Station,
    connection: Connection | undefined,
    before: readonly string[],
    listener?: Listener,
    so: true | Unclear = true,
  ): void {
    const place = listener ?? station;
    if (!connection || this.settled.has(place)) {
      return;
    }
    const reached = reachedBy(connection, before, so, station);
    if (reached.truth === true) {
      this.settled.add(place);
    }
    (reached.truth === true ? this.certain : this.perhaps).push({ station, listener, reached });
  }

  private goOn(stop: Stop): void {
    const { station, listener, reached } = stop;
    if (this.seen.has(listener ?? station)) {
      return;
    }
    this.seen.add(listener ?? station);
    this.settled.add(listener ?? station);
    switch (station.kind) {
      case "store":
        this.found.set(station.resource, reached);
        return;
      case "balancer":
        this.forward(station, listener, reached);
        return;
      case "endpoint":
        this.throughEndpoint(station, reached);
        return;
      case "host":
        this.stepOn(station, reached);
    }
  }

  /** To what is behind a port of a load balancer. */
  private forward(station: Station, listener: Listener | undefined, { steps, truth }: Reached): void {
    for (const { resource, port } of listener?.targets ?? []) {
      const target = this.stations.get(resource) ?? this.stores.get(resource)?.station;
      if (!target) {
        continue;
      }
      const connection = between(this.graph, station, target, [port], []);
      if (target.kind === "balancer") {
        for (const inner of listenersAt(this.graph, resource).filter((one) => one.port === port)) {
          this.visit(target, connection, steps, inner, truth);
        }
      } else if (target.kind === "store") {
        this.visit(target, connection, steps, undefined, truth);
      } else if (connection && typeof port === "number" && this.stepping.adminPorts.includes(port)) {
        this.noteAdmin(target, reachedBy(connection, steps, truth, target));
        this.visit(target, connection, steps, undefined, truth);
      }
    }
  }

  /** Through an endpoint to the load balancers of its service. */
  private throughEndpoint(station: Station, { steps, truth, port }: Reached): void {
    for (const resource of balancersBehind(this.graph, station.resource)) {
      const balancer = this.stations.get(resource);
      // With groups, AWS asks these, of addresses that are the clients' own, unless it is told not to.
      const asked = resource.string("enforceSecurityGroupInboundRulesOnPrivateLinkTraffic").value !== "off";
      const admitted: true | Unclear =
        balancer?.ungated || !asked
          ? true
          : Unclear.because(`whether the groups of ${resource.name} let in who comes by an endpoint is not followed`);
      for (const listener of balancer ? listenersAt(this.graph, resource) : []) {
        if (balancer && (port instanceof Unclear || listener.port instanceof Unclear || listener.port === port)) {
          this.visit(balancer, { truth: admitted, steps: [], port: listener.port }, steps, listener, truth);
        }
      }
    }
  }

  /** From a host to whatever it may connect to. */
  private stepOn(station: Station, { steps, truth }: Reached): void {
    const position = positionOf(station);
    if (this.positions.has(position)) {
      return;
    }
    this.positions.add(position);
    this.neighbours ??= new Neighbours(this.graph, [
      ...this.stations.values(),
      ...[...this.stores.values()].map((store) => store.station),
    ]);
    for (const target of this.neighbours.of(station, (one) => this.isSettled(one))) {
      if (target === station) {
        continue;
      }
      if (target.kind === "balancer") {
        for (const listener of listenersAt(this.graph, target.resource)) {
          if (!this.settled.has(listener)) {
            this.visit(target, between(this.graph, station, target, [listener.port], []), steps, listener, truth);
          }
        }
      } else {
        const ports = this.stores.get(target.resource)?.ports ?? this.portsOf(target);
        this.visit(
          target,
          between(this.graph, station, target, ports, this.stepping.adminPorts),
          steps,
          undefined,
          truth,
        );
      }
    }
  }

  private isSettled(station: Station): boolean {
    return station.kind === "balancer"
      ? listenersAt(this.graph, station.resource).every((listener) => this.settled.has(listener))
      : this.settled.has(station);
  }

  private portsOf(target: Station): Ports {
    if (target.kind === "host") {
      return this.hostPorts();
    }
    const ports = balancersBehind(this.graph, target.resource).flatMap((balancer) =>
      listenersAt(this.graph, balancer).map(({ port }) => port),
    );
    return [...new Set(ports)];
  }
}

function reachedBy(connection: Connection, before: readonly string[], so: true | Unclear, station: Station): Reached {
  const truth: Truth = both(so, connection.truth);
  const port = connection.port instanceof Unclear ? "" : `:${connection.port}`;
  const steps = [...before, ...connection.steps, `${station.noun} ${station.resource.name}${port}`];
  return { truth: truth === false ? connection.truth : truth, steps, port: connection.port };
}

/** Two hosts behind the same groups in the same subnets get to the same places. */
function positionOf({ groups, subnets, ungrouped, unplaced }: Station): string {
  const urns = [...groups, ...subnets].map(({ urn }) => urn).sort();
  return [...urns, ...(ungrouped?.reasons ?? []), ...(unplaced?.reasons ?? [])].join("|");
}
