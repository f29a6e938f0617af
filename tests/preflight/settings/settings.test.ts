import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import Ajv2020, { type ValidateFunction } from "ajv/dist/2020";
import { parse, stringify } from "yaml";
import type { PolicyDescription } from "../../../preflight/packs/config";
import { effectiveConfigs } from "../../../preflight/packs/config";
import { describePack } from "../../../preflight/packs/describe-pack";
import { packageRoot } from "../../../preflight/paths";
import { expandSettings, readSettings, settingsSchema } from "../../../preflight/settings";
import { build } from "../packs/support";

const PACK = join(packageRoot(), "policies");

describe("settings of a policy pack", function () {
  this.timeout(60_000);
  let policies: PolicyDescription[] = [];
  let name = "";
  let folder = "";
  let fits: ValidateFunction;

  before(async () => {
    build();
    folder = mkdtempSync(join(tmpdir(), "settings-"));
    ({ name, policies } = await describePack(PACK));
    fits = new Ajv2020({ strict: true, allowUnionTypes: true }).compile(settingsSchema(policies, name));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const expand = (content: Record<string, unknown>) =>
    expandSettings({ file: "policies.yaml", content }, policies, name);
  const levelOf = (content: Record<string, unknown>, policy: string): string | undefined =>
    effectiveConfigs(policies, {}, expand(content))[policy]?.enforcementLevel;
  const settingsOf = (content: Record<string, unknown>, policy: string): Record<string, unknown> =>
    effectiveConfigs(policies, {}, expand(content))[policy]?.properties ?? {};

  it("leave everything as the pack has it where they say nothing", () => {
    assert.deepEqual(expand({}), {});
    assert.equal(levelOf({}, "elb-zones"), "mandatory");
  });

  it("select controls by framework, and keep those about the pack itself", () => {
    const content = { frameworks: ["cis-aws-5.0.0"] };
    const served = new Set(policies.filter(({ tags }) => tags.some((tag) => tag.startsWith("cis-aws-5.0.0:"))));
    assert.ok(served.size > 0 && served.size < policies.length);
    for (const policy of policies.filter(({ tags }) => !tags.includes("pack"))) {
      // What is off until a team asks for it by name stays off.
      const off = policy.enforcementLevel === "disabled" || !served.has(policy);
      assert.equal(levelOf(content, policy.name) === "disabled", off, policy.name);
    }
    assert.equal(levelOf(content, "pack-upkeep"), "advisory");
    assert.equal(levelOf(content, "pack-exemptions"), "advisory");
  });

  it("select controls by severity, and both ways together", () => {
    const severe = { severities: ["critical"] };
    for (const { name: policy, severity, tags } of policies.filter((one) => !one.tags.includes("pack"))) {
      assert.equal(levelOf(severe, policy) === "disabled", severity !== "critical", policy);
      const both = levelOf({ ...severe, frameworks: ["fsbp"] }, policy) === "disabled";
      assert.equal(both, severity !== "critical" || !tags.some((tag) => tag.startsWith("fsbp:")), policy);
    }
  });

  it("set the level of a severity, and of a control by name before its pattern", () => {
    const levels = { levels: { medium: "mandatory", high: "advisory" } };
    assert.equal(levelOf(levels, "elb-zones"), "advisory");
    const controls = { ...levels, controls: { "elb-zones": "mandatory", "elb-*": { enforcementLevel: "disabled" } } };
    assert.equal(levelOf(controls, "elb-zones"), "mandatory");
    assert.equal(levelOf(controls, "elb-listener-https"), "disabled");
    assert.equal(levelOf({ severities: ["low"], controls: { "elb-zones": "advisory" } }, "elb-zones"), "advisory");
    assert.equal(levelOf({ controls: { "pack-upkeep": "mandatory" } }, "pack-upkeep"), "mandatory");
  });

  it("hand a parameter to every control that has one of the name, and a control's own over it", () => {
    const content = {
      parameters: { minimumZones: 3, undecided: "violation" },
      controls: { "elb-zones": { minimumZones: 2 } },
    };
    assert.equal(settingsOf(content, "elb-zones").minimumZones, 2);
    assert.equal(settingsOf(content, "efs-zones").minimumZones, 3);
    assert.equal(settingsOf(content, "elb-listener-https").undecided, "violation");
    assert.ok(!("minimumZones" in settingsOf(content, "elb-listener-https")));
  });

  it("leave types of resources out of just the controls that judge them", () => {
    const content = { skipTypes: ["aws:efs/*", "aws:lb/loadBalancer:LoadBalancer"] };
    assert.deepEqual(settingsOf(content, "elb-zones").skipTypes, ["aws:lb/loadBalancer:LoadBalancer"]);
    assert.deepEqual(settingsOf(content, "efs-zones").skipTypes, ["aws:efs/fileSystem:FileSystem"]);
    assert.ok(!("skipTypes" in settingsOf(content, "nat-gateway-zones")));
  });

  it("hand what is about the pack as a whole to the policy that is", () => {
    const exemption = {
      control: "elb-zones",
      resource: "a",
      owner: "b",
      reason: "c",
      ticket: "d",
      expires: "2030-01-31",
    };
    const content = { exemptions: [exemption], mostExemptions: 3, ignoreExemptions: true, maximumListAge: 100 };
    const { exemptions, mostExemptions, ignoreExemptions, maximumListAge } = settingsOf(content, "pack-upkeep");
    assert.deepEqual(
      { exemptions, mostExemptions, ignoreExemptions, maximumListAge },
      { ...content, exemptions: [exemption] },
    );
  });

  it("take the records of a file of exemptions in, from beside them", () => {
    const file = join(folder, "policies.yaml");
    const record = (control: string) => ({
      control,
      resource: "r",
      owner: "o",
      reason: "x",
      ticket: "T-1",
      expires: "2030-01-31",
    });
    writeFileSync(join(folder, "exemptions.yaml"), stringify([record("a")]));
    writeFileSync(file, stringify({ exemptionsFile: "exemptions.yaml", exemptions: [record("b")] }));
    const { exemptions, exemptionsFile } =
      effectiveConfigs(policies, {}, expandSettings(readSettings(file), policies, name))["pack-upkeep"]?.properties ??
      {};
    assert.deepEqual(
      { exemptions, exemptionsFile: exemptionsFile || undefined },
      { exemptions: [record("b"), record("a")], exemptionsFile: undefined },
    );
  });

  it("name the file of exemptions where that is wrong, and the settings where they name none", () => {
    const file = join(folder, "policies.yaml");
    writeFileSync(file, "exemptionsFile: exemptions.yaml\n");
    writeFileSync(join(folder, "exemptions.yaml"), "- control: a\n  expires: soon\n");
    const expanded = () => expandSettings(readSettings(file), policies, name);
    assert.throws(expanded, ({ message }: Error) => {
      assert.ok(message.startsWith(`${join(folder, "exemptions.yaml")}: `), message);
      assert.match(message, /exemptions\[0\]\.expires is "soon".*exemptions\[0\]\.owner is required/);
      return true;
    });
    writeFileSync(join(folder, "exemptions.yaml"), "- [\n");
    assert.throws(expanded, /exemptions\.yaml is no valid YAML: .* at line 2, column 1\.$/);
    const other: PolicyDescription[] = [
      { name: "no-buckets", enforcementLevel: "mandatory", severity: "high", tags: [] },
    ];
    writeFileSync(join(folder, "exemptions.yaml"), "[]\n");
    assert.throws(
      () => expandSettings(readSettings(file), other, "mine"),
      /policies\.yaml: exemptionsFile is no property of it/,
    );
    writeFileSync(file, "exemptionsFile: none.yaml\n");
    assert.throws(() => readSettings(file), {
      name: "UserError",
      message: /none\.yaml can't be read: there is no such file or folder\.$/,
    });
    writeFileSync(file, "exemptionsFile: [a]\n");
    assert.throws(() => readSettings(file), { name: "UserError", message: /exemptionsFile is \["a"\]/ });
  });

  const mistakes: [string, Record<string, unknown>, RegExp][] = [
    ["a key", { framworks: [] }, /framworks is no property of it \(did you mean "frameworks"\?\)/],
    [
      "a framework",
      { frameworks: ["pci-dss-4.0"] },
      /frameworks\[0\] is "pci-dss-4\.0", .*\(did you mean "pci-dss-4\.0\.1"\?\)/,
    ],
    ["a list that is none", { frameworks: "fsbp" }, /frameworks is "fsbp", not a list/],
    ["a severity", { severities: ["severe"] }, /severities\[0\] is "severe", not one of "critical"/],
    ["a severity of a level", { levels: { hihg: "mandatory" } }, /levels\.hihg is no property .*"high"/],
    ["a level", { levels: { high: "manadatory" } }, /levels\.high is "manadatory".*did you mean "mandatory"/],
    ["a type", { skipTypes: ["aws:lb/loadBalancer:Balancer"] }, /did you mean "aws:lb\/loadBalancer:LoadBalancer"/],
    ["a parameter", { parameters: { minimumZone: 2 } }, /parameters\.minimumZone is no .*"minimumZones"/],
    [
      "a parameter's value",
      { parameters: { minimumZones: "two" } },
      /parameters\.minimumZones is "two", not a whole number/,
    ],
    ["a control", { controls: { "elb-zone": "advisory" } }, /controls\.elb-zone is no .*"elb-zones"/],
    [
      "a control's level",
      { controls: { "elb-zones": "strict" } },
      /controls\.elb-zones is "strict", not one of "advisory", "mandatory"[^;]*\.$/,
    ],
    ["a control's setting", { controls: { "elb-zones": { minZones: 2 } } }, /elb-zones\.minZones is no property/],
    [
      "a control with nothing",
      { controls: { "elb-zones": null } },
      /controls\.elb-zones is null, not text, nor keys and/,
    ],
    ["a type without its name", { skipTypes: ["aws:efs"] }, /"aws:efs\/[^"]*"\?\), nor a name with \*/],
    [
      "a level in an object",
      { controls: { "elb-*": { enforcementLevel: "no" } } },
      /enforcementLevel is "no", not one of/,
    ],
    ["an exemption", { exemptions: [{ control: "a", resource: "b" }] }, /exemptions\[0\]\.ticket is required/],
    ["a limit", { mostExemptions: -1 }, /mostExemptions is -1, not at least 0/],
  ];
  for (const [what, content, message] of mistakes) {
    it(`are refused with the file, the key and the nearest right one where ${what} is wrong`, () => {
      assert.throws(() => expand(content), { name: "UserError", message });
      assert.throws(() => expand(content), /^UserError: policies\.yaml: /);
      assert.equal(fits(content), false);
    });
  }

  it("are refused where a name with stars stands for nothing", () => {
    assert.throws(() => expand({ skipTypes: ["aws:none/*"] }), /skipTypes has "aws:none\/\*", and no control judges/);
    assert.throws(() => expand({ controls: { "none-*": "advisory" } }), /controls has "none-\*", and no control has/);
    assert.throws(() => expand({ controls: { "elb-*": { minDays: 2 } } }), /controls\.elb-\*\.minDays is no setting/);
  });

  it("in the documentation fit the pack and the schema", () => {
    const readme = readFileSync(join(PACK, "README.md"), "utf8");
    const examples = [...readme.matchAll(/```yaml\n([\s\S]*?)```/g)].map(([, text = ""]): unknown => parse(text));
    const settings = examples.filter((example) => isMap(example) && "levels" in example).filter(isMap);
    assert.equal(settings.length, 1);
    const lists = examples.filter((example) => Array.isArray(example));
    assert.equal(lists.length, 1);
    for (const { exemptionsFile, ...content } of settings) {
      assert.ok(fits({ exemptionsFile, ...content }), JSON.stringify(fits.errors));
      assert.ok(Object.keys(expand({ ...content, exemptions: lists[0] })).length > 50);
    }
  });

  it("have a schema that is not too large to be published", () => {
    assert.ok(JSON.stringify(settingsSchema(policies, name)).length < 2_000 * policies.length);
  });
});

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
