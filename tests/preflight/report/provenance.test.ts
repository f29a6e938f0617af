import { strict as assert } from "node:assert";
import { applyBaseline } from "../../../preflight/baseline";
import { diffRuns, diffText } from "../../../preflight/diff";
import type { RunResult } from "../../../preflight/model";
import { csvReport, jsonReport, junitReport, markdownReport, reports, sarifReport } from "../../../preflight/report";
import { reportData } from "../../../preflight/report/html/collect";
import { elements, jsonReportErrors, readCsv, readSarif, readXml } from "./readers";
import { commit, provenance, shop } from "./sample";

const options = { root: "/shop" };
const versions = "preflight 0.1.0, controls 1.0.0, @pulumi/pulumi 3.270.0, aws 7.48.0, random";

/** A run that is the same but for when and from what it was made. */
function another(): RunResult {
  const source = { commit: "f".repeat(40), changed: false };
  const providers = [{ name: "aws", version: "7.49.0" }];
  return { ...shop(), provenance: provenance({ started: "2027-01-01T00:00:00.000Z", providers, source }) };
}

/** A run as reports had it before they told what they are evidence of. */
function earlier(): RunResult {
  const { provenance: _, ...rest } = shop();
  return rest;
}

describe("what a report is evidence of", () => {
  it("is in the JSON report, and the schema tells of it and takes reports without it", () => {
    assert.deepEqual(JSON.parse(jsonReport(shop())).provenance, provenance());
    assert.deepEqual(jsonReportErrors(jsonReport(shop()), "closed"), []);
    assert.deepEqual(jsonReportErrors(jsonReport({ ...shop(), provenance: provenance({ source: undefined }) })), []);
    assert.deepEqual(jsonReportErrors(jsonReport(earlier())), []);
  });

  for (const [what, wrong] of Object.entries({
    "a time that is not in UTC": { started: "2026-11-27T17:00:05+01:00" },
    "a commit that is cut": { source: { commit: commit.slice(0, 8) } },
  })) {
    it(`is refused by the schema with ${what}`, () => {
      assert.notDeepEqual(jsonReportErrors(jsonReport({ ...shop(), provenance: provenance(wrong) })), []);
    });
  }

  it("is in each row of the CSV report, behind the columns that were there before", () => {
    const text = csvReport(shop(), options);
    assert.match(text, /^project,stack,pack,.*,remediation,link,mode,run,repository,commit,/);
    for (const row of readCsv(text)) {
      assert.deepEqual(Object.entries(row).slice(19), [
        ["mode", "symbolic"],
        ["run", "2026-11-27T17:00:05.123Z"],
        ["repository", "https://git.example/acme/shop"],
        ["commit", commit],
        ["uncommitted changes", "yes"],
        ["preflight", "0.1.0"],
        ["pulumi", "3.270.0"],
        ["providers", "aws 7.48.0; random"],
      ]);
    }
    const [unknown] = readCsv(csvReport({ ...shop(), provenance: provenance({ source: { commit } }) }, options));
    assert.equal(unknown?.["uncommitted changes"], "", "whether there are changes is not known");
  });

  it("is in the head of the HTML report, and says whether all was committed only where that is known", () => {
    assert.deepEqual(reportData(shop(), options).evidence, [
      { name: "Run", value: "2026-11-27 17:00:05 UTC" },
      { name: "Commit", value: `${commit} with uncommitted changes` },
      { name: "Repository", value: "https://git.example/acme/shop" },
      { name: "Versions", value: versions },
    ]);
    const commitOf = (changed?: boolean): string | undefined =>
      reportData({ ...shop(), provenance: provenance({ source: { commit, changed } }) }, options).evidence[1]?.value;
    assert.deepEqual([commitOf(), commitOf(false)], [commit, `${commit}, nothing uncommitted`]);
  });

  it("is in the Markdown report's head, as code so that it mentions nobody", () => {
    assert.equal(
      markdownReport(shop(), options).split("\n")[5],
      `Run: \`2026-11-27 17:00:05 UTC\` · Commit: \`${commit} with uncommitted changes\` · Repository: \`https://git.example/acme/shop\` · Versions: \`${versions}\``,
    );
  });

  it("is in each suite of the JUnit report", () => {
    const [suite] = elements(readXml(junitReport(shop(), options)), "testsuite");
    assert.ok(suite);
    const properties = elements(suite, "property").map(({ attributes }) => `${attributes.name}: ${attributes.value}`);
    assert.ok(properties.includes(`commit: ${commit} with uncommitted changes`), properties.join("\n"));
    assert.ok(properties.includes(`versions: ${versions}`), properties.join("\n"));
  });

  it("is in SARIF where the format has a place for it, and in the properties", () => {
    const [run] = readSarif(sarifReport(shop(), options)).runs;
    assert.deepEqual(run?.versionControlProvenance, [
      { repositoryUri: "https://git.example/acme/shop", revisionId: commit, mappedTo: { uriBaseId: "SRCROOT" } },
    ]);
    assert.equal(run.tool.driver.version, "1.0.0");
    assert.equal(run.tool.driver.fullName, "preflight 0.1.0 with controls 1.0.0");
    assert.equal(run.invocations[0]?.startTimeUtc, "2026-11-27T17:00:05.123Z");
    assert.deepEqual(run.properties.provenance, provenance());
    const withoutPack = readSarif(sarifReport({ ...shop(), packs: [] }, options)).runs[0];
    assert.equal(withoutPack?.tool.driver.version, "0.1.0");
  });

  it("names no revision in SARIF where the repository's address, which it must have, is not known", () => {
    const run = { ...shop(), provenance: provenance({ source: { commit } }) };
    const [read] = readSarif(sarifReport(run, options)).runs;
    assert.equal(read?.versionControlProvenance, undefined);
    assert.deepEqual(read?.properties.provenance?.source, { commit });
  });

  it("is left out by every format for a report that was written before", () => {
    for (const [format, report] of Object.entries(reports)) {
      assert.doesNotMatch(report(earlier(), options), /undefined|7\.48\.0|2026-11-27/, format);
    }
  });

  it("makes no difference between two runs, nor to a baseline", () => {
    const diff = diffRuns(shop(), another());
    assert.deepEqual([diff.resources.changed, diff.findings.added, diff.findings.fixed], [[], [], []]);
    assert.match(diffText(diff, { colors: false }), /Nothing is different/);
    const baselineOf = (run: RunResult) => applyBaseline(run, { write: "b.json", strict: false }, undefined).text;
    assert.equal(baselineOf(shop()), baselineOf(another()));
  });
});
