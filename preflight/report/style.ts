import { createColors } from "picocolors";
import type { PolicyFinding, Severity } from "../model";

/** How a report is laid out. */
export interface ReportOptions {
  /**
   * `normal`: every component, with resources that have no findings counted; `all`: every resource, and what the
   * program logged; `problems`: just the branches with findings. Default `normal`.
   */
  show?: "normal" | "all" | "problems";
  /** Escape sequences for colours. Default false. */
  colors?: boolean;
  /** Width of the terminal in characters. Default 100. */
  columns?: number;
  /** Folder that source files are shown relative to. Default the current one. */
  cwd?: string;
}

export type Paint = (text: string) => string;

/** The words and colours of a report. */
export interface Style {
  options: Required<ReportOptions>;
  bold: Paint;
  dim: Paint;
  red: Paint;
  yellow: Paint;
  green: Paint;
  cyan: Paint;
  magenta: Paint;
}

export function styleOf(options: ReportOptions): Style {
  const complete = { show: "normal" as const, colors: false, columns: 100, cwd: process.cwd(), ...options };
  const { bold, dim, red, yellow, green, cyan, magenta } = createColors(complete.colors);
  return { options: complete, bold, dim, red, yellow, green, cyan, magenta };
}

/** The kinds of findings, worst first. */
export type Weight = "mandatory" | "advisory" | "can't tell";

export function weightOf({ verdict, enforcement, baselined }: PolicyFinding): Weight {
  if (verdict === "can't tell") {
    return "can't tell";
  }
  // What the baseline has fails no run.
  return !baselined && (enforcement === "mandatory" || enforcement === "remediate") ? "mandatory" : "advisory";
}

export const marks: Record<Weight, string> = { mandatory: "✗", advisory: "!", "can't tell": "?" };

export function weightPaint(style: Style, weight: Weight): Paint {
  return { mandatory: style.red, advisory: style.yellow, "can't tell": style.cyan }[weight];
}

export function severityPaint(style: Style, severity: Severity): Paint {
  switch (severity) {
    case "critical":
    case "high":
      return style.red;
    case "medium":
      return style.yellow;
    default:
      return style.dim;
  }
}

export const severityOrder: Severity[] = ["critical", "high", "medium", "low", "unspecified"];
const weightOrder: Weight[] = ["mandatory", "advisory", "can't tell"];

/** Orders findings: worst kind first, then the most severe, then by name. */
export function byWeight(a: PolicyFinding, b: PolicyFinding): number {
  return (
    weightOrder.indexOf(weightOf(a)) - weightOrder.indexOf(weightOf(b)) ||
    severityOrder.indexOf(a.severity) - severityOrder.indexOf(b.severity) ||
    a.policy.localeCompare(b.policy)
  );
}

/** A type token as people say it: `aws:ec2/vpc:Vpc` is `ec2.Vpc`, `random:index/randomPet:RandomPet` `random.RandomPet`. */
export function shortType(token: string): string {
  const [pkg = "", module = "", name = ""] = token.split(":");
  if (name === "") {
    return token;
  }
  const section = module.split("/")[0] ?? "";
  const isOwn = pkg === "aws" || pkg === "aws-microservices-platform";
  return [isOwn ? "" : pkg, section === "index" ? "" : section, name].filter((part) => part !== "").join(".");
}

/** Name of a resource, from its URN where it is not in the graph. */
export function nameOfUrn(urn: string): string {
  return urn.split("::").at(-1) ?? urn;
}

/** Breaks a text at spaces; words that are longer than the width stand alone. */
export function wrap(text: string, width: number): string[] {
  return text.split("\n").flatMap((paragraph) => {
    const lines: string[] = [];
    let line = "";
    for (const word of paragraph.split(" ")) {
      if (line !== "" && line.length + 1 + word.length > width) {
        lines.push(line);
        line = word;
      } else {
        line = line === "" ? word : `${line} ${word}`;
      }
    }
    return [...lines, line];
  });
}

/** Wrapped text behind a label: the label on the first line, spaces on the others. */
export function labelled(label: string, text: string, columns: number, paint: Paint = (t) => t): string[] {
  return wrap(text, Math.max(30, columns - label.length)).map(
    (line, i) => `${i === 0 ? label : " ".repeat(label.length)}${paint(line)}`,
  );
}

/** The first names of a list and how many there are besides. */
export function firstOf(names: string[], limit: number): string {
  const rest = names.length - limit;
  return rest > 0 ? `${names.slice(0, limit).join(", ")} and ${rest} more` : names.join(", ");
}

/** Milliseconds as seconds with two digits, or as milliseconds below a tenth. */
export function duration(milliseconds: number): string {
  return milliseconds < 100 ? `${Math.round(milliseconds)} ms` : `${(milliseconds / 1000).toFixed(2)} s`;
}
