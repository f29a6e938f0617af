import { count } from "../../../count";
import type { FindingData } from "../data";
import { button, h } from "./dom";
import { evidenceList } from "./evidence";
import { classOf, marks, type Page, type Selection } from "./page";
import { severityChip } from "./summary";

/** What is known of what is selected, in a panel that stays beside the drawing and the table. */
export class Details {
  readonly element: HTMLElement;
  private readonly body = h("div", { class: "details-body" });

  /** @param reveal goes to where what is selected is drawn */
  constructor(
    private readonly page: Page,
    private readonly reveal: () => void,
  ) {
    const close = button("Close", () => page.select(undefined), { class: "close", "aria-keyshortcuts": "Escape" });
    this.element = h(
      "aside",
      { id: "details", "aria-label": "Details", hidden: true },
      h("div", { class: "details-head" }, h("strong", {}, "Details"), close),
      this.body,
    );
    this.body.setAttribute("aria-live", "polite");
    page.onSelect((selection) => this.show(selection));
  }

  private show(selection: Selection): void {
    this.element.hidden = selection === undefined;
    if (selection === undefined) {
      this.body.replaceChildren();
      return;
    }
    const { data } = this.page;
    if ("resource" in selection) {
      this.body.replaceChildren(...this.ofResource(selection.resource));
      return;
    }
    const finding = data.findings[selection.finding];
    if (!finding) return;
    const path = finding.path ? [this.pathOf(finding.path)] : [];
    const about =
      finding.resource === undefined
        ? [h("h3", {}, "The stack as a whole"), this.findingOf(finding), ...path]
        : this.ofResource(finding.resource, [this.findingOf(finding), ...path], selection.finding);
    this.body.replaceChildren(...about);
    this.body.scrollTop = 0;
  }

  private findingOf(finding: FindingData): HTMLElement {
    const control = this.page.data.controls[finding.control];
    return h(
      "div",
      { class: `finding verdict-${classOf(finding.verdict)}` },
      h(
        "p",
        { class: "finding-head" },
        h("span", { class: "mark" }, marks[finding.verdict]),
        h("strong", {}, control?.title ?? ""),
        " ",
        severityChip(finding.severity),
      ),
      h("p", { class: "soft" }, h("code", {}, control?.name ?? "")),
      evidenceList(finding.evidence),
      finding.symbolicOnly ? h("p", { class: "soft" }, "Only with values that were made up for this run.") : undefined,
      control?.fix ? h("p", { class: "fix" }, h("strong", {}, "To put right: "), control.fix) : undefined,
      control?.url ? h("p", {}, h("a", { href: control.url, rel: "noreferrer" }, control.url)) : undefined,
      control && control.requirements.length > 0
        ? h(
            "p",
            { class: "soft small" },
            control.requirements.map(({ framework, id }) => `${framework} ${id}`).join(" · "),
          )
        : undefined,
    );
  }

  private pathOf(path: readonly number[]): HTMLElement {
    const steps = path.map((resource) => h("li", {}, this.link(resource)));
    return h("div", {}, h("h4", {}, "Path"), h("ol", { class: "path" }, ...steps));
  }

  /** A name that selects its resource. */
  private link(resource: number): HTMLElement {
    const { type = "" } = this.page.data.resources[resource] ?? {};
    const name = button(this.page.nameOf(resource), () => this.page.select({ resource }), { class: "link" });
    return h("span", {}, name, h("span", { class: "soft small" }, ` ${type}`));
  }

  private ofResource(resource: number, first: readonly HTMLElement[] = [], shown?: number): HTMLElement[] {
    const { data } = this.page;
    const { type, source, remark } = data.resources[resource] ?? {};
    const satellites = this.satellitesOf(resource);
    const own = [resource, ...satellites]
      .flatMap((one) => this.page.findingsOf.get(one) ?? [])
      .filter((one) => one !== shown);
    const components = this.page.componentsOf(resource);
    return [
      h("h3", {}, this.page.nameOf(resource)),
      h("p", { class: "soft" }, type ?? "", remark ? ` – ${remark}` : ""),
      ...(source ? [h("p", { class: "small" }, h("code", {}, source))] : []),
      h("p", {}, button("Show in the drawing", this.reveal, { class: "link small" })),
      ...(components.length > 0
        ? [h("p", { class: "small" }, "In ", components.map((one) => this.page.nameOf(one)).join(" › "))]
        : []),
      ...first,
      ...(own.length > 0
        ? [h("h4", {}, shown === undefined ? "Findings" : "Other findings"), ...this.findingsOf(own, resource)]
        : []),
      ...this.heldBy(resource),
      ...this.connectionsOf(resource),
      ...this.drawnWith(satellites),
    ];
  }

  private findingsOf(places: readonly number[], resource: number): HTMLElement[] {
    return places.flatMap((place) => {
      const finding = this.page.data.findings[place];
      if (!finding) return [];
      const about = finding.resource;
      const other = about !== undefined && about !== resource ? [h("p", { class: "about" }, this.link(about))] : [];
      return [...other, this.findingOf(finding)];
    });
  }

  private satellitesOf(resource: number): readonly number[] {
    const { boxes, vpcs } = this.page.data.diagram;
    const hosts = [...boxes, ...vpcs, ...vpcs.flatMap(({ subnets }) => subnets)];
    return hosts.find((one) => one.resource === resource)?.satellites ?? [];
  }

  private heldBy(resource: number): HTMLElement[] {
    const { controls, held } = this.page.data;
    const names = held
      .filter(({ resources }) => resources.includes(resource))
      .map(({ control }) => controls[control]?.title ?? "");
    return names.length === 0
      ? []
      : [
          folded(
            `✓ ${count(names.length, "control")} held`,
            names.map((name) => h("li", {}, name)),
          ),
        ];
  }

  private connectionsOf(resource: number): HTMLElement[] {
    const { connections } = this.page.data.diagram;
    const box = this.page.hostOf.get(resource) ?? resource;
    const list = (title: string, side: "from" | "to", kind: "flow" | "use"): HTMLElement[] => {
      const other = side === "from" ? "to" : "from";
      const found = connections.filter((one) => one[side] === box && one.kind === kind);
      const items = found.map((one) =>
        h("li", {}, this.link(one[other]), h("span", { class: "soft small" }, ` (${one.via.join(", ")})`)),
      );
      if (items.length === 0) return [];
      return kind === "flow"
        ? [h("h4", {}, title), h("ul", {}, ...items)]
        : [folded(`${title} ${items.length}`, items)];
    };
    return [
      ...list("Flows to", "from", "flow"),
      ...list("Flows from", "to", "flow"),
      ...list("Refers to", "from", "use"),
      ...list("Referred to by", "to", "use"),
    ];
  }

  private drawnWith(satellites: readonly number[]): HTMLElement[] {
    if (satellites.length === 0) return [];
    return [
      folded(
        `Drawn with it: ${count(satellites.length, "resource")}`,
        satellites.map((one) => h("li", {}, this.link(one))),
      ),
    ];
  }
}

function folded(title: string, items: HTMLElement[]): HTMLElement {
  return h("details", {}, h("summary", {}, title), h("ul", {}, ...items));
}
