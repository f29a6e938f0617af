import { count } from "../count";
import type { RunResult } from "../model";
import { type Judgement, judgementsOf, subjectOf } from "./judgements";
import { type ReportFileOptions, withDefaults } from "./options";
import { Places } from "./places";
import { printableResult } from "./printable";
import { weightOf } from "./style";

type Level = "error" | "warning" | "notice";

/** What GitHub shows of each level from one step; it drops the rest without a word. */
export const annotationsPerLevel = 10;

/** Characters of a title and of a message that are shown. */
const titleLength = 255;
const messageLength = 4_000;

/**
 * Workflow commands that make GitHub Actions annotate the lines of a pull request: mandatory violations as errors,
 * advisory ones as warnings, what can't be told as notices. Where there are more than GitHub shows, the last of a level
 * says how many are left out.
 */
export function githubReport(result: RunResult, options: ReportFileOptions = {}): string {
  const shown = printableResult(result);
  const places = new Places(shown.graph, withDefaults(options).root);
  const found = judgementsOf(shown).filter(({ finding }) => finding);
  const levels: Level[] = ["error", "warning", "notice"];
  return levels
    .flatMap((level) => {
      const own = found.filter((judgement) => levelOf(judgement) === level);
      const first = own.length > annotationsPerLevel ? own.slice(0, annotationsPerLevel - 1) : own;
      const rest = own.length - first.length;
      return [
        ...first.map((judgement) => annotation(level, judgement, places)),
        ...(rest > 0 ? [command(level, { title: "preflight" }, `… and ${count(rest, "more finding")}`)] : []),
      ];
    })
    .map((line) => `${line}\n`)
    .join("");
}

function levelOf({ finding }: Judgement): Level | undefined {
  const weight = finding && weightOf(finding);
  return weight === undefined
    ? undefined
    : ({ mandatory: "error", advisory: "warning", "can't tell": "notice" } as const)[weight];
}

function annotation(level: Level, judgement: Judgement, places: Places): string {
  const { policy, evidence, finding, urn } = judgement;
  const place = places.of(urn);
  const severity = finding && finding.severity !== "unspecified" ? ` (${finding.severity})` : "";
  const unknown = level === "notice" ? "can't tell: " : "";
  const fix = policy.remediationSteps && level !== "notice" ? `\nfix: ${policy.remediationSteps}` : "";
  return command(
    level,
    {
      file: place?.file,
      line: place?.line,
      col: place?.column,
      title: shortened(`${policy.name}${severity}`, titleLength),
    },
    `${subjectOf(judgement)}: ${unknown}${evidence}${fix}`,
  );
}

function command(level: Level, properties: Record<string, string | number | undefined>, message: string): string {
  const written = Object.entries(properties).flatMap(([key, value]) =>
    value === undefined ? [] : [`${key}=${property(String(value))}`],
  );
  return `::${level} ${written.join(",")}::${data(shortened(message, messageLength))}`;
}

/** As the runner reads it back: percent signs and line ends are encoded, in properties their separators too. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}

/** By whole characters, so that none is cut in two. */
function shortened(text: string, length: number): string {
  const characters = [...text];
  return characters.length > length ? `${characters.slice(0, length - 1).join("")}…` : text;
}
