import type { ListValue, Resource } from "../../core";

/** Distributions, of one tenant and of several. */
export const distributions = [
  "aws:cloudfront/distribution:Distribution",
  "aws:cloudfront/multitenantDistribution:MultitenantDistribution",
];

/** Behaviours for paths, under the name that each kind of distribution has for them. */
export function pathBehaviors(distribution: Resource): ListValue {
  return distribution.list(distribution.type === distributions[0] ? "orderedCacheBehaviors" : "cacheBehaviors");
}
