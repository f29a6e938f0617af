import { strict as assert } from "node:assert";
import { readdirSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import equivalents from "../../../../policies/frameworks/equivalents.json";
import { equivalentsOf, frameworks, registry, requirementsOf, unmapped } from "../../../../policies/index";

const folder = resolve(__dirname, "../../../../policies/frameworks");
const ids = new Set(registry.map(({ id }) => id));

/** How each framework writes the ids of its requirements. */
const formats: Record<string, RegExp> = {
  fsbp: /^[A-Z][A-Za-z0-9]*\.\d+$/,
  "cis-aws-5.0.0": /^\d+(\.\d+)+$/,
  "cis-aws-3.0.0": /^\d+(\.\d+)+$/,
  "pci-dss-4.0.1": /^(A\d|\d{1,2})(\.\d+)+$/,
  "nist-800-53-r5": /^[A-Z]{2}-\d+(\([a-z0-9]+\))*([a-z](\.\d+)?)?$/,
  hipaa: /^164\.\d{3}(\([a-zA-Z0-9]+\))*$/,
  "soc-2": /^(CC|A|C|PI|P)\d+\.\d+$/,
  "iso-27001-2022": /^A\.[5-8]\.\d{1,2}$/,
  "well-architected": /^((SEC|REL)\d{2}-BP\d{2}|REL-\d{1,2})$/,
  "aws-config": /^([A-Z][A-Z0-9_]+|[a-z][a-z0-9-]+)$/,
};

describe("the frameworks' requirements", () => {
  it("come from every file of the folder", () => {
    const files = readdirSync(folder).filter((file) => file.endsWith(".json"));
    const inFiles = files
      .map((file): unknown => JSON.parse(readFileSync(join(folder, file), "utf8")))
      .flatMap((content) =>
        typeof content === "object" && content !== null && "requirements" in content && "id" in content
          ? [content.id]
          : [],
      );
    assert.deepEqual(inFiles.sort(), frameworks.map(({ id }) => id).sort());
  });

  for (const { id, source, requirements } of frameworks) {
    it(`of ${id} have ids as it writes them, a source, and controls or a reason`, () => {
      const format = formats[id];
      assert.ok(format, `say here how ${id} writes its ids`);
      assert.match(source, /https:\/\//);
      for (const [requirement, { controls = [], manual }] of Object.entries(requirements)) {
        assert.match(requirement, format);
        assert.notEqual(controls.length > 0, manual !== undefined, `${requirement}: either controls or a reason`);
        assert.deepEqual(
          controls.filter((control) => !ids.has(control)),
          [],
          `${requirement} names controls that there are none of`,
        );
        assert.equal(new Set(controls).size, controls.length, `${requirement} names a control twice`);
        if (manual !== undefined) assert.match(manual, /^[A-Z].{20,}\.$/, `${requirement}: a reason is a sentence`);
      }
    });
  }

  it("ask for every control, or the pack says why it has one that none asks for", () => {
    const alone = [...ids].filter((id) => requirementsOf(id).length === 0);
    assert.deepEqual(
      alone.filter((id) => !unmapped.has(id)),
      [],
      "say in frameworks/unmapped.json why the pack has them",
    );
    assert.deepEqual(
      [...unmapped.keys()].filter((id) => !alone.includes(id)),
      [],
      "a framework asks for these, or there are none: drop them from frameworks/unmapped.json",
    );
  });

  it("are found for a control in the order of the frameworks, each once", () => {
    const [first] = requirementsOf("elb-zones");
    assert.equal(`${first?.framework.id} ${first?.id}`, "fsbp ELB.13", "policies name the first framework");
    for (const { id } of registry) {
      const found = requirementsOf(id);
      const expected = frameworks.flatMap((framework) =>
        Object.entries(framework.requirements)
          .filter(([, { controls }]) => controls?.includes(id))
          .map(([requirement]) => `${framework.id} ${requirement}`),
      );
      assert.deepEqual(
        found.map((one) => `${one.framework.id} ${one.id}`),
        expected,
        id,
      );
    }
  });
});

describe("the checks of other tools", () => {
  it("stand beside controls that there are, under ids as the tools write them", () => {
    for (const id of Object.keys(equivalents.controls)) {
      assert.ok(ids.has(id), `there is no control ${id}`);
      const { checkov, cdkNag } = equivalentsOf(id);
      assert.ok(checkov.length + cdkNag.length > 0, `${id} has none`);
      for (const check of checkov) assert.match(check, /^CKV2?_AWS_\d+$/);
      for (const rule of cdkNag)
        assert.match(rule, /^(AwsSolutions|NIST\.800\.53\.R[45]|HIPAA\.Security|PCI\.DSS\.321|Serverless)-\w+$/);
    }
    assert.deepEqual(equivalentsOf("no-such-control"), { checkov: [], cdkNag: [] });
  });
});
