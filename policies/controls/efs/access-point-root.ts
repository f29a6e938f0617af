import { control } from "../../core";

/** Holds access points to a directory of their own. */
export const efsAccessPointRoot = control({
  id: "efs-access-point-root",
  title: "EFS access points lead to a directory of their own",
  severity: "medium",
  why: "An access point to the root shows each client the files of all others.",
  fix: "Set rootDirectory.path to another directory than /.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-3",
  on: ["aws:efs/accessPoint:AccessPoint"],
  check: (point) => point.string("rootDirectory.path").notEquals("/", { absent: "AWS then takes the root" }),
});
