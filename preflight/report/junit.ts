import type { RunResult } from "../model";
import { type Judgement, judgementsOf, subjectOf } from "./judgements";
import { type ReportFileOptions, withDefaults } from "./options";
import { Places } from "./places";
import { printableResult } from "./printable";
import { evidenceLines } from "./provenance";
import { shortType, weightOf } from "./style";

type Attributes = Record<string, string | number | undefined>;

/**
 * The result as JUnit has it: a test suite a pack, a test case a policy and resource. What is mandatory fails where it is
 * violated; advisory violations, exemptions and what can't be told are skipped cases with their reason, because a build
 * is not to fail for them.
 */
export function junitReport(result: RunResult, options: ReportFileOptions = {}): string {
  const shown = printableResult(result);
  const places = new Places(shown.graph, withDefaults(options).root);
  const { project, stack } = shown.graph;
  const evidence = evidenceLines(shown);
  const judged = judgementsOf(shown).filter(({ verdict }) => verdict !== "nothing to judge" && verdict !== "disabled");
  const suites = shown.packs.map((pack) => {
    const cases = casesOf(judged.filter((judgement) => judgement.pack === pack)).map((group) =>
      testCase(group, places),
    );
    const properties = [
      element("property", { name: "project", value: project }),
      element("property", { name: "stack", value: stack }),
      element("property", { name: "version", value: pack.version }),
      ...evidence.map(({ name, value }) => element("property", { name: name.toLowerCase(), value })),
    ];
    const name = `${pack.name} ${project}/${stack}`;
    return { cases, name, properties };
  });
  const lines = suites.flatMap(({ cases, name, properties }) => [
    `  ${open("testsuite", { name, ...tally(cases), time: 0 })}`,
    "    <properties>",
    ...properties.map((property) => `      ${property}`),
    "    </properties>",
    ...cases.map(({ text }) => `    ${text}`),
    "  </testsuite>",
  ]);
  const all = suites.flatMap(({ cases }) => cases);
  const time = (result.timings.total / 1000).toFixed(3);
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    open("testsuites", { name: `preflight ${project}/${stack}`, ...tally(all), time }),
    ...lines,
    "</testsuites>",
    "",
  ].join("\n");
}

interface TestCase {
  text: string;
  outcome: "failure" | "skipped" | "passed";
}

function tally(cases: TestCase[]): Attributes {
  const number = (outcome: TestCase["outcome"]): number => cases.filter((one) => one.outcome === outcome).length;
  return { tests: cases.length, failures: number("failure"), errors: 0, skipped: number("skipped") };
}

/** The judgements of one policy about one resource are one case. */
function casesOf(judgements: Judgement[]): Judgement[][] {
  const cases = new Map<string, Judgement[]>();
  for (const judgement of judgements) {
    const key = JSON.stringify([judgement.policy.name, judgement.urn]);
    const group = cases.get(key);
    if (group) {
      group.push(judgement);
    } else {
      cases.set(key, [judgement]);
    }
  }
  return [...cases.values()];
}

function testCase(group: Judgement[], places: Places): TestCase {
  const [first] = group;
  if (!first) {
    return { text: "", outcome: "passed" };
  }
  const { policy, urn, resource } = first;
  const place = places.of(urn);
  const name = `${subjectOf(first)}${resource ? ` (${shortType(resource.type)})` : ""}`;
  const head = open("testcase", { classname: policy.name, name, file: place?.file, line: place?.line, time: 0 });
  const failed = group.filter(({ finding }) => finding && weightOf(finding) === "mandatory");
  const { outcome, content } = failed.length > 0 ? failure(failed) : unfailed(group);
  const location = urn ? element("system-out", {}, urn) : "";
  return { text: `${head}${content}${location}</testcase>`, outcome };
}

function failure(failed: Judgement[]): { outcome: TestCase["outcome"]; content: string } {
  const severity = failed[0]?.finding?.severity ?? "unspecified";
  const fix = failed[0]?.policy.remediationSteps;
  const texts = [...failed.map(({ evidence }) => evidence), ...(fix ? [`fix: ${fix}`] : [])];
  const message = failed[0]?.evidence.split("\n")[0] ?? "";
  return { outcome: "failure", content: element("failure", { type: severity, message }, texts.join("\n")) };
}

function unfailed(group: Judgement[]): { outcome: TestCase["outcome"]; content: string } {
  const reasons = group
    .filter(({ verdict }) => verdict !== "held")
    .map(({ verdict, evidence }) => `${verdict === "violation" ? "advisory violation" : verdict}: ${evidence}`);
  return reasons.length > 0
    ? { outcome: "skipped", content: element("skipped", { message: reasons.join("\n") }) }
    : { outcome: "passed", content: "" };
}

function element(name: string, attributes: Attributes, text = ""): string {
  return text === "" ? `${open(name, attributes).slice(0, -1)}/>` : `${open(name, attributes)}${xml(text)}</${name}>`;
}

function open(name: string, attributes: Attributes): string {
  const written = Object.entries(attributes).flatMap(([key, value]) =>
    value === undefined ? [] : [` ${key}="${xml(String(value))}"`],
  );
  return `<${name}${written.join("")}>`;
}

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\n": "&#10;",
  "\t": "&#9;",
};

function xml(text: string): string {
  return text.replace(/[&<>"'\n\t]/g, (character) => entities[character] ?? "");
}
