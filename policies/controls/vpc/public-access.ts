import { control, pass } from "../../core";

const page = "https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa.html";

/** Holds accounts to no way in from the internet but where one was asked for. */
export const vpcBlockPublicAccess = control({
  id: "vpc-block-public-access",
  title: "VPC Block Public Access is on",
  severity: "medium",
  why: "It is the one switch that holds whatever routes, addresses and security groups say.",
  fix: "Set internetGatewayBlockMode to block-bidirectional or block-ingress.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-172",
  on: ["aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions"],
  check: (options) => options.string("internetGatewayBlockMode").oneOf(["block-bidirectional", "block-ingress"]),
});

/** Holds exceptions from it to what needs them. */
export const vpcBlockPublicAccessExclusion = control({
  id: "vpc-block-public-access-exclusion",
  title: "No whole VPC is excepted from Block Public Access in both directions",
  severity: "medium",
  why: "The exception opens every subnet of the VPC to the internet, also those that hold data.",
  fix: "Except the public subnets by subnetId, or the VPC with allow-egress.",
  url: page,
  on: ["aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion"],
  check: (exclusion) =>
    exclusion.at("vpcId").state === "absent"
      ? pass
      : exclusion.string("internetGatewayExclusionMode").equals("allow-egress"),
});

/** Holds transit gateways to attachments that somebody accepted. */
export const transitGatewayAcceptance = control({
  id: "transit-gateway-acceptance",
  title: "Transit gateways accept no attachment by themselves",
  severity: "high",
  why: "Whoever the gateway is shared with could join a network to all others.",
  fix: "Set autoAcceptSharedAttachments to disable, or drop it.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-23",
  on: ["aws:ec2transitgateway/transitGateway:TransitGateway"],
  check: (gateway) => gateway.string("autoAcceptSharedAttachments").notEquals("enable", { absent: pass }),
  remedy: [{ path: "autoAcceptSharedAttachments", value: "disable" }],
});
