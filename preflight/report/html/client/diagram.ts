import { layoutOf } from "../diagram/layout";
import type { Shape } from "../diagram/shapes";
import { button, h, s } from "./dom";
import { Drawing } from "./drawing";
import { Lighting } from "./lighting";
import { marksOf } from "./marks";
import type { Page } from "./page";
import { neighbour } from "./steps";

/** Sizes that the drawing can have, as parts of its own. */
const zooms = [0.35, 0.5, 0.7, 0.85, 1, 1.25, 1.6, 2];

/** The architecture as a drawing that is walked through with arrow keys; Enter shows details or opens a group. */
export class DiagramView {
  readonly element: HTMLElement;
  private readonly svg = s("svg", { role: "group", "aria-labelledby": "architecture-title", class: "diagram" });
  private readonly viewport = h("div", { class: "viewport" }, this.svg);
  private readonly drawing: Drawing;
  private readonly lighting: Lighting;
  private readonly open = new Set<string>();
  private layout;
  private shapes = new Map<string, Shape>();
  private elements = new Map<string, SVGGElement>();
  private zoom: number | undefined;
  /** Where what is selected is drawn. */
  private chosen: string | undefined;

  constructor(private readonly page: Page) {
    this.layout = page.data.layout;
    this.drawing = new Drawing(page, marksOf(page));
    this.lighting = new Lighting(page, this.drawing);
    const flows = h("input", { type: "checkbox", id: "show-flows", checked: true });
    flows.addEventListener("change", () => this.svg.classList.toggle("without-flows", !flows.checked));
    const tools = h(
      "div",
      { class: "tools" },
      h("label", { class: "chip" }, flows, "Show all flows"),
      button("−", () => this.step(-1), { "aria-label": "Smaller" }),
      button("+", () => this.step(1), { "aria-label": "Larger" }),
      button("Fit", () => this.fit()),
    );
    this.element = h(
      "section",
      { id: "architecture", "aria-labelledby": "architecture-title" },
      h("h2", { id: "architecture-title" }, "Architecture"),
      h("div", { class: "bar" }, legend(), tools),
      this.viewport,
    );
    this.draw();
    this.svg.addEventListener("click", (event) => this.choose(this.keyOf(event.target)));
    this.svg.addEventListener("keydown", (event) => this.key(event));
    page.onSelect(() => this.light());
  }

  private draw(): void {
    const { width, height, shapes, wires } = this.layout;
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.shapes = new Map(shapes.map((shape) => [shape.key, shape]));
    const isBox = ({ kind, open }: Shape): boolean => kind === "box" || (kind === "stack" && !open);
    const frames = shapes.filter((shape) => !isBox(shape)).map((shape) => this.drawing.frame(shape));
    const boxes = shapes.filter(isBox).map((shape) => this.drawing.box(shape));
    const flows = wires.filter(({ kind }) => kind === "flow").map((wire) => this.drawing.wire(wire, "quiet"));
    const light = this.lighting.layer();
    this.svg.replaceChildren(
      arrowHeads(),
      s("g", { class: "frames" }, ...frames),
      s("g", { class: "wires", "aria-hidden": "true" }, ...flows),
      s("g", { class: "boxes" }, ...boxes),
      light,
    );
    this.elements = new Map([...frames, ...boxes].map((element) => [element.dataset.key ?? "", element]));
    const first = shapes.find(({ key }) => this.elements.get(key)?.hasAttribute("role"));
    if (first) this.elements.get(first.key)?.setAttribute("tabindex", "0");
    this.size();
  }

  /** Brings what is selected into sight, and the keyboard to it. */
  reveal(): void {
    if (this.chosen === undefined) return;
    this.focusOn(this.chosen, true);
    this.elements.get(this.chosen)?.scrollIntoView({ block: "center", inline: "center" });
  }

  private light(): void {
    this.chosen = this.lighting.light(this.layout, this.elements);
    const key = this.chosen;
    const { selection } = this.page;
    // What was chosen in the table may be out of sight, but the table's reader has not asked to leave it.
    if (key !== undefined && selection && "resource" in selection && !this.svg.contains(document.activeElement)) {
      this.elements.get(key)?.scrollIntoView({ block: "nearest", inline: "nearest" });
    }
  }

  private keyOf(target: EventTarget | null): string | undefined {
    const element = target instanceof Element ? target.closest<SVGGElement>("[data-key][role]") : null;
    return element?.dataset.key;
  }

  private choose(key: string | undefined): void {
    const shape = key === undefined ? undefined : this.shapes.get(key);
    if (!shape) {
      this.page.select(undefined);
      return;
    }
    this.focusOn(shape.key, false);
    if (shape.kind === "stack") this.toggle(shape);
    else if (shape.resource !== undefined) this.page.select({ resource: shape.resource });
  }

  private toggle({ key, open }: Shape): void {
    if (open) this.open.delete(key);
    else this.open.add(key);
    const { data } = this.page;
    const typeOf = (resource: number): string => data.resources[resource]?.type ?? "";
    this.layout = layoutOf(data.diagram, { typeOf, open: this.open });
    this.draw();
    this.light();
    this.focusOn(key, true);
  }

  private key(event: KeyboardEvent): void {
    const key = this.keyOf(event.target);
    if (key === undefined) return;
    if (event.key === "Enter" || event.key === " ") {
      event.preventDefault();
      this.choose(key);
      return;
    }
    const from = this.shapes.get(key);
    const chosen = [...this.shapes.values()].filter((shape) => this.elements.get(shape.key)?.hasAttribute("role"));
    const to = from && neighbour(from, chosen, event.key);
    if (!to) return;
    event.preventDefault();
    this.focusOn(to.key, true);
  }

  /** Makes one shape the one that the Tab key comes to. */
  private focusOn(key: string, focus: boolean): void {
    for (const element of this.svg.querySelectorAll('[tabindex="0"]')) element.setAttribute("tabindex", "-1");
    const element = this.elements.get(key);
    element?.setAttribute("tabindex", "0");
    if (focus) element?.focus();
  }

  private step(by: number): void {
    const now = this.zoom ?? this.svg.clientWidth / this.layout.width;
    const next = by > 0 ? zooms.find((one) => one > now + 0.01) : zooms.filter((one) => one < now - 0.01).at(-1);
    this.zoom = next ?? now;
    this.size();
  }

  private fit(): void {
    this.zoom = undefined;
    this.size();
  }

  private size(): void {
    this.viewport.classList.toggle("is-fit", this.zoom === undefined);
    const { width } = this.layout;
    // On paper the style sheet has another size for it.
    this.svg.style.setProperty("--zoomed", this.zoom === undefined ? "100%" : `${width * this.zoom}px`);
    this.svg.style.setProperty("--widest", this.zoom === undefined ? `${width * 1.15}px` : "none");
    this.svg.style.setProperty("--least", this.zoom === undefined ? `${width}px` : "0px");
  }
}

function arrowHeads(): SVGDefsElement {
  const marker = (id: string): SVGMarkerElement =>
    s(
      "marker",
      {
        id,
        viewBox: "0 0 8 8",
        refX: 7,
        refY: 4,
        markerWidth: 7,
        markerHeight: 7,
        orient: "auto",
        markerUnits: "userSpaceOnUse",
      },
      s("path", { d: "M0 0.5 8 4 0 7.5z" }),
    );
  return s("defs", {}, marker("arrow"), marker("arrow-lit"), marker("arrow-path"));
}

function legend(): HTMLElement {
  const line = (name: string, text: string): HTMLElement =>
    h(
      "li",
      {},
      s(
        "svg",
        { width: 34, height: 12, "aria-hidden": "true", class: "diagram" },
        s("path", { class: `wire ${name}`, d: "M1 6H33" }),
      ),
      text,
    );
  const badge = (name: string, sign: string, text: string): HTMLElement =>
    h("li", {}, h("span", { class: `mark verdict-${name}`, "aria-hidden": "true" }, sign), text);
  return h(
    "ul",
    { class: "legend", "aria-label": "Legend" },
    line("flow", "data flows"),
    line("use lit", "refers to (when selected)"),
    line("path", "path of a finding"),
    badge("violation", "✗", "violation"),
    badge("advisory", "!", "advisory"),
    badge("can-t-tell", "?", "can't tell"),
    badge("exempted", "E", "exempted"),
    h("li", {}, h("span", { class: "plus" }, "+3"), "resources drawn with it"),
  );
}
