import { all, fail, pass, type Resource, stackControl, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { clientOf, clientTypes, type NetworkClient, storesToldOf } from "../../graph/network/clients";
import { type StoreKind, storesIn } from "../../graph/network/stores";
import { withoutTls } from "../shared/database-addresses";
import { connects } from "./connections";

export const networkClientWiring = stackControl({
  id: "wiring-network-client",
  title: "What is told of a database, its proxy, a cache or a broker can reach it over the network",
  severity: "high",
  why: "A connection that a security group drops times out: the service hangs at its first request, and logs no reason.",
  fix: "Put the client into the network, let its security group out to the store on the store's port, and let the store's security group in from it.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
  on: clientTypes,
  check: (resource, { graph }) => {
    const client = clientOf(graph, resource);
    return all(
      [...storesToldOf(graph, client)].map(([store, kind]) =>
        all(reaches(graph, client, kind, store), isTaken(graph, client, kind, store)),
      ),
    );
  },
});

function reaches(graph: Graph, client: NetworkClient, kind: StoreKind, store: Resource): Verdict {
  const edge = { from: client.name, to: `${kind.noun} ${store.name}`, path: client.groupsPath };
  return client.placed === false
    ? fail({
        path: client.subnetsPath,
        found: `${edge.from} → ${edge.to} without a place in the network: it runs outside of every VPC`,
        expected: `subnets and a security group in the VPC of ${store.name}`,
      })
    : connects(graph, client, kind, store, edge);
}

/** A proxy that asks for TLS refuses whoever is told an address that turns it off. */
function isTaken(graph: Graph, client: NetworkClient, kind: StoreKind, store: Resource): Verdict {
  if (kind.asksForTls?.(store) !== true) {
    return pass;
  }
  return all(
    client.values.flatMap((value): Verdict[] => {
      const text = value.string().value ?? "";
      const plain = withoutTls.exec(text)?.[0];
      return plain !== undefined && storesIn(graph, text).some((named) => named.store === store)
        ? [
            fail({
              path: value.path,
              found: `${client.name} → ${kind.noun} ${store.name} refused: its address has ${plain}, and the ${kind.noun} asks for TLS`,
              expected: "an address that asks for TLS, as sslmode=verify-full does",
            }),
          ]
        : [];
    }),
  );
}
