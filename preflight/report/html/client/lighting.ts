import type { Layout } from "../diagram/layout";
import type { Shape } from "../diagram/shapes";
import type { Wire } from "../diagram/wires";
import { s } from "./dom";
import type { Drawing } from "./drawing";
import type { Page } from "./page";

/** Lights up what is selected, what it is connected to, and the path that a finding tells of. */
export class Lighting {
  private readonly group = s("g", { class: "light", "aria-hidden": "true" });

  constructor(
    private readonly page: Page,
    private readonly drawing: Drawing,
  ) {}

  layer(): SVGGElement {
    return this.group;
  }

  /** @returns the key of the shape that is selected, where there is one */
  light({ shapes, wires }: Layout, elements: ReadonlyMap<string, SVGGElement>): string | undefined {
    const { selection, data } = this.page;
    this.group.replaceChildren();
    const lit = new Map<string, "chosen" | "near" | "step">();
    const finding = selection && "finding" in selection ? data.findings[selection.finding] : undefined;
    const resource = selection && "resource" in selection ? selection.resource : finding?.resource;
    const chosen = resource === undefined ? undefined : this.shapesOf(resource, shapes);
    for (const shape of chosen ?? []) lit.set(shape.key, "chosen");
    if (finding?.path) this.lightPath(finding.path, shapes, lit);
    else this.lightWires(wires, lit);
    const [svg] = [this.group.ownerSVGElement];
    svg?.classList.toggle("is-lit", lit.size > 0);
    for (const [key, element] of elements) {
      const how = lit.get(key);
      element.classList.toggle("chosen", how === "chosen");
      element.classList.toggle("near", how === "near" || how === "step");
      if (element.hasAttribute("role")) element.setAttribute("aria-pressed", how === "chosen" ? "true" : "false");
    }
    return chosen?.[0]?.key;
  }

  /** Where a resource is drawn: by itself, with what it belongs to, or in a closed stack. */
  private shapesOf(resource: number, shapes: readonly Shape[]): Shape[] {
    const host = this.page.hostOf.get(resource) ?? resource;
    const own = shapes.filter((shape) => shape.resource === host);
    return own.length > 0
      ? own
      : shapes.filter(({ kind, open, members }) => kind === "stack" && !open && members?.includes(host));
  }

  private lightWires(wires: readonly Wire[], lit: Map<string, "chosen" | "near" | "step">): void {
    const chosen = new Set(lit.keys());
    const found = wires.filter(({ from, to }) => chosen.has(from) || chosen.has(to));
    for (const { from, to } of found) {
      for (const key of [from, to]) if (!lit.has(key)) lit.set(key, "near");
    }
    this.group.append(...found.map((wire) => this.drawing.wire(wire, "lit")));
  }

  /** Straight from step to step, whatever else connects them: the path is what the finding is about. */
  private lightPath(
    path: readonly number[],
    shapes: readonly Shape[],
    lit: Map<string, "chosen" | "near" | "step">,
  ): void {
    const steps = path
      .flatMap((resource) => this.shapesOf(resource, shapes).slice(0, 1))
      .filter((shape, i, all) => shape !== all[i - 1]);
    for (const step of steps) if (!lit.has(step.key)) lit.set(step.key, "step");
    const lines = steps.slice(1).map((to, i) => {
      const from = steps[i] ?? to;
      return this.drawing.wire(
        { from: from.key, to: to.key, kind: "flow", connections: [], points: between(from, to) },
        "path",
      );
    });
    const numbers = steps.map(({ x, y }, i) =>
      s(
        "g",
        { class: "step", transform: `translate(${x - 5} ${y - 1})` },
        s("circle", { r: 10 }),
        s("text", { y: 4 }, String(i + 1)),
      ),
    );
    this.group.append(...lines, ...numbers);
  }
}

/** A straight line from the edge of one shape to that of another; between the corners of shapes that lie in each other. */
function between(a: Shape, b: Shape): [number, number][] {
  const [dx, dy] = [b.x + b.width / 2 - a.x - a.width / 2, b.y + b.height / 2 - a.y - a.height / 2];
  const apart = Math.abs(dx) > (a.width + b.width) / 2 || Math.abs(dy) > (a.height + b.height) / 2;
  if (!apart) {
    return [
      [a.x, a.y],
      [b.x, b.y],
    ];
  }
  const edge = ({ x, y, width, height }: Shape, sign: number): [number, number] => {
    const part = Math.min(width / 2 / Math.max(Math.abs(dx), 1), height / 2 / Math.max(Math.abs(dy), 1));
    return [x + width / 2 + sign * dx * part, y + height / 2 + sign * dy * part];
  };
  return [edge(a, 1), edge(b, -1)];
}
