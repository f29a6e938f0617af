import { strict as assert } from "node:assert";
import { EnforcementLevel } from "@pulumi/pulumi/proto/analyzer_pb";
import { applyChanges } from "../../../../policies/adapter/remedy";
import { proxied, UNKNOWN } from "../../../support/policies";
import { type PackServer, startPackServer } from "../support/server";

/** How a secret stands on the wire. */
const secret = (value: string) => ({ "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270", value });

describe("changes of properties", () => {
  const applied = (props: Record<string, unknown>, path: string, value: string | boolean = true) => ({
    made: applyChanges(proxied(props), [{ path, value }]),
    props,
  });

  it("make the maps on the way where there are none", () => {
    assert.deepEqual(applied({ a: 1 }, "b.c.d"), { made: true, props: { a: 1, b: { c: { d: true } } } });
    assert.deepEqual(applied({ b: null }, "b.c"), { made: true, props: { b: { c: true } } });
  });

  it("go into the one block of a list", () => {
    assert.deepEqual(applied({ b: [{ c: false, d: 1 }] }, "b.c").props, { b: [{ c: true, d: 1 }] });
  });

  it("leave all as it is where one of them can't be made", () => {
    const cases: Record<string, unknown>[] = [
      { b: UNKNOWN },
      { b: [UNKNOWN] },
      { b: [{ c: 1 }, { c: 2 }] },
      { b: "text" },
    ];
    for (const props of cases) {
      const before = structuredClone(props);
      const changes = [
        { path: "first", value: true },
        { path: "b.c", value: true },
      ];
      assert.equal(applyChanges(proxied(props), changes), false);
      assert.deepEqual(props, before);
    }
  });

  it("are none where there is nothing to change", () => assert.equal(applyChanges({}, []), false));
});

describe("a policy at the level remediate", () => {
  let server: PackServer;
  const domain = (props: Record<string, string | boolean | object>) => ({
    type: "aws:opensearch/domain:Domain",
    name: "search",
    props: JSON.parse(JSON.stringify(props)),
  });

  before(async function () {
    this.timeout(30_000);
    server = await startPackServer();
    await server.configure({ "opensearch-https": {}, "elb-zones": {} }, EnforcementLevel.REMEDIATE);
  });
  after(() => server?.stop());

  it("changes just what its control asks for, and keeps secrets secret and unknowns unknown", async () => {
    const master = { masterUserOptions: { masterUserPassword: secret("hidden") } };
    const before = { accessPolicies: UNKNOWN, advancedSecurityOptions: master, clusterConfig: { instanceCount: 3 } };
    const answer = await server.remediate(domain(before));
    assert.deepEqual(answer, [
      {
        policy: "opensearch-https",
        props: {
          ...before,
          domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
        },
      },
    ]);
  });

  it("leaves a resource alone that is right, or of which there is no telling", async () => {
    const right = { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" };
    for (const domainEndpointOptions of [right, { ...right, enforceHttps: UNKNOWN }]) {
      assert.deepEqual(await server.remediate(domain({ domainEndpointOptions })), []);
    }
    assert.deepEqual(await server.remediate({ type: "aws:sqs/queue:Queue", name: "other", props: {} }), []);
  });

  it("leaves a resource alone that is exempt", async () => {
    const exemptions = [{ resource: "search", owner: "shop", reason: "moves", expires: "2999-01-01" }];
    await server.configure({ "opensearch-https": { exemptions } }, EnforcementLevel.REMEDIATE);
    assert.deepEqual(await server.remediate(domain({})), []);
  });
});
