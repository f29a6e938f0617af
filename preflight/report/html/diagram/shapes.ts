/** A rectangle of the drawing. */
export interface Shape {
  /** Unlike any other's, and the same in every layout of the diagram. */
  key: string;
  kind: "vpc" | "zone" | "subnet" | "lane" | "frame" | "stack" | "box";
  x: number;
  y: number;
  width: number;
  height: number;
  /** Key of the shape around it. */
  parent?: string;
  /** Of a box or stack in a VPC: keys of the subnets that it stands in. */
  across?: string[];
  /** What it is of the graph: the component of a frame. None for zones, lanes and stacks. */
  resource?: number;
  /** Boxes that a closed stack stands for, or that are in an open one. */
  members?: number[];
  /** Words of what is no resource. */
  title?: string;
  /** Of a stack. */
  open?: boolean;
}

/** Shapes from a corner of their own on, parents before what is inside of them. */
export interface Block {
  height: number;
  shapes: Shape[];
}

/** Something that takes a number of columns and is as high as it then has to be. */
export interface Item {
  span: number;
  build(width: number): Block;
}

export const size = {
  /** A column with one box, and what is between two. */
  column: 200,
  gap: 12,
  box: 46,
  /** What lies across several zones is wide enough for one line. */
  bar: 32,
  /** A column of a VPC's zone. */
  zone: 176,
  pad: 10,
  /** Heads of frames, and of networks and lanes. */
  head: 26,
} as const;

export function moved(shapes: readonly Shape[], x: number, y: number, parent?: string): Shape[] {
  return shapes.map((shape) => ({ ...shape, x: shape.x + x, y: shape.y + y, parent: shape.parent ?? parent }));
}

export function widthOf(columns: number, column: number = size.column): number {
  return columns * column + (columns - 1) * size.gap;
}

/** Puts each item where it comes to lie highest, the leftmost of equal places. */
export function packed(items: readonly Item[], columns: number, width: number): Block {
  const column = (width - (columns - 1) * size.gap) / columns;
  const tops = Array.from({ length: columns }, () => 0);
  const shapes: Shape[] = [];
  for (const item of items) {
    const span = Math.min(item.span, columns);
    let best = { at: 0, top: Number.POSITIVE_INFINITY };
    for (let at = 0; at + span <= columns; at++) {
      const top = Math.max(...tops.slice(at, at + span));
      if (top < best.top) best = { at, top };
    }
    const block = item.build(widthOf(span, column));
    shapes.push(...moved(block.shapes, best.at * (column + size.gap), best.top));
    tops.fill(best.top + block.height + size.gap, best.at, best.at + span);
  }
  return { height: Math.max(0, Math.max(...tops) - size.gap), shapes };
}

/** A shape around a block, with room for a head above it. */
export function around(shape: Omit<Shape, "x" | "y" | "height">, block: Block, head: number = size.head): Block {
  const height = head + block.height + (block.height > 0 ? size.pad : 0);
  return { height, shapes: [{ ...shape, x: 0, y: 0, height }, ...moved(block.shapes, size.pad, head, shape.key)] };
}
