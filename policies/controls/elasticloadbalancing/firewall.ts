import { all, notApplicable, stackControl, tokens, when } from "../../core";
import { disposableSettings, unlessDisposable } from "../shared/disposable";
import { hasWebAcl } from "../waf/association";
import { isKind } from "./kinds";

/** Holds load balancers that the internet reaches to a firewall. */
export const balancerFirewall = stackControl({
  id: "elb-firewall",
  title: "Public application load balancers stand behind a web ACL",
  severity: "medium",
  why: "Without one, floods, scanners and known exploits reach the service's code.",
  fix: "Make a WebAclAssociation with the load balancer's ARN as resourceArn, or set internal to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-16",
  on: tokens.loadBalancer,
  config: disposableSettings,
  check: (balancer, context) =>
    unlessDisposable(context, () =>
      when(
        all(isKind(balancer, "application"), balancer.boolean("internal").mustBeFalse()),
        () => hasWebAcl(context.graph, balancer),
        () => notApplicable("it is no application load balancer that the internet reaches"),
      ),
    ),
});
