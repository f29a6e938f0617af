import { strict as assert } from "node:assert";
import { RestApi, type RestApiArgs } from "../../../../infra/edge";
import { graph } from "../../../../testing";
import { at, bodyOf, ordersDocument, ordersGraph, refusal } from "./fixtures";

const API = "aws:apigateway/restApi:RestApi";
const DOMAIN = "aws:apigateway/domainName:DomainName";
const shop = "https://shop.example.com";
const credentialsArn = "arn:aws:iam::123456789012:role/sender";
const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:check";
const certificateArn = "arn:aws:acm:eu-central-1:123456789012:certificate/1";

/** An integration whose answers API Gateway makes. */
const queued = {
  awsService: { service: "sqs", path: "123456789012/orders", credentialsArn },
  responses: { default: { statusCode: 201 } },
};

describe("options of a RestApi", () => {
  it("takes over what the API as a whole is told", async () => {
    const g = await ordersGraph({
      ipAddressType: "dualstack",
      apiKeySource: "AUTHORIZER",
      minimumCompressionSize: 0,
      withoutDocumentation: true,
    });
    const api = g.one("orders", API).inputs;
    assert.equal(at(api["endpointConfiguration"], "ipAddressType"), "dualstack");
    assert.equal(api["apiKeySource"], "AUTHORIZER");
    assert.equal(api["minimumCompressionSize"], "0");
    assert.equal(g.types()["aws:apigateway/documentationVersion:DocumentationVersion"], undefined);
  });

  it("shows HTTP backends no certificate where told by name", async () => {
    const args: Partial<RestApiArgs> = { integrations: { getOrder: { http: { url: "https://b.example.com" } } } };
    const CERTIFICATE = "aws:apigateway/clientCertificate:ClientCertificate";
    assert.equal((await ordersGraph(args)).all(CERTIFICATE).length, 1);
    const without = await ordersGraph({ ...args, withoutClientCertificate: true });
    assert.equal(without.all(CERTIFICATE).length, 0);
    assert.equal(without.one("orders-live", "aws:apigateway/stage:Stage").inputs["clientCertificateId"], undefined);
  });

  it("knows the version of a trust store, and who owns a domain with another authority's certificate", async () => {
    const mutualTls = { truststoreUri: "s3://bucket/trust.pem", truststoreVersion: "3" };
    const domain = { domainName: "api.example.com", certificateArn };
    const own = { ...mutualTls, ownershipCertificateArn: certificateArn };
    const made = (await ordersGraph({ domain: { ...domain, mutualTls: own } })).one("orders-domain", DOMAIN).inputs;
    assert.deepEqual(made["mutualTlsAuthentication"], mutualTls);
    assert.equal(made["ownershipVerificationCertificateArn"], certificateArn);
  });

  it("converts payloads on the way there and back", async () => {
    const responses = { default: { statusCode: 201, contentHandling: "CONVERT_TO_TEXT" as const } };
    const g = await ordersGraph({
      integrations: { createOrder: { ...queued, contentHandling: "CONVERT_TO_BINARY", responses } },
    });
    const integration = at(bodyOf(g), "paths", "/orders", "post", "x-amazon-apigateway-integration");
    assert.equal(at(integration, "contentHandling"), "CONVERT_TO_BINARY");
    assert.equal(at(integration, "responses", "default", "contentHandling"), "CONVERT_TO_TEXT");
  });

  it("describes the successful answer of a route, and no other", async () => {
    const g = await graph(() => {
      const route = { operationId: "getHealth", method: "GET", path: "/health", public: true } as const;
      const responseSchema = '{"type":"object"}';
      new RestApi("orders", {
        routes: [{ ...route, integration: { mock: {} }, responseSchema, statusCodes: [200, 503] }],
      });
    });
    const responses = at(bodyOf(g), "paths", "/health", "get", "responses");
    assert.deepEqual(at(responses, "200", "content", "application/json", "schema"), { type: "object" });
    assert.equal(at(responses, "503", "content"), undefined);
  });

  it("describes the statuses that a route's integration maps its answers to", async () => {
    const g = await graph(() => {
      const route = { operationId: "getHealth", method: "GET", path: "/health", public: true } as const;
      const answers = { default: { statusCode: 202 }, "5\\d{2}": { statusCode: 502 }, "4\\d{2}": { statusCode: 202 } };
      new RestApi("orders", { routes: [{ ...route, integration: { mock: { statusCode: 202 }, responses: answers } }] });
    });
    assert.deepEqual(Object.keys(Object(at(bodyOf(g), "paths", "/health", "get", "responses"))), ["202", "502"]);
  });
});

describe("cross-origin requests to a RestApi", () => {
  const ORIGIN = "method.response.header.Access-Control-Allow-Origin";

  it("let the page read what API Gateway makes of a backend's answer, in described headers", async () => {
    const cors = { allowedOrigins: [shop], exposedHeaders: ["X-Total", "ETag"], allowCredentials: true };
    const body = bodyOf(await ordersGraph({ cors, integrations: { createOrder: queued } }));
    const operation = at(body, "paths", "/orders", "post");
    const response = at(operation, "x-amazon-apigateway-integration", "responses", "default");
    assert.deepEqual(at(response, "responseParameters"), {
      [ORIGIN]: `'${shop}'`,
      "method.response.header.Access-Control-Expose-Headers": "'X-Total,ETag'",
      "method.response.header.Access-Control-Allow-Credentials": "'true'",
    });
    assert.deepEqual(Object.keys(Object(at(operation, "responses", "201", "headers"))), [
      "Access-Control-Allow-Origin",
      "Access-Control-Expose-Headers",
      "Access-Control-Allow-Credentials",
    ]);
    assert.equal(at(operation, "responses", "201", "description"), "Placed.");
    const errors = at(body, "x-amazon-apigateway-gateway-responses", "DEFAULT_5XX", "responseParameters");
    assert.equal(at(errors, "gatewayresponse.header.Access-Control-Expose-Headers"), "'X-Total,ETag'");
  });

  it("leave a proxy's answers to the backend, and the program's own headers as they are", async () => {
    const own = { default: { statusCode: 201, parameters: { [ORIGIN]: "'https://own.example.com'" } } };
    const integrations = { createOrder: { ...queued, responses: own } };
    const body = bodyOf(await ordersGraph({ cors: { allowedOrigins: [shop] }, integrations }));
    const mapped = at(body, "paths", "/orders", "post", "x-amazon-apigateway-integration", "responses", "default");
    assert.equal(at(mapped, "responseParameters", ORIGIN), "'https://own.example.com'");
    const proxied = at(body, "paths", "/orders/{orderId}", "get");
    assert.equal(at(proxied, "x-amazon-apigateway-integration", "responses"), undefined);
    assert.equal(at(proxied, "responses", "200", "headers"), undefined);
  });

  it("choose the caller's own of several origins in each template", async () => {
    const templates = { "application/json": '{"accepted":true}' };
    const integrations = { createOrder: { ...queued, responses: { default: { statusCode: 201, templates } } } };
    const cors = { allowedOrigins: [shop, "https://admin.example.com"] };
    const body = bodyOf(await ordersGraph({ cors, integrations }));
    const mapped = at(body, "paths", "/orders", "post", "x-amazon-apigateway-integration", "responses", "default");
    const text = String(at(mapped, "responseTemplates", "application/json"));
    assert.match(text, /\$allowed\.contains\(\$origin\)[\s\S]*\n\{"accepted":true\}$/);
    assert.equal(at(mapped, "responseParameters", "method.response.header.Vary"), "'Origin'");
  });

  it("describe headers of an answer that is a reference, without the reference's others getting them", async () => {
    const document = ordersDocument();
    const placed = { description: "Placed." };
    Object.assign(Object(at(document, "components")), { responses: { Placed: placed } });
    Object.assign(Object(at(document, "paths", "/orders", "post")), {
      responses: { "201": { $ref: "#/components/responses/Placed" } },
    });
    const cors = { allowedOrigins: [shop] };
    const args = { cors, document: JSON.stringify(document), integrations: { createOrder: queued } };
    const body = bodyOf(await ordersGraph(args));
    assert.deepEqual(at(body, "paths", "/orders", "post", "responses", "201"), {
      ...placed,
      headers: { "Access-Control-Allow-Origin": { schema: { type: "string" } } },
    });
    assert.deepEqual(at(body, "components", "responses", "Placed"), placed);
  });

  it("carry the headers that the program names", async () => {
    const cors = { allowedOrigins: ["*"], allowedHeaders: ["X-Tenant"] };
    const preflight = at(bodyOf(await ordersGraph({ cors })), "paths", "/orders", "options");
    const parameters = at(preflight, "x-amazon-apigateway-integration", "responses", "default", "responseParameters");
    assert.equal(at(parameters, "method.response.header.Access-Control-Allow-Headers"), "'X-Tenant'");
  });
});

describe("a RestApi refuses", () => {
  const lambda = { functionArn };
  const cases: [string, Partial<RestApiArgs>, RegExp][] = [
    ["headers that are none", { cors: { allowedOrigins: [shop], allowedHeaders: ["X'Y"] } }, /allowedHeaders is "X'Y"/],
    [
      "exposed headers that are none",
      { cors: { allowedOrigins: [shop], exposedHeaders: ["A, B"] } },
      /exposedHeaders is "A, B"/,
    ],
    [
      "an error answer that API Gateway has not",
      { gatewayResponses: { BAD_BODY: {} } },
      /gatewayResponses is "BAD_BODY"; use one of "ACCESS_DENIED"/,
    ],
    [
      "an error answer with no status or no header",
      { gatewayResponses: { THROTTLED: { statusCode: 42, parameters: { "header.X": "'1'" } } } },
      /THROTTLED\.statusCode is 42[\s\S]*THROTTLED\.parameters is "header\.X"; name it gatewayresponse\.header\.X/,
    ],
    [
      "a pool that is none",
      { authorizers: { shopper: { cognito: { userPoolArns: ["eu-central-1_abc"] } } } },
      /userPoolArns is "eu-central-1_abc"; use the ARN of a Cognito user pool/,
    ],
    [
      "an authorizer that is no function",
      { authorizers: { shopper: { lambda: { functionArn: "check" } } } },
      /lambda\.functionArn is "check"; use the ARN of a Lambda function/,
    ],
    [
      "an authorizer's role that is none",
      { authorizers: { shopper: { lambda: { ...lambda, credentialsArn: "admin" } } } },
      /lambda\.credentialsArn is "admin"; use the ARN of an IAM role/,
    ],
    [
      "a kind of authorizer that is none",
      { authorizers: { shopper: { lambda: { ...lambda, kind: JSON.parse('"jwt"') } } } },
      /lambda\.kind is "jwt"; use one of "token", "request"/,
    ],
    [
      "an identity source that API Gateway can't find",
      { authorizers: { shopper: { lambda: { ...lambda, kind: "request", identitySources: ["X-Tenant"] } } } },
      /identitySources is "X-Tenant"; use method\.request\.header\.X/,
    ],
    [
      "a header for the parameters of a request",
      {
        authorizers: {
          shopper: { lambda: { ...lambda, kind: "request", resultTtlSeconds: 0, header: "X-Token" } },
        },
      },
      /lambda\.header is "X-Token"; only kind "token" has one/,
    ],
    [
      "an AWS service by its URL, and a role that is none",
      {
        integrations: {
          createOrder: { ...queued, awsService: { service: "https://sqs", action: "A", credentialsArn: "r" } },
        },
      },
      /awsService\.service is "https:\/\/sqs"[\s\S]*awsService\.credentialsArn is "r"/,
    ],
    [
      "a load balancer of another kind",
      {
        integrations: {
          getOrder: {
            privateHttp: {
              vpcLinkId: "l",
              url: "https://a.internal",
              loadBalancerArn: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/gwy/a/1",
            },
          },
        },
      },
      /privateHttp\.loadBalancerArn is .*; use the ARN of an application or network load balancer/,
    ],
    [
      "ways of handing over that API Gateway has not",
      {
        integrations: {
          getOrder: {
            lambda,
            responseTransferMode: JSON.parse('"CHUNKED"'),
            passthroughBehavior: JSON.parse('"always"'),
            contentHandling: JSON.parse('"BASE64"'),
          },
        },
      },
      /responseTransferMode is "CHUNKED"[\s\S]*passthroughBehavior is "always"[\s\S]*contentHandling is "BASE64"/,
    ],
    [
      "a mapped status that the operation does not describe",
      { integrations: { createOrder: { ...queued, responses: { default: { statusCode: 202 } } } } },
      /createOrder\.responses\.default\.statusCode is 202; use a status that the operation describes \(201\)/,
    ],
    [
      "a mock's status that the operation does not describe",
      { integrations: { getHealth: { mock: { statusCode: 204 } } } },
      /getHealth\.responses\.default\.statusCode is 204; use a status that the operation describes \(200\)/,
    ],
    [
      "a level of logs that one operation can't have",
      { stages: { live: { methods: { getOrder: { executionLogLevel: JSON.parse('"DEBUG"') } } } } },
      /methods\.getOrder\.executionLogLevel is "DEBUG"; use one of "OFF"/,
    ],
    [
      "a canary's variable with a hyphen",
      { stages: { live: { canary: { percentTraffic: 5, stableDeploymentId: "d", variables: { "a-b": "1" } } } } },
      /stages\.live\.canary\.variables is "a-b"/,
    ],
    ["a key of the logs that is none", { logs: { kmsKeyArn: "alias/logs" } }, /logs\.kmsKeyArn is "alias\/logs"/],
    ["a role of the account that is none", { cloudwatchRoleArn: "logs" }, /cloudwatchRoleArn is "logs"/],
    [
      "a group of rules that is not AWS's, and one twice",
      { waf: { managedRuleGroups: ["Own", "AWSManagedRulesSQLiRuleSet", "AWSManagedRulesSQLiRuleSet"] } },
      /managedRuleGroups is "Own"[\s\S]*name each group once/,
    ],
    [
      "a proof of ownership that is no certificate",
      {
        domain: {
          domainName: "api.example.com",
          certificateArn,
          mutualTls: { truststoreUri: "s3://bucket/trust.pem", ownershipCertificateArn: "mine" },
        },
      },
      /mutualTls\.ownershipCertificateArn is "mine"; use the ARN of an ACM certificate/,
    ],
    ["a size of compression that is negative", { minimumCompressionSize: -1 }, /minimumCompressionSize is -1/],
    ["addresses that are none", { ipAddressType: JSON.parse('"ipv6"') }, /ipAddressType is "ipv6"; use one of "ipv4"/],
    [
      "a source of keys that is none",
      { apiKeySource: JSON.parse('"QUERY"') },
      /apiKeySource is "QUERY"; use one of "HEADER"/,
    ],
  ];
  for (const [what, args, expected] of cases) {
    it(what, async () => assert.match(await refusal(args), expected));
  }
});
