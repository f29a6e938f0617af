import { alikeFrom } from "./diagram";
import { around, type Block, type Item, packed, size } from "./shapes";

/** What a layout knows of the graph, and of what its reader has opened. */
export interface View {
  /** Type of a resource as people say it. */
  typeOf: (resource: number) => string;
  /** Keys of open stacks. */
  open: ReadonlySet<string>;
}

export function boxItem(resource: number, key = `box ${resource}`, height: number = size.box): Item {
  return {
    span: 1,
    build: (width) => ({ height, shapes: [{ key, kind: "box", x: 0, y: 0, width, height, resource }] }),
  };
}

/** Things of one type, and how they are drawn once their stack was opened. */
export interface Alike {
  key: string;
  title: string;
  members: number[];
  inside: Item[];
}

/** Many things of one type as one, or in a frame once it was opened. */
export function stackItem({ key, title, members, inside }: Alike, view: View, height: number = size.box): Item {
  const open = view.open.has(key);
  const shape = { key, kind: "stack" as const, title, members, open };
  if (!open) {
    return { span: 1, build: (width) => ({ height, shapes: [{ ...shape, x: 0, y: 0, width, height }] }) };
  }
  const span = spanOf(inside.length);
  return { span, build: (width) => around({ ...shape, width }, packedInside(inside, span, width)) };
}

/** Boxes of one place, those of a type with many as a stack where the first of them would be. */
export function boxItems(place: string, boxes: readonly number[], view: View): Item[] {
  const byType = new Map<string, number[]>();
  for (const box of boxes) byType.set(view.typeOf(box), [...(byType.get(view.typeOf(box)) ?? []), box]);
  return [...byType].flatMap(([type, alike]) => {
    if (alike.length < alikeFrom) return alike.map((box) => boxItem(box));
    const key = `stack ${place} ${type}`;
    const inside = alike.map((box) => boxItem(box));
    return [stackItem({ key, title: `${alike.length} × ${type}`, members: alike, inside }, view)];
  });
}

/** Columns of a frame with so many things in it; a wide place has room for rows instead of columns. */
export function spanOf(things: number, wide = false): number {
  if (wide) return things <= 4 ? things : things <= 6 ? 3 : 4;
  return things <= 3 ? 1 : things <= 8 ? 2 : 3;
}

export function packedInside(items: readonly Item[], columns: number, width: number): Block {
  const inner = width - 2 * size.pad;
  // A frame in a narrow place has fewer columns than it would like.
  const fitting = Math.max(1, Math.min(columns, Math.floor((inner + size.gap) / (size.column * 0.72 + size.gap))));
  return packed(items, fitting, inner);
}
