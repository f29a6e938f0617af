import type { Shape } from "../diagram/shapes";
import type { Wire } from "../diagram/wires";
import { s } from "./dom";
import { glyphs } from "./glyphs";
import type { Marks } from "./marks";
import { classOf, type Page, marks as signs } from "./page";

/** Draws shapes and wires; knows nothing of what is selected. */
export class Drawing {
  private readonly context = document.createElement("canvas").getContext("2d");
  private readonly glyphOf: ReadonlyMap<number, string>;
  private readonly laneOf: ReadonlyMap<number, string>;
  private readonly tierOf: ReadonlyMap<number, string>;

  constructor(
    private readonly page: Page,
    private readonly marksOf: (shape: Shape) => Marks,
  ) {
    const { boxes, vpcs } = page.data.diagram;
    this.glyphOf = new Map(boxes.map(({ resource, glyph }) => [resource, glyphs[glyph]]));
    this.laneOf = new Map(boxes.map(({ resource, lane }) => [resource, lane]));
    this.tierOf = new Map(vpcs.flatMap(({ subnets }) => subnets.map(({ resource, tier }) => [resource, tier])));
  }

  /** A frame around others, with its head; one of a resource, or an open stack, can be chosen. */
  frame(shape: Shape): SVGGElement {
    const { kind, x, y, width, height, resource } = shape;
    const marks = resource === undefined ? undefined : this.marksOf(shape);
    const title = this.titleOf(shape);
    const type = resource === undefined || kind === "subnet" ? "" : (this.page.data.resources[resource]?.type ?? "");
    const room = width - 20 - (marks && marks.counts.size > 0 ? 40 : 0);
    const tier = resource === undefined ? undefined : this.tierOf.get(resource);
    const subtitle = tier ?? (kind === "stack" ? "close" : type);
    const name = this.fitted(title, room * (subtitle && !tier ? 0.66 : 1), "600 12px", true);
    const after = 10 + this.widthOf(name, "600 12px") + 8;
    const left = width - after - (marks && marks.counts.size > 0 ? 50 : 8);
    const chosen = resource !== undefined || kind === "stack";
    return s(
      "g",
      {
        ...this.attributesOf(shape, chosen, marks),
        class: `shape ${kind}${tier ? ` tier-${tier}` : ""}`,
        transform: `translate(${x} ${y})`,
      },
      s("rect", { class: "edge", width, height, rx: kind === "vpc" || kind === "lane" ? 10 : 7 }),
      chosen ? s("rect", { class: "head", width, height: Math.min(height, 24), rx: 7 }) : undefined,
      s("text", { class: "name", x: 10, y: 17 }, name),
      s(
        "text",
        { class: "type", x: after, y: 17 },
        tier && this.widthOf(tier, "11px") > left ? "" : this.fitted(subtitle, left, "11px"),
      ),
      ...(marks ? this.badges(marks, width - 8, 12) : []),
    );
  }

  box(shape: Shape): SVGGElement {
    const { kind, x, y, width, height, resource } = shape;
    const marks = this.marksOf(shape);
    const member = resource ?? shape.members?.[0] ?? -1;
    const isStack = kind === "stack";
    const lane = this.laneOf.get(member) ?? "network";
    const type = isStack
      ? (shape.members ?? []).map((one) => this.page.nameOf(one)).join(", ")
      : (this.page.data.resources[member]?.type ?? "");
    const bar = height < 40;
    const room = (width - 42 - 8) * (bar ? 0.5 : 1);
    const name = this.fitted(this.titleOf(shape), room, "600 12px", true);
    const after = bar ? 42 + this.widthOf(name, "600 12px") + 10 : 42;
    const left = width - after - (marks.satellites > 0 ? 40 : 8) - (bar ? marks.counts.size * 34 : 0);
    const baseline = bar ? 20 : 35;
    return s(
      "g",
      {
        ...this.attributesOf(shape, true, marks),
        class: `shape ${kind} lane-${lane}${marks.worst ? ` verdict-${classOf(marks.worst)}` : ""}`,
        transform: `translate(${x} ${y})`,
      },
      isStack ? s("rect", { class: "edge behind", x: 4, y: -4, width: width - 4, height, rx: 6 }) : undefined,
      s("rect", { class: "edge", width, height, rx: 6 }),
      s("path", { class: "stripe", d: `M6 0H5a5 5 0 0 0-5 5v${height - 10}a5 5 0 0 0 5 5h1z` }),
      s("path", {
        class: "glyph",
        transform: `translate(14 ${height / 2 - 9}) scale(1.125)`,
        d: this.glyphOf.get(member) ?? glyphs.other,
      }),
      s("text", { class: "name", x: 42, y: bar ? 20 : 19 }, name),
      s("text", { class: "type", x: after, y: baseline }, this.fitted(type, left, "11px")),
      marks.satellites > 0
        ? s("text", { class: "more", x: width - 8, y: baseline }, `+${marks.satellites}`)
        : undefined,
      ...this.badges(marks, width - 4, 0),
    );
  }

  wire({ kind, points }: Wire, className: string): SVGPathElement {
    const [start, ...rest] = points.map((point) => point.join(" "));
    const d = rest.length === 3 ? `M${start}C${rest.join(" ")}` : `M${start}L${rest.join(" ")}`;
    return s("path", { class: `wire ${kind} ${className}`, d });
  }

  titleOf({ title, resource, kind, open, members = [] }: Shape): string {
    if (kind === "stack") return open ? (title ?? "") : `${title ?? `${members.length}`}`;
    if (resource !== undefined) return this.page.nameOf(resource);
    return title ?? "VPCs that this program does not create";
  }

  private attributesOf(shape: Shape, chosen: boolean, marks: Marks | undefined) {
    if (!chosen) return { "data-key": shape.key };
    const found = [...(marks?.counts ?? [])].map(([verdict, number]) => `${number} ${verdict}`);
    const type = shape.resource === undefined ? "" : (this.page.data.resources[shape.resource]?.type ?? "");
    const more = marks && marks.satellites > 0 ? `${marks.satellites} resources drawn with it` : "";
    const action = shape.kind === "stack" ? (shape.open ? "close" : "open") : "";
    const label = [this.titleOf(shape), type, ...found, more, action].filter((part) => part !== "").join(", ");
    const state = shape.kind === "stack" ? { "aria-expanded": shape.open ? "true" : "false" } : {};
    return { "data-key": shape.key, role: "button", tabindex: "-1", "aria-label": label, ...state };
  }

  private badges({ counts }: Marks, right: number, y: number): SVGGElement[] {
    let x = right;
    return [...counts].reverse().map(([verdict, number]) => {
      const text = `${signs[verdict]} ${number}`;
      const width = this.widthOf(text, "700 11px") + 10;
      x -= width + 2;
      return s(
        "g",
        { class: `badge verdict-${classOf(verdict)}`, transform: `translate(${x} ${y})` },
        s("rect", { y: -9, width, height: 18, rx: 9 }),
        s("text", { x: width / 2, y: 4 }, text),
      );
    });
  }

  private widthOf(text: string, font: string): number {
    if (!this.context) return text.length * 7;
    this.context.font = `${font} ${fontFamily}`;
    return this.context.measureText(text).width;
  }

  /** As much of a text as there is room for; of a name both ends, which tell it from others. */
  private fitted(text: string, room: number, font: string, bothEnds = false): string {
    const whole = text.slice(0, 200);
    const width = this.widthOf(whole, font);
    if (width <= room) return whole === text ? text : `${whole}…`;
    const cut = (length: number): string => {
      const end = bothEnds ? Math.floor(length * 0.4) : 0;
      return `${whole.slice(0, length - end).trimEnd()}…${end > 0 ? whole.slice(-end) : ""}`;
    };
    let length = Math.max(1, Math.ceil((whole.length * room) / width));
    while (length > 1 && this.widthOf(cut(length), font) > room) length--;
    return cut(length);
  }
}

/** As the style sheet has it. */
const fontFamily = 'system-ui, -apple-system, "Segoe UI", Roboto, "Liberation Sans", sans-serif';
