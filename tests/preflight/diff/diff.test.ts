import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { changesOf } from "../../../preflight/changes";
import { diffMarkdown, diffRuns, diffText, newMandatory, readReport } from "../../../preflight/diff";
import type { GraphResource, PolicyFinding, RunResult, Value } from "../../../preflight/model";
import { jsonReport } from "../../../preflight/report";
import { commentLength } from "../../../preflight/report/markdown";
import { finding, resource, result } from "../report/sample";

const stack = resource("pulumi:pulumi:Stack", "shop-dev", undefined, { kind: "stack" });
const bucket = (inputs: Record<string, Value> = {}, name = "exports"): GraphResource =>
  resource("aws:s3/bucket:Bucket", name, stack, { inputs });
const open = finding("s3-open", bucket(), { message: 'acl: found "public-read", expected private' });
const run = (resources: GraphResource[] = [], findings: PolicyFinding[] = []): RunResult =>
  result([stack, ...resources], findings);
/** The run as of a stack of another name. */
const inProd = (of: RunResult): RunResult =>
  JSON.parse(JSON.stringify(of).replaceAll("urn:pulumi:dev::", "urn:pulumi:prod::"));

const markers = (): Value => ({ a: { $secret: true }, b: [{ $unknown: true }], c: { $archive: { a: "text" } } });

describe("the changes of a resource's properties", () => {
  const cases: [string, Value | undefined, Value | undefined, string[]][] = [
    ["a value", { a: 1 }, { a: 2 }, ["a 1 2"]],
    ["one that is new, and one that is gone", { a: 1 }, { b: 1 }, ["a 1 -", "b - 1"]],
    ["none for another order of keys", { a: { b: 1, c: 2 } }, { a: { c: 2, b: 1 } }, []],
    ["one within a list of maps", { a: [{ b: 1 }, { b: 2 }] }, { a: [{ b: 1 }, { b: 3 }] }, ["a[1].b 2 3"]],
    ["an item more", { a: [{ b: 1 }] }, { a: [{ b: 1 }, { b: 2 }] }, ['a[1] - {"b":2}']],
    ["a list of texts as a whole", { a: ["x"] }, { a: ["x", "y"] }, ['a ["x"] ["x","y"]']],
    ["one within a document that stands as text", { p: '{"a":[{"b":1}]}' }, { p: '{"a":[{"b":2}]}' }, ["p.a[0].b 1 2"]],
    ["none where a document is laid out anew", { p: '{"a":1}' }, { p: '{\n "a": 1 }' }, []],
    ["text that only looks like a document", { p: "{a" }, { p: "{b" }, ['p "{a" "{b"']],
    [
      "a key with dots and one that is inherited",
      { "a.b": 1 },
      { "a.b": 2, toString: 1 },
      ['["a.b"] 1 2', "toString - 1"],
    ],
    [
      "a marker as one value",
      { a: { $unknown: true } },
      { a: { $secret: true } },
      ['a {"$unknown":true} {"$secret":true}'],
    ],
    ["none for what is secret, unknown or an archive as before", markers(), markers(), []],
    ["another type", { a: "1" }, { a: 1 }, ['a "1" 1']],
    ["null, which is no absence", { a: null }, {}, ["a null -"]],
  ];
  for (const [what, before, after, expected] of cases) {
    it(`are ${what}`, () => {
      const shown = changesOf(before, after).map((change) =>
        [
          change.path,
          ...[change.before, change.after].map((one) => (one === undefined ? "-" : JSON.stringify(one))),
        ].join(" "),
      );
      assert.deepEqual(shown, expected);
    });
  }
});

describe("the difference of two runs", () => {
  it("has what is added, removed, changed and unchanged", () => {
    const before = run([bucket({ acl: "private" }), bucket({}, "old"), bucket({}, "same")]);
    const after = run([bucket({ acl: "public-read" }), bucket({}, "new"), bucket({}, "same")]);
    const { resources } = diffRuns(before, after);
    assert.deepEqual(
      [resources.added, resources.removed, resources.changed].map((list) => list.map(({ name }) => name)),
      [["new"], ["old"], ["exports"]],
    );
    assert.equal(resources.unchanged, 1);
    assert.deepEqual(resources.changed[0]?.changes, [{ path: "acl", before: "private", after: "public-read" }]);
  });

  it("calls nothing fixed that no pack looked at any more, and says so in each form", () => {
    const before = run([bucket()], [open, finding("reach-store", bucket(), { message: "a: found internet -> b" })]);
    const alone = { ...run([bucket()]), packs: [] };
    const without = diffRuns(before, alone);
    assert.deepEqual(without.packs, { before: before.packs.map(({ name }) => name), after: [] });
    assert.deepEqual([without.findings.fixed, without.reachability.closed], [[], []]);
    const [pack = ""] = without.packs.before;
    for (const text of [diffText(without), diffMarkdown(without)]) {
      assert.ok(text.includes(`${pack} judged the base alone: what it found there is left out.`), text);
      assert.ok(!text.includes("Nothing is different"), text);
    }
    const first = diffRuns(alone, before);
    assert.deepEqual(first.packs, { before: [], after: [pack] });
    assert.equal(newMandatory(first).length, 2);
    assert.match(diffText(first), /did not judge the base: all that it finds is new\./);
    assert.deepEqual(diffRuns(before, before).packs, { before: [], after: [] });
  });

  it("sees a protection that is taken away, and no default provider of another version", () => {
    const provider = (name: string): GraphResource =>
      resource("pulumi:providers:aws", name, undefined, { kind: "provider" });
    const { resources } = diffRuns(
      run([{ ...bucket(), protect: true }, provider("default_7_0_0")]),
      run([bucket(), provider("default_7_1_0")]),
    );
    assert.deepEqual(resources.changed[0]?.changes, [{ path: "(protect)", before: true }]);
    assert.deepEqual([resources.added, resources.removed], [[], []]);
  });

  it("has findings that are new, fixed and unchanged, of another stack too", () => {
    const plain = finding("s3-plain", bucket(), { message: "key: found nothing" });
    const wide = finding("s3-wide", bucket(), { message: "days: found 1" });
    const before = run([bucket()], [open, plain]);
    const { findings } = diffRuns(before, inProd(run([bucket()], [open, wide])));
    assert.deepEqual(
      findings.added.map(({ policy }) => policy),
      ["s3-wide"],
    );
    assert.deepEqual(
      findings.fixed.map(({ policy }) => policy),
      ["s3-plain"],
    );
    assert.equal(findings.unchanged, 1);
  });

  it("counts the same finding as often as it is there", () => {
    const { findings } = diffRuns(run([], [open]), run([], [open, open]));
    assert.deepEqual([findings.added.length, findings.unchanged], [1, 1]);
  });

  it("fails for what is mandatory and new, or mandatory only now, and not for what the baseline has", () => {
    const failing = (before: PolicyFinding[], after: PolicyFinding[]): number =>
      newMandatory(diffRuns(run([], before), run([], after))).length;
    const advisory: PolicyFinding = { ...open, enforcement: "advisory" };
    assert.equal(failing([], [open]), 1);
    assert.equal(failing([], [{ ...open, enforcement: "remediate" }]), 1);
    assert.equal(failing([advisory], [open]), 1);
    assert.equal(failing([open], [open]), 0);
    assert.equal(failing([open], [advisory]), 0);
    assert.equal(failing([{ ...open, baselined: true }], [open]), 0);
    assert.equal(failing([], [advisory]), 0);
    assert.equal(failing([], [{ ...open, verdict: "can't tell" }]), 0);
    assert.equal(failing([], [{ ...open, baselined: true }]), 0);
  });

  it("has the paths that are opened and closed", () => {
    const reach = (found: string, policy = "reach-internet-store"): PolicyFinding =>
      finding(policy, bucket(), { message: `port: found ${found}, expected no way` });
    const [old, kept, fresh] = ["internet -> a -> db", "internet -> b -> db", "internet -> c -> db"].map((path) =>
      reach(path),
    );
    assert.ok(old && kept && fresh);
    const other = reach("x -> y", "s3-arrows");
    const { reachability } = diffRuns(run([], [old, kept]), run([], [kept, fresh, other]));
    assert.deepEqual(reachability, {
      opened: [
        { policy: "reach-internet-store", path: "port: found internet -> c -> db".slice("port: found ".length) },
      ],
      closed: [{ policy: "reach-internet-store", path: "internet -> a -> db" }],
      unchanged: 1,
    });
  });
});

describe("a difference as text and as a comment", () => {
  const diff = diffRuns(
    run(
      [bucket({ acl: "private", key: { $secret: true }, size: 1 }), bucket({}, "old")],
      [finding("s3-plain", bucket())],
    ),
    run([bucket({ acl: "public-read", key: { $unknown: true } }), bucket({}, "new")], [open]),
  );

  it("shows each change with its old and new value", () => {
    const text = diffText(diff);
    assert.match(text, /Resources {2}1 added, 1 removed, 1 changed\n {2}\+ s3\.Bucket new\n {2}- s3\.Bucket old\n/);
    assert.match(text, /~ s3\.Bucket exports\n {6}~ acl: "private" -> "public-read"\n/);
    assert.match(text, /~ key: "\(secret\)" -> "\(unknown\)"\n {6}- size: 1\n/);
    assert.match(
      text,
      /Findings {2}1 new, 1 fixed\n {2}\+ s3-open {2}mandatory high {2}exports\n {6}acl: found "public-read"\n/,
    );
    assert.match(text, /✗ 1 new mandatory violation\n$/);
    assert.match(diffText(diffRuns(run(), run())), /Resources {2}none[\s\S]*✓ Nothing is different\n$/);
  });

  it("is markdown that a pull request can show", () => {
    const text = diffMarkdown(diff);
    assert.match(text, /^### Preflight of `shop\/dev`\n\n\*\*✗ 1 new mandatory violation\*\*\n/);
    assert.match(text, /\| Resources \| 1 added, 1 removed, 1 changed \|/);
    assert.match(text, /#### New findings\n\n- `s3-open` \(mandatory high\) `exports`: `acl: found "public-read"`\n/);
    assert.match(text, /#### Changed resources\n\n- `s3\.Bucket exports`\n {2}- `~ acl: "private" -> "public-read"`\n/);
  });

  it("obeys nothing that names and values say", () => {
    const hostile = "a`` ` <img src=x onerror=1>\n# b\r\u001b[31m\u2028| @all [x](http://y) \u202e";
    const bad = finding("s3-`x`", bucket({}, hostile), { message: `${hostile}: found ${hostile}` });
    const of = diffRuns(
      run([bucket({ a: 1 }, hostile)]),
      run([bucket({ a: hostile }, hostile), bucket({}, `+${hostile}`)], [bad]),
    );
    const text = diffText(of);
    assert.doesNotMatch(text.replaceAll("\n", ""), /\p{Cc}|\p{Cf}|\u2028/u);
    const markdown = diffMarkdown(of);
    assert.doesNotMatch(markdown.replaceAll("\n", ""), /\p{Cc}|\p{Cf}|\u2028/u);
    // What is left when code spans are taken out is this project's own text.
    const rest = markdown.replace(/(`+)(?!`)[\s\S]*?[^`]\1(?!`)/g, "");
    assert.doesNotMatch(rest, /<|@|\[|onerror|`/);
    assert.equal(markdown.split("\n").filter((line) => line.startsWith("# ")).length, 0);
  });

  it("keeps to what a comment may have, findings first, and says what is left out", () => {
    const many = Array.from({ length: 3_000 }, (_, index) => bucket({}, `bucket-${index}-with-a-name-of-some-length`));
    const large = diffRuns(run(), run(many, [open]));
    const text = diffMarkdown(large);
    assert.ok(text.length <= commentLength, `${text.length}`);
    assert.ok(text.length > commentLength * 0.9);
    assert.match(text, /`s3-open`[\s\S]*… and [\d,]+ more: `preflight diff --format json` has all\.\n$/);
    const shown = text.match(/^- `s3\.Bucket/gm)?.length ?? 0;
    assert.match(text, new RegExp(`… and ${(3_000 - shown).toLocaleString("en-US")} more`));
    for (const limit of [300, 600, 1_000]) {
      assert.ok(diffMarkdown(diff, limit).length <= Math.max(limit, 450), String(limit));
    }
  });
});

describe("a saved report", () => {
  let folder = "";
  before(() => {
    folder = mkdtempSync(join(tmpdir(), "diff-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("is read as it was written", () => {
    const file = join(folder, "base.json");
    const saved = run([bucket({ acl: "private" })], [open]);
    writeFileSync(file, jsonReport(saved));
    assert.equal(newMandatory(diffRuns(readReport(file), saved)).length, 0);
  });

  const wrong: [string, string | undefined, RegExp][] = [
    ["is missing", undefined, /^The report .* can't be read: there is no such file or folder\.$/],
    ["is no JSON", "{", /^The report .* is no JSON: /],
    ["is something else", '{"name":"x"}', /is no report of preflight's: write one with "preflight --json /],
    ["is a list", "[]", /is no report of preflight's/],
    ["is null", "null", /is no report of preflight's/],
    [
      "is of another version",
      '{"formatVersion":99}',
      /has the format version 99; this preflight reads 1\. Write it again/,
    ],
    ["has no graph", '{"formatVersion":1}', /is damaged/],
    [
      "has broken resources",
      '{"formatVersion":1,"graph":{"project":"a","stack":"b","resources":[{}]},"packs":[]}',
      /is damaged/,
    ],
    [
      "has broken findings",
      '{"formatVersion":1,"graph":{"project":"a","stack":"b","resources":[]},"packs":[{"findings":[1]}]}',
      /is damaged/,
    ],
  ];
  for (const [what, text, message] of wrong) {
    it(`that ${what} is a mistake of the user's, told with the file`, () => {
      const file = join(folder, "wrong.json");
      rmSync(file, { force: true });
      if (text !== undefined) {
        writeFileSync(file, text);
      }
      assert.throws(() => readReport(file), { name: "UserError", message });
      assert.throws(() => readReport(file), /wrong\.json/);
    });
  }
});
