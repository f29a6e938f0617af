import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonReport } from "../../../preflight";
import type { RunDiff } from "../../../preflight/diff";
import { packageRoot } from "../../../preflight/paths";
import { build, fixture as pack } from "../packs/support";

const command = join(packageRoot(), "bin", "preflight.js");
const shop = join(__dirname, "fixtures", "shop");

describe("the preflight command, with a baseline, settings and a comparison", function () {
  this.timeout(60_000);
  let folder = "";
  before(() => {
    build();
    folder = mkdtempSync(join(tmpdir(), "preflight-commands-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]) => spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: "utf8" });
  const open = [shop, "--stack", "open", "-p", pack("basic")];
  const write = (name: string, text: string): string => {
    writeFileSync(join(folder, name), text);
    return name;
  };

  it("adopts what is violated, and then fails no more for it", () => {
    const first = run(...open, "--write-baseline", "baseline.json");
    assert.equal(first.status, 0, first.stderr);
    assert.match(first.stdout, /The baseline baseline\.json is new, with 2 violations\./);
    const second = run(...open, "--baseline", "baseline.json", "--strict-baseline", "--json", "result.json");
    assert.equal(second.status, 0, second.stdout);
    assert.match(second.stdout, /In the baseline\n {2}· has-a-trail: 1 violation, the stack\n {2}· no-public-acl: 1/);
    const report: JsonReport = JSON.parse(readFileSync(join(folder, "result.json"), "utf8"));
    assert.deepEqual(
      report.packs[0]?.findings.map(({ baselined }) => baselined),
      [true, true],
    );
    const sound = [shop, "--stack", "dev", "-p", pack("basic"), "--baseline", "baseline.json"];
    assert.equal(run(...sound).status, 0);
    const strict = run(...sound, "--strict-baseline");
    assert.equal(strict.status, 1);
    assert.match(
      strict.stdout,
      /1 violation of the baseline baseline\.json not found any more.*\n {2}no-public-acl of aws/,
    );
  });

  it("writes no baseline where the run fails", () => {
    const { status, stderr } = run(shop, "--stack", "throwing", "--write-baseline", "none.json");
    assert.equal(status, 2, stderr);
    assert.equal(existsSync(join(folder, "none.json")), false);
  });

  it("expands settings for a run, and for the engine's own file", () => {
    const settings = write("policies.yaml", "controls:\n  max-size: { unit: TiB }\n  quiet: mandatory\n");
    const direct = run(shop, "--stack", "dev", "-p", pack("configured"), "--policy-settings", settings);
    assert.equal(direct.status, 1, direct.stderr);
    assert.match(direct.stdout, /✗ quiet {2}mandatory/);
    const { status, stdout } = run("policy-config", settings, "--policy-pack", pack("configured"));
    assert.equal(status, 0);
    assert.deepEqual(JSON.parse(stdout), { "max-size": { unit: "TiB" }, quiet: "mandatory" });
    const config = write("config.json", stdout);
    assert.equal(run(shop, "--stack", "dev", "-p", pack("configured"), "--policy-pack-config", config).status, 1);
    const over = write("over.json", '{"quiet": "disabled"}');
    const both = ["--policy-settings", settings, "--policy-pack-config", over];
    assert.equal(run(shop, "--stack", "dev", "-p", pack("configured"), ...both).status, 0);
  });

  it("prints the schema of a pack's settings", () => {
    const { status, stdout } = run("policy-config", "--schema", "-p", pack("configured"));
    assert.equal(status, 0);
    const { $schema, properties } = JSON.parse(stdout);
    assert.equal($schema, "https://json-schema.org/draft/2020-12/schema");
    assert.deepEqual(properties.parameters.properties.max, { type: "integer", minimum: 1, maximum: 100, default: 10 });
  });

  it("says where nothing was judged: no resource, no policy that runs, a setting that no policy reads", () => {
    const empty = join(__dirname, "fixtures", "empty");
    const config = write("typo.json", '{"max-size": {"enforcementLevel": "disabled", "maxx": 3}, "quiet": "disabled"}');
    const { status, stdout } = run(empty, "--stack", "dev", "-p", pack("configured"), "--policy-pack-config", config);
    assert.equal(status, 0);
    const [, notes = ""] = /\nNotes\n([\s\S]*?)\n\n/.exec(stdout) ?? [];
    assert.match(notes, /The program registers no resource, so that policies had none to judge\./);
    assert.match(notes, /Policy pack configured has no policy that is not disabled: it judged nothing\./);
    assert.match(notes.replace(/\s+/g, " "), /max-size has "maxx", which is no setting of it \(did you mean "max"\?\)/);
    const full = run(shop, "--stack", "dev", "-p", pack("configured"), "--policy-pack-config", write("x.json", "{}"));
    assert.doesNotMatch(full.stdout, /registers no resource|judged nothing|no setting of it/);
  });

  it("compares a run with a saved report: as text, JSON and markdown, and ends with 1 for what is new", () => {
    assert.equal(run(shop, "--stack", "dev", "-p", pack("basic"), "--json", "base.json").status, 0);
    const text = run("diff", "base.json", ...open);
    assert.equal(text.status, 1, text.stderr);
    assert.match(text.stdout, /^shop\/dev -> shop\/open\n/);
    assert.match(text.stdout, /~ s3\.Bucket exports\n {6}~ acl: "private" -> "public-read"\n/);
    assert.match(text.stdout, /✗ 1 new mandatory violation\n$/);
    const json = run("diff", "base.json", ...open, "--format", "json", "--json", "head.json");
    const diff: RunDiff & { formatVersion: number } = JSON.parse(json.stdout);
    assert.deepEqual([diff.formatVersion, diff.findings.added.map(({ policy }) => policy)], [1, ["no-public-acl"]]);
    const saved = run("diff", "base.json", "head.json", "--format=markdown");
    assert.equal(saved.status, 1, saved.stderr);
    assert.match(saved.stdout, /^### Preflight of `shop\/open`\n/);
    assert.equal(run("diff", "head.json", "base.json").status, 0);
    assert.equal(run("diff", "base.json", "base.json").stdout.includes("✓ Nothing is different"), true);
    assert.equal(run("diff", "base.json", ...open, "--baseline", "baseline.json").status, 0);
  });

  it("explains its subcommands", () => {
    assert.match(run("diff", "--help").stdout, /^Usage: preflight diff BASE \[HEAD\]/);
    assert.match(run("policy-config", "-h").stdout, /^Usage: preflight policy-config FILE/);
    assert.equal(run("help").stdout, run("--help").stdout);
    assert.match(run("--help").stdout, /preflight diff BASE \[HEAD\] \[options\]/);
  });

  describe("ends with 2 and one message that says why", () => {
    before(() => {
      write("empty.json", "{}");
      write("bad.yaml", "controls: { max-siz: advisory }\n");
      write("list.yaml", "- a\n");
    });
    const dev = [shop, "--stack", "dev"];
    const cases: [string, string[], RegExp][] = [
      [
        "a baseline that is missing",
        [...dev, "--baseline", "no.json"],
        /^✗ There is no baseline no\.json\. Write it with/,
      ],
      [
        "a baseline that is none",
        [...dev, "--baseline", "empty.json"],
        /^✗ empty\.json is no baseline of preflight.s: write one with --write-baseline, to another file\.$/m,
      ],
      [
        "settings with a mistake",
        [...dev, "-p", pack("configured"), "--policy-settings", "bad.yaml"],
        /^✗ .*bad\.yaml: controls\.max-siz is no property of it \(did you mean "max-size"\?\)/,
      ],
      [
        "settings that are missing",
        [...dev, "-p", pack("basic"), "--policy-settings", "no.yaml"],
        /^✗ .*no\.yaml can't be read/,
      ],
      [
        "settings that are a list",
        ["policy-config", "list.yaml", "-p", pack("basic")],
        /^✗ list\.yaml has a list at its top/,
      ],
      [
        "settings without a pack",
        [...dev, "--policy-settings", "bad.yaml"],
        /^✗ There is 1 --policy-settings file for 0 --policy-pack folders\./,
      ],
      ["policy-config without a pack", ["policy-config", "bad.yaml"], /^✗ preflight policy-config needs a policy pack/],
      ["policy-config without a file", ["policy-config", "-p", "x"], /^✗ preflight policy-config needs one file/],
      [
        "policy-config of no pack",
        ["policy-config", "bad.yaml", "-p", "nowhere"],
        /^✗ Policy pack nowhere does not exist/,
      ],
      ["policy-config with an unknown option", ["policy-config", "--x"], /^✗ Unknown option '--x'.*--help" shows/],
      ["diff without a report", ["diff"], /^✗ preflight diff needs the report to compare with as its first word/],
      ["diff with an option first", ["diff", "-s", "dev"], /^✗ preflight diff needs the report/],
      [
        "diff with a report that is missing",
        ["diff", "no.json"],
        /^✗ The report no\.json can't be read: there is no such file or folder\.$/m,
      ],
      [
        "diff with something else, which it does not say to write over",
        ["diff", "empty.json"],
        /^✗ empty\.json is no report of preflight's: write one with "preflight --json base\.json"\.$/m,
      ],
      [
        "diff of two reports with what only a run takes",
        ["diff", "base.json", "base.json", "-p", "nowhere"],
        /^✗ preflight diff compares base\.json as it is: --stack, --policy-pack and the other options/,
      ],
      [
        "a baseline that is to be written into no folder, before the program runs",
        [shop, "--stack", "none", "--write-baseline", "no/such/b.json"],
        /^✗ --write-baseline no\/such\/b\.json can't be written: there is no folder .*no\/such\.$/m,
      ],
      ["a subcommand with a typo", ["dif", "base.json"], /^✗ There is one program .*Did you mean "preflight diff"\?$/m],
      [
        "diff in an unknown format",
        ["diff", "base.json", "--format", "html"],
        /^✗ --format is "html"\. Use one of text, json/,
      ],
      ["diff of two reports and a program", ["diff", "base.json", "head.json", shop], /^✗ preflight diff compares two/],
      [
        "diff with a second report that is missing",
        ["diff", "base.json", "none.json"],
        /^✗ The report none\.json can't/,
      ],
      [
        "diff that is to write a baseline",
        ["diff", "base.json", "head.json", "--write-baseline", "b"],
        /^✗ .*writes no baseline/,
      ],
      [
        "diff with --json to nowhere",
        ["diff", "base.json", "head.json", "--json", "x"],
        /^✗ preflight diff writes reports of the run that it makes/,
      ],
    ];
    for (const [what, args, message] of cases) {
      it(`for ${what}`, () => {
        const { status, stdout, stderr } = run(...args);
        assert.equal(status, 2, stdout + stderr);
        assert.match(stderr, message);
        assert.doesNotMatch(stderr, /node:internal|node_modules|\n\s+at /);
        assert.equal(stdout, "");
      });
    }
  });
});
