import { cannotTell, fail, notApplicable, stackControl } from "../../core";
import { atLeastZones, zonesOfSubnets } from "../../graph";
import { subnetOf, zoneSettings } from "../shared/zones";

/** Holds file systems to mount targets in several zones. */
export const efsZones = stackControl({
  id: "efs-zones",
  title: "EFS file systems have mount targets in several availability zones",
  severity: "high",
  why: "Instances and tasks of the other zones lose their files when the one zone with a mount target fails.",
  fix: "Make a mount target in each availability zone that uses the file system, and leave availabilityZoneName out.",
  url: "https://docs.aws.amazon.com/efs/latest/ug/accessing-fs.html",
  on: ["aws:efs/fileSystem:FileSystem"],
  config: zoneSettings,
  check: (files, { graph, config }) => {
    const zone = files.string("availabilityZoneName");
    if (zone.value !== undefined) {
      const expected = "none, for a file system that is kept in several zones";
      return fail({ path: "availabilityZoneName", found: zone.value, expected });
    }
    const targets = graph.referrersTo(files, ["aws:efs/mountTarget:MountTarget"], "fileSystemId");
    if (targets.certain.length === 0) {
      return targets.possible.length === 0
        ? notApplicable("the program makes no mount target for it")
        : cannotTell(targets.possible.map(({ reason }) => reason).join("; "));
    }
    const zones = zonesOfSubnets(targets.certain.map((one) => subnetOf(graph, one, "subnetId")));
    const reasons = [...zones.reasons, ...targets.possible.map(({ reason }) => reason)];
    const most = targets.possible.length > 0 ? Number.POSITIVE_INFINITY : zones.most;
    return atLeastZones({ ...zones, most, reasons }, config.minimumZones, "");
  },
});
