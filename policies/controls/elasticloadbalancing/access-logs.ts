import { all, control, notApplicable, pass, type Resource, tokens, type Verdict, when } from "../../core";
import { disposableSettings, unlessDisposable } from "../shared/disposable";
import { isClassic, isKind } from "./kinds";

/** Holds load balancers to a record of requests. */
export const balancerAccessLogs = control({
  id: "elb-access-logs",
  title: "Application and classic load balancers log who called what",
  severity: "medium",
  why: "What a load balancer refuses, or no target answers, is in no other log.",
  fix: "Set accessLogs with a bucket, and enabled true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-5",
  on: [...tokens.loadBalancer, ...tokens.classicLoadBalancer],
  config: disposableSettings,
  check: (balancer, context) =>
    unlessDisposable(context, () =>
      isClassic(balancer)
        ? logs(balancer, pass)
        : when(
            isKind(balancer, "application"),
            () => logs(balancer, "AWS then writes none"),
            () => notApplicable("it sees connections, and no requests"),
          ),
    ),
});

/** @param unsaid what holds where a bucket is given, and `enabled` is not */
function logs(balancer: Resource, unsaid: string | Verdict): Verdict {
  return all(
    // A bucket that the program makes may have no name before the deployment, but it can't turn out to be none.
    balancer.mustBeSet("accessLogs.bucket", "a bucket", { unknown: "set" }),
    balancer.boolean("accessLogs.enabled").mustBeTrue({ absent: unsaid }),
  );
}
