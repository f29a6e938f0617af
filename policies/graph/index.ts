export { Graph } from "./graph";
export { identifyingProperties } from "./identities";
export type { Reference, References, Referrers } from "./references";
export { atLeastZones, type SubnetsAt, type Zones, zonesOf, zonesOfSubnets } from "./zones";
