import type { Resource, Value } from "../../core";
import { type Graph, Unclear } from "../../graph";
import type { Truth } from "../../graph/iam";

/** Types of what serves origins to viewers. */
export const distributionTypes = ["aws:cloudfront/distribution:Distribution"];

const accessTypes = ["aws:cloudfront/originAccessControl:OriginAccessControl"];

/** Kinds of origins that CloudFront signs its requests to, by their name in an origin access control. */
export type SignedOrigin = "s3" | "lambda";

/** Whether CloudFront signs its requests to an origin, as those to one of that kind. */
export function signsAt(graph: Graph, distribution: Resource, origin: Value, kind: SignedOrigin): Truth {
  const access = graph.follow(distribution, `${origin.path}.originAccessControlId`, accessTypes);
  switch (access.kind) {
    case "absent":
      return false;
    case "external":
      return access.value === "" ? false : Unclear.because(`the control ${access.value} is not in this stack`);
    case "unclear":
      return Unclear.because(access.reason);
    case "resource":
      return signs(access.resource, kind);
  }
}

function signs(access: Resource, kind: SignedOrigin): Truth {
  const [behavior, origin] = [access.string("signingBehavior"), access.string("originAccessControlOriginType")];
  if (behavior.value === "never" || (origin.value !== undefined && origin.value !== kind)) {
    return false;
  }
  const unknown = [behavior, origin].find(({ state }) => state === "unknown");
  return unknown ? Unclear.because(`${access.name}: ${unknown.reason}`) : true;
}

/** The behaviors beside the default one that ask an origin. */
export function orderedBehaviorsOf(distribution: Resource, origin: Value): Value[] {
  const id = origin.string("originId").value;
  return distribution
    .list("orderedCacheBehaviors")
    .items.filter((behavior) => behavior.string("targetOriginId").value === id);
}

/** A function at the edge sees the requests to an origin, and may sign them. */
export function passesFunction(distribution: Resource, origin: Value): boolean {
  const standard = distribution.at("defaultCacheBehavior");
  const id = origin.string("originId").value;
  return [
    ...(standard.string("targetOriginId").value === id ? [standard] : []),
    ...orderedBehaviorsOf(distribution, origin),
  ].some((behavior) =>
    behavior
      .list("lambdaFunctionAssociations")
      .items.some((association) => association.string("eventType").value === "origin-request"),
  );
}
