import { all, stackControl, tokens } from "../../core";
import { isolationSettings, noneRefers, ofIsolatedVpc } from "./isolation";

const peering = ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection"];
const transit = ["aws:ec2transitgateway/vpcAttachment:VpcAttachment"];

/** Holds isolated VPCs to no routed connection with another network. */
export const isolationNoPeering = stackControl({
  id: "vpc-isolation-no-peering",
  title: "Isolated VPCs are joined to no other network",
  severity: "critical",
  why: "A peering connection or a transit gateway lets a whole network in, where PrivateLink lets in calls to one port.",
  fix: "Remove the peering connection or attachment; give consumers an interface endpoint to an endpoint service.",
  url: "https://docs.aws.amazon.com/vpc/latest/privatelink/what-is-privatelink.html",
  on: tokens.vpc,
  config: isolationSettings,
  check: ofIsolatedVpc((vpc, graph) =>
    all(
      noneRefers(graph, vpc, peering, "vpcId", "VPC peering connection"),
      noneRefers(graph, vpc, peering, "peerVpcId", "VPC peering connection"),
      noneRefers(graph, vpc, transit, "vpcId", "transit gateway attachment"),
    ),
  ),
});
