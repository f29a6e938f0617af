import { strict as assert } from "node:assert";
import type { RunResult } from "../../../preflight/model";
import { sarifReport } from "../../../preflight/report";
import { type ReadResult, type ReadRule, readSarif } from "./readers";
import { finding, policy, resource, result, shop } from "./sample";

const root = "/shop";

function read(of: RunResult = shop()) {
  const [run] = readSarif(sarifReport(of, { root })).runs;
  assert.ok(run);
  const found = (ruleId: string): ReadResult => {
    const match = run.results.find((candidate) => candidate.ruleId === ruleId);
    assert.ok(match, ruleId);
    return match;
  };
  const rule = (id: string): ReadRule => {
    const match = run.tool.driver.rules.find((candidate) => candidate.id === id);
    assert.ok(match, id);
    return match;
  };
  return { run, found, rule };
}

function placeOf({ locations }: ReadResult): string {
  const { artifactLocation, region } = locations[0]?.physicalLocation ?? assert.fail();
  return `${artifactLocation.uriBaseId} ${artifactLocation.uri}:${region.startLine}`;
}

describe("SARIF report", () => {
  it("has a run a pack, in a category of the program's, the stack's and the pack's own", () => {
    const { run } = read();
    assert.equal(run.tool.driver.name, "controls");
    assert.equal(run.tool.driver.version, "1.0.0");
    assert.equal(run.automationDetails.id, "preflight/shop/dev/controls/");
  });

  it("is valid where there is no pack, and where a pack says nothing", () => {
    assert.equal(read({ ...shop(), packs: [] }).run.automationDetails.id, "preflight/shop/dev/");
    assert.deepEqual(read(result([], [])).run.results, []);
  });

  it("puts each result at the line of its resource, relative to the repository's root", () => {
    const { found } = read();
    assert.equal(placeOf(found("network-isolated-no-internet")), "SRCROOT infra/network/isolated-vpc.ts:61");
    assert.equal(placeOf(found("s3-bucket-versioned")), "SRCROOT stacks/index.ts:12");
  });

  it("puts a resource of a package at the line that makes its component, and the stack at the project's file", () => {
    const component = resource("lib:index:Site", "site", undefined, {
      kind: "component",
      source: { file: "/shop/stacks/my site#1.ts", line: 7 },
    });
    const bucket = resource("aws:s3/bucket:Bucket", "b", component, {
      source: { file: "/shop/node_modules/lib/site.js", line: 99 },
    });
    const outside = resource("aws:s3/bucket:Bucket", "c", undefined, { source: { file: "/other/x.ts", line: 1 } });
    const { run } = read(
      result([component, bucket, outside], [finding("p", bucket), finding("q", outside), finding("r", undefined)]),
    );
    assert.deepEqual(run.results.map(placeOf), [
      "SRCROOT stacks/my%20site%231.ts:7",
      "SRCROOT Pulumi.yaml:1",
      "SRCROOT Pulumi.yaml:1",
    ]);
    const text = sarifReport(shop(), { root, projectFile: "/shop/stacks/Pulumi.yaml" });
    assert.match(text, /"uri": "stacks\/Pulumi\.yaml"/);
  });

  it("is an error where it is mandatory, a warning or note where advisory, and open without a level in doubt", () => {
    const { found } = read();
    const kinds = ["network-isolated-no-internet", "s3-bucket-versioned", "sqs-policy-denies-http"].map((id) => {
      const { kind, level } = found(id);
      return `${kind} ${level}`;
    });
    assert.deepEqual(kinds, ["fail error", "fail note", "open none"]);
  });

  it("suppresses what an exemption excused, with its reason", () => {
    const { suppressions } = read().found("s3-bucket-logging");
    assert.deepEqual(suppressions, [
      {
        kind: "external",
        status: "accepted",
        justification: "exports is exempt until 2027-01-31 (platform): logs are kept by the partner",
      },
    ]);
    assert.equal(read().run.results.filter((one) => one.suppressions).length, 1);
  });

  it("explains every policy of the pack, also those that found nothing, with the score that GitHub sorts by", () => {
    const { rule, run } = read();
    const isolated = rule("network-isolated-no-internet");
    assert.equal(isolated.shortDescription.text, "Isolated VPCs have no way to or from the internet");
    assert.match(isolated.help.text, /Fix: Remove the internet gateway.*Serves pci-dss-4\.0\.1:1\.4\.4/s);
    assert.match(isolated.helpUri ?? "", /^https:\/\/docs\.aws/);
    assert.deepEqual(isolated.properties.tags, ["security", "network", "pci-dss-4.0.1:1.4.4", "nist-800-53-r5:SC-7"]);
    assert.ok(Number(isolated.properties["security-severity"]) > 9);
    assert.equal(rule("sns-topic-encrypted").properties["security-severity"], "8.0");
    assert.equal(rule("tags-required").defaultConfiguration.enabled, false);
    for (const one of run.results) {
      assert.equal(run.tool.driver.rules[one.ruleIndex]?.id, one.ruleId);
    }
  });

  it("keeps to what GitHub takes of a rule: twenty tags, and texts of bounded length", () => {
    const tags = Array.from({ length: 30 }, (_, i) => `tag-${i}`);
    const long = policy("p", { displayName: "{🙂".repeat(900), description: "{🙂".repeat(900), tags, url: "no url" });
    const { rule } = read(result([], [], {}, { catalogue: [long] }));
    const { properties, name, shortDescription, fullDescription, helpUri } = rule("p");
    assert.equal(properties.tags.length, 20);
    assert.ok(name.length <= 255 && shortDescription.text.length <= 1024 && fullDescription.text.length <= 1024);
    assert.match(shortDescription.text, /^(\{\{🙂|\{\{)+…$/u);
    assert.equal(helpUri, undefined);
  });

  it("has a fingerprint of its own for each result, which stays where lines move", () => {
    const prints = (of: RunResult): (string | undefined)[] =>
      read(of).run.results.map(({ partialFingerprints }) => partialFingerprints.primaryLocationLineHash);
    const bucket = (name: string, line: number) =>
      resource("aws:s3/bucket:Bucket", name, undefined, { source: { file: "/shop/loop.ts", line } });
    const twice = (line: number): RunResult => {
      const [a, b] = [bucket("a", line), bucket("b", line)];
      return result([a, b], [finding("p", a), finding("p", b), finding("q", a), finding("p", a, { message: "too" })]);
    };
    assert.equal(new Set(prints(twice(3))).size, 4);
    assert.deepEqual(prints(twice(3)), prints(twice(30)));
  });

  it("leaves out what GitHub would refuse the whole run for, says so, and keeps the worst", () => {
    const queues = Array.from({ length: 25_010 }, (_, i) => resource("aws:sqs/queue:Queue", `q${i}`));
    const found = queues.map((queue, i) => finding("p", queue, { severity: i === 25_009 ? "critical" : "low" }));
    const log = JSON.parse(sarifReport(result(queues, found), { root }));
    assert.equal(log.runs[0].results.length, 25_000);
    assert.match(log.runs[0].results[0].message.text, /^q25009/);
    assert.match(log.runs[0].invocations[0].toolExecutionNotifications[0].message.text, /^10 results are left out/);
  });
});
