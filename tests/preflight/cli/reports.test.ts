import { strict as assert } from "node:assert";
import { spawnSync } from "node:child_process";
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { reportTarget, writeReports } from "../../../preflight/cli/reports";
import { shop } from "../report/sample";

describe("files of reports", () => {
  let folder = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "reports-"));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const at = (name: string): string => join(folder, name);
  const write = (...targets: string[]) => writeReports(targets.map(reportTarget), shop(), () => ({ root: "/shop" }));

  it("are replaced whole, and nothing else is left behind", () => {
    writeFileSync(at("a.json"), "x".repeat(1_000_000));
    assert.equal(write(`json=${at("a.json")}`, `csv=${at("a.csv")}`), undefined);
    assert.equal(JSON.parse(readFileSync(at("a.json"), "utf8")).formatVersion, 1);
    assert.deepEqual(readdirSync(folder).sort(), ["a.csv", "a.json"]);
  });

  it("are none where one of them can't be written, and the message names that one", () => {
    mkdirSync(at("folder"));
    writeFileSync(at("a.json"), "before");
    assert.throws(() => write(`json=${at("a.json")}`, `csv=${at("no/such/a.csv")}`), {
      name: "UserError",
      message: /^--report csv=.*no\/such\/a\.csv can't be written: there is no such file or folder\.$/,
    });
    assert.equal(readFileSync(at("a.json"), "utf8"), "before");
    assert.deepEqual(readdirSync(folder).sort(), ["a.json", "folder"]);
  });

  it("keep a link to a file a link", () => {
    writeFileSync(at("real.csv"), "");
    symlinkSync(at("real.csv"), at("link.csv"));
    write(`csv=${at("link.csv")}`);
    assert.match(readFileSync(at("real.csv"), "utf8"), /^project,stack,/);
    assert.deepEqual(readdirSync(folder).sort(), ["link.csv", "real.csv"]);
  });

  it("are written into a pipe or a device, which stays what it is", () => {
    assert.equal(spawnSync("mkfifo", [at("pipe")]).status, 0);
    const reader = spawnSync(
      "sh",
      [
        "-c",
        'cat "$0" & exec node --import tsx -e "$1"',
        at("pipe"),
        `
        const { writeReports, reportTarget } = require(${JSON.stringify(require.resolve("../../../preflight/cli/reports"))});
        const { shop } = require(${JSON.stringify(require.resolve("../report/sample"))});
        writeReports([reportTarget("csv=" + ${JSON.stringify(at("pipe"))})], shop(), () => ({ root: "/shop" }));
      `,
      ],
      { encoding: "utf8" },
    );
    assert.match(reader.stdout, /^project,stack,/, reader.stderr);
    assert.ok(statSync(at("pipe")).isFIFO());
  });

  it("come back where they go to standard output", () => {
    assert.match(write("csv=-", `json=${at("a.json")}`) ?? "", /^project,stack,/);
    assert.deepEqual(readdirSync(folder), ["a.json"]);
  });
});
