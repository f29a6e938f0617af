import type { Resource } from "../../core/resource";
import type { Graph } from "../graph";
import { Unclear } from "../iam/truth";

/** A database, cache, broker or the like that is reached over the network. */
export interface StoreKind {
  readonly noun: string;
  readonly type: string;
  /** Property with its security groups. */
  readonly groups: string;
  /** Property with its port, and what it is where that is not set. */
  readonly port?: string;
  readonly defaultPort: (store: Resource) => number | undefined;
  /** Property that names what has the port, where the store itself has none: an endpoint's proxy. */
  readonly of?: { readonly path: string; readonly types: readonly string[] };
  /** It refuses connections without TLS. */
  readonly asksForTls?: (store: Resource) => boolean | undefined;
  /** Properties with host names or addresses that clients are given. */
  readonly endpoints: readonly string[];
}

const fixed = (port: number) => () => port;

/** Default ports: the pages of each resource's API at docs.aws.amazon.com, and the ports in the endpoints of brokers. */
export const storeKinds: readonly StoreKind[] = [
  {
    noun: "cache",
    type: "aws:elasticache/replicationGroup:ReplicationGroup",
    groups: "securityGroupIds",
    port: "port",
    defaultPort: fixed(6379),
    endpoints: ["configurationEndpointAddress", "primaryEndpointAddress", "readerEndpointAddress"],
  },
  {
    noun: "cache",
    type: "aws:elasticache/serverlessCache:ServerlessCache",
    groups: "securityGroupIds",
    port: "endpoints[0].port",
    defaultPort: (store) => (store.string("engine").value === "memcached" ? 11211 : 6379),
    endpoints: ["endpoints[0].address", "readerEndpoints[0].address"],
  },
  {
    noun: "cache",
    type: "aws:elasticache/cluster:Cluster",
    groups: "securityGroupIds",
    port: "port",
    defaultPort: (store) => (store.string("engine").value === "memcached" ? 11211 : 6379),
    endpoints: ["configurationEndpoint", "clusterAddress", "cacheNodes[0].address"],
  },
  {
    noun: "database",
    type: "aws:rds/cluster:Cluster",
    groups: "vpcSecurityGroupIds",
    port: "port",
    defaultPort: databasePort,
    endpoints: ["endpoint", "readerEndpoint"],
  },
  {
    noun: "database",
    type: "aws:rds/instance:Instance",
    groups: "vpcSecurityGroupIds",
    port: "port",
    defaultPort: databasePort,
    endpoints: ["address", "endpoint"],
  },
  {
    noun: "database proxy",
    type: "aws:rds/proxy:Proxy",
    groups: "vpcSecurityGroupIds",
    defaultPort: proxyPort,
    endpoints: ["endpoint"],
    asksForTls: (proxy) => proxy.boolean("requireTls").value,
  },
  {
    noun: "endpoint of a database proxy",
    type: "aws:rds/proxyEndpoint:ProxyEndpoint",
    groups: "vpcSecurityGroupIds",
    defaultPort: proxyPort,
    of: { path: "dbProxyName", types: ["aws:rds/proxy:Proxy"] },
    endpoints: ["endpoint"],
  },
  {
    noun: "broker",
    type: "aws:mq/broker:Broker",
    groups: "securityGroups",
    defaultPort: (store) => (store.string("engineType").value?.toLowerCase() === "rabbitmq" ? 5671 : undefined),
    endpoints: ["instances[0].endpoints[0]", "instances[0].consoleUrl"],
  },
  {
    noun: "search domain",
    type: "aws:opensearch/domain:Domain",
    groups: "vpcOptions.securityGroupIds",
    defaultPort: fixed(443),
    endpoints: ["endpoint", "dashboardEndpoint"],
  },
  {
    noun: "accelerator",
    type: "aws:dax/cluster:Cluster",
    groups: "securityGroupIds",
    port: "port",
    defaultPort: () => undefined,
    endpoints: ["clusterAddress", "configurationEndpoint"],
  },
];

/** Ports that proxies listen on, whatever the database's: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-proxy.html#rds-proxy.limitations */
const proxyPorts: Readonly<Record<string, number>> = { MYSQL: 3306, POSTGRESQL: 5432 };

const databasePorts: readonly [RegExp, number][] = [
  [/postgres/, 5432],
  [/mysql|mariadb/, 3306],
  [/oracle/, 1521],
  [/sqlserver/, 1433],
  [/db2/, 50_000],
];

function databasePort(store: Resource): number | undefined {
  const engine = store.string("engine").value ?? "";
  const [, port] = databasePorts.find(([engines]) => engines.test(engine)) ?? [];
  return port;
}

function proxyPort(proxy: Resource): number | undefined {
  const family = proxy.string("engineFamily").value ?? "";
  return Object.hasOwn(proxyPorts, family) ? proxyPorts[family] : undefined;
}

/** The port of a store. */
export function portOf(graph: Graph, kind: StoreKind, store: Resource): number | Unclear {
  const set = kind.port === undefined ? undefined : store.number(kind.port).value;
  return set ?? defaultPortOf(graph, kind, store) ?? Unclear.because(`the port of ${store.name} is not known`);
}

function defaultPortOf(graph: Graph, kind: StoreKind, store: Resource): number | undefined {
  if (!kind.of) {
    return kind.defaultPort(store);
  }
  const owner = graph.follow(store, kind.of.path, kind.of.types);
  return owner.kind === "resource" ? kind.defaultPort(owner.resource) : undefined;
}

const indexes = new WeakMap<Graph, Map<string, { kind: StoreKind; store: Resource }>>();

/** Host names in a text, as far as they are in the forms that AWS gives out. */
const hosts = /[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9-]+)+/gi;

/** The stores whose endpoints a text names. */
export function storesIn(graph: Graph, text: string): { kind: StoreKind; store: Resource }[] {
  let index = indexes.get(graph);
  if (!index) {
    index = new Map();
    for (const kind of storeKinds) {
      for (const store of graph.ofType(kind.type)) {
        for (const path of kind.endpoints) {
          for (const [host] of (store.string(path).value ?? "").matchAll(hosts)) {
            index.set(host.toLowerCase(), { kind, store });
          }
        }
      }
    }
    indexes.set(graph, index);
  }
  if (index.size === 0) {
    return [];
  }
  return [...text.matchAll(hosts)].flatMap(([host]) => index?.get(host.toLowerCase()) ?? []);
}
