import { defaultEndpoint } from "../../../../policies/controls/apigateway/default-endpoint";
import { integrationHttps } from "../../../../policies/controls/apigateway/integration-https";
import { resourcePolicyHttps } from "../../../../policies/controls/apigateway/resource-policy-https";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../support/policies";

const restApi = "aws:apigateway/restApi:RestApi";
const httpApi = "aws:apigatewayv2/api:Api";
const one = (type: string, props: Record<string, unknown>) => ({ subject: sample(type, "orders", props) });

const document = (integration: object, rest: object = {}): string =>
  JSON.stringify({
    openapi: "3.0.1",
    paths: { "/a.b": { get: { "x-amazon-apigateway-integration": integration } } },
    ...rest,
  });
const rest = (uri: unknown, type = "HTTP_PROXY") => one("aws:apigateway/integration:Integration", { type, uri });
const http = (props: Record<string, unknown>) =>
  one("aws:apigatewayv2/integration:Integration", { integrationType: "HTTP_PROXY", ...props });
const inBody = (uri: string, type = restApi) => one(type, { body: document({ type: "http_proxy", uri }) });

const listenerArn = "arn:aws:elasticloadbalancing:eu-central-1:123456789012:listener/app/web/1/2";
const lambda = "arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn/invocations";
const yaml = (scheme: string): string => `openapi: 3.0.1
paths:
  /orders:
    get:
      x-amazon-apigateway-integration:
        type: http_proxy
        uri: ${scheme}://backend.example.com/orders
`;
const methodInBody = 'body.paths["/a.b"].get.x-amazon-apigateway-integration.uri';

describeControl(integrationHttps, {
  compliant: {
    "a backend over HTTPS": rest("https://backend.example.com/"),
    "a host in a stage variable": rest(`https://\${stageVariables.host}/orders`),
    "a function": rest(lambda, "AWS_PROXY"),
    "a function that is not there yet": rest(UNKNOWN, "AWS_PROXY"),
    "no backend at all": rest(undefined, "MOCK"),
    "a private backend of a REST API, whose address says it": {
      ...rest("https://backend.example.com/"),
      subject: {
        ...rest("https://backend.example.com/").subject,
        props: { ...rest("https://backend.example.com/").subject.props, connectionType: "VPC_LINK" },
      },
    },
    "an HTTP API's backend": http({ integrationUri: "https://backend.example.com/" }),
    "a private backend with TLS": http({
      connectionType: "VPC_LINK",
      integrationUri: listenerArn,
      tlsConfig: { serverNameToVerify: "backend.example.com" },
    }),
    "a private backend without TLS, where a team takes it": {
      ...http({ connectionType: "VPC_LINK", integrationUri: listenerArn }),
      config: { privateIntegrations: false },
    },
    "HTTPS in a document, whatever it describes": one(restApi, {
      body: document({ type: "http", uri: "https://backend/" }, { info: { description: "see http://example.com" } }),
    }),
    "HTTPS in YAML": one(restApi, { body: yaml("https") }),
    "an API made of resources": one(httpApi, { protocolType: "HTTP" }),
    "HTTPS of a quick start": one(httpApi, { target: "https://backend.example.com/" }),
  },
  violating: {
    "plain HTTP": { ...rest("http://backend.example.com/"), at: "uri" },
    "plain HTTP in capitals": { ...rest("HTTP://backend.example.com/", "HTTP"), at: "uri" },
    "plain HTTP to a host in a stage variable": { ...rest(`http://\${stageVariables.host}/`), at: "uri" },
    "an HTTP API's plain HTTP": { ...http({ integrationUri: "http://backend.example.com/" }), at: "integrationUri" },
    "a private backend without TLS": {
      ...http({ connectionType: "VPC_LINK", integrationUri: listenerArn }),
      at: "tlsConfig",
    },
    "plain HTTP in a document": { ...inBody("http://backend.example.com/"), at: methodInBody },
    "plain HTTP in an HTTP API's document": { ...inBody("http://backend.example.com/", httpApi), at: methodInBody },
    "plain HTTP in a document for another program's API": {
      ...inBody("http://backend.example.com/", "aws:apigateway/restApiPut:RestApiPut"),
      at: methodInBody,
    },
    "plain HTTP in an integration that methods refer to": {
      ...one(httpApi, {
        body: document(
          { $ref: "#/components/x-amazon-apigateway-integrations/backend" },
          {
            components: {
              "x-amazon-apigateway-integrations": { backend: { type: "HTTP_PROXY", uri: "http://backend/" } },
            },
          },
        ),
      }),
      at: "body.components.x-amazon-apigateway-integrations.backend.uri",
    },
    "a private backend without TLS in a document": {
      ...one(httpApi, {
        body: document({ type: "http_proxy", connectionType: "VPC_LINK", uri: listenerArn }),
      }),
      at: 'body.paths["/a.b"].get.x-amazon-apigateway-integration.tlsConfig',
    },
    "plain HTTP in YAML": {
      ...one(restApi, { body: yaml("http") }),
      at: "body.paths./orders.get.x-amazon-apigateway-integration.uri",
    },
    "plain HTTP of a quick start beside a document that is not known yet": {
      ...one(httpApi, { body: UNKNOWN, target: "http://backend.example.com/" }),
      at: "target",
    },
    "plain HTTP of a quick start": { ...one(httpApi, { target: "http://backend.example.com/" }), at: "target" },
  },
  undecided: {
    "a backend that is not known yet": { ...rest(UNKNOWN), because: /uri is not known/ },
    "a protocol in a stage variable": { ...rest(`\${stageVariables.backend}/orders`), because: /a stage variable/ },
    "a document that is not known yet": { ...one(restApi, { body: UNKNOWN }), because: /body is not known/ },
    "a document that is not known yet, of an HTTP API": {
      ...one(httpApi, { body: UNKNOWN, target: "https://backend.example.com/" }),
      because: /body is not known/,
    },
    "a document that can't be read": { ...one(restApi, { body: "{ a: [" }), because: /neither JSON nor YAML/ },
  },
  notApplicable: { "a stage": one("aws:apigateway/stage:Stage", {}) },
  mayBeDropped: {
    uri: "an integration without an address calls nothing",
    integrationUri: "an integration without an address calls nothing",
    type: "the address of a function tells that it is none over HTTP",
    integrationType: "the address tells that it is called over HTTP",
    connectionType: "a backend that is not private needs no tlsConfig",
    body: "an API without a document is made of resources",
    target: "an API without a target is made of resources",
  },
});

const api = (type: string, props: Record<string, unknown> = {}): Sample =>
  sample(type, "orders", { id: UNKNOWN, ...props });
const disabled = (type = restApi) => api(type, { disableExecuteApiEndpoint: true });
const mapping = (of: Sample) =>
  sample("aws:apigateway/basePathMapping:BasePathMapping", "orders", { restApi: UNKNOWN }, { from: { restApi: [of] } });
const mapping2 = (of: Sample) =>
  sample("aws:apigatewayv2/apiMapping:ApiMapping", "orders", { apiId: UNKNOWN }, { from: { apiId: [of] } });
const routing = (of: Sample) =>
  sample(
    "aws:apigatewayv2/routingRule:RoutingRule",
    "orders",
    { actions: [{ invokeApi: { apiId: UNKNOWN, stage: "v1" } }] },
    { from: { actions: [of] } },
  );
const mapped = (of: Sample, map = mapping) => ({ subject: of, others: [map(of)] });
const endpointInBody = (disableExecuteApiEndpoint: boolean) => ({
  body: JSON.stringify({ "x-amazon-apigateway-endpoint-configuration": { disableExecuteApiEndpoint } }),
});
const another = sample(restApi, "stock", { id: UNKNOWN });

describeControl(defaultEndpoint, {
  compliant: {
    "a REST API whose default endpoint is off": mapped(disabled()),
    "an HTTP API whose default endpoint is off": mapped(disabled(httpApi), mapping2),
    "one that its document turns off": mapped(api(restApi, endpointInBody(true))),
    "one that a routing rule leads to": mapped(disabled(), routing),
  },
  violating: {
    "a REST API that leaves it open": { ...mapped(api(restApi)), at: "disableExecuteApiEndpoint" },
    "one where AWS's choice is an output": {
      ...mapped(api(restApi, { disableExecuteApiEndpoint: UNKNOWN })),
      at: "disableExecuteApiEndpoint",
    },
    "an HTTP API that leaves it open": { ...mapped(api(httpApi), mapping2), at: "disableExecuteApiEndpoint" },
    "a REST API under a domain of the newer kind": {
      ...mapped(api(restApi), mapping2),
      at: "disableExecuteApiEndpoint",
    },
    "a REST API that a routing rule leads to": { ...mapped(api(restApi), routing), at: "disableExecuteApiEndpoint" },
    "a document that turns it on": {
      ...mapped(api(restApi, endpointInBody(false))),
      at: "body.x-amazon-apigateway-endpoint-configuration.disableExecuteApiEndpoint",
    },
    "a property that turns it on, against the document": {
      ...mapped(api(restApi, { ...endpointInBody(true), disableExecuteApiEndpoint: false })),
      at: "disableExecuteApiEndpoint",
    },
  },
  undecided: {
    "a document that is not known yet": {
      ...mapped(api(restApi, { body: UNKNOWN })),
      because: /body is not known/,
    },
    "a mapping of one of two APIs": {
      subject: another,
      others: [
        sample(
          "aws:apigateway/basePathMapping:BasePathMapping",
          "orders",
          { restApi: UNKNOWN },
          { from: { restApi: [api(restApi), another] } },
        ),
      ],
      because: /orders: restApi is not known/,
    },
    "a routing rule that leads nobody knows where": {
      subject: another,
      others: [sample("aws:apigatewayv2/routingRule:RoutingRule", "orders", { actions: UNKNOWN })],
      because: /actions is not known/,
    },
  },
  notApplicable: {
    "an API without a domain": { subject: api(restApi) },
    "an API beside one with a domain": { subject: another, others: [mapping(api(restApi))] },
  },
});

const policy = (change: object = {}): object => ({
  Version: "2012-10-17",
  Statement: [
    { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: "execute-api:/*" },
    {
      Effect: "Deny",
      Principal: "*",
      Action: "execute-api:Invoke",
      Resource: "execute-api:/*",
      Condition: { Bool: { "aws:SecureTransport": "false" } },
      ...change,
    },
  ],
});
const text = (change?: object) => JSON.stringify(policy(change));
const subject = api(restApi);
const beside = (of: unknown) =>
  sample(
    "aws:apigateway/restApiPolicy:RestApiPolicy",
    "orders",
    { restApiId: UNKNOWN, policy: of },
    { from: { restApiId: [subject] } },
  );
const policyInBody = (change?: object) =>
  api(restApi, { body: JSON.stringify({ "x-amazon-apigateway-policy": policy(change) }) });
const prodOnly = { Resource: "execute-api:/prod/*" };

describeControl(resourcePolicyHttps, {
  compliant: {
    "a policy beside the API": { subject, others: [beside(text())] },
    "a policy of the API": { subject: api(restApi, { policy: text() }) },
    "a policy in its document": { subject: policyInBody() },
    "a policy on the API's ARN": {
      subject: api(restApi, {
        policy: text({ Action: "execute-api:*", Resource: "arn:aws:execute-api:eu-central-1:123456789012:abc/*/*/*" }),
      }),
    },
  },
  violating: {
    "a policy that never asks": { subject, others: [beside(text({ Effect: "Allow" }))], at: "policy" },
    "a policy of the API that never asks": {
      subject: api(restApi, { policy: text({ Condition: { Bool: { "aws:ViaAWSService": "false" } } }) }),
      at: "policy",
    },
    "a policy for one stage": { subject, others: [beside(text(prodOnly))], at: "policy" },
    "a policy in a document that never asks": {
      subject: policyInBody(prodOnly),
      at: "body.x-amazon-apigateway-policy",
    },
  },
  undecided: {
    "a policy that is not known yet": { subject, others: [beside(UNKNOWN)], because: /policy is not known/ },
    "a document that is not known yet": { subject: api(restApi, { body: UNKNOWN }), because: /body is not known/ },
  },
  notApplicable: {
    "an HTTP API": { subject: api(httpApi) },
    "an API without a policy": { subject: api(restApi, { policy: UNKNOWN }) },
    "an API whose document has no policy": { subject: api(restApi, { body: document({ type: "mock" }) }) },
  },
});
