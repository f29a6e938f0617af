import { grouped } from "../count";
import { commentLength } from "../report/markdown";
import { newMandatory, type RunDiff } from "./compare";
import { isEmpty, packNotes, shownChange, shownFinding, shownPath, shownResource, talliesOf } from "./show";

/** Left for the sentence that says what was left out. */
const reserve = 200;

/**
 * The difference between two runs as the comment of a pull request. All that comes from the program or from a policy
 * stands as code, so that nothing of it is markup, a mention or a link. Where there is more than a comment takes, the
 * findings go before the resources, and what is left out is counted.
 */
export function diffMarkdown(diff: RunDiff, limit = commentLength): string {
  const { resources, findings, reachability } = diff;
  const tallies = talliesOf(diff);
  const failing = newMandatory(diff).length;
  const verdict =
    failing > 0
      ? `**✗ ${failing} new mandatory ${failing === 1 ? "violation" : "violations"}**`
      : `**✓ ${isEmpty(diff) ? "Nothing is different" : "No new mandatory violation"}**`;
  const head = [
    `### Preflight of ${code(diff.stack.after)}`,
    "",
    verdict,
    "",
    "| | |",
    "|---|---|",
    `| Resources | ${tallies.resources} |`,
    `| Findings | ${tallies.findings} |`,
    `| Reachability | ${tallies.reachability} |`,
    "",
    ...packNotes(diff).map((note) => `${code(note)}\n`),
  ];
  const blocks = [
    ...section("New findings", [...findings.added, ...findings.raised].map(findingLine)),
    ...section(
      "Opened paths",
      reachability.opened.map((path) => `- ${code(shownPath(path))}`),
    ),
    ...section(
      "Closed paths",
      reachability.closed.map((path) => `- ${code(shownPath(path))}`),
    ),
    ...section("Fixed findings", findings.fixed.map(findingLine)),
    ...section(
      "Added resources",
      resources.added.map((one) => `- ${code(shownResource(one))}`),
    ),
    ...section(
      "Removed resources",
      resources.removed.map((one) => `- ${code(shownResource(one))}`),
    ),
    ...section(
      "Changed resources",
      resources.changed.map((one) =>
        [`- ${code(shownResource(one))}`, ...one.changes.map((change) => `  - ${code(shownChange(change))}`)].join(
          "\n",
        ),
      ),
    ),
  ];
  return fitted(head.join("\n"), blocks, limit);
}

interface Block {
  text: string;
  /** False for a heading, and for the blank line behind a list. */
  counts: boolean;
}

function section(title: string, lines: string[]): Block[] {
  return lines.length === 0
    ? []
    : [
        { text: `#### ${title}\n`, counts: false },
        ...lines.map((text) => ({ text, counts: true })),
        { text: "", counts: false },
      ];
}

/** As many blocks as there is room for. */
function fitted(head: string, blocks: Block[], limit: number): string {
  let text = head;
  for (const [index, block] of blocks.entries()) {
    const next = `${text}\n${block.text}`;
    const rest = blocks.slice(index).filter(({ counts }) => counts).length;
    if (next.length > limit - reserve && rest > 0) {
      return `${text}\n\n… and ${grouped(rest)} more: \`preflight diff --format json\` has all.\n`;
    }
    text = next;
  }
  return `${text.trimEnd()}\n`;
}

function findingLine(finding: RunDiff["findings"]["added"][number]): string {
  const { policy, level, about, says } = shownFinding(finding);
  return `- ${code(policy)} (${level}) ${code(about)}${says ? `: ${code(says)}` : ""}`;
}

/** A code span that the text can't end, whatever backticks are in it. */
function code(text: string): string {
  const longestRun = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = "`".repeat(longestRun + 1);
  const space = text.startsWith("`") || text.endsWith("`") || text === "" ? " " : "";
  return `${fence}${space}${text}${space}${fence}`;
}
