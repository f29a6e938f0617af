import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import { Function as LambdaFunction } from "@pulumi/aws/lambda";
import { RestApi } from "../../../../infra/edge";
import { objectAt } from "../../../../infra/edge/json";
import { graph } from "../../../../testing";
import { at, bodyOf, ordersArgs, ordersDocument, ordersGraph, refusal, variable } from "./fixtures";

function withSecurity(security: (document: ReturnType<typeof ordersDocument>) => void): string {
  const document = ordersDocument();
  security(document);
  return JSON.stringify(document);
}

function operation(document: ReturnType<typeof ordersDocument>, path: string, method: string) {
  return objectAt(objectAt(objectAt(document, "paths"), path), method);
}

describe("authorization of a RestApi", () => {
  it("refuses an open operation unless it is public by name", async () => {
    assert.match(
      await refusal({ publicOperations: [] }),
      /security of getHealth is \[\]; every operation needs an authorizer.*publicOperations: \["getHealth"\]/,
    );
  });

  it("refuses optional authorization, an API key alone, and two authorizers", async () => {
    const optional = withSecurity((document) => {
      operation(document, "/orders", "post")["security"] = [{ shopper: [] }, {}];
    });
    assert.match(await refusal({ document: optional }), /security of createOrder/);
    const keyOnly = withSecurity((document) => {
      objectAt(objectAt(document, "components"), "securitySchemes")["key"] = {
        type: "apiKey",
        in: "header",
        name: "x-api-key",
      };
      operation(document, "/orders", "post")["security"] = [{ key: [] }];
    });
    assert.match(await refusal({ document: keyOnly }), /security of createOrder .*every operation needs an authorizer/);
    const two = withSecurity((document) => {
      operation(document, "/orders", "post")["security"] = [{ shopper: [] }, { staff: [] }];
    });
    const authorizers = { shopper: { iam: true }, staff: { iam: true } };
    assert.match(
      await refusal({ document: two, authorizers }),
      /createOrder is \["shopper","staff"\]; an API Gateway method has one authorizer/,
    );
  });

  it("refuses a public operation that is not there, or that has an authorizer", async () => {
    const message = await refusal({ publicOperations: ["getHealth", "getOrder", "nothing"] });
    assert.match(message, /publicOperations is "nothing"; the document has no such operation/);
    assert.match(message, /security of getOrder is \["shopper"\]; it is public by name/);
  });

  it("refuses a scheme that nothing is bound to, and an authorizer that nothing uses", async () => {
    const message = await refusal({ authorizers: { shoper: { iam: true } } });
    assert.match(message, /authorizers\.shopper is null; the document uses this security scheme/);
    assert.match(message, /authorizers\.shoper is "shoper"; no operation uses it/);
  });

  it("gives operations that name no authorizer the default one", async () => {
    const document = withSecurity((document) => {
      delete document["security"];
    });
    const body = bodyOf(await ordersGraph({ document, defaultAuthorizer: "shopper" }));
    assert.deepEqual(at(body, "paths", "/orders", "post", "security"), [{ shopper: [] }]);
    assert.deepEqual(at(body, "paths", "/health", "get", "security"), []);
    assert.match(await refusal({ defaultAuthorizer: "nobody" }), /defaultAuthorizer is "nobody"; use one of "shopper"/);
  });

  it("binds a function as a token authorizer, invoked by permission or by role", async () => {
    const g = await graph(() => {
      const check = new LambdaFunction("check", { role: "arn:aws:iam::123456789012:role/check" });
      const role = new Role("invoker", { assumeRolePolicy: "{}" });
      const lambda = { functionArn: check.arn, resultTtlSeconds: 0, header: "X-Token", tokenPattern: "^Bearer" };
      new RestApi("orders", ordersArgs({ authorizers: { shopper: { lambda } } }));
      new RestApi(
        "other",
        ordersArgs({ authorizers: { shopper: { lambda: { ...lambda, credentialsArn: role.arn } } } }),
      );
    });
    const scheme = at(bodyOf(g), "components", "securitySchemes", "shopper");
    assert.deepEqual(scheme, {
      type: "apiKey",
      name: "X-Token",
      in: "header",
      "x-amazon-apigateway-authtype": "custom",
      "x-amazon-apigateway-authorizer": {
        type: "token",
        authorizerUri: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:${variable("shopper_function")}/invocations`,
        authorizerResultTtlInSeconds: 0,
        identityValidationExpression: "^Bearer",
      },
    });
    assert.equal(g.one("orders-invoke-authorizer-shopper").inputs["function"], "check");
    const other = at(
      g.json("other", "body", "aws:apigateway/restApi:RestApi"),
      "components",
      "securitySchemes",
      "shopper",
    );
    assert.equal(
      at(other, "x-amazon-apigateway-authorizer", "authorizerCredentials"),
      `arn:aws:iam::123456789012:${variable("shopper_role")}`,
    );
    assert.equal(
      g.all("aws:lambda/permission:Permission").filter((one) => one.name.startsWith("other-invoke-auth")).length,
      0,
    );
  });

  it("refuses a cached request authorizer with nothing to tell callers apart, and bad times", async () => {
    const functionArn = "arn:aws:lambda:eu-central-1:123456789012:function:check";
    const message = await refusal({
      authorizers: { shopper: { lambda: { functionArn, kind: "request", resultTtlSeconds: 300 } } },
    });
    assert.match(message, /identitySources is \[\]; give at least 1 of them/);
    const long = { shopper: { lambda: { functionArn, resultTtlSeconds: 4000 } } };
    assert.match(await refusal({ authorizers: long }), /resultTtlSeconds is 4000; use a whole number from 0 to 3600/);
    assert.match(
      await refusal({ authorizers: { shopper: {} } }),
      /authorizers\.shopper\.cognito or .* give one of them/,
    );
  });

  it("refuses endpoints, TLS policies and access lists that don't fit together", async () => {
    assert.match(await refusal({ securityPolicy: "TLS_1_0" }), /securityPolicy is "TLS_1_0"; use one of "TLS_1_2"/);
    assert.match(
      await refusal({ endpointAccessMode: "STRICT" }),
      /endpointAccessMode is "STRICT"; only a securityPolicy/,
    );
    assert.match(
      await refusal({ endpointType: "EDGE", securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" }),
      /SecurityPolicy_TLS13_2025_EDGE/,
    );
    assert.match(await refusal({ endpointType: "PRIVATE" }), /access\.vpcEndpointIds is \[\]; give at least 1/);
    assert.match(await refusal({ access: { vpcEndpointIds: ["vpce-1"] } }), /only an API with endpointType "PRIVATE"/);
    assert.match(
      await refusal({ access: { allowedCidrs: ["10.0.0.1/8"] } }),
      /access\.allowedCidrs is "10\.0\.0\.1\/8"/,
    );
    assert.match(await refusal({ access: { allowedPrincipals: ["*"] } }), /allowedPrincipals is "\*".*never/);
  });

  it("refuses a domain with mutual TLS and a newer policy, or a certificate of the wrong region", async () => {
    const certificateArn = "arn:aws:acm:eu-central-1:123456789012:certificate/1";
    const domain = { domainName: "api.example.com", certificateArn };
    const mutualTls = { truststoreUri: "s3://bucket/trust.pem" };
    const newer = { ...domain, mutualTls, securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" };
    assert.match(
      await refusal({ domain: newer }),
      /mutualTls is "given"; mutual TLS needs a regional domain with securityPolicy TLS_1_2/,
    );
    assert.match(await refusal({ domain, endpointType: "EDGE" }), /an edge domain needs a certificate in us-east-1/);
    assert.match(await refusal({ basePaths: { live: "v1" } }), /base paths need domain or sharedDomain/);
    assert.match(await refusal({ waf: {}, withoutWaf: true }), /withoutWaf is true/);
    assert.match(await refusal({ waf: { rateLimit: 1 } }), /waf\.rateLimit is 1; use a whole number from 10/);
    const g = await ordersGraph({ domain: { ...domain, mutualTls } });
    const made = g.one("orders-domain", "aws:apigateway/domainName:DomainName").inputs;
    assert.deepEqual(made["mutualTlsAuthentication"], mutualTls);
  });
});
