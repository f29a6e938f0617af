import { apiOperationAuthorization } from "../../../../../policies/controls/apigateway/operation-authorization";
import { apiRequestValidation } from "../../../../../policies/controls/apigateway/request-validation";
import { apiRouteAuthorization } from "../../../../../policies/controls/apigateway/route-authorization";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";

const httpApi = sample("aws:apigatewayv2/api:Api", "web", { id: "ghi789", protocolType: "HTTP" });
const socketApi = sample("aws:apigatewayv2/api:Api", "push", { id: "jkl012", protocolType: "WEBSOCKET" });
const route = (routeKey: unknown, authorizationType?: unknown, of: Sample = httpApi) => ({
  subject: sample(
    "aws:apigatewayv2/route:Route",
    "route",
    { apiId: UNKNOWN, routeKey, authorizationType },
    { from: { apiId: [of] } },
  ),
});

describeControl(apiRouteAuthorization, {
  compliant: {
    "a route with tokens": route("GET /orders", "JWT"),
    "a route with IAM": route("GET /orders", "AWS_IAM"),
    "a route with an authorizer of its own": route("GET /orders", "CUSTOM"),
    "the default route of an HTTP API": route("$default", "JWT"),
    "the connection of a WebSocket API": route("$connect", "AWS_IAM", socketApi),
    "a route that asks, whichever it is": route(UNKNOWN, "JWT"),
  },
  violating: {
    "an open route": { ...route("GET /orders", "NONE"), at: "authorizationType" },
    "what AWS does with nothing given": { ...route("GET /orders"), at: "authorizationType" },
    "an open default route of an HTTP API": { ...route("$default"), at: "authorizationType" },
    "an open connection of a WebSocket API": { ...route("$connect", "NONE", socketApi), at: "authorizationType" },
    "a quick start": {
      subject: sample("aws:apigatewayv2/api:Api", "quick", { protocolType: "HTTP", target: "https://b/" }),
      at: "target",
    },
  },
  undecided: {
    "a type that is not known yet": { ...route("GET /orders", UNKNOWN), because: /authorizationType is not known/ },
    "a route that is not known yet, and asks nobody": { ...route(UNKNOWN), because: /which route it is is not known/ },
    "the default route of another stack's API": {
      subject: sample("aws:apigatewayv2/route:Route", "route", { apiId: "xyz", routeKey: "$default" }),
      because: /one of WebSockets is not known/,
    },
  },
  notApplicable: {
    "a preflight request": route("OPTIONS /orders"),
    "a message of a WebSocket": route("sendMessage", undefined, socketApi),
    "the default route of a WebSocket API": route("$default", undefined, socketApi),
    "an API with routes of its own": { subject: httpApi },
    "a REST API": { subject: sample("aws:apigateway/restApi:RestApi", "rest", { target: "https://b/" }) },
  },
  mayBeDropped: {
    routeKey: "the route asks, whichever it is",
    apiId: "the default route asks, whatever API it is of",
    protocolType: "the default route asks, whatever API it is of",
  },
});

const restApi = (props: Record<string, unknown> = {}): Sample =>
  sample("aws:apigateway/restApi:RestApi", "orders", { id: "abc", ...props });
const api = restApi();
const resource = sample("aws:apigateway/resource:Resource", "place", { id: "r1" });
const methodOf = (props: Record<string, unknown>, of: Sample = api): Sample =>
  sample(
    "aws:apigateway/method:Method",
    "get",
    { restApi: UNKNOWN, resourceId: UNKNOWN, httpMethod: "GET", ...props },
    { from: { restApi: [of], resourceId: [resource] } },
  );
const answered = (type: string, httpMethod = "GET") =>
  sample(
    "aws:apigateway/integration:Integration",
    "answer",
    { restApi: UNKNOWN, resourceId: UNKNOWN, httpMethod, type },
    { from: { restApi: [api], resourceId: [resource] } },
  );
const operation = (definition: object, rest: object = {}, method = "get"): Record<string, unknown> => ({
  body: JSON.stringify({ openapi: "3.0.1", paths: { "/a": { [method]: definition } }, ...rest }),
});
const token = [{ token: [] }];
const inner = { endpointConfiguration: { types: "PRIVATE" } };

describeControl(apiOperationAuthorization, {
  compliant: {
    "a method with an authorizer": { subject: methodOf({ authorization: "COGNITO_USER_POOLS" }) },
    "a method with IAM": { subject: methodOf({ authorization: "AWS_IAM" }) },
    "a method with an API key": { subject: methodOf({ authorization: "NONE", apiKeyRequired: true }) },
    "a method of another stack's API": {
      subject: sample("aws:apigateway/method:Method", "get", { restApi: "xyz", authorization: "AWS_IAM" }),
    },
    "an operation with a scheme": { subject: restApi(operation({ security: token })) },
    "a document with a scheme": { subject: restApi(operation({}, { security: token })) },
    "an operation that API Gateway answers": {
      subject: restApi(operation({ "x-amazon-apigateway-integration": { type: "MOCK" } })),
    },
    "an HTTP API's document": { subject: sample("aws:apigatewayv2/api:Api", "web", operation({ security: token })) },
  },
  violating: {
    "an open method": { subject: methodOf({ authorization: "NONE" }), at: "authorization" },
    "an open method without a key": {
      subject: methodOf({ authorization: "NONE", apiKeyRequired: false }),
      at: "apiKeyRequired",
    },
    "an open method that calls a function": {
      subject: methodOf({ authorization: "NONE" }),
      others: [answered("AWS_PROXY")],
      at: "authorization",
    },
    "an open method beside one that API Gateway answers": {
      subject: methodOf({ authorization: "NONE" }),
      others: [answered("MOCK", "PUT")],
      at: "authorization",
    },
    "an open method of another stack's API": {
      subject: sample("aws:apigateway/method:Method", "get", { restApi: "xyz", authorization: "NONE" }),
      at: "authorization",
    },
    "an open operation": {
      subject: restApi(operation({})),
      at: 'body.paths["/a"].get.security'.replace('["/a"]', "./a"),
    },
    "an open operation beside one that asks": {
      subject: restApi({ body: JSON.stringify({ paths: { "/a": { get: { security: token }, put: {} } } }) }),
      at: "body.paths./a.put.security",
    },
    "an operation opened against its document": {
      subject: restApi(operation({ security: [] }, { security: token })),
      at: "body.paths./a.get.security",
    },
    "an operation that lets others in too": {
      subject: restApi(operation({ security: [{}, ...token] })),
      at: "body.paths./a.get.security[0]",
    },
    ...Object.fromEntries(
      ["put", "POST", "delete", "patch", "head"].map((verb) => [
        `an open ${verb}`,
        { subject: restApi(operation({}, {}, verb)), at: `body.paths./a.${verb}.security` },
      ]),
    ),
    "an operation for any method": {
      subject: restApi(operation({}, {}, "x-amazon-apigateway-any-method")),
      at: "body.paths./a.x-amazon-apigateway-any-method.security",
    },
    "an open operation of an HTTP API": {
      subject: sample("aws:apigatewayv2/api:Api", "web", operation({})),
      at: "body.paths./a.get.security",
    },
    "an open operation of a public API": {
      subject: restApi({ ...operation({}), endpointConfiguration: { types: "REGIONAL" } }),
      at: "body.paths./a.get.security",
    },
  },
  undecided: {
    "an authorization that is not known yet": {
      subject: methodOf({ authorization: UNKNOWN }),
      because: /authorization is not known/,
    },
    "a document that is not known yet": {
      subject: sample("aws:apigateway/restApi:RestApi", "orders", { body: UNKNOWN }),
      because: /body is not known/,
    },
  },
  notApplicable: {
    "a preflight method": { subject: methodOf({ authorization: "NONE", httpMethod: "OPTIONS" }) },
    "a preflight operation": { subject: restApi(operation({}, {}, "options")) },
    "what is in a path beside operations": { subject: restApi(operation({}, {}, "parameters")) },
    "a method that API Gateway answers": {
      subject: methodOf({ authorization: "NONE" }),
      others: [answered("MOCK")],
    },
    "a method at the API's root that API Gateway answers": {
      subject: sample(
        "aws:apigateway/method:Method",
        "get",
        { restApi: "abc", resourceId: UNKNOWN, httpMethod: "GET", authorization: "NONE" },
        { from: { resourceId: [api] } },
      ),
      others: [
        sample(
          "aws:apigateway/integration:Integration",
          "answer",
          { restApi: "abc", resourceId: UNKNOWN, httpMethod: "GET", type: "MOCK" },
          { from: { resourceId: [api] } },
        ),
      ],
    },
    "a method of a private API": { subject: methodOf({ authorization: "NONE" }, restApi(inner)) },
    "a private API": { subject: restApi({ ...operation({}), ...inner }) },
    "an API of resources": { subject: api },
  },
  mayBeDropped: {
    authorization: "the method asks for a key",
    httpMethod: "the method asks, whichever it is",
    restApi: "the method asks, whatever API it is of",
  },
});

const validated = "x-amazon-apigateway-request-validator";
const described = { requestBody: { content: {} } };

describeControl(apiRequestValidation, {
  compliant: {
    "a POST that is validated": { subject: methodOf({ httpMethod: "POST", requestValidatorId: "v1" }) },
    "a validator that is not there yet": { subject: methodOf({ httpMethod: "PUT", requestValidatorId: UNKNOWN }) },
    "a GET with parameters": {
      subject: methodOf({ requestParameters: { "method.request.querystring.a": true }, requestValidatorId: "v1" }),
    },
    "whatever the method is": { subject: methodOf({ httpMethod: UNKNOWN, requestValidatorId: "v1" }) },
    "a validator for a document": { subject: restApi(operation(described, { [validated]: "all" })) },
    "a validator for an operation": { subject: restApi(operation({ ...described, [validated]: "all" })) },
  },
  violating: {
    "a POST that is not": { subject: methodOf({ httpMethod: "POST" }), at: "requestValidatorId" },
    "a PUT that is not": { subject: methodOf({ httpMethod: "PUT" }), at: "requestValidatorId" },
    "a PATCH that is not": { subject: methodOf({ httpMethod: "PATCH" }), at: "requestValidatorId" },
    "a GET with parameters that is not": {
      subject: methodOf({ requestParameters: { "method.request.querystring.a": true } }),
      at: "requestValidatorId",
    },
    "a DELETE with a model that is not": {
      subject: methodOf({ httpMethod: "DELETE", requestModels: { "application/json": "order" } }),
      at: "requestValidatorId",
    },
    "an operation with a body": {
      subject: restApi(operation(described)),
      at: `body.paths./a.get.${validated}`,
    },
    "an operation with parameters": {
      subject: restApi(operation({ parameters: [{ name: "a", in: "query" }] })),
      at: `body.paths./a.get.${validated}`,
    },
    "an operation beside one that is validated": {
      subject: restApi({
        body: JSON.stringify({ paths: { "/a": { put: { [validated]: "all" }, post: {} } } }),
      }),
      at: `body.paths./a.post.${validated}`,
    },
    "a POST of a document": { subject: restApi(operation({}, {}, "post")), at: `body.paths./a.post.${validated}` },
  },
  undecided: {
    "a method that is not known yet": {
      subject: methodOf({ httpMethod: UNKNOWN }),
      because: /httpMethod is not known/,
    },
    "a document that is not known yet": {
      subject: sample("aws:apigateway/restApi:RestApi", "orders", { body: UNKNOWN }),
      because: /body is not known/,
    },
  },
  notApplicable: {
    "a GET without parameters": { subject: methodOf({}) },
    "an operation without a request": { subject: restApi(operation({})) },
    "an HTTP API": { subject: sample("aws:apigatewayv2/api:Api", "web", operation(described)) },
  },
  mayBeDropped: {
    httpMethod: "there is nothing to validate, or there are parameters",
  },
});
