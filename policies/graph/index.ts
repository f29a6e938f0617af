export { given } from "./given";
export { Graph } from "./graph";
export { type RequestContext, Unclear } from "./iam";
export { identifyingProperties } from "./identities";
export type { Reference, References, Referrers } from "./references";
export { atLeastZones, type SubnetsAt, type Zones, zonesOf, zonesOfSubnets } from "./zones";
