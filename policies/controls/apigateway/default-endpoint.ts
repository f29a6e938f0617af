import {
  any,
  cannotTell,
  fail,
  notApplicable,
  pass,
  type Resource,
  stackControl,
  tokens,
  type Verdict,
} from "../../core";
import { type Graph, given } from "../../graph";
import { bodyOf } from "./body";

const mappings: readonly { type: string; path: string }[] = [
  { type: "aws:apigateway/basePathMapping:BasePathMapping", path: "restApi" },
  { type: "aws:apigatewayv2/apiMapping:ApiMapping", path: "apiId" },
];
const routingRule = "aws:apigatewayv2/routingRule:RoutingRule";

/** Holds APIs with a custom domain to that one address. */
export const defaultEndpoint = stackControl({
  id: "apigateway-default-endpoint",
  title: "An API with a custom domain answers there only",
  severity: "medium",
  why: "The execute-api address has a TLS policy of its own, and goes past the domain's client certificates and firewall.",
  fix: "Set disableExecuteApiEndpoint to true.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/rest-api-disable-default-endpoint.html",
  on: tokens.api,
  enforcement: "mandatory",
  check: (api, { graph }) => {
    const disabled = disables(api, graph);
    const mapped = isMapped(api, graph);
    // Whatever may be mapped to it, an API that is off is right; but one that nothing is mapped to is none of this.
    return mapped.kind === "pass" || (mapped.kind === "undecided" && disabled.kind === "pass") ? disabled : mapped;
  },
});

/** Passes for an API that has a custom domain. */
function isMapped(api: Resource, graph: Graph): Verdict {
  const found = mappings.map(({ type, path }) => graph.referrersTo(api, [type], path));
  const rules = graph
    .ofType(routingRule)
    .map((rule) => graph.followList(rule, "actions", [api.type], "invokeApi.apiId"));
  if (found.some(({ certain }) => certain.length > 0) || rules.some(({ certain }) => certain.includes(api))) {
    return pass;
  }
  return any(
    [
      ...found.flatMap(({ possible }) =>
        possible.map(({ resource, reason }) => cannotTell(`${resource.name}: ${reason}`)),
      ),
      ...rules
        .filter(({ candidates, open }) => open || candidates.includes(api))
        .flatMap(({ reasons }) => reasons.map((reason) => cannotTell(reason))),
    ],
    notApplicable("no custom domain is mapped to the API"),
  );
}

/** In the property, which AWS prefers, or in the document. */
function disables(api: Resource, graph: Graph): Verdict {
  const path = "disableExecuteApiEndpoint";
  if (given(graph, api, path).state !== "absent") {
    return api.boolean(path).mustBeTrue();
  }
  const inBody = bodyOf(api).boolean(["x-amazon-apigateway-endpoint-configuration", path]);
  return inBody.state === "absent"
    ? fail({ path, found: "nothing (AWS then leaves it open)", expected: "true" })
    : inBody.mustBeTrue();
}
