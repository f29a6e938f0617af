import type { Connection } from "./flows";
import type { Glyph, Lane } from "./kinds";

/**
 * The architecture before it is laid out. Resources are numbers: places in the graph. Boxes are known by their resource.
 */
export interface Diagram {
  boxes: Box[];
  vpcs: VpcPart[];
  /** What is outside of any VPC. */
  lanes: LanePart[];
  connections: Connection[];
}

/** A service, or a component that has none, with what is drawn with it. */
export interface Box {
  resource: number;
  glyph: Glyph;
  /** What it is coloured by, wherever it is drawn. */
  lane: Lane;
  /** What is drawn with it: policies, alarms, rules, … */
  satellites: number[];
}

/** Which ways to the internet the route table of a subnet has. */
export type Tier = "public" | "private" | "isolated";

export const tiers: readonly Tier[] = ["public", "private", "isolated"];

export interface SubnetPart {
  resource: number;
  tier: Tier;
  /** Position of its zone among those of the VPC. */
  zone: number;
  satellites: number[];
}

export interface VpcPart {
  /** Undefined for the VPCs that the program does not create, whose subnets it only names. */
  resource?: number;
  satellites: number[];
  /** Names of the zones, sorted. */
  zones: string[];
  subnets: SubnetPart[];
  /** Boxes in subnets of it; with no subnet, those that are the whole VPC's. */
  inside: { box: number; subnets: number[] }[];
}

export interface LanePart {
  lane: Lane;
  items: LaneItem[];
}

/** Boxes of one component, drawn in a frame where there are several; or a box of the program itself. */
export interface LaneItem {
  /** The outermost component. */
  component?: number;
  boxes: number[];
}

/** Things of one type that are drawn as one until they are opened. */
export const alikeFrom = 4;
