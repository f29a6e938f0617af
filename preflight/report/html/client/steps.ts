import type { Shape } from "../diagram/shapes";

const directions: Readonly<Record<string, [number, number]>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** The shape that an arrow key leads to: the nearest that way, straight ahead before aside. */
export function neighbour(from: Shape, shapes: readonly Shape[], key: string): Shape | undefined {
  if (key === "Home") return shapes[0];
  if (key === "End") return shapes.at(-1);
  const direction = directions[key];
  if (!direction) return undefined;
  const [dx, dy] = direction;
  const [x, y] = anchorOf(from);
  let best: { shape: Shape; cost: number } | undefined;
  for (const shape of shapes) {
    if (shape.key === from.key) continue;
    const [ox, oy] = anchorOf(shape);
    const ahead = (ox - x) * dx + (oy - y) * dy;
    const aside = Math.abs((ox - x) * dy) + Math.abs((oy - y) * dx);
    if (ahead < 1) continue;
    const cost = ahead + aside * 3;
    if (!best || cost < best.cost) best = { shape, cost };
  }
  return best?.shape;
}

/** Frames are met at their heads, which is where their names are. */
function anchorOf({ kind, open, x, y, width, height }: Shape): [number, number] {
  const isBox = kind === "box" || (kind === "stack" && !open);
  return isBox ? [x + width / 2, y + height / 2] : [x + Math.min(width, 160) / 2, y + 12];
}
