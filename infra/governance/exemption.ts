import type * as pulumi from "@pulumi/pulumi";
import { PlatformComponent } from "../core/component";

/** Arguments of {@link Exemption}: plain text, since policies read it before anything exists. */
export interface ExemptionArgs {
  /** Id of the policy that may be violated, such as `elb-zones`; `*` stands for any text. */
  control: string;
  /** Name or URN of the resource that may violate it; `*` stands for any text. */
  resource: string;
  /** Who answers for it: a person or a team. */
  owner: string;
  /** Why it is right for now. */
  reason: string;
  /** Where it was asked for and will be ended. */
  ticket: string;
  /** Who allowed it. Required for a control of critical severity. */
  approver?: string;
  /** Where it is shown what stands in for the policy: an address, or the name of a document. @default none: nothing stands in for it */
  evidence?: string;
  /** Last day on which it holds, `YYYY-MM-DD`, UTC. */
  expires: string;
}

/**
 * A decision to live with a policy's violation for a time, written beside the resource that it is about. It creates
 * nothing: the policy pack reads it. Construct it before the resource, and let the resource depend on `declared`.
 */
export class Exemption extends PlatformComponent {
  /** Give it as `dependsOn` of the exempted resource: policies then see the exemption first. */
  readonly declared: pulumi.Output<pulumi.Resource[]>;

  constructor(name: string, args: ExemptionArgs, opts?: pulumi.ComponentResourceOptions) {
    super("governance:Exemption", name, {}, opts, { ...args });
    const checks = this.checks().matches("expires", args.expires, /^\d{4}-\d{2}-\d{2}$/, "write it as YYYY-MM-DD");
    for (const key of ["control", "resource", "owner", "reason", "ticket"] as const) {
      checks.required(key, args[key], "give it as text");
    }
    checks.done();
    // A component without children orders nothing by itself; its URN is known once it is registered.
    this.declared = this.urn.apply(() => []);
    this.registerOutputs();
  }
}
