import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parse } from "yaml";
import { run } from "../../../scripts/conformance-pack";

const root = resolve(__dirname, "../../..");

describe("the command that makes conformance packs", function () {
  this.timeout(60_000);
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "conformance-pack-"));
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  it("writes a template to standard output, and what it left out beside it", () => {
    writeFileSync(
      join(folder, "config.json"),
      JSON.stringify({ "rds-backup-retention": { minimumDays: 21 }, "pack-upkeep": "advisory" }),
    );
    const { status, stdout, stderr } = run([
      "--control",
      "rds-backup-retention",
      "--control",
      "lambda-runtime",
      "--config",
      join(folder, "config.json"),
    ]);
    assert.equal(status, 0, stderr);
    const { Parameters, Resources } = parse(stdout);
    assert.deepEqual(Object.keys(Resources), ["RdsBackupRetention"]);
    assert.equal(Parameters.RdsBackupRetentionParameterBackupRetentionMinimum.Default, "21");
    assert.match(stderr, /^1 rule in 1 template; .*\n {2}left out LAMBDA_FUNCTION_SETTINGS_CHECK: /);
  });

  it("writes as many files as AWS's limits ask for, and does not run them together on standard output", () => {
    const refused = run([]);
    assert.equal(refused.status, 2);
    assert.equal(refused.stdout, "");
    assert.match(refused.stderr, /^✗ AWS's limits ask for \d templates, .*: give --out pack\.yaml/);
    const { status, stderr } = run(["--out", join(folder, "pack.yaml")]);
    assert.equal(status, 0, stderr);
    const files = readdirSync(folder).filter((file) => file.endsWith(".yaml"));
    assert.ok(files.length > 1, files.join());
    for (const [index, file] of files.sort().entries()) {
      assert.equal(file, `pack-${index + 1}.yaml`);
      assert.ok(parse(readFileSync(join(folder, file), "utf8")).Resources);
    }
  });

  it("takes a level for all controls, which a control's own comes before", () => {
    writeFileSync(join(folder, "all.json"), JSON.stringify({ all: "disabled", "elb-zones": "mandatory" }));
    const { stdout, stderr } = run(["--config", join(folder, "all.json")]);
    assert.deepEqual(Object.keys(parse(stdout)?.Resources ?? {}), ["ElbZones"], stderr);
  });

  it("is a command that prints what it made", () => {
    const stdout = execFileSync(
      process.execPath,
      ["--import", "tsx", "scripts/conformance-pack.ts", "--control", "ebs-encrypted"],
      { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] },
    );
    assert.deepEqual(Object.keys(parse(stdout).Resources), ["EbsEncrypted"]);
  });

  const config = (text: string): string[] => {
    const file = join(folder, `config-${readdirSync(folder).length}.json`);
    writeFileSync(file, text);
    return ["--config", file];
  };

  it("explains itself, and names the input that is wrong", () => {
    assert.match(run(["--help"]).stdout, /--framework ID/);
    for (const [args, message] of [
      [["--framework", "fsb"], /no framework "fsb"/],
      [["--config", "no-such-file.json"], /--config: no-such-file\.json can't be read/],
      [["--control", "wiring-event-target"], /No managed rule of AWS Config watches/],
      [["--frame", "fsbp"], /--frame/],
      [["--framework", "fsbp", "--out", join(folder, "no", "pack.yaml")], /--out: .*pack\.yaml can't be written/],
      [config('{"elb-zones": "of"}'), /elb-zones has the enforcement level "of"\. Use one of advisory, mandatory/],
      [config('{"elb-zones": {"enforcementLevel": 3}}'), /elb-zones has the enforcement level 3\. Use one of/],
      [config('{"elb-zones": 3}'), /elb-zones is 3\. It has to be an enforcement level \(advisory, .*\) or settings/],
      [config("{ x"), /^✗ --config: .*config-\d+\.json can't be read: [^\n]* at line 1, column 4\. See/],
    ] satisfies [string[], RegExp][]) {
      const { status, stdout, stderr } = run(args);
      assert.equal(status, 2);
      assert.equal(stdout, "");
      assert.match(stderr, message);
      assert.match(stderr, /^✗ [\s\S]* See --help\.\n$/);
    }
  });
});
