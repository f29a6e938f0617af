import { strict as assert } from "node:assert";
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JsonReport } from "../../../preflight";
import { packageRoot } from "../../../preflight/paths";
import { type ReportFormat, reports } from "../../../preflight/report";
import { build, fixture as pack } from "../packs/support";
import {
  elements,
  jsonReportErrors,
  markdownReader,
  readCodeQuality,
  readCommands,
  readCsv,
  readSarif,
  readXml,
  reportSchema,
} from "../report/readers";

const command = join(packageRoot(), "bin", "preflight.js");
const shop = join(__dirname, "fixtures", "shop");

/** True for a process that is there and has not ended; who ended and was not collected yet is no process any more. */
function isRunning(pid: string): boolean {
  try {
    return !/^\d+ \(.*\) [ZX]/s.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}

describe("the preflight command", function () {
  this.timeout(60_000);
  let folder = "";
  before(() => {
    build();
    folder = mkdtempSync(join(tmpdir(), "preflight-"));
    mkdirSync(join(folder, "broken"));
    symlinkSync(join(packageRoot(), "node_modules"), join(folder, "broken", "node_modules"));
    writeFileSync(join(folder, "broken", "package.json"), "{}");
    writeFileSync(join(folder, "broken", "Pulumi.yaml"), "name: broken\nruntime: nodejs\n");
    writeFileSync(join(folder, "broken", "Pulumi.dev.yaml"), "config: {}\n");
    writeFileSync(join(folder, "broken", "index.js"), 'exports.name = "a";\nconst wrong = ;\n');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const run = (...args: string[]) => spawnSync(process.execPath, [command, ...args], { cwd: folder, encoding: "utf8" });

  it("shows what the program creates and ends with 0 where nothing mandatory is violated", () => {
    const { status, stdout, stderr } = run(shop, "--stack", "dev", "--policy-pack", pack("basic"));
    assert.equal(status, 0, stderr);
    assert.match(stdout, /^shop dev {2}symbolic values\n/);
    assert.match(stdout, /─ orders {2}shop\.Orders {2}2 resources\n/);
    assert.match(stdout, /─ exports {2}s3\.Bucket/);
    assert.match(stdout, /! has-a-trail {2}advisory/);
    assert.match(stdout, /✓ Nothing mandatory is violated/);
    assert.doesNotMatch(stdout, /hello from the program/);
  });

  it("ends with 1 where something mandatory is violated, with the place in the source", () => {
    const { status, stdout, stderr } = run(shop, "--stack", "open", "-p", pack("basic"));
    assert.equal(status, 1, stderr);
    assert.match(stdout, /─ ✗ exports {2}s3\.Bucket {2}no-public-acl/);
    assert.match(stdout, /exports {2}s3\.Bucket {2}.*shop\/index\.js:\d+/);
    assert.match(stdout, /fix: Set acl to private\./);
    assert.match(stdout, /✗ 1 mandatory violation/);
  });

  it("shows what the program printed with --show all", () => {
    assert.match(run(shop, "--stack", "dev", "--show", "all").stdout, /hello from the program/);
  });

  it("writes the whole result as JSON, to a file and to standard output", () => {
    const file = join(folder, "result.json");
    const { status, stderr } = run(shop, "--stack", "open", "-p", pack("basic"), "--json", file);
    assert.equal(status, 1, stderr);
    const report: JsonReport = JSON.parse(readFileSync(file, "utf8"));
    assert.equal(report.formatVersion, 1);
    assert.deepEqual(
      report.packs.map(({ name, findings }) => [name, findings.map(({ policy }) => policy)]),
      [["basic", ["no-public-acl", "has-a-trail"]]],
    );
    assert.ok(report.graph.resources.some(({ type, name }) => type === "aws:s3/bucket:Bucket" && name === "exports"));
    assert.deepEqual(readdirSync(folder), ["broken", "result.json"]);
    const toOutput = run(shop, "--stack", "dev", "--json", "-");
    const printed: JsonReport = JSON.parse(toOutput.stdout);
    assert.equal(printed.graph.stack, "dev");
    assert.match(toOutput.stderr, /✓ The program runs/);
  });

  it("writes several reports from one run, and one to standard output", () => {
    const at = (name: string): string => join(folder, name);
    const { status, stdout, stderr } = run(
      ...[shop, "--stack", "open", "-p", pack("basic"), "--report", "github=-", "--report", `junit=${at("junit.xml")}`],
      ...["--report", `sarif=${at("a.sarif")}`, "--report", `markdown=${at("a.md")}`, "--report", `csv=${at("a.csv")}`],
    );
    assert.equal(status, 1, stderr);
    const source = "tests/preflight/cli/fixtures/shop/index.js";
    assert.match(
      stdout,
      new RegExp(`^::error file=${source},line=\\d+,col=\\d+,title=no-public-acl \\(high\\)::exports: acl`),
    );
    assert.match(stderr, /✗ 1 mandatory violation/);
    assert.match(readFileSync(at("junit.xml"), "utf8"), /<testsuites .* tests="\d+" failures="1"/);
    assert.match(readFileSync(at("a.sarif"), "utf8"), new RegExp(`"uri": "${source}"`));
    assert.match(readFileSync(at("a.md"), "utf8"), new RegExp(`\\(${source}#L\\d+\\)`));
    assert.match(
      readFileSync(at("a.csv"), "utf8"),
      new RegExp(`,violation,exports,aws:s3/bucket:Bucket,.*,${source},`),
    );
    for (const name of ["junit.xml", "a.sarif", "a.md", "a.csv"]) {
      rmSync(at(name));
    }
  });

  it("publishes the schema of the JSON report in the package", () => {
    const published = require.resolve("aws-microservices-platform/preflight/report.schema.json");
    assert.deepEqual(JSON.parse(readFileSync(published, "utf8")), reportSchema);
    const manifest: { files: string[] } = JSON.parse(readFileSync(join(packageRoot(), "package.json"), "utf8"));
    assert.ok(manifest.files.some((folder) => published.startsWith(join(packageRoot(), folder, "/"))));
  });

  for (const mode of [[], ["--unknowns"]]) {
    it(`writes reports that their readers take${mode.map((option) => `, with ${option}`)}`, async () => {
      const at = (format: string): string => join(folder, `report.${format}`);
      const packs = ["basic", "judging", "remediating"].flatMap((name) => ["-p", pack(name)]);
      const formats = Object.keys(reports);
      const asked = formats.flatMap((format) => ["--report", `${format}=${at(format)}`]);
      const { status, stderr } = run(shop, "--stack", "open", ...mode, ...packs, ...asked);
      assert.equal(status, 1, stderr);
      const text = (format: ReportFormat): string => readFileSync(at(format), "utf8");
      assert.deepEqual(jsonReportErrors(text("json")), []);
      assert.deepEqual(jsonReportErrors(text("json"), "closed"), []);
      assert.equal(readSarif(text("sarif")).runs.length, 3);
      assert.equal(elements(readXml(text("junit")), "testsuite").length, 3);
      assert.deepEqual(readCommands(text("github")).lines, [""]);
      assert.ok(readCodeQuality(text("gitlab")).length > 0);
      assert.ok(readCsv(text("csv")).some(({ control, verdict }) => control === "for-all" && verdict === "held"));
      assert.ok((await markdownReader())(text("markdown")).tables.length > 0);
      for (const format of formats) {
        rmSync(at(format));
      }
    });
  }

  it("leads to the commit where GitHub Actions tells which it is", () => {
    const github = {
      GITHUB_SERVER_URL: "https://github.example",
      GITHUB_REPOSITORY: "acme/shop",
      GITHUB_SHA: "0123abc",
    };
    const { stdout } = spawnSync(
      process.execPath,
      [command, shop, "--stack", "open", "-p", pack("basic"), "--report", "markdown=-"],
      { cwd: folder, encoding: "utf8", env: { ...process.env, ...github } },
    );
    assert.match(
      stdout,
      /\(https:\/\/github\.example\/acme\/shop\/blob\/0123abc\/tests\/preflight\/.*index\.js#L\d+\)/,
    );
  });

  it("hands the configuration of --policy-pack-config and the tags of --stack-tag to the pack", () => {
    const config = join(folder, "config.json");
    writeFileSync(config, JSON.stringify({ "max-size": { unit: "GiB", max: 5 }, quiet: "mandatory" }));
    const { status, stdout } = run(shop, "--stack", "dev", "-p", pack("configured"), "--policy-pack-config", config);
    rmSync(config);
    assert.equal(status, 1);
    assert.match(stdout, /✗ quiet {2}mandatory/);
  });

  describe("ends with 2 and one message that says why", () => {
    const cases: [string, string[], RegExp][] = [
      ["an unknown option", ["--stak", "dev"], /^✗ There is no option --stak\. Did you mean --stack\?/],
      ["a folder without Pulumi.yaml", ["."], /^✗ There is no Pulumi\.yaml in /],
      ["a missing stack", [shop, "--stack", "nowhere"], /^✗ There is no stack "nowhere"/],
      ["a syntax error in the program", ["broken"], /^✗ .*broken\/index\.js:2: SyntaxError: Unexpected token ';'/],
      ["a program that throws", [shop, "--stack", "throwing"], /^✗ .*no such zone\n {4}at .*index\.js:\d+:\d+\n/],
      ["a program that hangs", [shop, "--stack", "hanging", "--timeout", "2"], /^✗ Nothing happened for 2 seconds/],
      [
        "a pack without PulumiPolicy.yaml",
        [shop, "--stack", "dev", "-p", pack("no-yaml")],
        /^✗ .*no-yaml is no policy pack/,
      ],
      ["a pack of another runtime", [shop, "--stack", "dev", "-p", pack("python")], /^✗ .*runtime "python"/],
      [
        "a pack that throws while it loads",
        [shop, "--stack", "dev", "-p", pack("throwing-at-load")],
        /the licence of this pack has expired/,
      ],
      [
        "a policy that throws",
        [shop, "--stack", "dev", "-p", pack("throwing-policy")],
        /^✗ Policy pack "throwing-policy" failed on .*policy 'broken' threw TypeError/,
      ],
      [
        "a pack that dies",
        [shop, "--stack", "dev", "-p", pack("dying")],
        /^✗ Policy pack .*dying ended with exit code 7 while it was needed\. It said: out of luck/,
      ],
      [
        "a missing configuration of a pack",
        [shop, "--stack", "dev", "-p", pack("basic"), "--policy-pack-config", "none.json"],
        /^✗ --policy-pack-config none\.json can't be read/,
      ],
    ];
    for (const [what, args, message] of cases) {
      it(`for ${what}`, () => {
        const { status, stdout, stderr } = run(...args);
        assert.equal(status, 2, stdout + stderr);
        assert.match(stderr, message);
        assert.equal(stderr.match(/✗/g)?.length, 1, stderr);
        assert.doesNotMatch(stderr, /node:internal|node_modules/);
        assert.equal(stdout, "");
      });
    }
  });

  it("ends with all its processes when it is interrupted", async () => {
    const child = spawn(process.execPath, [command, shop, "--stack", "hanging", "-p", pack("basic")], { cwd: folder });
    const said = new Promise<string>((resolve) => {
      let text = "";
      child.stderr.on("data", (chunk: Buffer) => {
        text += chunk.toString("utf8");
      });
      child.on("close", () => resolve(text));
    });
    const children = (): string[] =>
      readFileSync(`/proc/${child.pid}/task/${child.pid}/children`, "utf8").trim().split(" ").filter(Boolean);
    while (children().length < 2) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    const pids = children();
    child.kill("SIGINT");
    assert.match(await said, /The run was interrupted/);
    // They were killed; the system takes its time. One that was not keeps this test until it fails.
    while (pids.some(isRunning)) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  });
});
