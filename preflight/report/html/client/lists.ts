import { h } from "./dom";
import type { Page } from "./page";

/** A section of the page; nothing in it is said too. */
function section(id: string, title: string, empty: string, content: HTMLElement[]): HTMLElement {
  return h(
    "section",
    { id, "aria-labelledby": `${id}-title` },
    h("h2", { id: `${id}-title` }, title),
    ...(content.length > 0 ? content : [h("p", { class: "soft" }, empty)]),
  );
}

function table(caption: string, heads: string[], rows: (Node | string)[][]): HTMLElement {
  const body = rows.map((cells) => h("tr", {}, ...cells.map((cell, i) => h("td", { "data-label": heads[i] }, cell))));
  return h(
    "div",
    { class: "scroll", role: "region", tabindex: "0", "aria-label": caption },
    h(
      "table",
      { class: "cards" },
      h("caption", { class: "unseen" }, caption),
      h("thead", {}, h("tr", {}, ...heads.map((head) => h("th", { scope: "col" }, head)))),
      h("tbody", {}, ...body),
    ),
  );
}

export function exemptionsSection(page: Page): HTMLElement {
  const { exempted, controls } = page.data;
  const rows = exempted.map(({ control, resource, reason }) => [
    controls[control]?.title ?? "",
    page.nameOf(resource),
    reason,
  ]);
  const content =
    rows.length > 0 ? [table("Exemptions", ["Control", "Resource", "Until when, by whom and why"], rows)] : [];
  return section("exemptions", "Exemptions", "Nothing is exempt.", content);
}

/** Findings without a decision by control and reason, and what is behind them. */
export function undecidedSection(page: Page): HTMLElement {
  const { findings, controls, invokes, notes } = page.data;
  const reasons = new Map<string, { control: string; reason: string; names: string[] }>();
  for (const { control, verdict, resource, evidence } of findings) {
    if (verdict !== "can't tell") continue;
    const reason = evidence.map(({ property, text }) => (property ? `${property}: ${text}` : text)).join("\n");
    const key = `${control}\n${reason}`;
    const group = reasons.get(key) ?? { control: controls[control]?.title ?? "", reason, names: [] };
    group.names.push(page.nameOf(resource));
    reasons.set(key, group);
  }
  const rows = [...reasons.values()].map(({ control, reason, names }) => [
    control,
    [...new Set(names)].join(", "),
    reason,
  ]);
  const content = [
    ...(rows.length > 0 ? [table("Undecided findings", ["Control", "Resources", "Why"], rows)] : []),
    ...list(
      "Calls of the cloud that have no answer here, so that what depends on them is unknown",
      invokes.map(({ token, reason, times }) => `${token}: ${reason}${times > 1 ? ` (${times} times)` : ""}`),
    ),
    ...list(
      "What to know of this run",
      notes.map(({ message, resources }) =>
        resources.length > 0 ? `${resources.map((one) => page.nameOf(one)).join(", ")}: ${message}` : message,
      ),
    ),
  ];
  return section("undecided", "What could not be told", "Everything was decided.", content);
}

/** What policies changed, and what the program complained of; left out where there is neither. */
export function otherSection(page: Page): HTMLElement | undefined {
  const { remediations, logs, controls } = page.data;
  const changed = remediations.map(
    ({ control, resource, text }) => `${page.nameOf(resource)}: ${controls[control]?.name ?? ""}: ${text}`,
  );
  const content = [...list("Remediated by policies", changed), ...list("Logged by the program", logs)];
  return content.length > 0 ? section("run", "Changes and logs", "", content) : undefined;
}

function list(title: string, items: string[]): HTMLElement[] {
  return items.length === 0
    ? []
    : [h("h3", {}, title), h("ul", { class: "lines" }, ...items.map((item) => h("li", {}, item)))];
}
