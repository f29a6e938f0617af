// A network for trials whose zones share a NAT gateway: known, allowed for a time, and listed in every report.
import { Exemption } from "../../infra/governance";
import { NatGateways, Vpc } from "../../infra/network";

// Read by the policy pack, and creates nothing. Once it has expired, or nothing needs it, pack-upkeep says so.
const sharedGateway = new Exemption("trial-shared-gateway", {
  control: "nat-gateway-zones",
  resource: "trial-nat*",
  owner: "shop",
  reason: "trials may stop with a zone",
  ticket: "SHOP-12",
  expires: "2030-05-31",
});

const trial = new Vpc(
  "trial",
  {
    cidrBlock: "10.8.0.0/16",
    availabilityZones: ["eu-central-1a", "eu-central-1b"],
    natGateways: NatGateways.SingleZone,
  },
  // Registered after the exemption, which holds for what comes after it.
  { dependsOn: sharedGateway.declared },
);

export const vpcId = trial.vpcId;
