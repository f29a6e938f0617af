import { alikeFrom, type LaneItem, type LanePart } from "./diagram";
import type { Lane } from "./kinds";
import { around, type Block, type Item, moved, packed, type Shape, size, widthOf } from "./shapes";
import { boxItem, boxItems, packedInside, spanOf, stackItem, type View } from "./stacks";

/** Boxes that a lane shows before the largest families of one type become one each. */
const manyBoxes = 60;

const titles: Record<Lane, string> = {
  edge: "Edge",
  compute: "Compute and workflow",
  messaging: "Messaging and events",
  data: "Data",
  operations: "Operations, audit and recovery",
};

/** The lanes that stand beside each other; the first lies above them, the last below. */
const middle: readonly Lane[] = ["compute", "messaging", "data"];

/** A lane in a number of columns. */
export function laneLayout(lane: LanePart, columns: number, width: number, view: View): Block {
  const inner = width - 2 * size.pad;
  const shape = { key: `lane ${lane.lane}`, kind: "lane" as const, width, title: titles[lane.lane] };
  return around(shape, packed(rowsFirst(itemsOf(lane, view), columns), columns, inner), size.head + 2);
}

/** Compute, messaging and data side by side, the columns given to them so that they end at about one height. */
export function middleLayout(lanes: readonly LanePart[], columns: number, width: number, view: View): Block {
  const parts = middle.flatMap((name) => lanes.filter(({ lane }) => lane === name));
  if (parts.length === 0) return { height: 0, shapes: [] };
  // Each lane has a margin of its own, which its columns pay for.
  const column = (width - (parts.length - 1) * size.gap) / columns;
  const widths = (shares: readonly number[]): number[] => shares.map((share) => share * column);
  let best: { height: number; blocks: Block[]; widths: number[] } | undefined;
  for (const shares of sharesOf(columns, parts.length)) {
    const given = widths(shares);
    const blocks = parts.map((lane, i) => laneLayout(lane, shares[i] ?? 1, given[i] ?? width, view));
    const height = Math.max(...blocks.map((block) => block.height));
    if (!best || height < best.height) best = { height, blocks, widths: given };
  }
  if (!best) return { height: 0, shapes: [] };
  const { height, blocks, widths: given } = best;
  let x = 0;
  const shapes = blocks.flatMap((block, i) => {
    const [lane, ...rest] = moved(block.shapes, x, 0);
    x += (given[i] ?? 0) + size.gap;
    // Lanes beside each other end together.
    return lane ? [{ ...lane, height }, ...rest] : rest;
  });
  return { height, shapes };
}

/** In an order that fills rows: the widest that still fits comes next. */
function rowsFirst(items: readonly Item[], columns: number): Item[] {
  const rest = [...items];
  const ordered: Item[] = [];
  let free = columns;
  while (rest.length > 0) {
    const widest = rest.reduce((most, { span }) => (Math.min(span, columns) <= free ? Math.max(most, span) : most), 0);
    const [next] =
      widest === 0
        ? []
        : rest.splice(
            rest.findIndex(({ span }) => span === widest),
            1,
          );
    if (next) ordered.push(next);
    free = next && free > next.span ? free - next.span : columns;
  }
  return ordered;
}

/** The ways to give so many columns to so many lanes, at least one each. */
function sharesOf(columns: number, lanes: number): number[][] {
  if (lanes === 1) return [[columns]];
  return Array.from({ length: Math.max(1, columns - lanes + 1) }, (_, i) => i + 1).flatMap((first) =>
    sharesOf(Math.max(lanes - 1, columns - first), lanes - 1).map((rest) => [first, ...rest]),
  );
}

/** Items of one type of component or box. */
interface Family {
  type: string;
  items: LaneItem[];
  boxes: number;
}

function itemsOf({ lane, items }: LanePart, view: View): Item[] {
  const families = new Map<string, Family>();
  for (const item of items) {
    const type = view.typeOf(item.component ?? item.boxes[0] ?? -1);
    const family = families.get(type);
    if (family) {
      family.items.push(item);
      family.boxes += item.boxes.length;
    } else {
      families.set(type, { type, items: [item], boxes: item.boxes.length });
    }
  }
  const stacked = new Set<Family>();
  let shown = items.reduce((sum, { boxes }) => sum + boxes.length, 0);
  for (const family of [...families.values()].sort((a, b) => b.boxes - a.boxes)) {
    if (shown <= manyBoxes) break;
    if (family.items.length < alikeFrom) continue;
    stacked.add(family);
    shown -= family.boxes - 1;
  }
  const found = [...families.values()].flatMap((family) => {
    const inside = family.items.map((item) => laneItem(item, lane, view));
    if (!stacked.has(family)) return inside;
    const key = `stack ${lane} ${family.type}`;
    const members = family.items.flatMap(({ boxes }) => boxes);
    return [stackItem({ key, title: `${family.items.length} × ${family.type}`, members, inside }, view)];
  });
  return found;
}

/** A box, or the frame of a component with the boxes that are in it. */
function laneItem({ component, boxes }: LaneItem, lane: Lane, view: View): Item {
  const [only] = boxes;
  if (boxes.length === 1 && only !== undefined) return boxItem(only);
  const key = `frame ${component}`;
  const inside = boxItems(key, boxes, view);
  const most = inside.reduce((widest, item) => Math.max(widest, item.span), 1);
  const span = Math.max(most, spanOf(inside.length, !middle.includes(lane)));
  const shape: Omit<Shape, "x" | "y" | "height" | "width"> = { key, kind: "frame", resource: component };
  return { span, build: (width) => around({ ...shape, width }, packedInside(inside, span, width)) };
}

/** Width of so many columns with a lane's margin around them. */
export function laneWidth(columns: number): number {
  return widthOf(columns) + 2 * size.pad;
}
