import {
  all,
  any,
  cannotTell,
  fail,
  notApplicable,
  pass,
  type Resource,
  stackControl,
  tokens,
  type Value,
  type Verdict,
  when,
} from "../../core";
import { type Graph, given } from "../../graph";
import { bodyOf } from "./body";
import { operationsOf } from "./operations";
import { isPrivate, restApiOf } from "./stage";

const method = "aws:apigateway/method:Method";
const integration = "aws:apigateway/integration:Integration";
const places = ["aws:apigateway/resource:Resource", "aws:apigateway/restApi:RestApi"];

/** Holds operations of REST APIs, and of documents, to asking who calls. */
export const apiOperationAuthorization = stackControl({
  id: "apigateway-operation-authorization",
  title: "Operations of APIs ask who calls, unless API Gateway itself gives the answer",
  severity: "high",
  why: "An operation with neither an authorizer nor an API key runs its backend for everybody who finds the address.",
  fix: "Give the method an authorization other than NONE, the operation of a document a security scheme, or answer it with a MOCK integration.",
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-control-access-to-api.html",
  on: [method, ...tokens.api],
  check: (resource, { graph }) => {
    const api = resource.type === method ? restApiOf(graph, resource) : resource;
    return when(
      api
        ? isPrivate(given(graph, api, "endpointConfiguration"))
        : fail({ path: "", found: "an API of another stack", expected: "a private one" }),
      () => notApplicable("the API is reached from VPCs only, as its policy says"),
      () => (resource.type === method ? methodVerdict(resource, graph) : document(resource)),
    );
  },
});

function methodVerdict(resource: Resource, graph: Graph): Verdict {
  if (resource.string("httpMethod").value === "OPTIONS") {
    return notApplicable("a preflight request has no credentials");
  }
  const asks = any([
    resource.string("authorization").notEquals("NONE"),
    resource.boolean("apiKeyRequired").mustBeTrue(),
  ]);
  return asks.kind !== "pass" && answersItself(resource, graph) ? notApplicable("API Gateway itself answers") : asks;
}

/** Whether the method's integration is one without a backend. */
function answersItself(resource: Resource, graph: Graph): boolean {
  const place = graph.follow(resource, "resourceId", places);
  if (place.kind !== "resource") return false;
  const verb = resource.string("httpMethod").value;
  return graph
    .referrersTo(place.resource, [integration], "resourceId")
    .certain.some((one) => one.string("httpMethod").value === verb && one.string("type").value === "MOCK");
}

function document(api: Resource): Verdict {
  const body = bodyOf(api);
  if (body.state === "unknown") return cannotTell(body.reason, body.path);
  const operations = operationsOf(body);
  return operations.length === 0
    ? notApplicable("its operations are resources of their own")
    : all(operations.map(({ definition }) => operation(definition, body)));
}

function operation(definition: Value, body: Value): Verdict {
  if (definition.string("x-amazon-apigateway-integration.type").value?.toLowerCase() === "mock") return pass;
  const own = definition.at("security");
  const security = own.state === "absent" ? body.at("security") : own;
  const expected = "a security scheme";
  // An empty requirement among several lets everybody call.
  return security.state === "absent"
    ? fail({ path: own.path, found: "nothing", expected })
    : all(
        security.list().lengthAtLeast(1),
        security
          .list()
          .every((one) => (one.keys().length > 0 ? pass : fail({ path: one.path, found: "no scheme", expected }))),
      );
}
