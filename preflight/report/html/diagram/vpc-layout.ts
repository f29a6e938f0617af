import { alikeFrom, type SubnetPart, tiers, type VpcPart } from "./diagram";

import { type Block, type Item, moved, packed, type Shape, size, widthOf } from "./shapes";
import { boxItem, boxItems, stackItem, type View } from "./stacks";

/** A row of subnets: at most one of each zone, all of one tier. */
interface Row {
  cells: (SubnetPart | undefined)[];
}

/** Something that stands in some of the subnets. */
interface Standing {
  key: string;
  type: string;
  boxes: number[];
  subnets: number[];
}

/** Rows of empty subnets of one tier that are drawn before the rest is counted. */
const manyEmpty = 2;

export function vpcKey(vpc: VpcPart): string {
  return `vpc ${vpc.resource ?? "elsewhere"}`;
}

/** Width that a VPC's zones want. */
export function naturalWidth(vpc: VpcPart): number {
  return widthOf(Math.max(1, vpc.zones.length), size.zone + 2 * size.pad) + 2 * size.pad;
}

/** A VPC as a grid: a column for each zone, a row for each tier of subnets; what is in several zones lies across them. */
export function vpcLayout(vpc: VpcPart, width: number, view: View): Block {
  const key = vpcKey(vpc);
  const inner = width - 2 * size.pad;
  const shapes: Shape[] = [];
  let y = size.head + 4;
  const wide = boxItems(
    key,
    vpc.inside.filter(({ subnets }) => subnets.length === 0).map(({ box }) => box),
    view,
  );
  if (wide.length > 0) {
    const columns = Math.max(1, Math.floor((inner + size.gap) / (size.zone + size.gap)));
    const block = packed(wide, columns, inner);
    shapes.push(...moved(block.shapes, size.pad, y, key));
    y += block.height + size.gap;
  }
  const rows = rowsOf(vpc);
  if (rows.length > 0) {
    const grid = gridOf(vpc, rows, inner, key, view);
    shapes.push(...moved(grid.shapes, size.pad, y, key));
    y += grid.height + size.gap;
  }
  const height = Math.max(y - size.gap + size.pad, size.head + size.pad);
  const frame: Shape = { key, kind: "vpc", x: 0, y: 0, width, height, resource: vpc.resource };
  return { height, shapes: [frame, ...shapes] };
}

function rowsOf(vpc: VpcPart): Row[] {
  return tiers.flatMap((tier) => {
    const rows: Row[] = [];
    for (const subnet of vpc.subnets
      .filter((one) => one.tier === tier)
      .sort((a, b) => a.zone - b.zone || a.resource - b.resource)) {
      const free = rows.find(({ cells }) => cells[subnet.zone] === undefined);
      const row = free ?? { cells: vpc.zones.map(() => undefined) };
      if (!free) rows.push(row);
      row.cells[subnet.zone] = subnet;
    }
    return rows;
  });
}

function gridOf(vpc: VpcPart, rows: readonly Row[], width: number, vpcOf: string, view: View): Block {
  const zones = vpc.zones.length;
  const column = (width - (zones - 1) * size.gap) / zones;
  const left = (zone: number): number => zone * (column + size.gap);
  const standing = standingIn(vpc, vpcOf, view);
  const inRows: Shape[] = [];
  const subnets: Shape[] = [];
  let y = size.head;
  let empty = 0;
  const seen = new Map<string, number>();
  const surplus: number[] = [];
  const key = `stack ${vpcOf} subnets`;
  const open = view.open.has(key);
  for (const row of rows) {
    const found = standing.filter(({ subnets: ids }) => row.cells.some((cell) => cell && ids.includes(cell.resource)));
    empty = found.length > 0 ? 0 : empty + 1;
    if (empty > manyEmpty) {
      surplus.push(...row.cells.flatMap((cell) => (cell ? [cell.resource] : [])));
      if (!open) continue;
    }
    const block = rowOf(row, found, column, left, vpcOf, seen, view);
    inRows.push(...moved(block.shapes, 0, y + size.head));
    const height = size.head + block.height + size.pad;
    row.cells.forEach((cell, zone) => {
      if (!cell) return;
      const parent = `${vpcOf} zone ${zone}`;
      const x = left(zone) + 6;
      subnets.push({
        key: subnetKey(cell.resource),
        kind: "subnet",
        x,
        y,
        width: column - 12,
        height,
        parent,
        resource: cell.resource,
      });
    });
    y += height + size.gap;
  }
  const bar = open ? size.head : size.box;
  if (surplus.length > 0) {
    const title = `${surplus.length} more subnets with nothing in them`;
    inRows.push({ key, kind: "stack", x: 0, y, width, height: bar, title, members: surplus, open });
    y += bar + size.gap;
  }
  const height = y - size.gap + 6;
  const zoneShapes = vpc.zones.map((title, zone): Shape => {
    const end = surplus.length > 0 ? height - bar - size.gap : height;
    return { key: `${vpcOf} zone ${zone}`, kind: "zone", x: left(zone), y: 0, width: column, height: end, title };
  });
  return { height, shapes: [...zoneShapes, ...subnets, ...inRows] };
}

function subnetKey(resource: number): string {
  return `subnet ${resource}`;
}

/** What is in subnets, those of one type in the same subnets as one where they are many. */
function standingIn(vpc: VpcPart, vpcOf: string, view: View): Standing[] {
  const groups = new Map<string, Standing>();
  for (const { box, subnets } of vpc.inside.filter((one) => one.subnets.length > 0)) {
    const type = view.typeOf(box);
    const ids = [...subnets].sort((a, b) => a - b);
    const key = `stack ${vpcOf} ${type} ${ids.join(" ")}`;
    const group = groups.get(key);
    if (group) group.boxes.push(box);
    else groups.set(key, { key, type, boxes: [box], subnets: ids });
  }
  // What lies across more zones comes first, so that what is in one zone does not leave holes above it.
  return [...groups.values()]
    .flatMap((group) =>
      group.boxes.length >= alikeFrom ? [group] : group.boxes.map((box) => ({ ...group, boxes: [box] })),
    )
    .sort((a, b) => b.subnets.length - a.subnets.length);
}

function rowOf(
  row: Row,
  standing: readonly Standing[],
  column: number,
  left: (zone: number) => number,
  vpcOf: string,
  seen: Map<string, number>,
  view: View,
): Block {
  const tops = row.cells.map(() => 0);
  const shapes: Shape[] = [];
  for (const one of standing) {
    for (const run of runsOf(row, one.subnets)) {
      const top = Math.max(...tops.slice(run.from, run.to + 1));
      const x = left(run.from) + 6 + size.pad;
      const width = left(run.to) + column - 6 - size.pad - x;
      const across = row.cells.slice(run.from, run.to + 1).flatMap((cell) => (cell ? [subnetKey(cell.resource)] : []));
      const block = itemOf(one, across.length > 1 ? size.bar : size.box, seen, view).build(width);
      shapes.push(
        ...moved(block.shapes, x, top, vpcOf).map((shape) => (shape.parent === vpcOf ? { ...shape, across } : shape)),
      );
      tops.fill(top + block.height + 8, run.from, run.to + 1);
    }
  }
  return { height: Math.max(18, Math.max(...tops) - 8), shapes };
}

/** In each row and each run of zones a box of its own, told apart by how many there were before. */
function itemOf({ key, type, boxes }: Standing, height: number, seen: Map<string, number>, view: View): Item {
  const [only] = boxes;
  const name = boxes.length === 1 ? `box ${only}` : key;
  const times = seen.get(name) ?? 0;
  seen.set(name, times + 1);
  const again = times === 0 ? "" : ` again ${times}`;
  if (boxes.length === 1 && only !== undefined) return boxItem(only, `${name}${again}`, height);
  const inside = boxes.map((box) => boxItem(box, `box ${box}${again}`));
  const title = `${boxes.length} × ${type}`;
  return stackItem({ key: `${key}${again}`, title, members: boxes, inside }, view, height);
}

/** Neighbouring zones in which something stands. */
function runsOf(row: Row, subnets: readonly number[]): { from: number; to: number }[] {
  const runs: { from: number; to: number }[] = [];
  row.cells.forEach((cell, zone) => {
    if (!cell || !subnets.includes(cell.resource)) return;
    const last = runs.at(-1);
    if (last && last.to === zone - 1) last.to = zone;
    else runs.push({ from: zone, to: zone });
  });
  return runs;
}
