import { strict as assert } from "node:assert";
import { UNKNOWN } from "../../support/policies";
import { type PackServer, startPackServer, type WireResource } from "./support/server";

const advisory = 0;
const mandatory = 1;

describe("the pack, through the engine's protocol", () => {
  let pack: PackServer;

  before(async function () {
    this.timeout(60_000);
    pack = await startPackServer();
  });
  after(() => pack?.stop());

  const domain = (securityPolicy: string) =>
    pack.analyze({ type: "aws:apigateway/domainName:DomainName", name: "api", props: { securityPolicy } });
  const about = <T extends { policyname: string }>(policy: string, diagnostics: T[]): T[] =>
    diagnostics.filter(({ policyname }) => policyname === policy);
  const subnet = (name: string, zone: string): WireResource => ({
    type: "aws:ec2/subnet:Subnet",
    name,
    props: { id: UNKNOWN, availabilityZone: zone },
  });
  const balancer = (name: string, subnets: string | string[], from: string[]): WireResource => ({
    type: "aws:lb/loadBalancer:LoadBalancer",
    name,
    props: { subnets },
    from: { subnets: from },
  });
  const zones = async (...resources: WireResource[]) =>
    about("elb-zones", (await pack.analyzeStack(resources)).diagnosticsList);

  it("announces each control with its severity, framework, settings and what to do", async () => {
    const { policiesList } = await pack.info();
    const control = policiesList.find(({ name }) => name === "elb-zones");
    assert.ok(control);
    assert.equal(control.enforcementlevel, mandatory);
    assert.equal(control.framework?.reference, "ELB.13");
    assert.ok(control.tagsList.includes("nist-800-53-r5:SC-36"));
    assert.match(control.remediationSteps, /subnetMappings/);
    const settings = control.configschema?.properties?.fieldsMap.map(([name]) => name).sort();
    assert.deepEqual(settings, ["exemptions", "minimumZones", "skipTypes", "undecided"]);
  });

  it("reports a violation once, at the control's level, with the property and the fix", async () => {
    const [violation, ...others] = about("apigateway-domain-tls", (await domain("TLS_1_0")).diagnosticsList);
    assert.deepEqual(others, []);
    assert.equal(violation?.enforcementlevel, mandatory);
    assert.match(
      violation?.message ?? "",
      /securityPolicy: found "TLS_1_0", expected one of TLS_1_2, .*\nSet securityPolicy/s,
    );
  });

  it("says nothing of what is sound", async () => {
    assert.deepEqual(about("apigateway-domain-tls", (await domain("TLS_1_2")).diagnosticsList), []);
  });

  it("tells what can't be decided as an advisory of the control, though the control is mandatory", async () => {
    const [told] = about("apigateway-domain-tls", (await domain(UNKNOWN)).diagnosticsList);
    assert.equal(told?.enforcementlevel, advisory);
    assert.match(
      told?.message ?? "",
      /can't run policy .* during preview: api \(urn:.*\): securityPolicy is not known/,
    );
  });

  it("reports violations of a stack before what it can't decide, each with its resource", async () => {
    const resources = [subnet("a", "eu-central-1a"), subnet("b", "eu-central-1b")];
    const [first, second, ...others] = await zones(
      ...resources,
      balancer("sliced", UNKNOWN, ["a", "b"]),
      balancer("single", [UNKNOWN], ["a"]),
      balancer("sound", [UNKNOWN, UNKNOWN], ["a", "b"]),
      balancer("foreign", ["subnet-1", "subnet-2"], []),
    );
    assert.deepEqual(others, []);
    assert.match(first?.urn ?? "", /::single$/);
    assert.equal(first?.enforcementlevel, mandatory);
    assert.equal(second?.enforcementlevel, advisory);
    assert.match(second?.message ?? "", /foreign \(urn.*\): .*\nsliced \(urn.*\): .*any of a, b/s);
  });

  it("keeps two stacks apart that differ in what is known only", async () => {
    const with_ = (zone: string) => [
      subnet("a", "eu-central-1a"),
      subnet("b", zone),
      balancer("web", [UNKNOWN, UNKNOWN], ["a", "b"]),
    ];
    const [sound, broken] = await Promise.all([zones(...with_("eu-central-1b")), zones(...with_("eu-central-1a"))]);
    assert.deepEqual([sound.length, broken.length], [0, 1]);
  });

  it("says that a control is not applicable where there is nothing that it is about", async () => {
    const { notApplicableList } = await pack.analyzeStack([subnet("a", "eu-central-1a")]);
    const reason = notApplicableList.find(({ policyName }) => policyName === "elb-zones")?.reason;
    assert.match(reason ?? "", /resources of type aws:lb\/loadBalancer:LoadBalancer/);
  });

  describe("when configured", () => {
    afterEach(() => pack.configure({}));

    const exempt = (resource: string, expires: string) => ({
      "elb-zones": { exemptions: [{ resource, owner: "shop", reason: "a test system", expires }] },
    });
    const single = [subnet("a", "eu-central-1a"), balancer("web", [UNKNOWN], ["a"])];

    it("fails what can't be decided where a team wants that", async () => {
      await pack.configure({ "apigateway-domain-tls": { undecided: "violation" } });
      const [told] = about("apigateway-domain-tls", (await domain(UNKNOWN)).diagnosticsList);
      assert.equal(told?.enforcementlevel, mandatory);
    });

    it("excuses an exempted resource and says so", async () => {
      await pack.configure(exempt("we*", "2999-12-31"));
      const { diagnosticsList, notApplicableList } = await pack.analyzeStack(single);
      assert.deepEqual(about("elb-zones", diagnosticsList), []);
      const reason = notApplicableList.find(({ policyName }) => policyName === "elb-zones")?.reason;
      assert.match(
        reason ?? "",
        /^web is exempt until 2999-12-31 \(control "elb-zones", owner "shop", urn "urn:.*::web"\): a test system$/,
      );
    });

    it("does not take an exemption past its last day, and reports it", async () => {
      await pack.configure(exempt("web", "2020-01-31"));
      const { diagnosticsList } = await pack.analyzeStack(single);
      assert.equal(about("elb-zones", diagnosticsList).length, 1);
      const notes = about("pack-upkeep", diagnosticsList).map(({ message }) => message);
      assert.ok(notes.some((note) => /exemption of web \(shop\) expired on 2020-01-31/.test(note)));
    });

    it("reports an exemption that nothing needs", async () => {
      await pack.configure(exempt("no-such-balancer", "2999-12-31"));
      const { diagnosticsList } = await pack.analyzeStack(single);
      const notes = about("pack-upkeep", diagnosticsList).map(({ message }) => message);
      assert.ok(notes.some((note) => /exemption of no-such-balancer \(shop\) excused nothing/.test(note)));
    });
  });
});
