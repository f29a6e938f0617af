import { control, notApplicable, pass, tokens, when } from "../../core";
import { isClassic, isKind } from "./kinds";

/** Holds load balancers to sharing out requests among all zones. */
export const balancerCrossZone = control({
  id: "elb-cross-zone",
  title: "Network, gateway and classic load balancers spread over the targets of all zones",
  severity: "low",
  why: "Else each zone's address serves its own targets only: where a zone has few of them, or none that is well, requests fail.",
  fix: "Set enableCrossZoneLoadBalancing to true, of a classic one crossZoneLoadBalancing.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/nlb-cross-zone-load-balancing-enabled.html",
  on: [...tokens.loadBalancer, ...tokens.classicLoadBalancer],
  check: (balancer) =>
    isClassic(balancer)
      ? balancer.boolean("crossZoneLoadBalancing").mustBeTrue({ absent: pass })
      : when(
          isKind(balancer, "network", "gateway"),
          () => balancer.boolean("enableCrossZoneLoadBalancing").mustBeTrue({ absent: "AWS then takes false" }),
          () => notApplicable("an application load balancer always does"),
        ),
  // AWS bills what crosses zones behind the others.
  remedy: (balancer) => (isClassic(balancer) ? [{ path: "crossZoneLoadBalancing", value: true }] : []),
});
