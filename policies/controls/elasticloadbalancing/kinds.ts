import { pass, type Resource, tokens, type Verdict } from "../../core";

/** Whether it is one of the older kind, which a program should not have any more. */
export function isClassic({ type }: Resource): boolean {
  return tokens.classicLoadBalancer.some((one) => one === type);
}

/** Passes for a load balancer of one of these kinds; the kind is `application` where a program names none. */
export function isKind(balancer: Resource, ...kinds: readonly ("application" | "network" | "gateway")[]): Verdict {
  return balancer.string("loadBalancerType").oneOf(kinds, {
    ...(kinds.includes("application") && { absent: pass }),
  });
}
