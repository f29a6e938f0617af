import { grouped } from "../../../count";
import type { ReportData, Verdict } from "../data";
import { button, h } from "./dom";
import { classOf, marks, verdicts } from "./page";
import { type Filter, type Row, serviceOf, severities } from "./rows";

export interface FilterBar {
  element: HTMLElement;
  set(change: Partial<Filter>): void;
}

/** The fields that the table is searched and filtered with. */
export function filterBar(
  data: ReportData,
  rows: readonly Row[],
  first: Filter,
  changed: (filter: Filter) => void,
): FilterBar {
  let filter = first;
  const search = h("input", {
    id: "search",
    type: "search",
    autocomplete: "off",
    spellcheck: "false",
    "aria-keyshortcuts": "/",
  });
  const boxes = verdicts
    .filter((verdict) => rows.some((row) => row.verdict === verdict))
    .map((verdict) => ({ verdict, ...checkbox(verdict, rows) }));
  const severity = select(
    "severity",
    "Severity",
    severities.filter((one) => rows.some((row) => row.severity === one)),
  );
  const framework = select(
    "framework",
    "Framework",
    unique(data.controls.flatMap(({ requirements }) => requirements.map((one) => one.framework))),
  );
  const service = select("service", "Service", unique(rows.map((row) => serviceOf(data, row))));
  const apply = (change: Partial<Filter>): void => {
    filter = { ...filter, ...change };
    changed(filter);
  };
  const show = (): void => {
    search.value = filter.text;
    severity.field.value = filter.severity;
    framework.field.value = filter.framework;
    service.field.value = filter.service;
    for (const { verdict, input } of boxes) input.checked = filter.verdicts.has(verdict);
  };
  const set = (change: Partial<Filter>): void => {
    apply(change);
    show();
  };
  search.addEventListener("input", () => apply({ text: search.value }));
  severity.field.addEventListener("change", () => apply({ severity: severity.field.value }));
  framework.field.addEventListener("change", () => apply({ framework: framework.field.value }));
  service.field.addEventListener("change", () => apply({ service: service.field.value }));
  for (const { input } of boxes) {
    input.addEventListener("change", () =>
      apply({ verdicts: new Set(boxes.flatMap((one) => (one.input.checked ? [one.verdict] : []))) }),
    );
  }
  show();
  const reset = button("Show all", () =>
    set({ text: "", severity: "", framework: "", service: "", verdicts: new Set(verdicts) }),
  );
  const element = h(
    "form",
    { class: "filters", role: "search", "aria-label": "Controls and resources" },
    h("p", { class: "field grows" }, h("label", { for: "search" }, "Search"), search),
    severity.element,
    framework.element,
    service.element,
    h("fieldset", {}, h("legend", {}, "Verdicts"), ...boxes.map(({ element: box }) => box)),
    reset,
  );
  element.addEventListener("submit", (event) => event.preventDefault());
  return { element, set };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}

function checkbox(verdict: Verdict, rows: readonly Row[]): { input: HTMLInputElement; element: HTMLElement } {
  const input = h("input", { type: "checkbox", name: "verdict", value: verdict });
  const number = rows.filter((row) => row.verdict === verdict).length;
  const text = `${verdict} ${grouped(number)}`;
  const element = h(
    "label",
    { class: `chip verdict-${classOf(verdict)}` },
    input,
    h("span", { class: "mark", "aria-hidden": "true" }, marks[verdict]),
    text,
  );
  return { input, element };
}

function select(
  name: string,
  title: string,
  values: readonly string[],
): { field: HTMLSelectElement; element: HTMLElement } {
  const options = ["", ...values].map((value) => h("option", { value }, value === "" ? "any" : value));
  const field = h("select", { id: `filter-${name}` }, ...options);
  return { field, element: h("p", { class: "field" }, h("label", { for: `filter-${name}` }, title), field) };
}
