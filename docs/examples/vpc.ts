// A network for services in two zones: private subnets with a way out, isolated ones for what stores data.
import { NatGateways, Vpc } from "../../infra/network";

const vpc = new Vpc("shop", {
  cidrBlock: "10.0.0.0/16",
  availabilityZones: ["eu-central-1a", "eu-central-1b"],
  // One NAT gateway a zone, so that a zone that fails takes no other with it. Public subnets come with them.
  natGateways: NatGateways.PerZone,
  isolatedSubnets: true,
});

// Components that lie in a network take a placement: the VPC and the subnets of one tier, one a zone.
export const services = vpc.placement("private");
export const stores = vpc.placement("isolated");
export const vpcId = vpc.vpcId;
