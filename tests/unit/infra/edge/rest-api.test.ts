import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import * as pulumi from "@pulumi/pulumi";
import { ApiDomain, ApiGatewayAccount, RestApi, validateOpenApi } from "../../../../infra/edge";
import { graph } from "../../../../testing";
import { at, bodyOf, ordersArgs, ordersDocument, ordersGraph, variable } from "./fixtures";

const API = "aws:apigateway/restApi:RestApi";
const STAGE = "aws:apigateway/stage:Stage";
const SETTINGS = "aws:apigateway/methodSettings:MethodSettings";
const INTEGRATION = "x-amazon-apigateway-integration";

function inputs(
  g: Awaited<ReturnType<typeof ordersGraph>>,
  name: string,
  type: string,
): Readonly<Record<string, unknown>> {
  return g.one(name, type).inputs;
}

describe("RestApi", () => {
  it("makes exactly the resources of a protected, observed, documented API by default", async () => {
    const g = await ordersGraph();
    const types = g.types();
    delete types["aws:lambda/function:Function"];
    delete types["aws:cognito/userPool:UserPool"];
    assert.deepEqual(types, {
      "aws-microservices-platform:edge:RestApi": 1,
      [API]: 1,
      "aws:lambda/permission:Permission": 1,
      "aws:apigateway/deployment:Deployment": 1,
      "aws:apigateway/documentationVersion:DocumentationVersion": 1,
      "aws:cloudwatch/logGroup:LogGroup": 2,
      [STAGE]: 1,
      [SETTINGS]: 1,
      "aws:wafv2/webAcl:WebAcl": 1,
      "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": 1,
      "aws:wafv2/webAclAssociation:WebAclAssociation": 1,
    });
    const api = inputs(g, "orders", API);
    assert.equal(api["securityPolicy"], "TLS_1_2");
    assert.equal(api["disableExecuteApiEndpoint"], false);
    assert.deepEqual(api["endpointConfiguration"], { types: "REGIONAL" });
  });

  it("keeps the document, the policy and every setting known at a first preview, with Lambda and Cognito unknown", async () => {
    const g = await ordersGraph({ cors: { allowedOrigins: ["https://shop.example.com"] } }, { preview: true });
    g.assertKnown("orders", ["body", "securityPolicy", "disableExecuteApiEndpoint", "endpointConfiguration"], API);
    g.assertKnown("orders-live", ["xrayTracingEnabled", "cacheClusterEnabled", "stageName"], STAGE);
    g.assertKnown("orders-live-settings", ["settings", "methodPath"], SETTINGS);
    g.assertKnown("orders-deployment", ["triggers"]);
  });

  it("names a function of another account in the document itself", async () => {
    const functionArn = "arn:aws:lambda:eu-central-1:210987654321:function:remote";
    const g = await ordersGraph({ integrations: { getOrder: { lambda: { functionArn, otherAccount: true } } } });
    const uri = at(bodyOf(g), "paths", "/orders/{orderId}", "get", INTEGRATION, "uri");
    assert.equal(uri, `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`);
    assert.equal(g.all("aws:lambda/permission:Permission").length, 1);
  });

  it("passes functions and pools through stage variables", async () => {
    const g = await ordersGraph();
    const body = bodyOf(g);
    assert.deepEqual(at(body, "paths", "/orders", "post", INTEGRATION), {
      type: "aws_proxy",
      httpMethod: "POST",
      uri: `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/arn:aws:lambda:eu-central-1:123456789012:function:${variable("createOrder_function")}/invocations`,
    });
    assert.deepEqual(at(body, "components", "securitySchemes", "shopper"), {
      type: "apiKey",
      name: "Authorization",
      in: "header",
      "x-amazon-apigateway-authtype": "cognito_user_pools",
      "x-amazon-apigateway-authorizer": {
        type: "cognito_user_pools",
        providerARNs: [`arn:aws:cognito-idp:eu-central-1:123456789012:userpool/${variable("shopper_user_pool")}`],
      },
    });
    const variables = inputs(g, "orders-live", STAGE)["variables"];
    assert.equal(at(variables, "createOrder_function"), "handler");
    assert.deepEqual(Object.keys(Object(variables)).sort(), ["createOrder_function", "shopper_user_pool"]);
  });

  it("copies security from the root to each operation, which is all that API Gateway reads", async () => {
    const body = bodyOf(await ordersGraph());
    assert.deepEqual(at(body, "paths", "/orders", "post", "security"), [{ shopper: [] }]);
    assert.deepEqual(at(body, "paths", "/health", "get", "security"), []);
    assert.equal(at(body, "security"), undefined);
  });

  it("denies unencrypted transport in the document's resource policy", async () => {
    const statements = at(bodyOf(await ordersGraph()), "x-amazon-apigateway-policy", "Statement");
    assert.deepEqual(statements, [
      { Effect: "Allow", Principal: "*", Action: "execute-api:Invoke", Resource: ["execute-api:/*"] },
      {
        Sid: "DenyInsecureTransport",
        Effect: "Deny",
        Principal: "*",
        Action: "execute-api:*",
        Resource: ["execute-api:/*"],
        Condition: { Bool: { "aws:SecureTransport": "false" } },
      },
    ]);
  });

  it("gives operations with IAM authorization no general Allow, which would let the whole account in", async () => {
    const g = await ordersGraph({
      authorizers: { shopper: { iam: true } },
      access: { allowedPrincipals: ["arn:aws:iam::210987654321:role/partner"], allowedCidrs: ["203.0.113.0/24"] },
    });
    const statements = at(bodyOf(g), "x-amazon-apigateway-policy", "Statement");
    assert.deepEqual(at(statements, "0", "Resource"), ["execute-api:/*/GET/health"]);
    assert.deepEqual(at(statements, "1", "Principal"), { AWS: ["arn:aws:iam::210987654321:role/partner"] });
    assert.deepEqual(at(statements, "1", "Resource"), ["execute-api:/*/POST/orders", "execute-api:/*/GET/orders/*"]);
    assert.deepEqual(at(statements, "3", "Condition"), { NotIpAddress: { "aws:SourceIp": ["203.0.113.0/24"] } });
    const scheme = at(bodyOf(g), "components", "securitySchemes", "shopper");
    assert.equal(at(scheme, "x-amazon-apigateway-authtype"), "awsSigv4");
  });

  it("validates requests unless told by name not to", async () => {
    const body = bodyOf(await ordersGraph());
    assert.equal(at(body, "x-amazon-apigateway-request-validator"), "all");
    assert.deepEqual(at(body, "x-amazon-apigateway-request-validators", "all"), {
      validateRequestBody: true,
      validateRequestParameters: true,
    });
    const open = bodyOf(await ordersGraph({ withoutRequestValidation: true }));
    assert.equal(at(open, "x-amazon-apigateway-request-validator"), undefined);
  });

  it("replaces the deployment exactly when the document, or what else takes effect only so, changes", async () => {
    const trigger = async (overrides: Parameters<typeof ordersGraph>[0]) =>
      at((await ordersGraph(overrides)).one("orders-deployment").inputs["triggers"], "body");
    const changed = ordersDocument();
    Object(changed["info"]).description = "changed";
    const before = await trigger({});
    assert.match(String(before), /^[0-9a-f]{64}$/);
    assert.equal(await trigger({ stages: { live: { throttle: { rateLimit: 5, burstLimit: 5 } } } }), before);
    assert.notEqual(await trigger({ document: JSON.stringify(changed) }), before);
    assert.notEqual(await trigger({ binaryMediaTypes: ["image/png"] }), before);
    assert.notEqual(await trigger({ access: { allowedCidrs: ["203.0.113.0/24"] } }), before);
  });

  it("lets only this API invoke a function, and splits an alias off its ARN", async () => {
    const g = await graph(() => {
      const functionArn = pulumi.output("arn:aws:lambda:eu-central-1:123456789012:function:orders:live");
      new RestApi("orders", ordersArgs({ integrations: { getOrder: { lambda: { functionArn } } } }));
    });
    const permission = g.one("orders-invoke-getOrder").inputs;
    assert.equal(permission["function"], "orders");
    assert.equal(permission["qualifier"], "live");
    assert.equal(permission["principal"], "apigateway.amazonaws.com");
    assert.equal(at(g.one("orders-live", STAGE).inputs["variables"], "getOrder_function"), "orders:live");
    const own = g.one("orders-invoke-createOrder").inputs;
    assert.equal(own["qualifier"], undefined);
  });

  it("turns the API's own endpoint off exactly with a custom domain, which speaks TLS 1.2 and has its records", async () => {
    const g = await ordersGraph({
      domain: {
        domainName: "api.example.com",
        certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
        hostedZoneId: "Z1",
      },
      stages: { v1: {}, v2: {} },
      basePaths: { v2: "v2/next" },
    });
    assert.equal(inputs(g, "orders", API)["disableExecuteApiEndpoint"], true);
    const domain = inputs(g, "orders-domain", "aws:apigateway/domainName:DomainName");
    assert.equal(domain["securityPolicy"], "TLS_1_2");
    assert.equal(domain["regionalCertificateArn"], "arn:aws:acm:eu-central-1:123456789012:certificate/1");
    assert.equal(domain["endpointAccessMode"], undefined);
    const mapping = "aws:apigateway/basePathMapping:BasePathMapping";
    assert.equal(inputs(g, "orders-v1-mapping", mapping)["basePath"], "v1");
    assert.equal(inputs(g, "orders-v2-mapping", mapping)["basePath"], "v2/next");
    assert.deepEqual(
      g.all("aws:route53/record:Record").map((one) => one.inputs["type"]),
      ["A", "AAAA"],
    );
  });

  it("shares one domain between two versions of an API", async () => {
    const g = await graph(() => {
      const domain = new ApiDomain("api", {
        domainName: "api.example.com",
        certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
        securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09",
      });
      const args = ordersArgs();
      new RestApi("orders", { ...args, sharedDomain: domain, basePaths: { live: "v1" } });
      new RestApi("orders-next", { ...args, sharedDomain: domain, basePaths: { live: "v2" } });
    });
    assert.equal(g.all("aws:apigateway/domainName:DomainName").length, 1);
    assert.equal(inputs(g, "api", "aws:apigateway/domainName:DomainName")["endpointAccessMode"], "STRICT");
    const mappings = g.all("aws:apigateway/basePathMapping:BasePathMapping").map((one) => one.inputs["basePath"]);
    assert.deepEqual(mappings.sort(), ["v1", "v2"]);
  });

  it("reaches a private API through its VPC endpoints only, with no firewall and a private domain", async () => {
    const g = await ordersGraph({
      endpointType: "PRIVATE",
      access: { vpcEndpointIds: ["vpce-1"], allowedCidrs: ["10.0.0.0/16"] },
      domain: {
        domainName: "api.internal.example.com",
        certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
      },
    });
    const statements = at(bodyOf(g), "x-amazon-apigateway-policy", "Statement");
    assert.deepEqual(at(statements, "2", "Condition"), { StringNotEquals: { "aws:SourceVpce": ["vpce-1"] } });
    assert.deepEqual(at(statements, "3", "Condition"), { NotIpAddress: { "aws:VpcSourceIp": ["10.0.0.0/16"] } });
    assert.equal(g.all("aws:wafv2/webAcl:WebAcl").length, 0);
    const domain = inputs(g, "orders-domain", "aws:apigateway/domainName:DomainName");
    assert.equal(domain["certificateArn"], "arn:aws:acm:eu-central-1:123456789012:certificate/1");
    assert.equal(g.all("aws:apigateway/domainNameAccessAssociation:DomainNameAccessAssociation").length, 1);
  });

  it("takes an existing web ACL, or none where told by name", async () => {
    const webAclArn = "arn:aws:wafv2:eu-central-1:123456789012:regional/webacl/shared/1";
    const g = await ordersGraph({ waf: { webAclArn } });
    assert.equal(g.all("aws:wafv2/webAcl:WebAcl").length, 0);
    assert.equal(g.one("orders-live-waf").inputs["webAclArn"], webAclArn);
    assert.equal(
      (await ordersGraph({ withoutWaf: true })).all("aws:wafv2/webAclAssociation:WebAclAssociation").length,
      0,
    );
  });

  it("blocks by rate and AWS's rules in its own web ACL, and logs no credentials", async () => {
    const g = await ordersGraph({ waf: { rateLimit: 100 } });
    const rules = g.one("orders-waf", "aws:wafv2/webAcl:WebAcl").inputs["rules"];
    assert.deepEqual(at(rules, "0", "statement"), { rateBasedStatement: { limit: 100, aggregateKeyType: "IP" } });
    assert.deepEqual(at(rules, "0", "action"), { block: {} });
    assert.equal(at(rules, "1", "name"), "AWSManagedRulesCommonRuleSet");
    assert.equal(at(rules, "2", "name"), "AWSManagedRulesKnownBadInputsRuleSet");
    assert.deepEqual(at(rules, "1", "overrideAction"), { none: {} });
    const redacted = g.one("orders-waf-logging").inputs["redactedFields"];
    assert.equal(at(redacted, "0", "singleHeader", "name"), "authorization");
    assert.match(String(g.one("orders-waf-logs").inputs["namePrefix"]), /^aws-waf-logs-/);
  });

  it("grants exactly the named operations", async () => {
    const g = await graph(() => {
      const api = new RestApi("orders", ordersArgs({ authorizers: { shopper: { iam: true } } }));
      const role = new Role("caller", { assumeRolePolicy: "{}" });
      api.grantInvoke({ role }, "caller", ["getOrder"]);
      assert.throws(() => api.grantInvoke({ role }, "other", ["nothing"]), /operationIds is "nothing"/);
    });
    const policy = g.json("orders-invoke-caller", "policy");
    assert.deepEqual(at(policy, "Statement", "0", "Action"), ["execute-api:Invoke"]);
    assert.match(String(at(policy, "Statement", "0", "Resource", "0")), /\/\*\/GET\/orders\/\*$/);
  });

  it("exports a valid document for clients, with servers and without AWS's extensions", async () => {
    let exported = "";
    let reference = "";
    await graph(() => {
      const args = ordersArgs({
        domain: {
          domainName: "api.example.com",
          certificateArn: "arn:aws:acm:eu-central-1:123456789012:certificate/1",
        },
      });
      const api = new RestApi("orders", args);
      api.exportDocument().apply((text) => {
        exported = text;
      });
      reference = api.exportReference();
    });
    const document: unknown = JSON.parse(exported);
    assert.deepEqual(at(document, "servers"), [{ url: "https://api.example.com", description: "live" }]);
    assert.ok(!exported.includes("x-amazon"));
    assert.equal(at(document, "components", "schemas", "Order", "properties", "sku", "example"), "A-1");
    assert.equal(at(document, "components", "securitySchemes", "shopper", "scheme"), "bearer");
    assert.deepEqual(await validateOpenApi(exported), []);
    assert.match(
      reference,
      /## POST \/orders\n\nPlaces an order\.\n\nOperation `createOrder`\. Authorization: shopper\./,
    );
  });

  it("makes one account role for logs, which only API Gateway may assume", async () => {
    const g = await graph(() => {
      const account = new ApiGatewayAccount("foundation");
      new RestApi("orders", ordersArgs({ cloudwatchRoleArn: account.cloudwatchRoleArn }));
    });
    const trust = g.json("foundation-role", "assumeRolePolicy");
    assert.deepEqual(at(trust, "Statement", "0", "Principal"), { Service: "apigateway.amazonaws.com" });
    assert.equal(g.all("aws:apigateway/account:Account").length, 1);
  });

  it("shows a certificate to HTTP backends only", async () => {
    assert.equal((await ordersGraph()).all("aws:apigateway/clientCertificate:ClientCertificate").length, 0);
    const g = await ordersGraph({
      integrations: { getHealth: { http: { url: "https://backend.example.com/health" } } },
    });
    assert.equal(g.one("orders-live", STAGE).inputs["clientCertificateId"], "orders-certificate-id");
  });
});
