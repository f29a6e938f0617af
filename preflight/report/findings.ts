import { isAbsolute, relative } from "node:path";
import { count, grouped } from "../count";
import type { GraphResource, PolicyFinding, SourcePosition } from "../model";
import {
  byWeight,
  firstOf,
  labelled,
  marks,
  nameOfUrn,
  type Style,
  severityPaint,
  shortType,
  weightOf,
  weightPaint,
} from "./style";

/** Characters that a section's lines are moved to the right. */
const sectionIndent = 2;

/** Resources with violations that are shown before the rest is counted. */
const manyResources = 40;

/** The violations by resource: what is wrong, how it is put right, and where in the source it comes from. */
export function renderViolations(
  findings: PolicyFinding[],
  resources: Map<string, GraphResource>,
  style: Style,
): string[] {
  const violations = findings.filter((finding) => finding.verdict === "violation").sort(byWeight);
  const groups = new Map<string, PolicyFinding[]>();
  for (const violation of violations) {
    const key = violation.urn ?? "";
    groups.set(key, [...(groups.get(key) ?? []), violation]);
  }
  const explained = new Set<string>();
  const all = [...groups];
  const shown = style.options.show === "all" ? all : all.slice(0, manyResources);
  const lines = shown.flatMap(([urn, group]) => [
    subject(urn, resources.get(urn), style),
    ...group.flatMap((finding) => violationLines(finding, explained, style)),
    "",
  ]);
  if (shown.length < all.length) {
    lines.push(...restLines(all.slice(shown.length), style), "");
  }
  return lines;
}

/** How many violations are not shown, by policy. */
function restLines(groups: [string, PolicyFinding[]][], style: Style): string[] {
  const counts = new Map<string, number>();
  for (const { policy } of groups.flatMap(([, group]) => group)) {
    counts.set(policy, (counts.get(policy) ?? 0) + 1);
  }
  const list = [...counts].map(([policy, number]) => `${grouped(number)} × ${policy}`).join(", ");
  const text = `… and ${count(groups.length, "more resource")}: ${list}. See them with --show all.`;
  return labelled("", text, style.options.columns - sectionIndent, style.dim);
}

function subject(urn: string, resource: GraphResource | undefined, style: Style): string {
  if (urn === "") {
    return style.bold("The stack as a whole");
  }
  const name = style.bold(resource?.name ?? nameOfUrn(urn));
  const place = resource?.source ? `  ${style.dim(placeOf(resource.source, style))}` : "";
  return `${name}  ${style.dim(shortType(resource?.type ?? ""))}${place}`;
}

function violationLines(finding: PolicyFinding, explained: Set<string>, style: Style): string[] {
  const weight = weightOf(finding);
  const columns = style.options.columns - sectionIndent;
  const key = `${finding.pack} ${finding.policy}`;
  const again = explained.has(key);
  explained.add(key);
  const severity =
    finding.severity === "unspecified" ? "" : `  ${severityPaint(style, finding.severity)(finding.severity)}`;
  const symbolic = finding.symbolicOnly ? `  ${style.dim("· with symbolic values only")}` : "";
  const paint = weightPaint(style, weight);
  return [
    `  ${paint(marks[weight])} ${paint(finding.policy)}  ${style.dim(weight)}${severity}${symbolic}`,
    ...labelled("    ", messageOf(finding), columns),
    ...(finding.remediationSteps && !again
      ? labelled("    fix: ", finding.remediationSteps, columns, style.green)
      : []),
    ...(finding.url && !again ? [`    ${style.dim(finding.url)}`] : []),
  ];
}

/** The message without what is shown beside it: the policy's description in front, how to fix it behind. */
export function messageOf({ message, description, remediationSteps }: PolicyFinding): string {
  const start = description && message.startsWith(`${description}\n`) ? description.length + 1 : 0;
  const end = remediationSteps && message.endsWith(`\n${remediationSteps}`) ? -remediationSteps.length - 1 : undefined;
  return message.slice(start, end) || message;
}

/** A line of a message that names the resource which it is about. */
const aboutOne = /^(?:.*) \((urn:pulumi:.*)\): (.*)$/;

/** An undecided finding that tells of several resources, a line each, as one finding a resource; others as they are. */
export function byResource(findings: PolicyFinding[]): PolicyFinding[] {
  return findings.flatMap((finding) => {
    const lines =
      finding.verdict === "can't tell" ? finding.message.split("\n").map((line) => aboutOne.exec(line)) : [];
    return lines.length > 0 && lines.every((line) => line !== null)
      ? lines.map((line) => ({ ...finding, urn: line[1], message: line[2] ?? "" }))
      : [finding];
  });
}

/** What could not be decided, by policy and reason. */
export function renderUndecided(findings: PolicyFinding[], style: Style): string[] {
  const byPolicy = new Map<string, Map<string, string[]>>();
  for (const finding of findings) {
    if (finding.verdict === "can't tell") {
      const reasons = byPolicy.get(finding.policy) ?? new Map<string, string[]>();
      const names = reasons.get(messageOf(finding)) ?? [];
      reasons.set(messageOf(finding), [...names, finding.urn ? nameOfUrn(finding.urn) : "the stack"]);
      byPolicy.set(finding.policy, reasons);
    }
  }
  const limit = style.options.show === "all" ? Number.POSITIVE_INFINITY : 4;
  return [...byPolicy]
    .sort(([a], [b]) => a.localeCompare(b))
    .flatMap(([policy, reasons]) => {
      const list = [...reasons];
      return [
        `${style.cyan(marks["can't tell"])} ${policy}`,
        ...list
          .slice(0, limit)
          .flatMap(([reason, names]) =>
            labelled(
              "    ",
              `${firstOf([...new Set(names)], 4)}: ${reason}`,
              style.options.columns - sectionIndent,
              style.dim,
            ),
          ),
        ...(list.length > limit ? [style.dim(`    … and ${count(list.length - limit, "reason")} more`)] : []),
      ];
    });
}

/** `file:line`, relative where the file is below the folder of the report. */
export function placeOf({ file, line }: SourcePosition, style: Style): string {
  const path = relative(style.options.cwd, file);
  return `${path.startsWith("..") || isAbsolute(path) ? file : path}:${line}`;
}
