import { cannotTell, choice, fail, notApplicable, pass, stackControl } from "../../core";
import { Unclear } from "../../graph";
import { reachOf } from "../../graph/network/reach";
import { storeAt, storeTypes } from "../../graph/network/store-stations";
import { pathText } from "../../graph/path";
import { adminPorts } from "./admin-ports";

/** Holds data stores to being out of the internet's reach, in however many steps. */
export const reachDataStore = stackControl({
  id: "reach-data-store",
  title: "No way through the network leads from the internet to a data store",
  severity: "critical",
  why: "A store that is public, or a host beside it that is, is one stolen password or one flaw away from everybody.",
  fix: "Take away any step of the path: the public address, the route to the internet gateway, or the rule that lets the step before it in. Put hosts behind a load balancer, and log in by Session Manager.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/infrastructure-security.html",
  on: storeTypes,
  config: {
    steppingStones: choice(["any", "admin"], {
      default: "any",
      description:
        "Hosts from which a way goes on: those that the internet reaches on any port, or on a port to log in by only.",
    }),
  },
  check: (store, { graph, config }) => {
    if (!storeAt(graph, store)) {
      return notApplicable("it is in no network of the stack's");
    }
    const stepping = { adminPorts: adminPorts.map(({ port }) => port), anyPort: config.steppingStones === "any" };
    const reached = reachOf(graph, stepping).stores.get(store);
    if (!reached) {
      return pass;
    }
    const path = pathText(reached.steps);
    return reached.truth instanceof Unclear
      ? cannotTell(`whether there is a way ${path}: ${reached.truth.reasons.slice(0, 3).join("; ")}`)
      : fail({ path: "", found: path, expected: "no way from the internet" });
  },
});
