import { count } from "../count";
import type { Graph, LogLine, PackResult } from "../model";
import { firstOf, labelled, nameOfUrn, type Style } from "./style";
import { stepsOf } from "./values";

/** A part of the report with its heading; nothing where it would be empty. */
export function section(title: string, lines: string[], style: Style): string[] {
  return lines.length === 0 ? [] : [style.bold(title), ...lines.map((line) => (line === "" ? "" : `  ${line}`)), ""];
}

/** Calls of provider functions that got no answer, so that what depends on them is unknown. */
export function renderInvokes(graph: Graph, style: Style): string[] {
  const calls = new Map<string, number>();
  for (const { token, reason } of graph.unansweredInvokes) {
    const key = `${token}: ${reason}`;
    calls.set(key, (calls.get(key) ?? 0) + 1);
  }
  return [...calls].flatMap(([text, times]) =>
    labelled("", times > 1 ? `${text} (${times} times)` : text, style.options.columns - 2, style.dim),
  );
}

/** What a reader has to know of how the graph came to be. */
export function renderNotes(graph: Graph, style: Style): string[] {
  const about = new Map<string, string[]>();
  for (const { message, urn } of graph.notes) {
    about.set(message, [...(about.get(message) ?? []), ...(urn ? [nameOfUrn(urn)] : [])]);
  }
  return [...about].flatMap(([message, names]) =>
    labelled(
      "",
      names.length > 0 ? `${firstOf(names, 4)}: ${message}` : message,
      style.options.columns - 2,
      style.magenta,
    ),
  );
}

/** What policies changed. */
export function renderRemediations(packs: PackResult[], style: Style): string[] {
  return packs.flatMap(({ remediations }) =>
    remediations.flatMap((remediation) =>
      stepsOf(remediation).flatMap((step) =>
        labelled(
          "~ ",
          `${nameOfUrn(remediation.urn)}: ${remediation.policy}: ${step}`,
          style.options.columns - 2,
          style.yellow,
        ),
      ),
    ),
  );
}

/** Lines of the program's log that are shown before the rest is counted. */
const manyLines = 10;

/** Warnings and errors that the program logged; with `all` the rest of its log too, without debug lines. */
export function renderLogs(graph: Graph, style: Style): string[] {
  const { show, columns } = style.options;
  const lines = graph.logs.filter(
    ({ severity }) => severity === "warning" || severity === "error" || (show === "all" && severity === "info"),
  );
  const shown = show === "all" ? lines : lines.slice(0, manyLines);
  return [
    ...shown.flatMap((line) => logLines(line, columns - 2, style)),
    ...(shown.length < lines.length
      ? [style.dim(`… and ${count(lines.length - shown.length, "line")} more: see them with --show all`)]
      : []),
  ];
}

function logLines({ severity, message, urn }: LogLine, columns: number, style: Style): string[] {
  const paint = severity === "error" ? style.red : severity === "warning" ? style.yellow : style.dim;
  return labelled(`${severity}: `, urn ? `${nameOfUrn(urn)}: ${message}` : message, columns, paint);
}
