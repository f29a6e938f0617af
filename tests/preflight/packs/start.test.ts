import { strict as assert } from "node:assert";
import { build, fixture, Packs } from "./support";

describe("starting a policy pack", function () {
  this.timeout(30_000);
  const packs = new Packs();
  before(build);
  afterEach(() => packs.stop());

  it("refuses a folder without PulumiPolicy.yaml, saying what to give", async () => {
    await assert.rejects(packs.start("no-yaml"), {
      name: "UserError",
      message: `${fixture("no-yaml")} is no policy pack: it has no PulumiPolicy.yaml. Give the folder that holds the pack's PulumiPolicy.yaml to --policy-pack.`,
    });
  });

  it("refuses a folder that does not exist", async () => {
    await assert.rejects(packs.start("nowhere"), { name: "UserError", message: /nowhere does not exist/ });
  });

  it("refuses another runtime by its name", async () => {
    await assert.rejects(packs.start("python"), { name: "UserError", message: /has the runtime "python"/ });
  });

  it("tells a pack's own words when it throws while it loads, without stack frames", async () => {
    await assert.rejects(packs.start("throwing-at-load"), ({ name, message }: Error) => {
      assert.equal(name, "UserError");
      assert.match(message, /failed to start: Error: the licence of this pack has expired/);
      assert.doesNotMatch(message, /\n\s+at /);
      return true;
    });
  });

  it("gives up on a pack that never listens", async () => {
    await assert.rejects(packs.start("silent", { timeout: 1 }), {
      name: "UserError",
      message: `Policy pack ${fixture("silent")} did not start to listen within 1 seconds.`,
    });
  });

  it("tells when and how a running pack ends", async () => {
    const analysis = packs.analysis(1);
    const pack = await packs.start("dying");
    analysis.announce({ index: 0, directory: pack.directory, port: pack.port, config: {} });
    analysis.analyze({
      urn: "urn:pulumi:dev::shop::a:b:C::d",
      type: "a:b:C",
      name: "d",
      parent: "",
      custom: true,
      inputs: {},
      outputs: {},
      dependencies: [],
      propertyDependencies: {},
      options: { protect: false, ignoreChanges: [], aliases: [], additionalSecretOutputs: [] },
    });
    assert.equal(await pack.ended, "ended with exit code 7");
    assert.match(pack.output.text(), /out of luck/);
  });
});
