import { notApplicable, stackControl } from "../../core";
import { atLeastZones, zonesOf, zonesOfSubnets } from "../../graph";
import { subnetOf, zoneSettings } from "../shared/zones";

const association = ["aws:ec2/vpcEndpointSubnetAssociation:VpcEndpointSubnetAssociation"];

/** Holds interface endpoints to several zones. */
export const vpcEndpointZones = stackControl({
  id: "vpc-endpoint-zones",
  title: "Interface endpoints have an address in several availability zones",
  severity: "high",
  why: "Everything in the VPC loses the service behind the endpoint when the one zone with an address fails.",
  fix: "Give subnetIds subnets of at least as many availability zones as minimumZones asks for.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/create-interface-endpoint.html",
  on: ["aws:ec2/vpcEndpoint:VpcEndpoint"],
  config: zoneSettings,
  check: (endpoint, { graph, config }) => {
    const kind = endpoint.string("vpcEndpointType");
    if (kind.state === "absent" || kind.value === "Gateway") return notApplicable("gateway endpoints have no zone");
    // Subnets may stand in the endpoint, in blocks of it, or beside it, each in a resource of its own.
    const { certain, possible } = graph.referrersTo(endpoint, association, "vpcEndpointId");
    const beside = certain.map((one) => subnetOf(graph, one, "subnetId"));
    if (endpoint.has("subnetIds") === false && endpoint.has("subnetConfigurations") === false && beside.length > 0) {
      return atLeastZones(zonesOfSubnets(beside), config.minimumZones, "subnetIds");
    }
    const own = zonesOf(graph, endpoint, { path: "subnetIds" }, { path: "subnetConfigurations", item: "subnetId" });
    const most = beside.length + possible.length > 0 ? Number.POSITIVE_INFINITY : own.most;
    const reasons = [...own.reasons, ...possible.map(({ reason }) => reason)];
    if (beside.length > 0) reasons.push("further subnets are associated by resources of their own");
    return atLeastZones({ ...own, most, reasons }, config.minimumZones, "subnetIds");
  },
});
