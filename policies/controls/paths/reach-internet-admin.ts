import { all, cannotTell, fail, pass, stackControl, texts } from "../../core";
import { Unclear } from "../../graph";
import { reachOf } from "../../graph/network/reach";
import { hostTypes } from "../../graph/network/stations";
import { pathText } from "../../graph/path";
import { adminPorts } from "./admin-ports";

/** Holds hosts to being out of the internet's reach where people log in. */
export const reachInternetAdmin = stackControl({
  id: "reach-internet-admin",
  title: "No way leads from the internet to a port that people log in to a host by",
  severity: "critical",
  why: "Such ports are found within minutes, and tried with every password that was ever leaked.",
  fix: "Log in by Session Manager, which needs no open port; or let in your own addresses only, or take the public address away.",
  url: "https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html",
  on: hostTypes,
  config: {
    ports: texts({
      default: adminPorts.map(({ port }) => String(port)),
      description: "Ports that people log in by.",
    }),
  },
  check: (host, { graph, config }) => {
    const ports = config.ports.map(Number);
    const wrong = config.ports.find((_, index) => !Number.isInteger(ports[index]));
    if (wrong !== undefined) {
      return cannotTell(`the setting ports has "${wrong}", which is no port`);
    }
    const reached = reachOf(graph, { adminPorts: ports, anyPort: true }).admins.get(host) ?? [];
    return reached.length === 0
      ? pass
      : all(
          reached.map(({ truth, steps }) =>
            truth instanceof Unclear
              ? cannotTell(`whether there is a way ${pathText(steps)}: ${truth.reasons.slice(0, 3).join("; ")}`)
              : fail({ path: "", found: pathText(steps), expected: "no way from the internet to that port" }),
          ),
        );
  },
});
