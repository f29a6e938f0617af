import type { Connection } from "./flows";
import type { Shape } from "./shapes";

/** A line from one shape to another; one for all connections of what is drawn as these. */
export interface Wire {
  from: string;
  to: string;
  kind: "flow" | "use";
  /** Places in the diagram's connections. */
  connections: number[];
  /** The curve: where it starts, two points that it is drawn towards, where it ends. */
  points: [number, number][];
}

type Side = "left" | "right" | "top" | "bottom";

interface End {
  shape: Shape;
  side: Side;
  wire: Wire;
  /** The other end's middle, along the side. */
  other: number;
}

/** The lines between boxes and closed stacks. What is drawn several times is met where it is nearest. */
export function wiresOf(shapes: readonly Shape[], connections: readonly Connection[]): Wire[] {
  const drawn = new Map<number, Shape[]>();
  for (const shape of shapes) {
    const stands =
      shape.kind === "box" ? [shape.resource] : shape.kind === "stack" && !shape.open ? (shape.members ?? []) : [];
    for (const box of stands) if (box !== undefined) drawn.set(box, [...(drawn.get(box) ?? []), shape]);
  }
  const wires = new Map<string, Wire>();
  const ends: End[] = [];
  connections.forEach((connection, i) => {
    const [a, b] = nearest(drawn.get(connection.from) ?? [], drawn.get(connection.to) ?? []);
    if (!a || !b || a === b) return;
    const key = `${a.key}\n${b.key}`;
    const known = wires.get(key);
    if (known) {
      known.connections.push(i);
      if (connection.kind === "flow") known.kind = "flow";
      return;
    }
    const wire: Wire = { from: a.key, to: b.key, kind: connection.kind, connections: [i], points: [] };
    wires.set(key, wire);
    const [from, to] = sidesOf(a, b);
    ends.push({ shape: a, side: from, wire, other: along(b, from) }, { shape: b, side: to, wire, other: along(a, to) });
  });
  const places = spread(ends);
  for (const wire of wires.values()) wire.points = curve(places.get(wire) ?? []);
  return [...wires.values()];
}

function middleOf({ x, y, width, height }: Shape): [number, number] {
  return [x + width / 2, y + height / 2];
}

function along(shape: Shape, side: Side): number {
  const [x, y] = middleOf(shape);
  return side === "left" || side === "right" ? y : x;
}

function nearest(from: readonly Shape[], to: readonly Shape[]): [Shape, Shape] | [] {
  let best: { pair: [Shape, Shape]; distance: number } | undefined;
  for (const a of from) {
    for (const b of to) {
      const distance = gap(a.x, a.width, b.x, b.width) + gap(a.y, a.height, b.y, b.height);
      if (!best || distance < best.distance) best = { pair: [a, b], distance };
    }
  }
  return best?.pair ?? [];
}

/** What is between two stretches of a line; below zero where they overlap. */
function gap(a: number, lengthOfA: number, b: number, lengthOfB: number): number {
  return Math.max(a - (b + lengthOfB), b - (a + lengthOfA), 0);
}

/** Sides that face each other. */
function sidesOf(a: Shape, b: Shape): [Side, Side] {
  const beside = gap(a.x, a.width, b.x, b.width);
  const above = gap(a.y, a.height, b.y, b.height);
  if (beside >= above) return a.x < b.x ? ["right", "left"] : ["left", "right"];
  return a.y < b.y ? ["bottom", "top"] : ["top", "bottom"];
}

/** Ends on one side of a shape lie beside each other, in the order of where they come from. */
function spread(ends: readonly End[]): Map<Wire, { x: number; y: number; side: Side }[]> {
  const sides = new Map<string, End[]>();
  for (const end of ends) {
    const key = `${end.shape.key} ${end.side}`;
    sides.set(key, [...(sides.get(key) ?? []), end]);
  }
  const at = new Map<End, number>();
  for (const group of sides.values()) {
    group.sort((a, b) => a.other - b.other);
    group.forEach((end, i) => {
      at.set(end, (i + 1) / (group.length + 1));
    });
  }
  const places = new Map<Wire, { x: number; y: number; side: Side }[]>();
  for (const end of ends) {
    const { x, y, width, height } = end.shape;
    const part = at.get(end) ?? 0.5;
    const upright = end.side === "left" || end.side === "right";
    const place = {
      x: upright ? x + (end.side === "right" ? width : 0) : x + width * part,
      y: upright ? y + height * part : y + (end.side === "bottom" ? height : 0),
      side: end.side,
    };
    places.set(end.wire, [...(places.get(end.wire) ?? []), place]);
  }
  return places;
}

const outwards: Record<Side, [number, number]> = { left: [-1, 0], right: [1, 0], top: [0, -1], bottom: [0, 1] };

function curve(places: readonly { x: number; y: number; side: Side }[]): [number, number][] {
  const [start, end] = places;
  if (!start || !end) return [];
  const distance = Math.hypot(end.x - start.x, end.y - start.y);
  const reach = Math.min(Math.max(distance * 0.4, 18), 160);
  const towards = ({ x, y, side }: { x: number; y: number; side: Side }): [number, number] => {
    const [dx, dy] = outwards[side];
    return [round(x + dx * reach), round(y + dy * reach)];
  };
  return [[round(start.x), round(start.y)], towards(start), towards(end), [round(end.x), round(end.y)]];
}

/** A tenth of a pixel is enough, and makes the page smaller. */
function round(value: number): number {
  return Math.round(value * 10) / 10;
}
