import type { Diagram, VpcPart } from "./diagram";
import { laneLayout, laneWidth, middleLayout } from "./lane-layout";
import { type Block, moved, type Shape, size } from "./shapes";
import type { View } from "./stacks";
import { naturalWidth, vpcLayout } from "./vpc-layout";
import { type Wire, wiresOf } from "./wires";

export interface Layout {
  width: number;
  height: number;
  /** Parents before what is inside of them. */
  shapes: Shape[];
  wires: Wire[];
}

/** Columns of boxes that a drawing has at most, unless a VPC of many zones is wider. */
const manyColumns = 6;

/** Space around the drawing, and between its parts: flows run there. */
const margin = 16;

/**
 * Where everything is drawn: what a request meets first above, then the networks, then the services outside of them side
 * by side, then what watches over all. The same diagram and the same open stacks give the same layout.
 */
export function layoutOf(diagram: Diagram, view: View): Layout {
  const columns = columnsFor(diagram);
  const width = Math.max(laneWidth(columns), ...diagram.vpcs.map(naturalWidth));
  const across = Math.max(columns, Math.floor((width - 2 * size.pad + size.gap) / (size.column + size.gap)));
  const band = (lane: "edge" | "operations"): Block[] =>
    diagram.lanes.filter((part) => part.lane === lane).map((part) => laneLayout(part, across, width, view));
  const blocks = [
    ...band("edge"),
    ...shelvesOf(diagram.vpcs, width, view),
    middleLayout(diagram.lanes, across, width, view),
    ...band("operations"),
  ].filter(({ height }) => height > 0);
  const shapes: Shape[] = [];
  let y = margin;
  for (const block of blocks) {
    shapes.push(...moved(block.shapes, margin, y));
    y += block.height + margin;
  }
  const height = Math.max(y, 2 * margin);
  return { width: width + 2 * margin, height, shapes, wires: wiresOf(shapes, diagram.connections) };
}

function columnsFor({ lanes }: Diagram): number {
  const items = lanes.reduce((sum, { items }) => sum + items.length, 0);
  const least = lanes.filter(({ lane }) => lane !== "edge" && lane !== "operations").length;
  const wanted = Math.ceil(Math.sqrt(items) * 1.5);
  return Math.min(manyColumns, Math.max(2, least, wanted));
}

/** Networks beside each other where they fit, stretched to the drawing's width. */
function shelvesOf(vpcs: readonly VpcPart[], width: number, view: View): Block[] {
  const shelves: VpcPart[][] = [];
  let left = 0;
  for (const vpc of vpcs) {
    const wanted = naturalWidth(vpc);
    const shelf = shelves.at(-1);
    if (shelf && wanted <= left) {
      shelf.push(vpc);
      left -= wanted + size.gap;
    } else {
      shelves.push([vpc]);
      left = width - wanted - size.gap;
    }
  }
  return shelves.flatMap((shelf) => {
    const block = shelfOf(shelf, width, view);
    // Beside a much higher one there would be a hole.
    return isEven(block) ? [block] : shelf.map((vpc) => shelfOf([vpc], width, view));
  });
}

/** How much higher than another a network beside it may be. */
const uneven = 1.5;

function isEven({ shapes }: Block): boolean {
  const heights = shapes.flatMap(({ kind, height }) => (kind === "vpc" ? [height] : []));
  return Math.max(...heights) <= Math.min(...heights) * uneven;
}

function shelfOf(shelf: readonly VpcPart[], width: number, view: View): Block {
  const wanted = shelf.reduce((sum, vpc) => sum + naturalWidth(vpc), (shelf.length - 1) * size.gap);
  const more = (width - wanted) / shelf.length;
  let x = 0;
  const blocks = shelf.map((vpc) => {
    const own = naturalWidth(vpc) + more;
    const block = vpcLayout(vpc, own, view);
    const shapes = moved(block.shapes, x, 0);
    x += own + size.gap;
    return { height: block.height, shapes };
  });
  return { height: Math.max(...blocks.map(({ height }) => height)), shapes: blocks.flatMap(({ shapes }) => shapes) };
}
