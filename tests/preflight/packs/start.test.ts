import { strict as assert } from "node:assert";
import { join } from "node:path";
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

  it("tells a pack's own words and the place when it throws while it loads", async () => {
    await assert.rejects(packs.start("throwing-at-load"), {
      name: "PreflightError",
      message: `Policy pack ${fixture("throwing-at-load")} failed to start: Error: the licence of this pack has expired`,
      frames: [`${join(fixture("throwing-at-load"), "index.js")}:1:7`],
    });
  });

  it("tells the place in TypeScript, not in what it was compiled to", async () => {
    await assert.rejects(packs.start("throwing-typescript"), {
      name: "PreflightError",
      message: /failed to start: Error: the licence of this pack has ended on 2020-01-31$/,
      frames: [`${join(fixture("throwing-typescript"), "index.ts")}:6:7`],
    });
  });

  it("tells of a module that is missing without Node.js's list of who requires it", async () => {
    await assert.rejects(packs.start("missing-module"), {
      name: "PreflightError",
      message: `Policy pack ${fixture("missing-module")} failed to start: Error: Cannot find module './rules'`,
      frames: [`${join(fixture("missing-module"), "index.js")}:1:1`],
    });
  });

  it("refuses a folder without the package.json that the policy SDK reads, naming it", async () => {
    await assert.rejects(packs.start("no-package"), {
      name: "UserError",
      message: /no-package has no package\.json, .* Put one beside .*PulumiPolicy\.yaml, with a "version"\.$/,
    });
  });

  it("says that a program which makes no pack has to make one", async () => {
    await assert.rejects(packs.start("makes-none"), {
      name: "UserError",
      message:
        /ended with exit code 0 before it was up\. Its entry point has to make a PolicyPack of @pulumi\/policy\.$/,
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
