import { stackControl } from "../../core";
import { overSubnets, zoneSettings } from "../shared/zones";

/** Holds Auto Scaling groups to several availability zones. */
export const autoscalingGroupZones = stackControl({
  id: "autoscaling-group-zones",
  title: "Auto Scaling groups span several availability zones",
  severity: "high",
  why: "A group in one zone can't replace its instances while that zone is down.",
  fix: "Give vpcZoneIdentifiers subnets of at least as many availability zones as minimumZones asks for.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/autoscaling-controls.html#autoscaling-2",
  on: ["aws:autoscaling/group:Group"],
  config: zoneSettings,
  check: (group, { graph, config }) =>
    group.has("vpcZoneIdentifiers") === false && group.has("availabilityZones") !== false
      ? group.list("availabilityZones").lengthAtLeast(config.minimumZones)
      : overSubnets(graph, group, config.minimumZones, { path: "vpcZoneIdentifiers" }),
});
