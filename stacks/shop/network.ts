import { type Placement, Vpc } from "../../infra/network";
import type { Environment } from "../environment";

/** The platform's network, and where in it things are placed. */
export interface Network {
  readonly vpc: Vpc;
  /** Services: a way out where the environment has NAT gateways. */
  readonly services: Placement;
  /** Stores: no way out at all. */
  readonly stores: Placement;
}

export function createNetwork(environment: Environment): Network {
  const vpc = new Vpc("platform", {
    cidrBlock: environment.network.cidr,
    availabilityZones: environment.zones,
    minimumZones: environment.minimumZones,
    natGateways: environment.network.natGateways,
    isolatedSubnets: true,
    flowLogs: { retentionDays: environment.logDays },
  });
  return { vpc, services: vpc.placement("private"), stores: vpc.placement("isolated") };
}
