import { control, notApplicable, tokens, when } from "../../core";
import { isKind } from "./kinds";

/** Holds load balancers to asking their firewall. */
export const balancerFailClosed = control({
  id: "elb-waf-fail-closed",
  title: "Load balancers pass on nothing that their firewall did not see",
  severity: "medium",
  why: "One that fails open lets every request through while AWS WAF does not answer, which an attacker can wait for.",
  fix: "Leave enableWafFailOpen out, or set it to false.",
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/edit-load-balancer-attributes.html",
  on: tokens.loadBalancer,
  check: (balancer) =>
    when(
      isKind(balancer, "application"),
      () => balancer.boolean("enableWafFailOpen").mustBeFalse(),
      () => notApplicable("it has no firewall"),
    ),
  remedy: [{ path: "enableWafFailOpen", value: false }],
});
