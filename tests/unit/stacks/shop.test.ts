import { strict as assert } from "node:assert";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as pulumi from "@pulumi/pulumi";
import { type Environment, readEnvironment } from "../../../stacks/environment";
import { createShop } from "../../../stacks/shop";
import { graph, type RecordedResource, type TestGraph } from "../../../testing";
import { configurationOf, PROJECT, withoutStackTraces } from "./configuration";

const SUBNET = "aws:ec2/subnet:Subnet";

function environmentOf(stack: string): Environment {
  return readEnvironment({ all: configurationOf(stack), project: PROJECT, stack });
}

/** The whole program of an environment, as a first preview sees it. Registered once a test run. */
const graphs = new Map<string, Promise<TestGraph>>();
function shop(stack: string): Promise<TestGraph> {
  const made = graphs.get(stack) ?? graph(() => void createShop(environmentOf(stack)), { preview: true, stack });
  graphs.set(stack, made);
  return made;
}

/** Zones of the subnets that a property depends on. */
function zonesOf(g: TestGraph, resource: RecordedResource, property: string): string[] {
  const urns = resource.propertyDependencies[property] ?? [];
  const subnets = g.all(SUBNET).filter(({ urn }) => urns.includes(urn));
  return [...new Set(subnets.map(({ inputs }) => String(inputs["availabilityZone"])))].sort();
}

/** UPDATE_RESOURCES=1 writes down what there is now: a change to look at, as to code. */
function resourcesOf(stack: string, found: Record<string, number>): unknown {
  const file = join(__dirname, `resources.${stack}.json`);
  if (process.env.UPDATE_RESOURCES) {
    const sorted = Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
    writeFileSync(file, `${JSON.stringify(sorted, null, 2)}\n`);
  }
  return JSON.parse(readFileSync(file, "utf8"));
}

describe("the shop", () => {
  withoutStackTraces();

  for (const stack of ["dev", "staging", "prod"]) {
    it(`is made of the resources that resources.${stack}.json counts`, async () => {
      const found = (await shop(stack)).types();
      assert.deepEqual(found, resourcesOf(stack, found));
    });

    it(`groups traces of ${stack} by functions that are there`, async () => {
      const g = await shop(stack);
      const groups = g.all("aws:xray/group:Group");
      assert(groups.length > 0);
      for (const group of groups) {
        const urns = group.propertyDependencies["filterExpression"] ?? [];
        const functions = g.all("aws:lambda/function:Function").filter(({ urn }) => urns.includes(urn));
        assert.equal(functions.length, 1, `${group.name} depends on no function`);
      }
    });

    it(`is over all zones of ${stack}, network by network`, async () => {
      const g = await shop(stack);
      const { zones } = environmentOf(stack);
      for (const vpc of ["platform", "payments"]) {
        const { urn } = g.one(vpc, "aws:ec2/vpc:Vpc");
        const own = g.all(SUBNET).filter(({ propertyDependencies }) => propertyDependencies["vpcId"]?.includes(urn));
        const found = [...new Set(own.map(({ inputs }) => inputs["availabilityZone"]))].sort();
        assert.deepEqual(found, zones, vpc);
      }
      assert.deepEqual(zonesOf(g, g.one("payments-service", "aws:lb/loadBalancer:LoadBalancer"), "subnets"), zones);
      const endpoints = g.all("aws:ec2/vpcEndpoint:VpcEndpoint");
      const billed = endpoints.filter(({ inputs }) => inputs["vpcEndpointType"] === "Interface");
      assert.ok(billed.length > 0);
      for (const endpoint of billed) assert.deepEqual(zonesOf(g, endpoint, "subnetIds"), zones, endpoint.name);
      const stores = [
        ...g.all("aws:elasticache/serverlessCache:ServerlessCache"),
        ...g.all("aws:elasticache/subnetGroup:SubnetGroup"),
        ...g.all("aws:mq/broker:Broker"),
      ];
      assert.equal(stores.length, 2);
      for (const store of stores) assert.deepEqual(zonesOf(g, store, "subnetIds"), zones, store.name);
    });
  }

  it("owns a trail exactly where the environment is its account's foundation", async () => {
    assert.equal((await shop("dev")).all("aws:cloudtrail/trail:Trail").length, 0);
    assert.deepEqual(
      (await shop("prod")).all("aws:cloudtrail/trail:Trail").map(({ inputs }) => inputs["name"]),
      ["account", "data"],
    );
    const lock = (await shop("prod")).one("audit-bucket-lock").inputs["rule"];
    assert.deepEqual(lock, { defaultRetention: { mode: "GOVERNANCE", days: 400 } });
  });

  it("gives dev nothing that is billed by the hour and can be done without", async () => {
    const g = await shop("dev");
    for (const type of ["aws:ec2/natGateway:NatGateway", "aws:ec2/eip:Eip", "aws:wafv2/webAcl:WebAcl"]) {
      assert.equal(g.all(type).length, 0, type);
    }
    assert.equal(
      g.one("payments-service", "aws:lb/loadBalancer:LoadBalancer").inputs["enableDeletionProtection"],
      false,
    );
  });

  it("protects what prod can't lose, and spreads its NAT gateways", async () => {
    const g = await shop("prod");
    assert.equal(
      g.one("payments-service", "aws:lb/loadBalancer:LoadBalancer").inputs["enableDeletionProtection"],
      true,
    );
    assert.equal(g.one("shoppers").inputs["deletionProtection"], "ACTIVE");
    const zones = g.all("aws:ec2/natGateway:NatGateway").map((gateway) => zonesOf(g, gateway, "subnetId").join());
    assert.deepEqual(zones.sort(), environmentOf("prod").zones);
  });

  it("reaches payments from the platform's private subnets through PrivateLink alone", async () => {
    const g = await shop("prod");
    const connection = g.one("payments-connection", "aws:ec2/vpcEndpoint:VpcEndpoint");
    const service = g.one("payments-service", "aws:ec2/vpcEndpointService:VpcEndpointService");
    assert.deepEqual(connection.propertyDependencies["serviceName"], [service.urn]);
    assert.deepEqual(connection.propertyDependencies["vpcId"], [g.one("platform", "aws:ec2/vpc:Vpc").urn]);
    const subnets = g.all(SUBNET).filter(({ urn }) => connection.propertyDependencies["subnetIds"]?.includes(urn));
    assert.ok(subnets.every(({ name }) => name.startsWith("platform-private-")));
    assert.equal(service.inputs["acceptanceRequired"], true);
    for (const type of [
      "aws:ec2/vpcPeeringConnection:VpcPeeringConnection",
      "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
    ]) {
      assert.equal(g.all(type).length, 0);
    }
  });

  for (const [stack, tasks] of [
    ["dev", "tasks"],
    ["prod", "group"],
  ] as const) {
    it(`lets tasks of catalog and inventory, and nobody else, reach their stores in ${stack}`, async () => {
      const g = await shop(stack);
      for (const [service, store] of [
        ["catalog", "catalog-cache"],
        ["inventory", "warehouse"],
      ]) {
        const from = g.one(`${service}-${tasks}`).urn;
        const group = g.one(`${store}-group`).urn;
        const [rule, ...others] = g
          .all("aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule")
          .filter(({ propertyDependencies }) => propertyDependencies["securityGroupId"]?.includes(group));
        assert.ok(rule && others.length === 0, store);
        assert.deepEqual(rule.propertyDependencies["referencedSecurityGroupId"], [from]);
        const out = g
          .all("aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule")
          .filter(
            ({ propertyDependencies: of }) =>
              of["securityGroupId"]?.includes(from) && of["referencedSecurityGroupId"]?.includes(group),
          );
        assert.deepEqual(
          out.map(({ inputs }) => inputs["fromPort"]),
          [rule.inputs["fromPort"]],
        );
      }
    });
  }

  it("lets each function do what it is for, and nothing else", async () => {
    const g = await shop("dev");
    const grantsOf = (fn: string): string[] =>
      g
        .all("aws:iam/rolePolicy:RolePolicy")
        .filter(({ propertyDependencies }) => propertyDependencies["role"]?.includes(g.one(`${fn}-role`).urn))
        .map(({ name }) => name)
        .filter((name) => name !== `${fn}-execution`)
        .sort();
    assert.deepEqual(
      Object.fromEntries(
        [
          "orders-api",
          "orders-archive",
          "orders-saga-start",
          "orders-relay",
          "take-payment",
          "confirm-order",
          "customers-function",
          "notify",
        ].map((fn) => [fn, grantsOf(fn)]),
      ),
      {
        "orders-api": [
          "orders-answers-read-write-orders-api",
          "orders-append-orders-api",
          "orders-read-journal-orders-api",
          "orders-settings-read-orders-api",
          "orders-view-query-orders-api",
        ],
        "orders-archive": [
          "orders-archive-failures-send-orders-archive-orders-archive-failures",
          "orders-archive-read-orders-archive",
          "orders-archive-write-orders-archive",
        ],
        "orders-saga-start": [
          "order-fulfilment-start-orders-saga-start",
          "orders-saga-start-failures-send-orders-saga-start-orders-saga-start-failures",
          "orders-saga-start-read-orders-saga-start",
        ],
        "orders-relay": [
          "orders-relay-failures-send-orders-relay-orders-relay-failures",
          "orders-relay-read-orders-relay",
          "shop-events-put-events-orders-relay",
        ],
        "take-payment": ["payments-ledger-read-write-take-payment"],
        "confirm-order": ["orders-append-confirm-order", "orders-read-journal-confirm-order"],
        "customers-function": ["customers-table-use-customers-function"],
        notify: [
          "customer-messages-publish-notify",
          "customers-table-read-notify",
          "notifications-ledger-read-write-notify",
          "notifications-shopper-consume-notify-shopper",
        ],
      },
    );
  });

  for (const stack of ["dev", "staging", "prod"]) {
    it(`keeps each API of ${stack} alike: shoppers' tokens, limits, logs, firewall`, async () => {
      const g = await shop(stack);
      const { api: settings, logDays } = environmentOf(stack);
      const apis = ["orders", "customers"];
      const rest = g.all("aws:apigateway/restApi:RestApi");
      assert.deepEqual(rest.map(({ name }) => name).sort(), [...apis].sort());
      const pool = g.one("shoppers").urn;
      for (const name of apis) {
        const stage = g.one(`${name}-live`);
        // The document is made of it by the stage's variables.
        assert.ok(stage.propertyDependencies["variables"]?.includes(pool), name);
        assert.equal(stage.inputs["xrayTracingEnabled"], true);
        const { throttlingRateLimit, throttlingBurstLimit } = Object(g.one(`${name}-live-settings`).inputs["settings"]);
        assert.deepEqual([throttlingRateLimit, throttlingBurstLimit], [settings.rateLimit, settings.burstLimit]);
        assert.equal(g.one(`${name}-live-logs`).inputs["retentionInDays"], logDays);
        const { disableExecuteApiEndpoint } = g.one(name, "aws:apigateway/restApi:RestApi").inputs;
        assert.equal(disableExecuteApiEndpoint, settings.domain !== undefined);
      }
      const walls = g.all("aws:wafv2/webAclAssociation:WebAclAssociation").map(({ name }) => name);
      assert.equal(walls.filter((name) => apis.some((api) => name.startsWith(api))).length, settings.firewall ? 2 : 0);
    });
  }

  it("serves both APIs under one name in prod, each below a path of its own", async () => {
    const g = await shop("prod");
    const names = g.all("aws:apigateway/domainName:DomainName");
    assert.deepEqual(
      names.map(({ inputs }) => inputs["domainName"]),
      ["api.shop.example.com"],
    );
    const mappings = g.all("aws:apigateway/basePathMapping:BasePathMapping");
    assert.deepEqual(Object.fromEntries(mappings.map(({ name, inputs }) => [name, inputs["basePath"]])), {
      "orders-live-mapping": undefined,
      "customers-live-mapping": "customers",
    });
    for (const { propertyDependencies } of mappings) {
      assert.deepEqual(propertyDependencies["domainName"], [names[0]?.urn]);
    }
  });

  it("lets what keeps APIs closed to plain HTTP restore each of them", async () => {
    const g = await shop("prod");
    const restoring = g
      .all("aws:iam/rolePolicy:RolePolicy")
      .filter(({ name }) => name.startsWith("api-repair-restore-"));
    assert.equal(restoring.length, 1);
    const policy = restoring[0]?.propertyDependencies["policy"] ?? [];
    for (const { urn, name } of g.all("aws:apigateway/restApi:RestApi")) assert.ok(policy.includes(urn), name);
  });

  it("watches each API, its function and its table", async () => {
    const g = await shop("prod");
    for (const [service, table] of [
      ["orders", "orders-journal"],
      ["customers", "customers-table"],
    ] as const) {
      const alarms = g
        .all("aws:cloudwatch/metricAlarm:MetricAlarm")
        .filter(({ name }) => name.startsWith(`${service}-monitoring-`));
      const handler = service === "orders" ? "orders-api" : "customers-function";
      for (const watched of [
        g.one(service, "aws:apigateway/restApi:RestApi"),
        g.one(handler, "aws:lambda/function:Function"),
        g.one(table, "aws:dynamodb/table:Table"),
      ]) {
        const found = alarms.filter(({ propertyDependencies }) =>
          Object.values(propertyDependencies).some((urns) => urns.includes(watched.urn)),
        );
        assert.ok(found.length > 0, `no alarm of ${service} is on ${watched.name}`);
      }
    }
  });

  it("watches the catalog's cache by its nodes, and the accelerator of orders where there is one", async () => {
    for (const [stack, nodes] of [
      ["staging", 2],
      ["prod", 6],
    ] as const) {
      const g = await shop(stack);
      const { metricQueries, alarmActions } = g.one("catalog-monitoring-cache-cpu").inputs;
      assert.ok(Array.isArray(metricQueries) && Array.isArray(alarmActions) && alarmActions.length === 1);
      assert.equal(metricQueries.filter(({ metric }) => metric !== undefined).length, nodes, stack);
      const cache = g.one("catalog-cache", "aws:elasticache/replicationGroup:ReplicationGroup").urn;
      assert.deepEqual(g.one("catalog-monitoring-cache-cpu").propertyDependencies["metricQueries"], [cache]);
    }
    const { inputs } = (await shop("prod")).one("orders-monitoring-accelerator-faults");
    const { clusterName } = (await shop("prod")).one("view-dax", "aws:dax/cluster:Cluster").inputs;
    assert.deepEqual(inputs["dimensions"], { ClusterId: clusterName });
    const { resources } = await shop("staging");
    assert.ok(resources.every(({ name }) => !name.startsWith("orders-monitoring-accelerator")));
  });

  it("serves the page and the APIs under one name, and tells the page where to sign in", async () => {
    const g = await shop("prod");
    const { aliases, origins, orderedCacheBehaviors, webAclId } = g.one(
      "web",
      "aws:cloudfront/distribution:Distribution",
    ).inputs;
    assert.deepEqual(aliases, ["shop.example.com"]);
    assert.ok(Array.isArray(origins) && origins.length === 3 && webAclId !== undefined);
    assert.ok(Array.isArray(orderedCacheBehaviors));
    assert.deepEqual(
      orderedCacheBehaviors.map(({ pathPattern }) => pathPattern),
      ["/api/customers/*", "/api/*"],
    );
    const client = g.one("web", "aws:cognito/userPoolClient:UserPoolClient");
    assert.equal(client.inputs["generateSecret"], false);
    assert.deepEqual(client.inputs["explicitAuthFlows"], ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"]);
    const config = g.one("web-file-config.json");
    assert.deepEqual(config.propertyDependencies["content"], [client.urn]);
    assert.equal(config.inputs["cacheControl"], "no-cache");
    assert.match(
      JSON.stringify(g.one("web-headers").inputs["securityHeadersConfig"]),
      /connect-src 'self' https:\/\/cognito-idp\.eu-central-1\.amazonaws\.com;/,
    );
  });

  it("has no page where the environment has none", async () => {
    const g = await graph(() => void createShop({ ...environmentOf("dev"), web: undefined }), { preview: true });
    assert.ok(g.resources.every(({ type, name }) => !type.startsWith("aws:cloudfront/") && !name.startsWith("web")));
  });

  it("has the catalog found by DNS in the network, in another namespace than the mesh, which has its name already", async () => {
    const g = await shop("prod");
    const name = g.one("shop-names-catalog", "aws:servicediscovery/service:Service");
    const tasks = g.one("catalog", "aws:ecs/service:Service");
    assert.deepEqual(tasks.propertyDependencies["serviceRegistries"], [name.urn]);
    const namespace = g.one("shop-names", "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace");
    assert.deepEqual(name.propertyDependencies["namespaceId"], [namespace.urn]);
    assert.deepEqual(namespace.propertyDependencies["vpc"], [g.one("platform", "aws:ec2/vpc:Vpc").urn]);
    const mesh = tasks.propertyDependencies["serviceConnectConfiguration"] ?? [];
    assert.ok(mesh.length > 0 && !mesh.includes(namespace.urn));
  });

  it("refuses an environment with fewer zones than it asks for, in the component that would lie there", async () => {
    const environment = { ...environmentOf("prod"), zones: ["eu-central-1a", "eu-central-1b"] };
    await assert.rejects(
      graph(() => void createShop(environment), { preview: true }),
      /Vpc "platform": availabilityZones is \["eu-central-1a","eu-central-1b"\]; give 3 to 6 different zones/,
    );
  });
});

describe("the program's index", () => {
  withoutStackTraces();

  it("reads the stack's own configuration and hands out what consumers need", async () => {
    const mapped = Object.entries(configurationOf("prod")).map(([key, value]) => [
      key.replace(PROJECT, "project"),
      value,
    ]);
    let outputs: Record<string, unknown> = {};
    await graph(
      async () => {
        pulumi.runtime.setAllConfig(Object.fromEntries(mapped));
        const loaded: Record<string, unknown> = require("../../../stacks");
        outputs = { ...loaded };
      },
      { preview: true, stack: "prod" },
    );
    assert.deepEqual(
      Object.keys(outputs).filter((key) => outputs[key] === undefined),
      [],
    );
    assert.ok(pulumi.Output.isInstance(outputs["ordersUrl"]));
    assert.ok(pulumi.Output.isInstance(outputs["customersUrl"]));
    assert.ok(pulumi.Output.isInstance(outputs["paymentsEndpointServiceName"]));
  });
});
