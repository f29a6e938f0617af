import { strict as assert } from "node:assert";
import { resolve } from "node:path";
import { registry } from "../../policies/registry";
import { preflight, type RunResult } from "../../preflight";
import { markdownReport, textReport } from "../../preflight/report";
import { controlsOfPrograms, findingsOf, foundBy, type Program, policyConfigFile, programs } from "../support/programs";

const PACK = resolve(__dirname, "../../policies");
const remedies = registry.flatMap((control) => (control.scope === "resource" && control.remedy ? [control.id] : []));

/** Runs a program with these controls at the level `remediate`. */
async function remediated(program: Program, controls: readonly string[]): Promise<RunResult> {
  const { policyConfig = {}, stackTags } = program.expected;
  const levels = Object.fromEntries(
    controls.map((id) => {
      const own = policyConfig[id];
      return [id, { ...(typeof own === "object" ? own : {}), enforcementLevel: "remediate" }];
    }),
  );
  const expected = { ...program.expected, policyConfig: { ...policyConfig, ...levels } };
  const config = policyConfigFile({ ...program, expected });
  return preflight({
    directory: program.folder,
    stack: "test",
    policyPacks: [PACK],
    policyPackConfigs: config === undefined ? [] : [config],
    stackTags,
  });
}

function controlOf(line: string): string {
  return line.split(" ")[0] ?? "";
}

describe("the pack with every remedy switched on", function () {
  this.timeout(120_000);
  const concerned = programs().filter(({ expected }) =>
    expected.violations.some((line) => remedies.includes(controlOf(line))),
  );

  it("is tried on programs of several kinds", () => {
    assert.ok(concerned.length >= 5, concerned.map(({ name }) => name).join(", "));
  });

  for (const program of concerned) {
    it(`puts ${program.name} right, and leaves the rest as it was`, async () => {
      const { packs } = await remediated(program, remedies);
      const { violations, cantTell } = program.expected;
      assert.deepEqual(foundBy(controlsOfPrograms(), findingsOf(packs)), {
        violations: violations.filter((line) => !remedies.includes(controlOf(line))),
        cantTell,
      });
      const changed = packs.flatMap((pack) => pack.remediations);
      const right = violations.map(controlOf).filter((id) => remedies.includes(id));
      assert.deepEqual(
        right.filter((id) => !changed.some(({ policy, changes }) => policy === id && changes.length > 0)),
        [],
      );
    });
  }

  it("shows what one remedy changed, from the program to the reports", async () => {
    const program = programs().find(({ name }) => name === "opensearch-http");
    assert.ok(program);
    const result = await remediated(program, ["opensearch-https"]);
    assert.deepEqual(result.graph.resources.find(({ name }) => name === "search")?.inputs.domainEndpointOptions, {
      enforceHttps: true,
      tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10",
    });
    assert.deepEqual(
      result.packs.flatMap(({ remediations }) => remediations.map(({ policy, changes }) => ({ policy, changes }))),
      [
        {
          policy: "opensearch-https",
          changes: [
            { path: "domainEndpointOptions.enforceHttps", before: false, after: true },
            {
              path: "domainEndpointOptions.tlsSecurityPolicy",
              before: "Policy-Min-TLS-1-2-2019-07",
              after: "Policy-Min-TLS-1-2-PFS-2023-10",
            },
          ],
        },
      ],
    );
    const text = textReport(result, { columns: 200 });
    assert.match(text, /~ search: opensearch-https: domainEndpointOptions\.enforceHttps false -> true/);
    assert.match(
      markdownReport(result),
      /\| `opensearch-https` \| `search` \| `domainEndpointOptions\.enforceHttps false -> true` \|/,
    );
  });
});
