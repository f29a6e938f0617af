import { count, grouped } from "../../../count";
import type { Severity } from "../../../model";
import type { Verdict } from "../data";
import { h } from "./dom";
import { classOf, marks, type Page } from "./page";
import { type Row, severities } from "./rows";

/** What is counted in each row of the summary's tables. */
const counted: readonly Verdict[] = ["violation", "advisory", "can't tell", "exempted", "held"];

const words: Record<Verdict, string> = {
  violation: "Violations",
  advisory: "Advisories",
  "can't tell": "Can't tell",
  exempted: "Exempted",
  held: "Held",
  "not applicable": "Not applicable",
  disabled: "Disabled",
};

export function verdictWord(verdict: Verdict): string {
  return words[verdict];
}

/** The outcome in one line, the counts, and tables by framework and severity. */
export function summarySection(page: Page, rows: readonly Row[], pick: (framework: string) => void): HTMLElement {
  const violations = rows.filter(({ verdict }) => verdict === "violation").length;
  const { data } = page;
  const judged = data.controls.filter(({ enforcement }) => enforcement !== "disabled").length;
  const outcome =
    data.controls.length === 0
      ? "No policy pack was run"
      : violations > 0
        ? `${count(violations, "mandatory violation")}`
        : "Nothing mandatory is violated";
  return h(
    "section",
    { id: "summary", "aria-labelledby": "summary-title" },
    h("h2", { id: "summary-title" }, "Summary"),
    h("p", { class: `outcome ${violations > 0 ? "is-bad" : "is-good"}` }, `${violations > 0 ? "✗" : "✓"} ${outcome}`),
    tiles(page, rows, judged),
    h("div", { class: "tables" }, severityTable(rows), frameworkTable(page, rows, pick)),
  );
}

function tiles(page: Page, rows: readonly Row[], judged: number): HTMLElement {
  const { created, components } = page.data;
  const tile = (number: number, text: string, verdict?: Verdict): HTMLElement =>
    h(
      "div",
      { class: verdict && number > 0 ? `tile verdict-${classOf(verdict)}` : "tile" },
      h("dt", {}, text),
      h("dd", {}, grouped(number)),
    );
  return h(
    "dl",
    { class: "tiles" },
    tile(created, "Resources"),
    tile(components, "Components"),
    tile(judged, "Controls"),
    ...counted.map((verdict) => tile(countOf(rows, verdict), words[verdict], verdict)),
  );
}

function countOf(rows: readonly Row[], verdict: Verdict): number {
  return rows.filter((row) => row.verdict === verdict).length;
}

function severityTable(rows: readonly Row[]): HTMLElement {
  const used = severities.filter((severity) => rows.some((row) => row.severity === severity));
  const body = used.map((severity) =>
    countsRow(
      severityChip(severity),
      rows.filter((row) => row.severity === severity),
    ),
  );
  return countsTable("By severity", "Severity", body);
}

export function severityChip(severity: Severity): HTMLElement {
  return h("span", { class: `severity severity-${severity}` }, severity);
}

function frameworkTable(page: Page, rows: readonly Row[], pick: (framework: string) => void): HTMLElement {
  const { controls } = page.data;
  const names = [
    ...new Set(controls.flatMap(({ requirements }) => requirements.map(({ framework }) => framework))),
  ].sort();
  const body = names.map((name) => {
    const serving = new Set(
      controls.flatMap(({ requirements }, i) => (requirements.some(({ framework }) => framework === name) ? [i] : [])),
    );
    const ids = new Set(
      controls.flatMap(({ requirements }) =>
        requirements.filter(({ framework }) => framework === name).map(({ id }) => id),
      ),
    );
    const link = h("a", { href: "#controls" }, name);
    link.addEventListener("click", () => pick(name));
    const head = h(
      "span",
      {},
      link,
      h("div", { class: "soft small" }, `${count(ids.size, "requirement")}, ${count(serving.size, "control")}`),
    );
    return countsRow(
      head,
      rows.filter(({ control }) => serving.has(control)),
    );
  });
  return names.length === 0
    ? h("p", { class: "soft" }, "The policy packs name no requirements of frameworks.")
    : countsTable("By framework", "Framework", body);
}

function countsRow(head: Node, rows: readonly Row[]): HTMLElement {
  const cells = counted.map((verdict) => {
    const number = countOf(rows, verdict);
    return h("td", { class: number > 0 ? `number verdict-${classOf(verdict)}` : "number none" }, grouped(number));
  });
  return h("tr", {}, h("th", { scope: "row" }, head), ...cells);
}

function countsTable(caption: string, first: string, body: HTMLElement[]): HTMLElement {
  const heads = counted.map((verdict) =>
    h(
      "th",
      { scope: "col", class: "number" },
      h("span", { "aria-hidden": "true" }, `${marks[verdict]} `),
      words[verdict],
    ),
  );
  return h(
    "div",
    { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
    h(
      "table",
      { class: "counts" },
      h("caption", {}, caption),
      h("thead", {}, h("tr", {}, h("th", { scope: "col" }, first), ...heads)),
      h("tbody", {}, ...body),
    ),
  );
}
