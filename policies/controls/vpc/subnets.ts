import { control, fail, notApplicable, pass, stackControl, tokens } from "../../core";
import { atLeastZones, zonesOfSubnets } from "../../graph";
import { zoneSettings } from "../shared/zones";

/** Holds subnets to private addresses. */
export const subnetPublicAddress = control({
  id: "subnet-public-address",
  title: "Subnets give no public address to what starts in them",
  severity: "medium",
  why: "Whatever is put there by mistake is on the internet.",
  fix: "Set mapPublicIpOnLaunch to false, and give a public address to what needs one.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-15",
  on: tokens.subnet,
  check: (subnet) =>
    subnet.type.includes("defaultSubnet:")
      ? subnet.boolean("mapPublicIpOnLaunch").mustBeFalse({ absent: "a default subnet gives them" })
      : subnet.boolean("mapPublicIpOnLaunch").mustBeFalse(),
  remedy: [{ path: "mapPublicIpOnLaunch", value: false }],
});

/** Holds VPCs to several zones. */
export const vpcZones = stackControl({
  id: "vpc-zones",
  title: "The subnets of a VPC lie in several availability zones",
  severity: "medium",
  why: "What is placed in a network of one zone can't outlive the zone.",
  fix: "Make subnets in at least as many availability zones as minimumZones asks for.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-best-practices.html",
  on: tokens.vpc,
  config: zoneSettings,
  check: (vpc, { graph, config }) => {
    const { certain, possible } = graph.referrersTo(vpc, tokens.subnet, "vpcId");
    if (certain.length + possible.length === 0) return notApplicable("this stack makes no subnet in it");
    const subnets = {
      certain,
      external: [],
      candidates: possible.map(({ resource }) => resource),
      open: false,
      length: possible.length === 0 ? certain.length : undefined,
      reasons: possible.map(({ reason }) => reason),
    };
    return atLeastZones(zonesOfSubnets([subnets]), config.minimumZones, "");
  },
});

/** Holds programs to networks of their own. */
export const vpcNotDefault = control({
  id: "vpc-not-default",
  title: "Nothing is built on the default VPC",
  severity: "medium",
  why: "All of its subnets are public, and everybody in the account shares it.",
  fix: "Make a Vpc and its subnets.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/default-vpc.html",
  on: [...tokens.vpc, ...tokens.subnet],
  check: (one) =>
    one.type.includes("/default")
      ? fail({ path: "", found: "a default network", expected: "a network of the program's own" })
      : pass,
});
