import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isAgeNote } from "../../support/age-notes";
import { UNKNOWN } from "../../support/policies";
import { type PackServer, startPackServer, type WireResource } from "./support/server";

const mandatory = 1;
const record = { owner: "shop", reason: "a test system", ticket: "SHOP-12", expires: "2999-12-31" };

describe("exemptions, through the engine's protocol", () => {
  let pack: PackServer;
  let folder = "";

  const start = async (): Promise<void> => {
    folder = mkdtempSync(join(tmpdir(), "exemptions-"));
    pack = await startPackServer();
  };
  const stop = (): void => {
    pack?.stop();
    rmSync(folder, { recursive: true, force: true });
  };

  type Answer = Awaited<ReturnType<PackServer["analyzeStack"]>>;
  const said = (policy: string, { diagnosticsList }: Answer): string[] =>
    about(policy, diagnosticsList).map(({ message }) => message);
  const about = (policy: string, diagnostics: Answer["diagnosticsList"]): Answer["diagnosticsList"] =>
    diagnostics.filter(({ policyname, message }) => policyname === policy && !isAgeNote(policyname, message));
  const reason = (policy: string, { notApplicableList }: Answer): string =>
    notApplicableList.find(({ policyName }) => policyName === policy)?.reason ?? "";
  const domain = (name = "api", type = "aws:apigateway/domainName:DomainName") =>
    pack.analyze({ type, name, props: { securityPolicy: "TLS_1_0" } });
  const subnet: WireResource = {
    type: "aws:ec2/subnet:Subnet",
    name: "a",
    props: { id: UNKNOWN, availabilityZone: "eu-central-1a" },
  };
  const balancer = (name: string, subnets: string | string[] = [UNKNOWN], from = ["a"]): WireResource => ({
    type: "aws:lb/loadBalancer:LoadBalancer",
    name,
    props: { subnets },
    from: { subnets: from },
  });
  const declared = (name: string, change: Record<string, string> = {}) => ({
    type: "aws-microservices-platform:governance:Exemption",
    name,
    props: { ...record, control: "apigateway-domain-tls", resource: "api", ...change },
  });

  describe("of the configuration", () => {
    before(async function () {
      this.timeout(60_000);
      await start();
    });
    after(stop);
    afterEach(() => pack.configure({}));

    it("of pack-upkeep's configuration hold for all controls, the first that is asked too", async () => {
      const exemptions = [
        { ...record, control: "apigateway-*", resource: "api" },
        { ...record, control: "elb-zones", resource: "web" },
      ];
      await pack.configure({ "pack-upkeep": { exemptions } });
      const answer = await domain();
      assert.deepEqual(said("apigateway-domain-tls", answer), []);
      assert.match(
        reason("apigateway-domain-tls", answer),
        /^api is exempt until 2999-12-31 \(control "apigateway-domain/,
      );
      const stack = await pack.analyzeStack([subnet, balancer("web")]);
      assert.deepEqual(said("elb-zones", stack), []);
      assert.deepEqual(said("pack-upkeep", stack), []);
      assert.deepEqual(said("apigateway-domain-tls", await domain("other")).length, 1);
    });

    it("of a file hold for all controls", async () => {
      const exemptionsFile = join(folder, "exemptions.json");
      writeFileSync(exemptionsFile, JSON.stringify([{ ...record, control: "apigateway-domain-tls", resource: "api" }]));
      await pack.configure({ "pack-upkeep": { exemptionsFile } });
      assert.deepEqual(said("apigateway-domain-tls", await domain()), []);
    });

    it("excuse nothing where the run ignores them", async () => {
      const exemptions = [{ ...record, control: "*", resource: "*" }];
      await pack.configure({ "pack-upkeep": { exemptions, ignoreExemptions: true } });
      assert.equal(said("apigateway-domain-tls", await domain()).length, 1);
      assert.deepEqual(said("pack-upkeep", await pack.analyzeStack([])), []);
    });

    it("are told of where a part of the resources violates the control all the same", async () => {
      await pack.configure({ "pack-upkeep": { exemptions: [{ ...record, control: "elb-zones", resource: "web" }] } });
      const stack = await pack.analyzeStack([subnet, balancer("web"), balancer("api")]);
      assert.equal(said("elb-zones", stack).length, 1);
      assert.match(reason("elb-zones", stack), /^web is exempt until [^\n]*$/);
    });

    it("are told of by pack-upkeep where the control itself ends undecided", async () => {
      await pack.configure({ "pack-upkeep": { exemptions: [{ ...record, control: "elb-zones", resource: "web" }] } });
      const stack = await pack.analyzeStack([
        subnet,
        balancer("web"),
        balancer("foreign", ["subnet-1", "subnet-2"], []),
      ]);
      assert.match(said("elb-zones", stack)[0] ?? "", /can't run policy/);
      assert.match(reason("pack-upkeep", stack), /^web is exempt until 2999-12-31 \(control "elb-zones", owner "shop"/);
    });

    it("are kept for what can't be decided yet, and excuse it where that is to be a violation", async () => {
      const exemptions = [{ ...record, control: "elb-zones", resource: "foreign" }];
      const foreign = balancer("foreign", ["subnet-1", "subnet-2"], []);
      await pack.configure({ "pack-upkeep": { exemptions } });
      const undecided = await pack.analyzeStack([foreign]);
      assert.match(said("elb-zones", undecided)[0] ?? "", /can't run policy/);
      assert.deepEqual(said("pack-upkeep", undecided), []);
      await pack.configure({ "pack-upkeep": { exemptions }, "elb-zones": { undecided: "violation" } });
      const excused = await pack.analyzeStack([foreign, balancer("other", ["subnet-1", "subnet-2"], [])]);
      assert.equal(said("elb-zones", excused).length, 1);
      assert.match(reason("elb-zones", excused), /^foreign is exempt until 2999-12-31/);
    });

    it("that are too many or expired fail a run whose configuration wants that", async () => {
      const exemptions = [
        { ...record, control: "elb-zones", resource: "web" },
        { ...record, control: "elb-zones", resource: "old", expires: "2020-01-31" },
      ];
      await pack.configure({ "pack-upkeep": { exemptions, mostExemptions: 0 } });
      const { diagnosticsList } = await pack.analyzeStack([subnet, balancer("web")]);
      const notes = about("pack-upkeep", diagnosticsList);
      assert.deepEqual(
        notes.map(({ enforcementlevel }) => enforcementlevel),
        [mandatory, mandatory],
      );
      assert.match(notes[0]?.message ?? "", /1 exemptions hold at the same time, mostExemptions is 0/);
      assert.match(notes[1]?.message ?? "", /old \(shop\) expired on 2020-01-31/);
    });

    it("are no matter of types that a control leaves out", async () => {
      await pack.configure({
        "apigateway-domain-tls": { skipTypes: ["aws:apigateway/domainName:DomainName"] },
        "elb-zones": { skipTypes: ["aws:lb/loadBalancer:LoadBalancer"] },
      });
      const answer = await domain();
      assert.deepEqual(said("apigateway-domain-tls", answer), []);
      assert.match(reason("apigateway-domain-tls", answer), /DomainName is left out by skipTypes/);
      const stack = await pack.analyzeStack([
        subnet,
        balancer("web"),
        { ...balancer("old"), type: "aws:alb/loadBalancer:LoadBalancer" },
      ]);
      assert.equal(said("elb-zones", stack).length, 1);
      assert.match(said("elb-zones", stack)[0] ?? "", /subnets/);
    });
  });

  // What the program declares is known as long as the pack runs, so each test has one of its own.
  describe("of the program", () => {
    beforeEach(async function () {
      this.timeout(60_000);
      await start();
    });
    afterEach(stop);

    for (const [what, props] of [
      ["a component", declared("e").props],
      ["a stash, as any language has it", { input: { policyExemption: declared("e").props } }],
    ] as const) {
      it(`that the program declares by ${what} hold for what is registered after it`, async () => {
        const type = what === "a component" ? declared("e").type : "pulumi:index:Stash";
        const answer = await pack.analyze({ type, name: "e", props });
        assert.deepEqual(said("pack-exemptions", answer), []);
        assert.deepEqual(said("apigateway-domain-tls", await domain()), []);
        assert.deepEqual(said("pack-upkeep", await pack.analyzeStack([])), []);
      });
    }

    it("that come after their resource are told of where they stand, and excuse nothing", async () => {
      assert.equal(said("apigateway-domain-tls", await domain()).length, 1);
      await pack.analyze(declared("late"));
      const { diagnosticsList } = await pack.analyzeStack([]);
      const [note] = about("pack-upkeep", diagnosticsList);
      assert.match(note?.message ?? "", /came too late for api: declare it first/);
      assert.match(note?.urn ?? "", /governance:Exemption::late$/);
    });

    it("that are incomplete, or not known yet, are told of at their resource", async () => {
      const incomplete = await pack.analyze(declared("e", { ticket: "" }));
      assert.match(said("pack-exemptions", incomplete)[0] ?? "", /apigateway-domain-tls: an exemption needs ticket/);
      const unknown = await pack.analyze(declared("f", { owner: UNKNOWN }));
      assert.match(said("pack-exemptions", unknown)[0] ?? "", /owner is not known before the deployment: write it as/);
      assert.equal(said("apigateway-domain-tls", await domain()).length, 1);
    });

    it("leave an ordinary stash, and one whose value is not known, alone", async () => {
      for (const input of ["text", UNKNOWN, { other: "value" }]) {
        const answer = await pack.analyze({ type: "pulumi:index:Stash", name: "s", props: { input } });
        assert.deepEqual(said("pack-exemptions", answer), []);
      }
      assert.deepEqual(said("pack-upkeep", await pack.analyzeStack([])), []);
    });
  });
});
