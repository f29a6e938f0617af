import { createColors } from "picocolors";
import { newMandatory, type RunDiff } from "./compare";
import { isEmpty, packNotes, shownChange, shownFinding, shownPath, shownResource, talliesOf } from "./show";

/** Lines of a list that are shown before the rest is counted. */
const manyLines = 60;

/** The difference between two runs for a terminal. */
export function diffText(diff: RunDiff, { colors = false }: { colors?: boolean } = {}): string {
  const { bold, dim, red, green, yellow } = createColors(colors);
  const { resources, findings, reachability } = diff;
  const tallies = talliesOf(diff);
  const section = (title: string, tally: string, lines: string[]): string[] => [
    `${bold(title)}  ${dim(tally)}`,
    ...lines.slice(0, manyLines).map((line) => `  ${line}`),
    ...(lines.length > manyLines ? [dim(`  … and ${lines.length - manyLines} lines more: --format json has all`)] : []),
    "",
  ];
  const finding = (mark: string, one: RunDiff["findings"]["added"][number]): string[] => {
    const { policy, level, about, says } = shownFinding(one);
    return [`${mark} ${policy}  ${dim(level)}  ${about}`, ...(says ? [`    ${dim(says)}`] : [])];
  };
  const failing = newMandatory(diff).length;
  const same = diff.stack.before === diff.stack.after;
  return [
    bold(same ? diff.stack.after : `${diff.stack.before} -> ${diff.stack.after}`),
    "",
    ...section("Resources", tallies.resources, [
      ...resources.added.map((one) => green(`+ ${shownResource(one)}`)),
      ...resources.removed.map((one) => red(`- ${shownResource(one)}`)),
      ...resources.changed.flatMap((one) => [
        yellow(`~ ${shownResource(one)}`),
        ...one.changes.map((change) => `    ${shownChange(change)}`),
      ]),
    ]),
    ...section("Findings", tallies.findings, [
      ...findings.added.flatMap((one) => finding(red("+"), one)),
      ...findings.raised.flatMap((one) => finding(red("^"), one)),
      ...findings.fixed.flatMap((one) => finding(green("-"), one)),
    ]),
    ...packNotes(diff).map((note) => yellow(`! ${note}\n`)),
    ...section("Reachability", tallies.reachability, [
      ...reachability.opened.map((path) => `${red("+")} ${shownPath(path)}`),
      ...reachability.closed.map((path) => `${green("-")} ${shownPath(path)}`),
    ]),
    failing > 0
      ? red(bold(`✗ ${failing} new mandatory ${failing === 1 ? "violation" : "violations"}`))
      : green(bold(isEmpty(diff) ? "✓ Nothing is different" : "✓ No new mandatory violation")),
    "",
  ].join("\n");
}
