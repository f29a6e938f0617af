import { strict as assert } from "node:assert";
import { help, parseCommandLine } from "../../../preflight/cli/arguments";
import { reports } from "../../../preflight/report";

describe("command line", () => {
  it("reads every option", () => {
    const line = parseCommandLine(
      [
        ...["program", "--stack", "dev", "-p", "a", "--policy-pack=b", "--policy-pack-config", "a.json", "--json", "-"],
        ...["--show", "problems", "--unknowns", "--timeout", "2.5", "-c", "aws:region=eu-central-1", "-c", "x=a=b"],
        ...["--stack-tag", "env=dev", "--isolated", "--no-color", "--policy-settings", "s.yaml"],
        ...["--baseline", "b.json", "--write-baseline", "b.json", "--grow-baseline", "moved", "--strict-baseline"],
        ...["--report", "sarif=a=b.sarif", "--report=csv=c.csv"],
      ],
      {},
    );
    assert.deepEqual(line, {
      about: undefined,
      show: "problems",
      reports: [
        { format: "sarif", file: "a=b.sarif", option: "--report sarif=a=b.sarif" },
        { format: "csv", file: "c.csv", option: "--report csv=c.csv" },
        { format: "json", file: "-", option: "--json -" },
      ],
      baseline: { read: "b.json", write: "b.json", grow: "moved", strict: true },
      colors: false,
      run: {
        directory: "program",
        stack: "dev",
        mode: "unknowns",
        policyPacks: ["a", "b"],
        policyPackConfigs: ["a.json"],
        policySettings: ["s.yaml"],
        config: { "aws:region": "eu-central-1", x: "a=b" },
        stackTags: { env: "dev" },
        workTree: true,
        isolated: true,
        timeout: 2.5,
      },
    });
  });

  it("is symbolic, in colour and without packs where nothing is said", () => {
    const { run, show, colors } = parseCommandLine([], {});
    assert.deepEqual(
      [run.mode, run.policyPacks, run.directory, show, colors],
      ["symbolic", [], undefined, "normal", true],
    );
    assert.equal(run.workTree, false, "nobody reads what git would be asked for");
    assert.equal(parseCommandLine([], { NO_COLOR: "1" }).colors, false);
  });

  const refused: [string[], RegExp][] = [
    [["--stak", "dev"], /There is no option --stak\. Did you mean --stack\?/],
    [["--polcy-pack", "dev"], /Did you mean --policy-pack\?/],
    [["--frobnicate"], /There is no option --frobnicate\. "preflight --help"/],
    [["--show", "some"], /--show is "some"\. Use all or problems/],
    [["--timeout", "soon"], /--timeout is "soon"/],
    [["--timeout", "0"], /--timeout is "0"/],
    [["--config", "region"], /--config is "region"\. It has to be KEY=VALUE/],
    [["--stack-tag", "=x"], /--stack-tag is "=x"/],
    [["a", "b"], /not 2: a, b/],
    [["--report", "sarif"], /--report is "sarif"\. It has to be FORMAT=FILE/],
    [["--report", "sarif="], /--report is "sarif="\. It has to be FORMAT=FILE/],
    [["--report", "=x"], /--report is "=x"\. It has to be FORMAT=FILE/],
    [["--report", "toString=x"], /--report is "toString=x"\. The formats are json, sarif, /],
    [["--report", "csv=no/such/folder/x"], /--report csv=no\/such\/folder\/x can't be written: there is no folder \//],
    [["--json", "no/such/folder/x"], /--json no\/such\/folder\/x can't be written: there is no folder/],
    [["--report", `csv=${__dirname}`], /can't be written: \/.* is a folder/],
    [["--report", "csv=-", "--json", "-"], /--report csv=- and --json - have the same output/],
    [["--report", "csv=x", "--report", "junit=./x"], /--report csv=x and --report junit=\.\/x have the same file/],
    [["--stack"], /--stack <value>' argument missing/],
    [["--baseline", "a", "--write-baseline", "b"], /--baseline is a and --write-baseline b/],
    [["--grow-baseline", "why"], /--grow-baseline needs a reason, and --write-baseline/],
    [["--write-baseline", "a", "--grow-baseline", " "], /--grow-baseline needs a reason/],
    [["--strict-baseline"], /--strict-baseline needs --baseline/],
  ];
  for (const [args, message] of refused) {
    it(`refuses ${args.join(" ")} with one sentence that says what is right`, () => {
      assert.throws(() => parseCommandLine(args, {}), { name: "UserError", message });
    });
  }

  it("has help for every option that it reads", () => {
    for (const option of [
      "stack",
      "policy-pack",
      "policy-pack-config",
      "config",
      "stack-tag",
      "unknowns",
      "show",
      "report",
      "json",
      "timeout",
      "isolated",
      "no-color",
      "help",
      "version",
    ]) {
      assert.match(help, new RegExp(`--${option}\\b`));
    }
  });

  it("has help for every format of a report", () => {
    for (const format of Object.keys(reports)) {
      assert.match(help, new RegExp(`\\b${format}\\b`));
    }
  });
});
