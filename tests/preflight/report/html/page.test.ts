import { strict as assert } from "node:assert";
import { createHash } from "node:crypto";
import fc from "fast-check";
import type { RunResult } from "../../../../preflight/model";
import { htmlReport } from "../../../../preflight/report/html";
import { reportData } from "../../../../preflight/report/html/collect";
import type { ReportData } from "../../../../preflight/report/html/data";
import { finding, policy, provenance, resource, result, shop } from "../sample";

const root = { root: "/shop" };

/** The data that a page brings along, read as a browser reads it. */
function dataOf(html: string): ReportData {
  const [, json = ""] = /<script type="application\/json" id="data">(.*?)<\/script>/s.exec(html) ?? [];
  return JSON.parse(json);
}

/** A platform in which everything that has a text has the given one. */
function named(text: string): RunResult {
  const bucket = resource("aws:s3/bucket:Bucket", text, undefined, { source: { file: `/shop/${text}.ts`, line: 1 } });
  const more = { message: `${text}: ${text}`, remediationSteps: text, description: text, url: `javascript:${text}` };
  const pack = { name: text, version: text, catalogue: [policy(text, { displayName: text, url: text })] };
  const run = result([bucket], [finding(text, bucket, more)], { project: text, stack: text }, pack);
  Object.assign(run, { provenance: provenance({ pulumi: text, providers: [{ name: text, version: text }] }) });
  run.graph.notes.push({ message: text, urn: bucket.urn });
  run.graph.logs.push({ severity: "error", message: text });
  run.graph.unansweredInvokes.push({ token: text, args: {}, reason: text });
  run.packs[0]?.exempted.push({ policy: text, urn: bucket.urn, reason: text });
  run.packs[0]?.remediations.push({
    pack: text,
    policy: text,
    urn: bucket.urn,
    properties: [text],
    changes: [{ path: text, before: text, after: { [text]: text } }],
  });
  return run;
}

const hostile = [
  "</script><script>alert(1)</script>",
  "<!--<script>",
  '"><img src=x onerror=alert(1)>',
  "{{constructor}} `",
  "\u001b[31mred\u001b[0m\u0007",
  "two\nlines\r\n\u2028third",
  "\u202egnp.exe\u0000\ud800",
];

describe("the HTML report", () => {
  it("is one document that loads nothing: its own script and style are the only ones that its policy lets run", () => {
    const html = htmlReport(shop(), root);
    const [, allowed = ""] = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(html) ?? [];
    const hashOf = (text: string): string => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
    const [, style = ""] = /<style>(.*?)<\/style>/s.exec(html) ?? [];
    const [, script = ""] = /<script>(.*?)<\/script>/s.exec(html) ?? [];
    assert.ok(script.length > 10_000 && style.length > 1000);
    assert.equal(
      allowed,
      `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`,
    );
    assert.equal(html.match(/<script/g)?.length, 2);
    assert.doesNotMatch(
      html.replace(/<script type="application\/json".*?<\/script>/s, ""),
      /\b(?:src|href)=["']?(?:https?:)?\/\//,
    );
    assert.doesNotMatch(style, /url\((?!["']?#)|@import/);
  });

  it("is the same for the same result, wherever it is made", () => {
    const first = htmlReport(shop(), root);
    assert.equal(htmlReport(structuredClone(shop()), root), first);
  });

  it("lets no text out of the data: not out of its script, and not into the document", () => {
    const sound = htmlReport(named("sound"), root);
    for (const text of hostile) {
      const html = htmlReport(named(text), root);
      assert.equal(html.match(/<\/?script/g)?.length, sound.match(/<\/?script/g)?.length, text);
      assert.equal(html.match(/<img|<!--/g), null, text);
      assert.equal(dataOf(html).resources.length, 1);
    }
  });

  it("holds with any text at all", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary", maxLength: 30 }), (text) => {
        const html = htmlReport(named(text), root);
        assert.equal(html.match(/<\/?script/g)?.length, 4);
        // biome-ignore lint/suspicious/noControlCharactersInRegex: these must not be there
        assert.doesNotMatch(html, /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/);
        assert.equal(dataOf(html).findings.length, 1);
      }),
      { numRuns: 25, seed: 3 },
    );
  });

  it("shows names with what is hidden in them written out, on one line", () => {
    const [red] = reportData(named("\u001b[31mred\u202e\n"), root).resources;
    assert.equal(red?.name, "\\u001b[31mred\\u202e\\n");
  });

  it("has what policies changed, a line a property", () => {
    const run = shop();
    const [first] = run.graph.resources;
    run.packs[0]?.remediations.push({
      pack: "controls",
      policy: "s3-bucket-versioned",
      urn: first?.urn ?? "",
      properties: ["a", "b"],
      changes: [
        { path: "a.b", before: false, after: true },
        { path: "b", after: { $secret: true } },
      ],
    });
    const { remediations, controls } = reportData(run, root);
    assert.deepEqual(
      remediations.map(({ control, resource: about, text }) => [controls[control]?.name, about, text]),
      [
        ["s3-bucket-versioned", 0, "a.b false -> true"],
        ["s3-bucket-versioned", 0, 'b nothing -> "(secret)"'],
      ],
    );
  });

  it("links to web addresses only", () => {
    assert.ok(reportData(named("x"), root).controls.every(({ url }) => url === undefined));
    const run = result([], [finding("p", undefined, { url: "https://docs.aws.amazon.com/p" })]);
    assert.equal(reportData(run, root).controls.find(({ name }) => name === "p")?.url, "https://docs.aws.amazon.com/p");
  });
});

describe("what the HTML report shows", () => {
  const data = reportData(shop(), root);
  const nameOf = (i: number | undefined): string => (i === undefined ? "stack" : (data.resources[i]?.name ?? "?"));

  it("is each finding with control, resource, verdict and evidence, the worst first", () => {
    assert.deepEqual(
      data.findings.map(({ control, resource: about, verdict }) => [
        data.controls[control]?.name,
        nameOf(about),
        verdict,
      ]),
      [
        ["network-isolated-no-internet", "payments-igw", "violation"],
        ["cloudtrail-on", "stack", "violation"],
        ["s3-bucket-policy-denies-http", "exports", "violation"],
        ["s3-bucket-versioned", "exports", "advisory"],
        ["sqs-policy-denies-http", "orders-dlq", "can't tell"],
      ],
    );
    const [igw] = data.findings;
    assert.deepEqual(
      igw?.evidence.map(({ property }) => property),
      ["vpcId"],
    );
    assert.equal(igw?.symbolicOnly, true);
  });

  it("names the program's line below the repository's root", () => {
    const [igw] = data.findings;
    assert.equal(data.resources[igw?.resource ?? -1]?.source, "infra/network/isolated-vpc.ts:61");
    assert.equal(data.resources.find(({ name }) => name === "exports")?.source, "stacks/index.ts:12");
  });

  it("is what held, what is exempt, and controls that only these name", () => {
    const held = data.held.map(({ control, resources }) => [data.controls[control]?.name, resources.map(nameOf)]);
    assert.deepEqual(held[0], ["sns-topic-encrypted", ["orders-topic"]]);
    assert.deepEqual(
      data.exempted.map(({ control, resource: about, reason }) => [
        data.controls[control]?.name,
        nameOf(about),
        reason,
      ]),
      [["s3-bucket-logging", "exports", "exports is exempt until 2027-01-31 (platform): logs are kept by the partner"]],
    );
  });

  it("is what could not be told, and why", () => {
    assert.deepEqual(data.invokes, [{ token: "aws:ec2/getAmi:getAmi", reason: "needs the EC2 API", times: 2 }]);
    assert.match(data.notes[0]?.message ?? "", /^awsx's plugin is not installed/);
    assert.deepEqual(data.notes[0]?.resources.map(nameOf), ["catalog-image"]);
    assert.deepEqual(data.logs, ["warning: versionedBucket is deprecated"]);
  });

  it("is the path that a message prints, through the resources of the types that it says", () => {
    const [vpc, subnet, database] = ["ec2/vpc:Vpc", "ec2/subnet:Subnet", "rds/cluster:Cluster"].map((type) =>
      resource(`aws:${type}`, "net"),
    );
    assert.ok(vpc && subnet && database);
    const orders = resource("aws:rds/cluster:Cluster", "orders");
    const message = "found internet -> subnet net -> database orders:5432, expected no way from the internet";
    const run = result([vpc, subnet, database, orders], [finding("reach", orders, { message })]);
    assert.deepEqual(reportData(run, root).findings[0]?.path, [1, 3]);
  });

  it("takes apart a finding that could not be decided for several resources", () => {
    const queues = ["a", "b"].map((name) => resource("aws:sqs/queue:Queue", name));
    const message = queues.map(({ name, urn }) => `${name} (${urn}): the key is unknown`).join("\n");
    const run = result(queues, [
      finding("encrypted", undefined, { verdict: "can't tell", enforcement: "advisory", message }),
    ]);
    assert.deepEqual(
      reportData(run, root).findings.map(({ resource: about }) => about),
      [0, 1],
    );
  });
});
