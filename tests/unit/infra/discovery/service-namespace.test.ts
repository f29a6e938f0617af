import { strict as assert } from "node:assert";
import { Role } from "@pulumi/aws/iam";
import {
  type DiscoveryServiceArgs,
  NamespaceKind,
  ServiceNamespace,
  type ServiceNamespaceArgs,
} from "../../../../infra/discovery";
import { graph } from "../../../../testing";

const DNS: ServiceNamespaceArgs = { namespaceName: "shop.internal", vpcId: "vpc-1" };
const HTTP: ServiceNamespaceArgs = { namespaceName: "shop", kind: NamespaceKind.Http };

describe("ServiceNamespace", () => {
  it("is asked by DNS in one network, with nothing else given", async () => {
    const seen = await graph(() => new ServiceNamespace("names", DNS));
    const { tags: _, ...inputs } = seen.one(
      "names",
      "aws:servicediscovery/privateDnsNamespace:PrivateDnsNamespace",
    ).inputs;
    assert.deepEqual(inputs, { name: "shop.internal", description: "Services of names.", vpc: "vpc-1" });
    assert.equal(seen.types()["aws:ram/resourceShare:ResourceShare"], undefined);
  });

  it("answers with the addresses of all that ECS holds well", async () => {
    const seen = await graph(() => {
      const found = new ServiceNamespace("names", DNS).register("catalog");
      assert.equal(found.hostName, "catalog.shop.internal");
      assert.equal(found.registry.withPort, false);
    });
    const { tags: _, ...service } = seen.one("names-catalog").inputs;
    assert.deepEqual(service, {
      name: "catalog",
      namespaceId: "names-id",
      dnsConfig: { namespaceId: "names-id", routingPolicy: "MULTIVALUE", dnsRecords: [{ type: "A", ttl: 10 }] },
      healthCheckCustomConfig: { failureThreshold: 1 },
      forceDestroy: false,
    });
  });

  it("answers with ports too, and has instances with attributes that are no tasks", async () => {
    const seen = await graph(() => {
      const found = new ServiceNamespace("names", DNS).register("warehouse", {
        records: ["A", "SRV"],
        ttlSeconds: 60,
        instances: { Old: { address: "10.0.0.9", port: 9000, attributes: { version: "1" } } },
      });
      assert.equal(found.registry.withPort, true);
    });
    assert.deepEqual(Object(seen.one("names-warehouse").inputs["dnsConfig"]).dnsRecords, [
      { type: "A", ttl: 60 },
      { type: "SRV", ttl: 60 },
    ]);
    assert.deepEqual(seen.one("names-warehouse-old").inputs, {
      serviceId: "names-warehouse-id",
      instanceId: "Old",
      attributes: { version: "1", AWS_INSTANCE_IPV4: "10.0.0.9", AWS_INSTANCE_PORT: "9000" },
    });
  });

  it("lets a name go with what is registered just where that was asked for by name", async () => {
    const seen = await graph(() =>
      new ServiceNamespace("names", DNS).register("old", { deletableWithInstances: true }),
    );
    assert.equal(seen.one("names-old").inputs["forceDestroy"], true);
  });

  it("keeps what is found by API out of DNS", async () => {
    const seen = await graph(() => {
      const dns = new ServiceNamespace("names", DNS);
      assert.equal(dns.register("jobs", { apiOnly: true }).hostName, undefined);
      const http = new ServiceNamespace("api", HTTP);
      assert.equal(http.hostedZoneId, undefined);
      http.register("jobs", { instances: { one: { attributes: { queue: "jobs" } } } });
    });
    const jobs = seen.one("names-jobs").inputs;
    assert.deepEqual([jobs["type"], jobs["dnsConfig"]], ["HTTP", undefined]);
    const api = seen.one("api-jobs").inputs;
    assert.deepEqual([api["type"], api["dnsConfig"]], [undefined, undefined]);
  });

  it("is shared with named principals, inside the organisation, with ECS's permission", async () => {
    const seen = await graph(() => new ServiceNamespace("names", { ...DNS, sharedWith: ["210987654321"] }));
    const { tags: _, ...share } = seen.one("names-share", "aws:ram/resourceShare:ResourceShare").inputs;
    assert.deepEqual(share, {
      allowExternalPrincipals: false,
      permissionArns: ["arn:aws:ram::aws:permission/AWSRAMPermissionCloudMapECSFullPermission"],
    });
    assert.equal(seen.one("names-share-210987654321").inputs["principal"], "210987654321");
    assert.match(
      String(seen.one("names-share", "aws:ram/resourceAssociation:ResourceAssociation").inputs["resourceArn"]),
      /:names$/,
    );
  });

  it("grants asking by API in this namespace alone", async () => {
    const seen = await graph(() => {
      const role = new Role("caller", { assumeRolePolicy: "{}" });
      new ServiceNamespace("names", HTTP).grantDiscover({ role }, "caller");
    });
    assert.deepEqual(seen.json("names-discover-caller", "policy"), {
      Version: "2012-10-17",
      Statement: [
        {
          Sid: "Discover",
          Effect: "Allow",
          Action: ["servicediscovery:DiscoverInstances", "servicediscovery:DiscoverInstancesRevision"],
          Resource: "*",
          Condition: { StringEquals: { "servicediscovery:NamespaceName": "shop" } },
        },
      ],
    });
  });

  const REFUSED: [string, ServiceNamespaceArgs, RegExp][] = [
    ["DNS in no network", { namespaceName: "shop.internal" }, /vpcId is null/],
    ["a domain with no dot", { ...DNS, namespaceName: "shop" }, /namespaceName is "shop"/],
    ["a network of an HTTP namespace", { ...HTTP, vpcId: "vpc-1" }, /vpcId is "vpc-1"; leave it out/],
    ["sharing with everybody", { ...DNS, sharedWith: ["*"] }, /sharedWith is "\*"/],
    ["sharing outside with nobody", { ...DNS, shareOutsideOrganization: true }, /say sharedWith whom/],
  ];
  for (const [what, args, message] of REFUSED) {
    it(`refuses ${what}`, () => graph(() => assert.throws(() => new ServiceNamespace("names", args), message)));
  }

  const WRONG: [string, ServiceNamespaceArgs, DiscoveryServiceArgs, RegExp][] = [
    ["records of an HTTP namespace", HTTP, { records: ["A"] }, /records is \["A"\]; leave it out/],
    ["a CNAME beside an A", DNS, { records: ["A", "CNAME"] }, /a CNAME is alone/],
    [
      "an SRV record with no port",
      DNS,
      { records: ["SRV"], instances: { a: { address: "10.0.0.1" } } },
      /a.port is null/,
    ],
    ["an A record with no address", DNS, { instances: { a: {} } }, /a.address is null/],
    ["a CNAME to nothing", DNS, { records: ["CNAME"], instances: { a: {} } }, /a.hostName is null/],
    ["a time that DNS has not", DNS, { ttlSeconds: -1 }, /ttlSeconds is -1/],
  ];
  for (const [what, namespace, args, message] of WRONG) {
    it(`refuses ${what}`, () =>
      graph(() => assert.throws(() => new ServiceNamespace("names", namespace).register("one", args), message)));
  }

  it("refuses a second service of a name", () =>
    graph(() => {
      const names = new ServiceNamespace("names", DNS);
      names.register("catalog");
      assert.throws(() => names.register("catalog"), /has a service of that name/);
    }));
});
