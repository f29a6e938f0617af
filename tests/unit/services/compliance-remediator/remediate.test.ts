import { strict as assert } from "node:assert";
import { type Finding, findingMessage } from "../../../../services/compliance-remediator/finding";
import type { Ports } from "../../../../services/compliance-remediator/ports";
import { Processor, type ProcessorOptions } from "../../../../services/compliance-remediator/processor";
import { ApiGatewayStub, stubErrors } from "../../../support/api-gateway-stub";
import { brokenApi, dyingPorts, finding, gatewayOf, memoryPorts, throttling, wrongs } from "./memory";

const EARLY = "2026-01-01T10:00:00.000Z";
const LATE = "2026-01-01T11:59:59.000Z";

function work(ports: Ports, one: Finding, options: ProcessorOptions = {}) {
  const delivery = { messageId: "m1", receiptHandle: "h1", body: findingMessage(one), receiveCount: 1 };
  return new Processor(ports, { random: () => 1, ...options }).process(delivery);
}

describe("remediation against a stub of API Gateway (no emulator has UpdateDomainName)", () => {
  const stub = new ApiGatewayStub();
  let endpoint = "";
  before(async () => {
    endpoint = await stub.start();
  });
  after(() => stub.stop());
  beforeEach(() => {
    stub.apis.clear();
    stub.domains.clear();
    stub.calls.length = 0;
    stub.fault = () => undefined;
  });
  /** One clock for the stub's world, the ports and the gateway; domains are read anew each time. */
  const fresh = (now = () => Date.parse("2026-01-01T12:00:00Z"), domainsMaxAgeMs = -1) =>
    memoryPorts(gatewayOf(endpoint, { now, domainsMaxAgeMs }), now);
  const writes = () => stub.calls.filter((call) => !call.startsWith("GET"));

  it("restores all four settings, as callers of the deployed API meet them, and says so once", async () => {
    brokenApi(stub, "a1");
    assert.equal(wrongs(stub, "a1").length, 4);
    const { ports, memory } = fresh();
    assert.deepEqual(await work(ports, finding("a1")), { outcome: "remediated", message: "delete" });
    assert.deepEqual(wrongs(stub, "a1"), []);
    assert.equal(writes().length, 5);
    assert.deepEqual(
      [...memory.evidence.keys()].map((key) => key.split("/").pop()),
      ["remediated.json"],
    );
    assert.equal(memory.notices.length, 1);
    assert.equal(memory.findings.get(finding("a1").id)?.changes.length, 5);
  });

  it("finds a domain and a method that only a later page of the answers names", async () => {
    for (const id of ["a1", "a2", "a3"]) brokenApi(stub, id);
    const { ports } = fresh();
    await work(ports, finding("a3"));
    assert.deepEqual(wrongs(stub, "a3"), []);
    assert.equal(wrongs(stub, "a1").length, 4);
  });

  it("changes nothing in a dry run, records the plan, and a later run in earnest is no duplicate of it", async () => {
    brokenApi(stub, "a1");
    const { ports, memory } = fresh();
    assert.equal((await work(ports, finding("a1"), { dryRun: true })).outcome, "planned");
    assert.deepEqual(writes(), []);
    assert.equal(memory.findings.get(finding("a1").id)?.changes.length, 5);
    assert.equal((await work(ports, finding("a1"), { dryRun: true })).outcome, "duplicate");
    assert.equal((await work(ports, finding("a1"))).outcome, "remediated");
    assert.deepEqual(wrongs(stub, "a1"), []);
  });

  it("leaves a second copy alone, and writes nothing for it", async () => {
    brokenApi(stub, "a1");
    const { ports, memory } = fresh();
    await work(ports, finding("a1"));
    const [calls, evidence, notices] = [stub.calls.length, memory.evidence.size, memory.notices.length];
    assert.deepEqual(await work(ports, finding("a1")), { outcome: "duplicate", message: "delete" });
    assert.deepEqual([stub.calls.length, memory.evidence.size, memory.notices.length], [calls, evidence, notices]);
  });

  it("takes an older finding that comes after a newer one for stale, without a call", async () => {
    brokenApi(stub, "a1");
    const { ports } = fresh();
    await work(ports, finding("a1", LATE));
    const calls = stub.calls.length;
    assert.equal((await work(ports, finding("a1", EARLY))).outcome, "stale");
    assert.equal(stub.calls.length, calls);
  });

  it("looks again where the finding is older by less than clocks may differ", async () => {
    brokenApi(stub, "a1");
    const { ports } = fresh();
    await work(ports, finding("a1", EARLY));
    assert.equal((await work(ports, finding("a1", LATE))).outcome, "already-compliant");
  });

  it("reads the domains anew for a finding that is younger than what it knows of them", async () => {
    brokenApi(stub, "a1", { domain: false });
    const { ports } = fresh(undefined, 3_600_000);
    await work(ports, finding("a1", EARLY));
    stub.domains.set("a1.shop.example", {
      domainName: "a1.shop.example",
      securityPolicy: "TLS_1_0",
      mappings: [{ restApiId: "a1", stage: "prod" }],
    });
    // Known as of 12:00:00, which is not after the finding's instant by as much as clocks may differ.
    await work(ports, finding("a1", LATE));
    assert.equal(stub.domains.get("a1.shop.example")?.securityPolicy, "TLS_1_2");
  });

  it("asks once for the domains of many findings that are older than what it knows", async () => {
    const { ports } = fresh(undefined, 10_000);
    for (const id of ["a1", "a2", "a3"]) brokenApi(stub, id);
    for (const id of ["a1", "a2", "a3"]) await work(ports, finding(id, EARLY));
    const first = stub.calls.filter((call) => call === "GET /domainnames").length;
    assert.equal(first, 2, "three domains are two pages");
    for (const id of ["a1", "a2", "a3"]) assert.deepEqual(wrongs(stub, id), []);
  });

  it("records an API that was deleted before it came to it as gone", async () => {
    const { ports, memory } = fresh();
    assert.deepEqual(await work(ports, finding("a1")), { outcome: "gone", message: "delete" });
    assert.equal(memory.findings.get(finding("a1").id)?.outcome, "gone");
  });

  it("records an API that is deleted in the middle of the changes as gone", async () => {
    brokenApi(stub, "a1");
    stub.fault = ({ method, path }) => {
      if (method === "PATCH" && path === "/restapis/a1") stub.apis.delete("a1");
      return undefined;
    };
    const { ports } = fresh();
    assert.deepEqual(await work(ports, finding("a1")), { outcome: "gone", message: "delete" });
  });

  it("goes on where only the integration was deleted meanwhile", async () => {
    const api = brokenApi(stub, "a1");
    stub.fault = ({ method, path }) => {
      if (method === "PATCH" && path.includes("/integration"))
        api.resources = api.resources.filter(({ id }) => id !== "r2");
      return undefined;
    };
    const { ports } = fresh();
    assert.equal((await work(ports, finding("a1"))).outcome, "remediated");
    assert.deepEqual(wrongs(stub, "a1"), ["backend undefined"]);
  });

  it("gets through conflicts and 30 % throttling", async () => {
    const throttle = throttling(0.3);
    let conflicts = 2;
    stub.fault = ({ method }) => (method !== "GET" && conflicts-- > 0 ? stubErrors.conflict() : throttle());
    const { ports } = fresh();
    for (let n = 0; n < 10; n++) {
      brokenApi(stub, `a${n}`);
      assert.equal((await work(ports, finding(`a${n}`))).outcome, "remediated");
      assert.deepEqual(wrongs(stub, `a${n}`), []);
    }
  });

  it("keeps the message where API Gateway throttles for good", async () => {
    brokenApi(stub, "a1");
    stub.fault = () => stubErrors.throttled();
    const { ports, memory } = fresh();
    assert.deepEqual(await work(ports, finding("a1")), { outcome: "throttled", message: "keep", delaySeconds: 60 });
    assert.equal(memory.findings.size, 0);
  });

  it("is refused access: keeps the message for later, tells people once, and finishes when access is given", async () => {
    brokenApi(stub, "a1");
    stub.fault = ({ method, path }) => (method === "POST" ? stubErrors.denied(method, path) : undefined);
    const { ports, memory } = fresh();
    const kept = { outcome: "access-denied", message: "keep", delaySeconds: 300 };
    assert.deepEqual(await work(ports, finding("a1")), kept);
    assert.deepEqual(await work(ports, finding("a1")), kept);
    assert.equal(memory.notices.length, 1);
    assert.match(memory.notices[0]?.body ?? "", /not authorized to perform: apigateway:POST/);
    // Everything but the deployment is done: only the plan in the ledger says that it is due.
    stub.fault = () => undefined;
    assert.deepEqual(wrongs(stub, "a1").includes("plain HTTP answers"), true);
    assert.equal((await work(ports, finding("a1"))).outcome, "remediated");
    assert.deepEqual(wrongs(stub, "a1"), []);
  });

  it("asks people instead of fighting: the fourth time within the hour", async () => {
    const { ports, memory } = fresh();
    const outcomes: string[] = [];
    for (let n = 0; n < 4; n++) {
      stub.domains.clear();
      brokenApi(stub, "a1");
      const observed = new Date(Date.parse(LATE) + n * 1000).toISOString();
      outcomes.push((await work(ports, finding("a1", observed))).outcome);
    }
    assert.deepEqual(outcomes, ["remediated", "remediated", "remediated", "escalated"]);
    assert.equal(wrongs(stub, "a1").length, 4);
    assert.match(memory.notices.at(-1)?.body ?? "", /something sets it back/);
  });

  it("does not count changes that are older than the window", async () => {
    let now = Date.parse("2026-01-01T12:00:00Z");
    const { ports } = fresh(() => now);
    for (let n = 0; n < 4; n++) {
      stub.domains.clear();
      brokenApi(stub, "a1");
      assert.equal((await work(ports, finding("a1", new Date(now).toISOString()))).outcome, "remediated");
      now += 40 * 60_000;
    }
  });

  it("does not call an API remediated that somebody sets back under its hands", async () => {
    const api = brokenApi(stub, "a1");
    stub.fault = ({ method, path }) => {
      if (method === "GET" && path === "/restapis/a1") api.policy = undefined;
      return undefined;
    };
    const { ports, memory } = fresh();
    assert.deepEqual(await work(ports, finding("a1")), { outcome: "unverified", message: "keep", delaySeconds: 60 });
    assert.equal(memory.findings.get(finding("a1").id)?.status, "planned");
  });

  it("does not take a deployment for made that did not reach its stage", async () => {
    const api = brokenApi(stub, "a1");
    const old = structuredClone(api.stages);
    let lost = 1;
    stub.fault = ({ method, path }) => {
      // The stage is pointed at its old deployment again, once, before it is read back.
      if (
        method === "GET" &&
        path.endsWith("/stages") &&
        stub.calls.some((call) => call.startsWith("POST")) &&
        lost-- > 0
      ) {
        api.stages = structuredClone(old);
      }
      return undefined;
    };
    const { ports } = fresh();
    assert.equal((await work(ports, finding("a1"))).outcome, "remediated");
    assert.equal(stub.calls.filter((call) => call.startsWith("POST")).length, 2);
    assert.deepEqual(wrongs(stub, "a1"), []);
  });

  it("makes what changes it can and hands the rest to people", async () => {
    const api = brokenApi(stub, "a1");
    const integration = { type: "HTTP", uri: "http://legacy.shop.example:8080/" };
    api.resources.push({ id: "r9", path: "/old", methods: { GET: { authorizationType: "NONE", integration } } });
    const { ports, memory } = fresh();
    assert.deepEqual(await work(ports, finding("a1")), { outcome: "needs-people", message: "delete" });
    assert.deepEqual(wrongs(stub, "a1"), []);
    assert.match(memory.notices[0]?.body ?? "", /port 8080/);
    // Not proved compliant: a later finding is looked into.
    assert.equal(memory.verified.size, 0);
  });

  it("records a resource of another type, and tells people of it", async () => {
    const { ports, memory } = fresh();
    const other = { ...finding("a1"), resourceType: "AWS::ApiGatewayV2::Api" };
    assert.deepEqual(await work(ports, other), { outcome: "out-of-scope", message: "delete" });
    assert.equal(memory.notices.length, 1);
    assert.deepEqual(stub.calls, []);
  });

  for (const when of ["before", "after"] as const) {
    it(`is finished by the next worker where the first dies right ${when} any one of its effects`, async () => {
      let effects: string[] = [];
      let at = 0;
      const deaths: string[] = [];
      do {
        at++;
        stub.domains.clear();
        brokenApi(stub, "a1");
        const { ports, memory } = fresh();
        const dying = dyingPorts(ports, at, when);
        const first = await work(dying.ports, finding("a1"));
        effects = dying.effects;
        if (effects.length < at) {
          assert.deepEqual(first, { outcome: "remediated", message: "delete" });
          break;
        }
        deaths.push(effects.at(-1) ?? "");
        assert.equal(first.message, "keep", `deleted although it died at ${effects.join()}`);
        const second = await work(ports, finding("a1"));
        const wanted = when === "after" && effects.at(-1) === "settle" ? "duplicate" : "remediated";
        assert.deepEqual(second, { outcome: wanted, message: "delete" }, `died at ${effects.join()}`);
        assert.deepEqual(wrongs(stub, "a1"), [], `died at ${effects.join()}`);
        const record = memory.findings.get(finding("a1").id);
        assert.deepEqual([record?.status, record?.outcome, record?.changes.length], ["settled", "remediated", 5]);
        assert.equal(memory.evidence.size, 1);
        assert.ok(memory.notices.length >= 1 && memory.notices.length <= 2);
      } while (at < 50);
      assert.deepEqual(deaths, ["plan", "apply", "apply", "apply", "apply", "apply", "evidence", "notice", "settle"]);
    });
  }

  it("finishes what it began although another finding about the API was settled meanwhile", async () => {
    brokenApi(stub, "a1");
    const { ports } = fresh();
    // Dies after the four changes, before the deployment.
    await work(dyingPorts(ports, 5, "after").ports, finding("a1", EARLY));
    assert.ok(wrongs(stub, "a1").includes("plain HTTP answers"));
    assert.equal((await work(ports, finding("a1", LATE, { rule: "other" }))).outcome, "already-compliant");
    assert.equal((await work(ports, finding("a1", EARLY))).outcome, "remediated");
    assert.deepEqual(wrongs(stub, "a1"), []);
  });
});
