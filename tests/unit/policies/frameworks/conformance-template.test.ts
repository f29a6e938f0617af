import { strict as assert } from "node:assert";
import { parse } from "yaml";
import {
  MAX_BYTES,
  MAX_PARAMETERS,
  MAX_RULES,
  type TemplateRule,
  templatesOf,
} from "../../../../policies/frameworks/conformance-template";

const rule = (name: string, more: Partial<TemplateRule> = {}): TemplateRule => ({
  name,
  identifier: "RDS_STORAGE_ENCRYPTED",
  description: "a rule",
  parameters: {},
  ...more,
});
const many = (length: number, more?: Partial<TemplateRule>) =>
  Array.from({ length }, (_, index) => rule(`rule-${index}`, more));
const namesIn = (template: string): string[] =>
  Object.values<{ Properties: { ConfigRuleName: string } }>(parse(template).Resources).map(
    ({ Properties }) => Properties.ConfigRuleName,
  );

describe("templates of conformance packs", () => {
  it("are what AWS Config reads: parameters with their defaults, and rules that refer to them", () => {
    const [template = ""] = templatesOf(
      [rule("elb-zones", { identifier: "ELBV2_MULTIPLE_AZ", parameters: { minAvailabilityZones: "3" } })],
      "Zones",
    );
    assert.deepEqual(parse(template), {
      Parameters: { ElbZonesParameterMinAvailabilityZones: { Type: "String", Default: "3" } },
      Resources: {
        ElbZones: {
          Type: "AWS::Config::ConfigRule",
          Properties: {
            ConfigRuleName: "elb-zones",
            Description: "a rule",
            InputParameters: { minAvailabilityZones: { Ref: "ElbZonesParameterMinAvailabilityZones" } },
            Source: { Owner: "AWS", SourceIdentifier: "ELBV2_MULTIPLE_AZ" },
          },
        },
      },
    });
    assert.match(template, /^# Zones\n/);
  });

  it("have no parameters where no rule has any", () => {
    assert.deepEqual(Object.keys(parse(templatesOf([rule("one")], "One")[0] ?? "")), ["Resources"]);
    assert.deepEqual(templatesOf([], "None"), []);
  });

  it("keep every text as it is, whatever YAML would make of it", () => {
    const texts = [
      "no",
      "true",
      "null",
      "1e3",
      "0x1F",
      "~",
      "- a",
      "a: b",
      "a #b",
      "x\ny",
      '"quoted"',
      "é ✓",
      "a:",
      "Off",
    ];
    for (const text of texts) {
      const [template = ""] = templatesOf([rule("one", { description: text, parameters: { it: text } })], "One");
      const { Parameters, Resources } = parse(template);
      assert.equal(Resources.One.Properties.Description, text);
      assert.equal(Parameters.OneParameterIt.Default, text);
    }
  });

  it("are split where a pack would have more rules than AWS takes, and not before", () => {
    assert.equal(templatesOf(many(MAX_RULES), "Full").length, 1);
    const templates = templatesOf(many(MAX_RULES + 1), "More");
    assert.deepEqual(
      templates.map((template) => namesIn(template).length),
      [MAX_RULES, 1],
    );
    assert.match(templates[1] ?? "", /^# More, 2 of 2\n/);
  });

  it("are split where a pack would have more parameters than AWS takes, and not before", () => {
    assert.equal(templatesOf(many(MAX_PARAMETERS / 2, { parameters: { a: "1", b: "2" } }), "Full").length, 1);
    assert.equal(templatesOf(many(MAX_PARAMETERS / 2 + 1, { parameters: { a: "1", b: "2" } }), "More").length, 2);
  });

  it("are split where a template would have more bytes than AWS takes, counted as UTF-8", () => {
    const rules = many(100, { description: "é".repeat(250) });
    const templates = templatesOf(rules, "Wide");
    assert.equal(templates.length, 2);
    for (const template of templates) assert.ok(Buffer.byteLength(template) <= MAX_BYTES);
    assert.deepEqual(
      templates.flatMap(namesIn),
      rules.map(({ name }) => name),
      "every rule is there once, in order",
    );
  });
});
