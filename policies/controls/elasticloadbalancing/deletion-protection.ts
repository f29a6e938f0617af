import { control, tokens } from "../../core";
import { disposableSettings, unlessDisposable } from "../shared/disposable";

/** Holds load balancers to staying. */
export const balancerDeletionProtection = control({
  id: "elb-deletion-protection",
  title: "Load balancers are protected from deletion",
  severity: "medium",
  why: "A load balancer that is made again has another address: whoever knows the old one reaches nothing.",
  fix: "Set enableDeletionProtection to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/elb-controls.html#elb-6",
  on: tokens.loadBalancer,
  config: disposableSettings,
  check: (balancer, context) =>
    unlessDisposable(context, () =>
      balancer.boolean("enableDeletionProtection").mustBeTrue({ absent: "AWS then lets anybody delete it who may" }),
    ),
  remedy: [{ path: "enableDeletionProtection", value: true }],
});
