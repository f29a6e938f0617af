import { vpcFlowLogs } from "../../../../../policies/controls/vpc/flow-logs";
import {
  transitGatewayAcceptance,
  vpcBlockPublicAccess,
  vpcBlockPublicAccessExclusion,
} from "../../../../../policies/controls/vpc/public-access";
import { subnetPublicAddress, vpcNotDefault, vpcZones } from "../../../../../policies/controls/vpc/subnets";
import { describeControl, type Sample, sample, UNKNOWN } from "../../../../support/policies";
import { defaultVpc, naming, otherVpc, vpc } from "./samples";

const notApplicable = { "a bucket": { subject: sample("aws:s3/bucket:Bucket", "b") } };

const log = (trafficType: unknown, of: Sample | readonly Sample[] = vpc) =>
  naming("aws:ec2/flowLog:FlowLog", "record", "vpcId", of, { trafficType });

describeControl(vpcFlowLogs, {
  compliant: {
    "all traffic": { subject: vpc, others: [log("ALL")] },
    "what was refused, beside what was taken": { subject: vpc, others: [log("ACCEPT"), log("REJECT")] },
    "the default VPC's": { subject: defaultVpc, others: [log("ALL", defaultVpc)] },
  },
  mayBeDropped: { vpcId: "another record is enough", trafficType: "the other record is enough" },
  violating: {
    none: { subject: vpc, at: "" },
    "another VPC's": { subject: vpc, others: [log("ALL", otherVpc)], at: "" },
    "what was taken only": { subject: vpc, others: [log("ACCEPT")], at: "trafficType" },
  },
  undecided: {
    "traffic that is not known yet": { subject: vpc, others: [log(UNKNOWN)], because: /trafficType is not known/ },
    "a record that may be another VPC's": {
      subject: vpc,
      others: [log("ALL", [vpc, otherVpc])],
      because: /vpcId is not known/,
    },
  },
  notApplicable,
});

const subnet = (mapPublicIpOnLaunch?: unknown, type = "aws:ec2/subnet:Subnet") => ({
  subject: sample(type, "a", { mapPublicIpOnLaunch }),
});
const defaultSubnet = "aws:ec2/defaultSubnet:DefaultSubnet";

describeControl(subnetPublicAddress, {
  compliant: {
    none: subnet(false),
    "none by default": subnet(),
    "none in a default subnet that says so": subnet(false, defaultSubnet),
  },
  violating: {
    "one for each": { ...subnet(true), at: "mapPublicIpOnLaunch" },
    "what a default subnet does": { ...subnet(undefined, defaultSubnet), at: "mapPublicIpOnLaunch" },
  },
  undecided: { "a setting that is not known yet": { ...subnet(UNKNOWN), because: /mapPublicIpOnLaunch is not known/ } },
  mayBeDropped: { mapPublicIpOnLaunch: "AWS then gives none" },
  notApplicable,
});

const placed = (name: string, availabilityZone: unknown, of: Sample | readonly Sample[] = vpc) =>
  naming("aws:ec2/subnet:Subnet", name, "vpcId", of, { availabilityZone });

describeControl(vpcZones, {
  compliant: {
    "two zones": { subject: vpc, others: [placed("a", "eu-central-1a"), placed("b", "eu-central-1b")] },
    "one zone where that is enough": {
      subject: vpc,
      others: [placed("a", "eu-central-1a")],
      config: { minimumZones: 1 },
    },
  },
  violating: {
    "one zone": { subject: vpc, others: [placed("a", "eu-central-1a"), placed("a2", "eu-central-1a")], at: "" },
    "another zone in another VPC": {
      subject: vpc,
      others: [placed("a", "eu-central-1a"), placed("b", "eu-central-1b", otherVpc)],
      at: "",
    },
    "two zones where three are asked for": {
      subject: vpc,
      others: [placed("a", "eu-central-1a"), placed("b", "eu-central-1b")],
      config: { minimumZones: 3 },
      at: "",
    },
  },
  undecided: {
    "a zone that is not known yet": {
      subject: vpc,
      others: [placed("a", "eu-central-1a"), placed("b", UNKNOWN)],
      because: /zone of subnet b is not set or not known/,
    },
    "a subnet that may be another VPC's": {
      subject: vpc,
      others: [placed("a", "eu-central-1a"), placed("b", "eu-central-1b", [vpc, otherVpc])],
      because: /vpcId is not known/,
    },
  },
  mayBeDropped: { availabilityZone: "a subnet lies in one zone, whichever that is" },
  notApplicable: { ...notApplicable, "a VPC without subnets": { subject: vpc } },
});

describeControl(vpcNotDefault, {
  compliant: { "a VPC": { subject: vpc }, "a subnet": subnet() },
  violating: {
    "the default VPC": { subject: defaultVpc, at: "" },
    "a default subnet": { subject: sample(defaultSubnet, "a"), at: "" },
  },
  undecided: {},
  alwaysDecides: "what a resource is is known",
  notApplicable,
});

const options = (internetGatewayBlockMode: unknown) => ({
  subject: sample("aws:ec2/vpcBlockPublicAccessOptions:VpcBlockPublicAccessOptions", "o", { internetGatewayBlockMode }),
});

describeControl(vpcBlockPublicAccess, {
  compliant: { "both directions": options("block-bidirectional"), "what comes in": options("block-ingress") },
  violating: { off: { ...options("off"), at: "internetGatewayBlockMode" } },
  undecided: { "a mode that is not known yet": { ...options(UNKNOWN), because: /internetGatewayBlockMode is not/ } },
  notApplicable,
});

const exclusion = (props: Record<string, unknown>) => ({
  subject: sample("aws:ec2/vpcBlockPublicAccessExclusion:VpcBlockPublicAccessExclusion", "e", props),
});
const mode = "internetGatewayExclusionMode";

describeControl(vpcBlockPublicAccessExclusion, {
  compliant: {
    "a VPC that calls out": exclusion({ vpcId: UNKNOWN, [mode]: "allow-egress" }),
    "a subnet that is called": exclusion({ subnetId: UNKNOWN, [mode]: "allow-bidirectional" }),
  },
  violating: { "a VPC that is called": { ...exclusion({ vpcId: UNKNOWN, [mode]: "allow-bidirectional" }), at: mode } },
  undecided: {
    "a mode that is not known yet": { ...exclusion({ vpcId: UNKNOWN, [mode]: UNKNOWN }), because: /Mode is not/ },
  },
  mayBeDropped: { vpcId: "a subnet is excepted then" },
  notApplicable,
});

const transit = (autoAcceptSharedAttachments?: unknown) => ({
  subject: sample("aws:ec2transitgateway/transitGateway:TransitGateway", "hub", { autoAcceptSharedAttachments }),
});

describeControl(transitGatewayAcceptance, {
  compliant: { "by hand": transit("disable"), "by hand by default": transit() },
  violating: { "by itself": { ...transit("enable"), at: "autoAcceptSharedAttachments" } },
  undecided: {
    "a setting that is not known yet": { ...transit(UNKNOWN), because: /autoAcceptSharedAttachments is not/ },
  },
  mayBeDropped: { autoAcceptSharedAttachments: "AWS then asks" },
  notApplicable,
});
