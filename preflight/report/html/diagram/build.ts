import type { Graph } from "../../../model";
import type { Box, Diagram, LaneItem, LanePart } from "./diagram";
import { connectionsOf } from "./flows";
import { type Hosts, hostsOf } from "./hosts";
import { type Kind, kindOf, type Lane, lanes } from "./kinds";
import { placementOf } from "./placement";
import { fromAbove, type Wiring, wiringOf } from "./wiring";

/** How a component is drawn that has no service of its own. */
const asComponent: Kind = { lane: "operations", glyph: "component" };

/** The architecture that a graph of resources describes. */
export function diagramOf(graph: Graph): Diagram {
  const wiring = wiringOf(graph.resources);
  const hosts = hostsOf(wiring);
  const satellites = satellitesOf(hosts);
  const boxes = hosts.parts.flatMap((part, i): Box[] => {
    const { glyph, lane } = kindOf(graph.resources[i]?.type ?? "") ?? asComponent;
    return part === "box" ? [{ resource: i, glyph, lane, satellites: satellites.get(i) ?? [] }] : [];
  });
  const { vpcs, placed } = placementOf(wiring, hosts, satellites);
  const outside = boxes.map(({ resource }) => resource).filter((box) => !placed.has(box));
  return { boxes, vpcs, lanes: lanesOf(wiring, outside), connections: connectionsOf(wiring, hosts) };
}

function satellitesOf({ host }: Hosts): Map<number, number[]> {
  const satellites = new Map<number, number[]>();
  host.forEach((to, i) => {
    if (to !== undefined && to !== i) satellites.set(to, [...(satellites.get(to) ?? []), i]);
  });
  return satellites;
}

/** Boxes outside of networks by lane, those of one component together in the lane of most of its services. */
function lanesOf(wiring: Wiring, boxes: readonly number[]): LanePart[] {
  const isComponent = (index: number): boolean => wiring.resources[index]?.kind === "component";
  const outermost = fromAbove<number>(wiring, (index, above) => above ?? index);
  const watched = fromAbove<boolean>(wiring, (index, above) => above === true || watches(wiring, index));
  const items = new Map<string, LaneItem>();
  for (const box of boxes) {
    const top = outermost[box] ?? box;
    const component = top !== box || isComponent(box) ? top : undefined;
    const key = component === undefined ? `box ${box}` : `component ${component}`;
    const item = items.get(key);
    if (item) item.boxes.push(box);
    else items.set(key, { component, boxes: [box] });
  }
  const laneOf = (box: number): Lane =>
    watched[box] ? "operations" : (kindOf(wiring.resources[box]?.type ?? "")?.lane ?? "operations");
  const parts = lanes.map((lane): LanePart => ({ lane, items: [] }));
  for (const item of items.values()) {
    const found = item.boxes.map(laneOf);
    const count = (lane: Lane): number => found.filter((one) => one === lane).length;
    const lane = lanes.reduce((most, one) => (count(one) > count(most) ? one : most));
    parts.find((part) => part.lane === lane)?.items.push(item);
  }
  return parts.filter((part) => part.items.length > 0);
}

/** What components of these chapters do is watched over, whichever service they do it with. */
const watching = /:(audit|observability|recovery|monitoring|security|backup|compliance):/;

function watches({ resources }: Wiring, index: number): boolean {
  const type = resources[index]?.type ?? "";
  return !type.startsWith("aws:") && watching.test(type);
}
