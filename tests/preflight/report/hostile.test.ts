import { strict as assert } from "node:assert";
import fc from "fast-check";
import type { PolicyInfo, RunResult } from "../../../preflight/model";
import {
  csvReport,
  githubReport,
  gitlabReport,
  jsonReport,
  junitReport,
  markdownReport,
  sarifReport,
  textReport,
} from "../../../preflight/report";
import { addressOf } from "../../../preflight/report/places";
import { oneLine, printable } from "../../../preflight/report/printable";
import {
  elements,
  jsonReportErrors,
  markdownReader,
  readCodeQuality,
  readCommands,
  readCsv,
  readSarif,
  readXml,
} from "./readers";
import { finding, policy, provenance, resource, result } from "./sample";

const attacks = [
  "<script>alert(1)</script>",
  "<img src=x onerror=alert(1)>",
  "--><b>",
  "]]><x/>",
  "&lt;&#60;",
  "\u001b[31mred\u001b]8;;http://evil\u0007link",
  "\r\n::error file=x::injected",
  "\n::stop-commands::token",
  "::add-mask::secret",
  "##[error]injected",
  "%0A::warning::x",
  '=HYPERLINK("http://evil","x")',
  "+1+cmd|' /C calc'!A0",
  "-2+3",
  "@SUM(1)",
  "\t=1",
  "＝1+1",
  '","=1',
  "a|b",
  "a\\|b\\",
  "`a``b```c",
  "[click](http://evil)",
  "![x](http://evil/x.png)",
  "[a]: http://evil",
  "https://evil.example www.evil.example a@evil.example",
  "@octocat #1 GH-1 octo/cat#2",
  "**bold** _em_ ~~gone~~ $x$ | --- |",
  "</details></summary>",
  "{0} {{1}} %{danger_start} }",
  "\u202egnp.exe",
  "\u2028\u2029\ufeff\ud800\ufffe\0",
  "  ",
  "",
];

const text = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.array(fc.constantFrom(...attacks), { minLength: 1, maxLength: 3 }).map((parts) => parts.join(" ")),
  },
  { weight: 1, arbitrary: fc.constantFrom(...attacks) },
  { weight: 1, arbitrary: fc.string({ unit: "binary" }) },
);

const texts = fc.record({
  name: text,
  type: text,
  project: text,
  file: text,
  pack: text,
  policy: text,
  title: text,
  description: text,
  message: text,
  fix: text,
  url: fc.oneof(
    text,
    fc.constantFrom("javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example"),
    text.map((part) => `https://example.com/${part}`),
  ),
  tag: text,
  reason: text,
});

/** A result that has a text of others wherever there can be one. */
function resultOf(t: typeof texts extends fc.Arbitrary<infer T> ? T : never): RunResult {
  const source = { file: `/shop/${t.file}`, line: 3 };
  const [a, b, c] = ["a", "b", "c"].map((letter) =>
    resource(t.type, `${letter}${t.name}`, undefined, {
      urn: `urn:pulumi:dev::shop::${t.type}::${letter}${t.name}`,
      source,
    }),
  );
  const explained = { description: t.description, remediationSteps: t.fix, url: t.url };
  const announced: PolicyInfo = policy(t.policy, {
    ...explained,
    displayName: t.title,
    tags: [t.tag],
    requirements: [{ framework: t.tag, id: t.tag }],
  });
  const found = [
    finding(t.policy, a, { ...explained, pack: t.pack, message: t.message }),
    finding(t.policy, b, { pack: t.pack, message: t.message, enforcement: "advisory" }),
    finding("in-doubt", a, { pack: t.pack, message: t.message, enforcement: "advisory", verdict: "can't tell" }),
    finding("of-the-stack", undefined, { pack: t.pack, message: t.message }),
  ];
  const run = result(
    [a, b, c].filter((one) => one !== undefined),
    found,
    {
      project: t.project,
      stack: t.project,
      notes: [{ message: t.message, urn: a?.urn }],
      logs: [{ severity: "error", message: t.message }],
      unansweredInvokes: [{ token: t.name, args: {}, reason: t.reason }],
    },
    {
      name: t.pack,
      version: t.pack,
      catalogue: [announced],
      held: { "held-by": [c?.urn ?? ""] },
      exempted: [{ policy: "excused-by", urn: b?.urn, reason: t.reason }],
      remediations: [
        {
          pack: t.pack,
          policy: t.policy,
          urn: c?.urn ?? "",
          properties: [t.name],
          changes: [{ path: t.name, before: t.message, after: { [t.name]: [t.message] } }],
          diagnostic: t.message,
        },
      ],
    },
  );
  const providers = [{ name: t.name, version: t.type }, { name: t.pack }];
  return { ...run, provenance: provenance({ pulumi: t.title, providers }) };
}

const options = { root: "/shop" };
/** Judgements of {@link resultOf}: its findings, what held and what was exempted. */
const judgements = 6;

/** What acts on a terminal or on a reader of lines; a line feed parts lines. */
const acting = /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

function holds(check: (hostile: RunResult, t: Parameters<typeof resultOf>[0]) => void): void {
  fc.assert(
    fc.property(texts, (t) => check(resultOf(t), t)),
    { numRuns: 300, seed: 20261127 },
  );
}

describe("whatever resources, policies and messages are called", function () {
  this.timeout(30_000);

  it("the JSON report gives them back as they are", () => {
    holds((hostile) => {
      const written = jsonReport(hostile);
      assert.deepEqual(jsonReportErrors(written), []);
      assert.deepEqual(JSON.parse(written).packs, JSON.parse(JSON.stringify(hostile.packs)));
    });
  });

  it("the SARIF report is valid, and its messages have no links, places or characters that act", () => {
    holds((hostile) => {
      const [run] = readSarif(sarifReport(hostile, options)).runs;
      assert.ok(run);
      assert.equal(run.results.length, judgements - 1);
      const messages = [
        ...run.results.map(({ message }) => message.text),
        ...run.invocations.flatMap((one) => one.toolExecutionNotifications.map(({ message }) => message.text)),
        ...run.tool.driver.rules.flatMap(({ help, shortDescription }) => [
          help.text,
          help.markdown,
          shortDescription.text,
        ]),
      ];
      for (const message of messages) {
        assert.doesNotMatch(message, /\]\(/);
        assert.doesNotMatch(message.replace(/\{\{|\}\}/g, ""), /[{}]/);
        assert.doesNotMatch(message.replaceAll("\u2060", "").replaceAll("\t", ""), acting);
      }
      for (const { helpUri, help } of run.tool.driver.rules) {
        assert.match(helpUri ?? "https:", /^https?:/);
        assert.doesNotMatch(help.markdown.replaceAll(`<${helpUri}>`, ""), /<[a-z/!]/i);
      }
    });
  });

  it("the JUnit report is well-formed and has just the elements of JUnit", () => {
    holds((hostile, { name, message }) => {
      const root = readXml(junitReport(hostile, options));
      const cases = elements(root, "testcase");
      assert.equal(cases.length, judgements);
      const names = new Set(cases.flatMap(({ children }) => children.map((child) => child.name)));
      assert.deepEqual([...names].sort(), ["failure", "skipped", "system-out"]);
      assert.ok(cases.some(({ attributes }) => attributes.name?.startsWith(`a${oneLine(name)} (`)));
      assert.ok(elements(root, "failure").some((one) => one.text.startsWith(printable(message))));
    });
  });

  it("the GitHub report has no command but its own", () => {
    holds((hostile, { name }) => {
      const { commands, lines } = readCommands(githubReport(hostile, options));
      assert.deepEqual(lines, [""]);
      assert.deepEqual(
        commands.map((command) => command.name),
        ["error", "error", "warning", "notice"],
      );
      for (const { properties, message } of commands) {
        assert.deepEqual(
          Object.keys(properties).filter((key) => !["file", "line", "title"].includes(key)),
          [],
        );
        assert.doesNotMatch(message.replaceAll("\t", ""), acting);
      }
      assert.ok(commands.some(({ message }) => message.startsWith(`a${oneLine(name)}: `)));
    });
  });

  it("the GitLab report has its findings and no more, each to be told from the others, and no characters that act", () => {
    holds((hostile, { name, file }) => {
      const violations = readCodeQuality(gitlabReport(hostile, options));
      assert.equal(violations.length, judgements - 2);
      assert.equal(new Set(violations.map(({ fingerprint }) => fingerprint)).size, violations.length);
      for (const { description, check_name, location } of violations) {
        const texts = `${description}${check_name}${location.path}`;
        assert.doesNotMatch(texts.replaceAll(/[\t\u2060]/g, ""), acting);
        assert.doesNotMatch(description, /<[a-z/!?]|&[a-z#]|%\{/i, "GitLab's widget takes it for HTML");
        assert.ok(!location.path.split("/").includes(".."), file);
      }
      const shown = violations.map(({ description }) => description.replaceAll("\u2060", ""));
      assert.ok(shown.some((description) => description.startsWith(`a${oneLine(name)} (`)));
    });
  });

  it("the CSV report has no cell that is a formula, and each as it was", () => {
    holds((hostile, t) => {
      const rows = readCsv(csvReport(hostile, options));
      // The policy in the catalogue has a finding; there is no other.
      assert.equal(rows.length, judgements);
      for (const value of rows.flatMap((row) => Object.values(row))) {
        assert.doesNotMatch(value, /^[\t\r ]*[=+\-@＝＋－＠]/);
      }
      const [first] = rows.filter(({ verdict, urn }) => verdict === "violation" && urn);
      const unguarded = (value = ""): string => (value.startsWith("'") ? value.slice(1) : value);
      assert.equal(unguarded(first?.resource), `a${oneLine(t.name)}`);
      assert.ok([first?.pack, unguarded(first?.pack)].includes(oneLine(t.pack)));
    });
  });

  it("the Markdown report has no HTML, link, emphasis or column but its own", async () => {
    const read = await markdownReader();
    holds((hostile, { name, url }) => {
      const { html, links, codes, others, tables } = read(markdownReport(hostile, options));
      const own = /^(<br>|<\/?details>|<\/?summary>|<!-- preflight (?:(?!--)\S)* -->)$/;
      assert.deepEqual(
        html.filter((tag) => !own.test(tag)),
        [],
      );
      const toSource = /^[^\s()<>[\]]*#L3$/;
      const toPolicy = addressOf(oneLine(url));
      assert.deepEqual(
        links.filter((target) => !toSource.test(target) && !(target === toPolicy && /^https?:/.test(target))),
        [],
      );
      assert.deepEqual(
        others.filter((one) => one !== "strong Fix:"),
        [],
      );
      assert.deepEqual(
        tables.map(({ titles, rows }) => `${titles.length} ${rows}`),
        // By severity, by framework, violations, remediations, exemptions, in doubt.
        ["5 2", "7 1", "5 3", "3 1", "3 1", "3 1"],
      );
      // A pipe that parted a cell would have broken the name in two.
      const shown = `a${oneLine(name)}`.replace(/\s+/g, " ");
      assert.ok(codes.map((one) => one.replaceAll("\u2060", "")).includes(shown), shown);
    });
  });

  it("the text report keeps each name on its line, and has no escape sequence and no command", () => {
    holds((hostile, { name }) => {
      for (const show of ["normal", "all", "problems"] as const) {
        const written = textReport(hostile, { show, cwd: "/shop" });
        assert.doesNotMatch(written.replaceAll("\t", ""), acting);
        assert.doesNotMatch(written, /^\s*::/m);
        assert.doesNotMatch(written, /##\[/);
        const lines = written.replaceAll("##\\[", "##[").split("\n");
        assert.ok(lines.some((line) => line.includes(`a${oneLine(name)}`)));
      }
    });
  });
});
