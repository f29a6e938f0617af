import { control, notApplicable, tokens, when } from "../../core";
import { isKind } from "./kinds";

/** Holds load balancers to passing on what is HTTP. */
export const balancerInvalidHeaders = control({
  id: "elb-drop-invalid-headers",
  title: "Application load balancers drop headers that are not valid",
  severity: "medium",
  why: "A header that two servers read differently smuggles a request past the first of them.",
  fix: "Set dropInvalidHeaderFields to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-4",
  on: tokens.loadBalancer,
  check: (balancer) =>
    when(
      isKind(balancer, "application"),
      () => balancer.boolean("dropInvalidHeaderFields").mustBeTrue({ absent: "AWS then passes them on" }),
      () => notApplicable("it reads no headers"),
    ),
  remedy: [{ path: "dropInvalidHeaderFields", value: true }],
});
