import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { Queue } from "@pulumi/aws/sqs";
import * as pulumi from "@pulumi/pulumi";
import { ParameterPlace, RestApi, type RestRoute, validateOpenApi } from "../../../../infra/edge";
import { httpsHost } from "../../../../infra/edge/integration-extension";
import { graph, type TestGraph } from "../../../../testing";
import { at, backends, bodyOf, ordersArgs, ordersGraph, refusal, variable } from "./fixtures";

function integrationOf(g: TestGraph, path: string, method: string): unknown {
  return at(bodyOf(g), "paths", path, method, "x-amazon-apigateway-integration");
}

describe("integrations of a RestApi", () => {
  it("proxies to HTTPS and maps the path parameters that the URL names", async () => {
    const g = await ordersGraph({
      integrations: {
        getOrder: { http: { url: "https://b.example.com", path: "/o/{orderId}" }, timeoutMilliseconds: 5000 },
      },
    });
    assert.deepEqual(integrationOf(g, "/orders/{orderId}", "get"), {
      type: "http_proxy",
      httpMethod: "GET",
      uri: "https://b.example.com/o/{orderId}",
      requestParameters: { "integration.request.path.orderId": "method.request.path.orderId" },
      timeoutInMillis: 5000,
    });
  });

  it("keeps a URL that is an output visibly HTTPS, and fails where it turns out not to be", async () => {
    const url = pulumi.output("https://b.example.com/");
    const g = await ordersGraph({ integrations: { getOrder: { http: { url, path: "/o" } } } });
    assert.equal(at(integrationOf(g, "/orders/{orderId}", "get"), "uri"), `https://${variable("getOrder_host")}/o`);
    assert.equal(
      at(g.one("orders-live", "aws:apigateway/stage:Stage").inputs["variables"], "getOrder_host"),
      "b.example.com",
    );
    assert.throws(() => httpsHost("http://b.example.com"), /URL is "http:\/\/b\.example\.com"; use an https:\/\/ URL/);
  });

  it("reaches an application load balancer through a version 2 VPC link", async () => {
    const privateHttp = {
      vpcLinkId: pulumi.output("link1"),
      loadBalancerArn: "arn:aws:elasticloadbalancing:eu-central-1:123456789012:loadbalancer/app/a/1",
      url: "https://catalog.internal.example.com",
      path: "/orders/{orderId}",
    };
    const g = await ordersGraph({ integrations: { getOrder: { privateHttp, responseTransferMode: "STREAM" } } });
    assert.deepEqual(integrationOf(g, "/orders/{orderId}", "get"), {
      type: "http_proxy",
      httpMethod: "GET",
      uri: "https://catalog.internal.example.com/orders/{orderId}",
      requestParameters: { "integration.request.path.orderId": "method.request.path.orderId" },
      connectionType: "VPC_LINK",
      connectionId: variable("getOrder_vpc_link"),
      integrationTarget: privateHttp.loadBalancerArn,
      responseTransferMode: "STREAM",
    });
  });

  it("puts a request on a queue with no code between, transformed on the way there and back", async () => {
    const g = await graph(() => {
      const queue = new Queue("queue");
      const role = new Role("sender", { assumeRolePolicy: "{}" });
      const args = ordersArgs({
        integrations: {
          createOrder: {
            awsService: {
              service: "sqs",
              path: pulumi.interpolate`123456789012/${queue.name}`,
              credentialsArn: role.arn,
            },
            requestParameters: { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" },
            requestTemplates: { "application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" },
            responses: { default: { statusCode: 201, templates: { "application/json": '{"accepted":true}' } } },
          },
        },
      });
      new RestApi("orders", args);
    });
    assert.deepEqual(integrationOf(g, "/orders", "post"), {
      type: "aws",
      httpMethod: "POST",
      uri: `arn:aws:apigateway:eu-central-1:sqs:path/${variable("createOrder_path")}`,
      credentials: `arn:aws:iam::123456789012:${variable("createOrder_role")}`,
      passthroughBehavior: "never",
      requestParameters: { "integration.request.header.Content-Type": "'application/x-www-form-urlencoded'" },
      requestTemplates: { "application/json": "Action=SendMessage&MessageBody=$util.urlEncode($input.body)" },
      responses: { default: { statusCode: "201", responseTemplates: { "application/json": '{"accepted":true}' } } },
    });
  });

  it("streams a function's response by the API that streams", async () => {
    const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:orders";
    const g = await ordersGraph({
      integrations: { getOrder: { lambda: { functionArn }, responseTransferMode: "STREAM" } },
    });
    assert.equal(
      at(integrationOf(g, "/orders/{orderId}", "get"), "uri"),
      `arn:aws:apigateway:eu-central-1:lambda:path/2021-11-15/functions/${functionArn}/response-streaming-invocations`,
    );
  });

  it("refuses integrations that can't work", async () => {
    const get = async (integration: object) => refusal({ integrations: { getOrder: integration } });
    assert.match(await get({}), /getOrder\.lambda or .*give one of them/);
    assert.match(await get({ mock: {}, http: { url: "https://a.example.com" } }), /give only one of them/);
    assert.match(
      await get({ lambda: { functionArn: "orders" } }),
      /functionArn is "orders"; use the ARN of a Lambda function/,
    );
    assert.match(await get({ mock: {}, responseTransferMode: "STREAM" }), /only a proxy to Lambda or HTTP streams/);
    assert.match(await get({ http: { url: "https://a.example.com", path: "x" } }), /http\.path is "x"; start it with/);
    assert.match(
      await get({ mock: {}, timeoutMilliseconds: 10 }),
      /timeoutMilliseconds is 10; use a whole number from 50 to 300000/,
    );
    assert.match(
      await get({ awsService: { service: "sqs", credentialsArn: "arn:aws:iam::123456789012:role/a" } }),
      /awsService\.action or .*path/,
    );
    assert.match(
      await get({ http: { url: "https://a.example.com" }, responses: { default: { statusCode: 200 } } }),
      /a proxy maps no responses/,
    );
    assert.match(
      await get({ privateHttp: { vpcLinkId: "l", url: "http://a.internal" } }),
      /privateHttp\.url is "http:\/\/a\.internal"/,
    );
  });

  it("answers preflights by itself, for each path, with the caller's own origin among several", async () => {
    const cors = { allowedOrigins: ["https://shop.example.com", "https://admin.example.com"], allowCredentials: true };
    const g = await ordersGraph({ cors });
    const body = bodyOf(g);
    const preflight = at(body, "paths", "/orders", "options");
    assert.equal(at(preflight, "security"), undefined);
    const response = at(preflight, "x-amazon-apigateway-integration", "responses", "default");
    const methods = at(response, "responseParameters", "method.response.header.Access-Control-Allow-Methods");
    assert.equal(methods, "'POST,OPTIONS'");
    assert.match(String(at(response, "responseTemplates", "application/json")), /admin\.example\.com/);
    assert.equal(
      at(
        body,
        "x-amazon-apigateway-gateway-responses",
        "DEFAULT_4XX",
        "responseParameters",
        "gatewayresponse.header.Access-Control-Allow-Origin",
      ),
      "'https://shop.example.com'",
    );
    assert.match(
      await refusal({ cors: { allowedOrigins: ["*"], allowCredentials: true } }),
      /allowCredentials is true/,
    );
    assert.match(
      await refusal({ cors: { allowedOrigins: ["shop.example.com"] } }),
      /allowedOrigins is "shop\.example\.com"/,
    );
  });

  it("shapes API Gateway's own error answers", async () => {
    const g = await ordersGraph({
      gatewayResponses: {
        BAD_REQUEST_BODY: {
          statusCode: 422,
          templates: { "application/json": '{"why":"$context.error.validationErrorString"}' },
        },
      },
    });
    assert.deepEqual(at(bodyOf(g), "x-amazon-apigateway-gateway-responses", "BAD_REQUEST_BODY"), {
      statusCode: 422,
      responseTemplates: { "application/json": '{"why":"$context.error.validationErrorString"}' },
    });
  });
});

describe("a RestApi written as routes", () => {
  function routes(more: Partial<RestRoute> = {}): RestRoute[] {
    const { functionArn } = backends();
    return [
      { operationId: "getHealth", method: "GET", path: "/health", public: true, integration: { mock: {} } },
      {
        operationId: "putOrder",
        method: "PUT",
        path: "/orders/{orderId}",
        authorizer: "staff",
        scopes: ["orders/write"],
        requestSchema: '{"type":"object","required":["sku"]}',
        parameters: [{ name: "dryRun", place: "query", required: true }],
        integration: { lambda: { functionArn } },
        ...more,
      },
    ];
  }

  function routed(more: Partial<RestRoute> = {}): Promise<TestGraph> {
    return graph(() => {
      new RestApi("orders", { routes: routes(more), title: "Orders", authorizers: { staff: { iam: true } } });
    });
  }

  it("is the same document underneath", async () => {
    const operation = at(bodyOf(await routed()), "paths", "/orders/{orderId}", "put");
    assert.deepEqual(at(operation, "security"), [{ staff: ["orders/write"] }]);
    assert.deepEqual(at(operation, "requestBody", "content", "application/json", "schema"), {
      type: "object",
      required: ["sku"],
    });
    assert.deepEqual(at(operation, "parameters", "0", "name"), "orderId");
    assert.deepEqual(at(operation, "parameters", "1", "in"), "query");
    assert.equal(at(operation, "x-amazon-apigateway-integration", "type"), "aws_proxy");
  });

  it("exports a valid document", async () => {
    let exported = "";
    await graph(() => {
      const api = new RestApi("orders", {
        routes: routes({ method: "ANY" }),
        authorizers: { staff: { iam: true } },
        domain: {
          domainName: "api.example.com",
          certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
        },
      });
      api.exportDocument().apply((text) => {
        exported = text;
      });
    });
    assert.deepEqual(await validateOpenApi(exported), []);
    assert.equal(at(JSON.parse(exported), "paths", "/orders/{orderId}", "delete", "operationId"), "putOrder_delete");
  });

  it("has a path parameter once where a route describes it, and takes it as required", async () => {
    const described = { name: "orderId", place: ParameterPlace.Path, description: "Number of the order." };
    const body = bodyOf(await routed({ parameters: [described] }));
    assert.deepEqual(at(body, "paths", "/orders/{orderId}", "put", "parameters"), [
      { name: "orderId", in: "path", required: true, description: "Number of the order.", schema: { type: "string" } },
    ]);
    await assert.rejects(
      routed({ parameters: [described, described] }),
      /routes\[1\]\.parameters is "path orderId"; the route has this parameter already/,
    );
  });

  it("refuses a route twice, a public one with an authorizer, and a schema that is none", async () => {
    const message = async (more: Partial<RestRoute>): Promise<string> => {
      try {
        await routed(more);
      } catch (error) {
        return error instanceof Error ? error.message : "";
      }
      return "accepted";
    };
    assert.match(
      await message({ method: "GET", path: "/health" }),
      /routes\[1\] is "GET \/health"; the API has this route already/,
    );
    assert.match(await message({ public: true }), /routes\[1\]\.authorizer is "staff"; the route is public/);
    assert.match(await message({ requestSchema: "{ nonsense" }), /routes\[1\]\.requestSchema .*use a JSON schema/);
    assert.match(
      await message({ authorizer: undefined, scopes: undefined }),
      /security of putOrder is null; every operation needs an authorizer/,
    );
  });
});
