import { strict as assert } from "node:assert";
import * as pulumi from "@pulumi/pulumi";
import { RestApi } from "../../../../infra/edge";
import { objectAt } from "../../../../infra/edge/json";
import { graph } from "../../../../testing";
import { at, bodyOf, ordersArgs, ordersDocument, ordersGraph, refusal } from "./fixtures";

const STAGE = "aws:apigateway/stage:Stage";

describe("stages of a RestApi", () => {
  it("logs, traces, measures and throttles each by default", async () => {
    const g = await ordersGraph({
      logs: { retentionInDays: 365, kmsKeyArn: "arn:aws:kms:eu-central-1:123456789012:key/1" },
    });
    const stage = g.one("orders-live", STAGE).inputs;
    assert.equal(stage["xrayTracingEnabled"], true);
    assert.equal(stage["cacheClusterEnabled"], false);
    const format: unknown = JSON.parse(String(at(stage["accessLogSettings"], "format")));
    assert.equal(at(format, "requestId"), "$context.requestId");
    assert.match(String(at(stage["accessLogSettings"], "destinationArn")), /orders-live-logs/);
    const logs = g.one("orders-live-logs").inputs;
    assert.equal(logs["retentionInDays"], 365);
    assert.equal(logs["kmsKeyId"], "arn:aws:kms:eu-central-1:123456789012:key/1");
    assert.equal(g.one("orders-live-settings").inputs["methodPath"], "*/*");
    assert.deepEqual(g.one("orders-live-settings").inputs["settings"], {
      metricsEnabled: true,
      dataTraceEnabled: false,
      loggingLevel: "ERROR",
      throttlingRateLimit: 1000,
      throttlingBurstLimit: 500,
      cachingEnabled: false,
      cacheDataEncrypted: true,
      requireAuthorizationForCacheControl: true,
      unauthorizedCacheControlHeaderStrategy: "FAIL_WITH_403",
    });
  });

  it("runs several side by side, each with its own limits, logs and firewall", async () => {
    const g = await ordersGraph({
      stages: {
        v1: { deploymentId: "old" },
        v2: {
          executionLogLevel: "INFO",
          withoutTracing: true,
          variables: { table: "orders-v2" },
          methods: { createOrder: { throttle: { rateLimit: 5, burstLimit: 2 } } },
        },
      },
    });
    assert.equal(g.one("orders-v1", STAGE).inputs["deployment"], "old");
    assert.equal(g.one("orders-v2", STAGE).inputs["deployment"], "orders-deployment-id");
    assert.equal(g.one("orders-v2", STAGE).inputs["xrayTracingEnabled"], false);
    assert.equal(at(g.one("orders-v2", STAGE).inputs["variables"], "table"), "orders-v2");
    const method = g.one("orders-v2-settings-createOrder").inputs;
    assert.equal(method["methodPath"], "orders/POST");
    assert.equal(at(method["settings"], "throttlingRateLimit"), 5);
    assert.equal(at(method["settings"], "loggingLevel"), "INFO");
    assert.equal(g.all("aws:wafv2/webAclAssociation:WebAclAssociation").length, 2);
  });

  it("caches the named operations only, encrypted, with their keys in the document", async () => {
    const g = await ordersGraph({
      stages: {
        live: {
          cache: {
            sizeGb: 1.6,
            operations: {
              getOrder: {
                ttlSeconds: 60,
                keyParameters: ["method.request.path.orderId", "method.request.header.X-Tenant"],
              },
            },
          },
        },
      },
    });
    const stage = g.one("orders-live", STAGE).inputs;
    assert.equal(stage["cacheClusterEnabled"], true);
    assert.equal(stage["cacheClusterSize"], "1.6");
    assert.equal(at(g.one("orders-live-settings").inputs["settings"], "cachingEnabled"), false);
    const cached = g.one("orders-live-settings-getOrder").inputs;
    assert.equal(cached["methodPath"], "orders/{orderId}/GET");
    assert.equal(at(cached["settings"], "cachingEnabled"), true);
    assert.equal(at(cached["settings"], "cacheTtlInSeconds"), 60);
    assert.equal(at(cached["settings"], "cacheDataEncrypted"), true);
    const integration = at(bodyOf(g), "paths", "/orders/{orderId}", "get", "x-amazon-apigateway-integration");
    assert.deepEqual(at(integration, "cacheKeyParameters"), [
      "method.request.path.orderId",
      "method.request.header.X-Tenant",
    ]);
    assert.equal(at(integration, "cacheNamespace"), "getOrder");
  });

  it("refuses a cache that would hand one caller's response to another, and other bad caches", async () => {
    const cache = (id: string, cached: object, sizeGb?: number) => ({
      stages: { live: { cache: { sizeGb, operations: { [id]: cached } } } },
    });
    assert.match(await refusal(cache("getOrder", {})), /one caller would get another's response/);
    await ordersGraph(cache("getOrder", { sameForEveryCaller: true }));
    assert.match(await refusal(cache("createOrder", {})), /is "POST"; cache GET operations only/);
    assert.match(await refusal(cache("nothing", {})), /cache\.operations\.nothing is "nothing"/);
    assert.match(
      await refusal(cache("getHealth", { ttlSeconds: 9999 })),
      /ttlSeconds is 9999; use a whole number from 1 to 3600/,
    );
    assert.match(
      await refusal(cache("getHealth", { keyParameters: ["method.request.querystring.page"] })),
      /keyParameters is "method/,
    );
    assert.match(await refusal(cache("getHealth", {}, 2)), /cache\.sizeGb is 2; use one of 0\.5, 1\.6/);
  });

  it("sends a share of the traffic to the newest deployment and leaves the rest on the stable one", async () => {
    const g = await ordersGraph({
      stages: { live: { canary: { percentTraffic: 10, stableDeploymentId: "stable", variables: { table: "next" } } } },
    });
    const stage = g.one("orders-live", STAGE).inputs;
    assert.equal(stage["deployment"], "stable");
    assert.deepEqual(stage["canarySettings"], {
      deploymentId: "orders-deployment-id",
      percentTraffic: 10,
      stageVariableOverrides: { table: "next" },
      useStageCache: false,
    });
    const canary = { percentTraffic: 120, stableDeploymentId: "stable" };
    assert.match(await refusal({ stages: { live: { canary } } }), /percentTraffic is 120; use 0 to 100/);
  });

  it("refuses names, levels and retentions that AWS does not have", async () => {
    assert.match(await refusal({ stages: { "live!": {} } }), /stages\.live! is "live!"/);
    assert.match(await refusal({ stages: {} }), /stages is \[\]; give 1 to 10 of them/);
    assert.match(await refusal({ logs: { retentionInDays: 100 } }), /logs\.retentionInDays is 100; use one of 1, 3/);
    assert.match(
      await refusal({ stages: { live: { methods: { nothing: {} } } } }),
      /stages\.live\.methods is "nothing"/,
    );
    assert.match(
      await refusal({ stages: { live: { throttle: { rateLimit: 0, burstLimit: 1 } } } }),
      /throttle\.rateLimit is 0/,
    );
  });
});

describe("consumers of a RestApi", () => {
  function keyed(): string {
    const document = ordersDocument();
    objectAt(objectAt(document, "components"), "securitySchemes")["key"] = {
      type: "apiKey",
      in: "header",
      name: "X-Api-Key",
    };
    document["security"] = [{ shopper: [], key: [] }];
    return JSON.stringify(document);
  }

  it("gives each a key, a plan with quota and limits, and the link between them", async () => {
    const g = await ordersGraph({
      document: keyed(),
      stages: { v1: {}, v2: {} },
      consumers: {
        partner: {
          quota: { limit: 1000, period: "DAY" },
          throttle: { rateLimit: 10, burstLimit: 5 },
          methods: { createOrder: { rateLimit: 1, burstLimit: 1 } },
          stages: ["v2"],
        },
      },
    });
    const plan = g.one("orders-partner-plan").inputs;
    assert.deepEqual(plan["quotaSettings"], { limit: 1000, period: "DAY" });
    assert.deepEqual(plan["throttleSettings"], { rateLimit: 10, burstLimit: 5 });
    assert.deepEqual(plan["apiStages"], [
      { apiId: "orders-id", stage: "v2", throttles: [{ path: "/orders/POST", rateLimit: 1, burstLimit: 1 }] },
    ]);
    const link = g.one("orders-partner-plan-key").inputs;
    assert.deepEqual(link, {
      keyId: "orders-partner-key-id",
      keyType: "API_KEY",
      usagePlanId: "orders-partner-plan-id",
    });
    assert.equal(at(bodyOf(g), "components", "securitySchemes", "key", "name"), "X-Api-Key");
  });

  it("hands the keys out as secrets", async () => {
    let secret: boolean | undefined;
    await graph(async () => {
      const api = new RestApi("orders", ordersArgs({ document: keyed(), consumers: { partner: {} } }));
      const key = api.apiKeys["partner"];
      assert.ok(key);
      secret = await pulumi.isSecret(key);
    });
    assert.equal(secret, true);
  });

  it("refuses consumers of an API that asks for no key, and bad plans", async () => {
    assert.match(await refusal({ consumers: { partner: {} } }), /no operation asks for an API key/);
    const message = await refusal({
      document: keyed(),
      consumers: {
        partner: {
          stages: ["v9"],
          quota: { limit: 0, period: "DAY" },
          methods: { x: { rateLimit: 1, burstLimit: 1 } },
        },
      },
    });
    assert.match(message, /consumers\.partner\.stages is "v9"; use one of "live"/);
    assert.match(message, /quota\.limit is 0/);
    assert.match(message, /consumers\.partner\.methods is "x"/);
  });
});
