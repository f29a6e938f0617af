import type { ReportData } from "../data";
import { Details } from "./details";
import { DiagramView } from "./diagram";
import { h } from "./dom";
import { exemptionsSection, otherSection, undecidedSection } from "./lists";
import { Page } from "./page";
import { onPrint } from "./print";
import { rowsOf } from "./rows";
import { summarySection } from "./summary";
import { ControlsTable } from "./table";

function start(): void {
  const data: ReportData = JSON.parse(document.getElementById("data")?.textContent ?? "");
  const page = new Page(data);
  const rows = rowsOf(data);
  const table = new ControlsTable(page, rows);
  const diagram = new DiagramView(page);
  const details = new Details(page, () => diagram.reveal());
  const sections = [
    summarySection(page, rows, (framework) => table.showFramework(framework)),
    diagram.element,
    table.element,
    exemptionsSection(page),
    undecidedSection(page),
    otherSection(page),
  ].filter((section) => section !== undefined);
  const links = sections.map((section) =>
    h("li", {}, h("a", { href: `#${section.id}` }, section.querySelector("h2")?.textContent ?? "")),
  );
  const skip = h("a", { class: "skip", href: "#controls" }, "Skip to the controls");
  document.body.append(
    skip,
    h(
      "header",
      {},
      h("h1", {}, data.project, " ", h("span", { class: "stack-name" }, data.stack)),
      h("p", { class: "soft" }, subtitle(data)),
      evidenceList(data),
      h("nav", { "aria-label": "Parts of this report" }, h("ul", {}, ...links)),
    ),
    h("main", {}, ...sections),
    details.element,
    h(
      "footer",
      {},
      h(
        "p",
        { class: "soft" },
        "Made by preflight from the program and its policy packs, with no cloud. This page loads nothing. ",
        h("span", { class: "keys" }, "Keys: / searches, arrows walk, Enter opens, Escape closes."),
      ),
    ),
  );
  document.addEventListener("keydown", (event) => keys(event, page));
  onPrint(table);
  document.documentElement.dataset.ready = "true";
  performance.mark("ready");
}

function subtitle({ mode, packs }: ReportData): string {
  const values =
    mode === "symbolic"
      ? "What only AWS could know has made-up values."
      : "Values as in a first preview: what only AWS could know is unknown.";
  const names = packs.map(({ name, version }) => `${name} ${version}`).join(", ");
  return `Architecture and controls${names ? `, by ${names}` : ""}. ${values}`;
}

function evidenceList({ evidence }: ReportData): HTMLElement | undefined {
  const items = evidence.map(({ name, value }) => h("div", {}, h("dt", {}, name), h("dd", {}, value)));
  return items.length > 0 ? h("dl", { class: "evidence soft small" }, ...items) : undefined;
}

/** Escape closes the details; a slash goes to the search, unless it is typed into a field. */
function keys(event: KeyboardEvent, page: Page): void {
  if (event.key === "Escape" && page.selection !== undefined) {
    const inPanel = document.getElementById("details")?.contains(document.activeElement);
    page.select(undefined);
    if (inPanel) document.querySelector<SVGElement>('svg [tabindex="0"]')?.focus();
    return;
  }
  const typing = event.target instanceof HTMLElement && /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName);
  if (event.key === "/" && !typing && !event.ctrlKey && !event.metaKey) {
    event.preventDefault();
    document.getElementById("search")?.focus();
  }
}

start();
