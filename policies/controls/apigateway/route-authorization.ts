import { cannotTell, fail, notApplicable, type Resource, stackControl, tokens, type Verdict } from "../../core";
import type { Graph } from "../../graph";
import { protocolOf } from "./stage";

const route = "aws:apigatewayv2/route:Route";

/** Holds routes to asking who calls. */
export const apiRouteAuthorization = stackControl({
  id: "apigateway-route-authorization",
  title: "Routes of HTTP and WebSocket APIs ask who calls",
  severity: "medium",
  why: "A route without an authorizer runs its backend for everybody who finds the address.",
  fix: 'Set authorizationType to "JWT", "AWS_IAM" or "CUSTOM", the first and the last with an authorizerId.',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-8",
  on: [route, ...tokens.api],
  check: (resource, { graph }) => {
    if (resource.type === route) return routeVerdict(resource, graph);
    return resource.type === "aws:apigatewayv2/api:Api" && resource.has("target") === true
      ? fail({
          path: "target",
          found: "a quick start, whose route has no authorizer",
          expected: "routes that have one",
        })
      : notApplicable("its routes are resources of their own");
  },
});

function routeVerdict(resource: Resource, graph: Graph): Verdict {
  const key = resource.string("routeKey").value;
  if (key === undefined) return asks(resource, cannotTell("which route it is is not known", "routeKey"));
  // Browsers ask by OPTIONS without credentials whether they may call at all.
  if (key.startsWith("OPTIONS ")) return notApplicable("a preflight request has no credentials");
  // Keys of HTTP APIs are a method and a path; a WebSocket's caller is asked once, at $connect.
  if (key.includes(" ") || key === "$connect") return asks(resource);
  if (key !== "$default") return notApplicable("callers of a WebSocket API are asked when they connect");
  switch (protocolOf(graph, resource)) {
    case "HTTP":
      return asks(resource);
    case "WEBSOCKET":
      return notApplicable("callers of a WebSocket API are asked when they connect");
    default:
      return asks(resource, cannotTell("whether its API is one of WebSockets is not known", "apiId"));
  }
}

/** @param otherwise verdict where it asks nobody @default a finding */
function asks(resource: Resource, otherwise?: Verdict): Verdict {
  const verdict = resource
    .string("authorizationType")
    .oneOf(["JWT", "AWS_IAM", "CUSTOM"], { absent: "AWS then lets everybody call" });
  return verdict.kind === "fail" && otherwise ? otherwise : verdict;
}
