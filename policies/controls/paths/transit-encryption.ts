import { all, fail, flag, notApplicable, pass, type Resource, stackControl, tokens, type Verdict } from "../../core";
import { type Graph, given } from "../../graph";
import { clientOf, clientTypes, type NetworkClient, storesToldOf } from "../../graph/network/clients";
import { storesIn } from "../../graph/network/stores";
import { pathText } from "../../graph/path";
import { withoutTls } from "../shared/database-addresses";

/** Protocols in the clear, as they begin an address, and what they are with TLS. */
const schemes: readonly [RegExp, string][] = [
  [/\bredis:\/\/\S*/i, "rediss://"],
  [/\bvalkey:\/\/\S*/i, "valkeys://"],
  [/\bamqp:\/\/\S*/i, "amqps://"],
  [/\bmqtt:\/\/\S*/i, "mqtts://"],
  [/\bhttp:\/\/\S*/i, "https://"],
  [/\bdax:\/\/\S*/i, "daxs://"],
];
/** Parameters of database addresses that let TLS be left out. */
const withPoorTls = /\bsslmode=(?:allow|prefer)\b/i;

/** What turns TLS off in a store, by type. */
const plainStores: Readonly<Record<string, (graph: Graph, store: Resource) => string | undefined>> = {
  "aws:elasticache/replicationGroup:ReplicationGroup": (graph, store) =>
    given(graph, store, "transitEncryptionEnabled").boolean().value !== true
      ? "transitEncryptionEnabled is not true"
      : store.string("transitEncryptionMode").value === "preferred"
        ? "transitEncryptionMode is preferred"
        : undefined,
  "aws:elasticache/cluster:Cluster": (graph, store) =>
    given(graph, store, "transitEncryptionEnabled").boolean().value === true ||
    store.has("replicationGroupId") !== false
      ? undefined
      : "transitEncryptionEnabled is not true",
  "aws:dax/cluster:Cluster": (graph, store) =>
    given(graph, store, "clusterEndpointEncryptionType").string().value === "TLS"
      ? undefined
      : "clusterEndpointEncryptionType is not TLS",
  "aws:opensearch/domain:Domain": (graph, store) =>
    given(graph, store, "domainEndpointOptions").boolean("enforceHttps").value === true
      ? undefined
      : "enforceHttps is not true",
};

/** Holds what services say to their stores to being encrypted. */
export const transitToStores = stackControl({
  id: "transit-to-stores",
  title: "Services speak TLS with every database, cache, broker and search domain that they are told of",
  severity: "high",
  why: "What goes through the network in the clear, passwords among it, can be read and changed by whatever is on the way.",
  fix: "Turn TLS on in the store, and give the program an address that asks for it: rediss://, amqps://, https://, sslmode=verify-full.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_protect_data_transit_encrypt.html",
  on: clientTypes,
  check: (resource, { graph }) => {
    const client = clientOf(graph, resource);
    const stores = [...storesToldOf(graph, client)];
    return stores.length === 0
      ? notApplicable("it is told of no store")
      : all(
          stores.map(([store, { noun }]) => plainStore(graph, client, store, noun)),
          plainAddresses(graph, client),
        );
  },
});

function plainStore(graph: Graph, client: NetworkClient, store: Resource, noun: string): Verdict {
  const why = Object.hasOwn(plainStores, store.type) ? plainStores[store.type]?.(graph, store) : undefined;
  return why === undefined
    ? pass
    : fail({
        path: client.environment?.property ?? "",
        found: `${pathText([client.name, `${noun} ${store.name}`])} in the clear: ${why}`,
        expected: "TLS",
      });
}

/** Addresses of stores that ask for no TLS. */
function plainAddresses(graph: Graph, client: NetworkClient): Verdict[] {
  return client.values.flatMap((value) => {
    const text = value.string().value ?? "";
    const [secure, plain] = [
      schemes.find(([scheme]) => storesIn(graph, scheme.exec(text)?.[0] ?? "").length > 0)?.[1],
      (withoutTls.exec(text) ?? withPoorTls.exec(text))?.[0],
    ];
    const [named] = secure !== undefined || plain !== undefined ? storesIn(graph, text) : [];
    return named
      ? fail({
          path: value.path,
          found: `${pathText([client.name, `${named.kind.noun} ${named.store.name}`])} in the clear: its address ${plain === undefined ? "asks for no TLS" : `has ${plain}`}`,
          expected: secure ?? "sslmode=verify-full",
        })
      : [];
  });
}

/** Holds load balancers that take TLS to passing it on so. */
export const transitToTargets = stackControl({
  id: "transit-to-targets",
  title: "What comes in to a load balancer by TLS goes on to its targets by TLS",
  severity: "medium",
  why: "Behind the load balancer, requests go through the network in the clear, with the cookies and tokens in them.",
  fix: "Set the target group's protocol to HTTPS, or TLS of a network load balancer, and give the targets a certificate.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-target-groups.html",
  on: tokens.listener,
  config: {
    everyTarget: flag({
      default: false,
      description: "Whether targets in the networks of the stack have to be reached by TLS, too.",
    }),
  },
  check: (listener, { graph, config }) => {
    const protocol = listener.string("protocol").value?.toUpperCase();
    if (protocol !== "HTTPS" && protocol !== "TLS") {
      return notApplicable("it takes no TLS that it would end");
    }
    if (!config.everyTarget) {
      return notApplicable("the setting everyTarget does not ask for it");
    }
    const targets = graph
      .followList(listener, "defaultActions", tokens.targetGroup, "targetGroupArn")
      .certain.concat(graph.followList(listener, "defaultActions", tokens.targetGroup, "targetGroupArn").candidates);
    return all(
      targets.map((target) => {
        const inner = target.string("protocol").value?.toUpperCase();
        return inner === undefined || inner === "HTTPS" || inner === "TLS"
          ? pass
          : fail({
              path: "defaultActions",
              found: `${pathText([`listener ${listener.name}`, `target group ${target.name}`])} by ${inner}`,
              expected: protocol === "TLS" ? "TLS" : "HTTPS",
            });
      }),
    );
  },
});
