import { control, notApplicable, pass, tokens, when } from "../../core";
import { isClassic, isKind } from "./kinds";

/** Holds load balancers to refusing requests of which it is unclear where they end. */
export const balancerDesync = control({
  id: "elb-desync-mitigation",
  title: "Load balancers stop requests that servers would take apart differently",
  severity: "medium",
  why: "In monitor mode, a request of which it is unclear where it ends goes on to the service, with another one hidden in it.",
  fix: 'Leave desyncMitigationMode out, or set it to "defensive" or "strictest".',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-12",
  on: [...tokens.loadBalancer, ...tokens.classicLoadBalancer],
  check: (balancer) =>
    when(
      isClassic(balancer) ? pass : isKind(balancer, "application"),
      () => balancer.string("desyncMitigationMode").oneOf(["defensive", "strictest"], { absent: pass }),
      () => notApplicable("it reads no requests"),
    ),
  remedy: [{ path: "desyncMitigationMode", value: "defensive" }],
});
