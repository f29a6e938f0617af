import { count, grouped } from "../../../count";
import type { ControlData, Verdict } from "../data";
import { button, h } from "./dom";
import { evidenceList } from "./evidence";
import { filterBar } from "./filter-bar";
import { classOf, marks, type Page, verdicts } from "./page";
import { type Filter, filtered, hasSubject, type Row, severities } from "./rows";
import { severityChip } from "./summary";

/** The first so many verdicts ask for a look: violation, advisory, can't tell, exempted. */
const problemKinds = 4;

/** Rows that are shown at once before the reader asks for more. */
const atOnce = 100;

type Column = "verdict" | "severity" | "control" | "resource";

const columns: readonly [Column | undefined, string][] = [
  ["verdict", "Verdict"],
  ["severity", "Severity"],
  ["control", "Control"],
  ["resource", "Resource"],
  [undefined, "Evidence"],
];

/** Controls and resources with verdicts: searched, filtered, sorted, and walked through with arrow keys. */
export class ControlsTable {
  readonly element: HTMLElement;
  private readonly body = h("tbody");
  private readonly status = h("p", { class: "status", role: "status" });
  private readonly more: HTMLButtonElement;
  private readonly heads: HTMLTableCellElement[];
  private shown: Row[] = [];
  private limit = atOnce;
  private filter: Filter;
  private order: { column: Column; down: boolean } | undefined;
  private readonly setFilter: (change: Partial<Filter>) => void;

  constructor(
    private readonly page: Page,
    private readonly rows: readonly Row[],
  ) {
    const found = verdicts.filter((verdict) => rows.some((row) => row.verdict === verdict));
    const problems = found.filter((verdict) => verdicts.indexOf(verdict) < problemKinds);
    const first = new Set<Verdict>(problems.length > 0 ? problems : found.slice(0, 1));
    this.filter = { text: "", verdicts: first, severity: "", framework: "", service: "" };
    this.heads = columns.map(([column, title]) => this.headOf(column, title));
    this.more = button("Show more", () => this.showMore(), { class: "more" });
    const bar = filterBar(page.data, rows, this.filter, (filter) => {
      this.filter = filter;
      this.limit = atOnce;
      this.update();
    });
    this.setFilter = bar.set;
    const table = h(
      "table",
      { class: "cards controls" },
      h("caption", { class: "unseen" }, "Controls by resource"),
      h("thead", {}, h("tr", {}, ...this.heads)),
      this.body,
    );
    this.element = h(
      "section",
      { id: "controls", "aria-labelledby": "controls-title" },
      h("h2", { id: "controls-title" }, "Controls and resources"),
      bar.element,
      this.status,
      h("div", { class: "scroll", role: "region", "aria-labelledby": "controls-title" }, table),
      this.more,
    );
    this.body.addEventListener("keydown", (event) => this.walk(event));
    page.onSelect((selection) => {
      const finding = selection && "finding" in selection ? selection.finding : undefined;
      for (const row of this.body.querySelectorAll("tr")) {
        row.classList.toggle("is-selected", finding !== undefined && row.dataset.finding === String(finding));
      }
    });
    this.update();
  }

  /** Shows the rows of one framework, whatever was found. */
  showFramework(framework: string): void {
    this.setFilter({ framework, text: "", severity: "", service: "", verdicts: new Set(verdicts) });
  }

  /** For print: as many rows as are of use on paper. */
  showForPrint(): void {
    const problems = this.shown.filter(({ verdict }) => verdicts.indexOf(verdict) < problemKinds).length;
    if (problems <= this.limit) return;
    this.limit = problems;
    this.update();
  }

  private showMore(): void {
    const next = this.limit;
    this.limit += atOnce * 5;
    this.update();
    this.focusOn(next);
  }

  private headOf(column: Column | undefined, title: string): HTMLTableCellElement {
    if (column === undefined) return h("th", { scope: "col" }, title);
    const sort = (): void => {
      this.order = { column, down: this.order?.column === column && !this.order.down };
      for (const head of this.heads) head.removeAttribute("aria-sort");
      cell.setAttribute("aria-sort", this.order.down ? "descending" : "ascending");
      this.update();
    };
    const cell = h("th", { scope: "col" }, button(title, sort, { class: "sort" }));
    return cell;
  }

  private update(): void {
    const { data } = this.page;
    this.shown = this.sorted(filtered(data, this.rows, this.filter));
    const visible = this.shown.slice(0, this.limit);
    this.body.replaceChildren(...visible.map((row, i) => this.rowOf(row, i === 0)));
    const hidden = this.shown.length - visible.length;
    this.more.hidden = hidden === 0;
    this.more.textContent = `Show more (${grouped(hidden)} not shown)`;
    this.status.textContent =
      this.shown.length === 0
        ? "No row matches."
        : `${count(this.shown.length, "row")} of ${grouped(this.rows.length)}`;
  }

  private sorted(rows: Row[]): Row[] {
    const { order } = this;
    if (!order) return rows;
    const value = (row: Row): string | number => {
      if (order.column === "verdict") return verdicts.indexOf(row.verdict);
      if (order.column === "severity") return severities.indexOf(row.severity);
      if (order.column === "control") return this.page.data.controls[row.control]?.title ?? "";
      return row.resource === undefined ? "" : this.page.nameOf(row.resource);
    };
    const sign = order.down ? -1 : 1;
    const keyed = rows.map((row) => ({ row, key: value(row) }));
    keyed.sort((a, b) => (a.key < b.key ? -sign : a.key > b.key ? sign : 0));
    return keyed.map(({ row }) => row);
  }

  private rowOf(row: Row, first: boolean): HTMLTableRowElement {
    const { data } = this.page;
    const control = data.controls[row.control];
    const resource = row.resource === undefined ? undefined : data.resources[row.resource];
    const open = (): void => this.open(row);
    const name = button(control?.title ?? "", open, { class: "link title", tabindex: first ? "0" : "-1" });
    const element = h(
      "tr",
      { "data-finding": row.finding },
      h(
        "td",
        { "data-label": "Verdict" },
        h(
          "span",
          { class: `verdict verdict-${classOf(row.verdict)}` },
          h("span", { class: "mark", "aria-hidden": "true" }, marks[row.verdict]),
          row.verdict,
        ),
      ),
      h("td", { "data-label": "Severity" }, severityChip(row.severity)),
      h(
        "td",
        { "data-label": "Control" },
        name,
        h("div", { class: "soft small" }, h("code", {}, control?.name ?? "")),
        requirementsOf(control),
      ),
      h(
        "td",
        { "data-label": "Resource" },
        h("div", { class: "name" }, hasSubject(row) ? this.page.nameOf(row.resource) : "–"),
        resource ? h("div", { class: "soft small" }, resource.type) : undefined,
        resource?.source ? h("div", { class: "small" }, h("code", {}, resource.source)) : undefined,
      ),
      h(
        "td",
        { "data-label": "Evidence", class: row.evidence.length === 0 ? "empty" : undefined },
        evidenceList(row.evidence),
        row.finding === undefined ? undefined : onPaper(control),
      ),
    );
    element.addEventListener("click", (event) => {
      const selecting = document.getSelection()?.isCollapsed === false;
      if (!selecting && !(event.target instanceof HTMLButtonElement)) open();
    });
    return element;
  }

  private open({ finding, resource }: Row): void {
    if (finding !== undefined) this.page.select({ finding });
    else if (resource !== undefined) this.page.select({ resource });
  }

  /** Arrow keys, Home and End go from row to row; only one of them is in the order of the Tab key. */
  private walk(event: KeyboardEvent): void {
    const names = this.names();
    const at = names.findIndex((name) => name.matches(":focus"));
    if (at < 0) return;
    const last = names.length - 1;
    const steps: Record<string, number> = {
      ArrowDown: at + 1,
      ArrowUp: at - 1,
      Home: 0,
      End: last,
      PageDown: at + 10,
      PageUp: at - 10,
    };
    const to = steps[event.key];
    if (to === undefined) return;
    event.preventDefault();
    this.focusOn(Math.max(0, Math.min(to, last)));
  }

  private focusOn(place: number): void {
    const names = this.names();
    names.forEach((name, i) => {
      name.tabIndex = i === place ? 0 : -1;
    });
    names[place]?.focus();
  }

  private names(): HTMLButtonElement[] {
    return [...this.body.querySelectorAll<HTMLButtonElement>("button.title")];
  }
}

/** Requirements that are named in a row; the rest is counted, and listed in the details. */
const manyRequirements = 3;

function requirementsOf(control: ControlData | undefined): HTMLElement | undefined {
  const all = (control?.requirements ?? []).map(({ framework, id }) => `${framework} ${id}`);
  if (all.length === 0) return undefined;
  const rest = all.length > manyRequirements ? ` +${all.length - manyRequirements}` : "";
  return h("div", { class: "soft small" }, `${all.slice(0, manyRequirements).join(" · ")}${rest}`);
}

/** What the details have on a screen: why, and how it is put right. */
function onPaper(control: ControlData | undefined): HTMLElement | undefined {
  if (!control) return undefined;
  const { fix, url, description, title } = control;
  return h(
    "div",
    { class: "on-paper small" },
    description && description !== title ? h("p", {}, description) : undefined,
    fix ? h("p", {}, h("strong", {}, "To put right: "), fix) : undefined,
    url ? h("p", {}, url) : undefined,
  );
}
