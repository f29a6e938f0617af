import { all, control } from "../../core";

/** Holds access points to a user who is not root. */
export const efsAccessPointUser = control({
  id: "efs-access-point-user",
  title: "EFS access points decide which user clients are",
  severity: "medium",
  why: "Without it a client says by itself who it is, and reads and writes what belongs to others.",
  fix: "Give posixUser.uid and posixUser.gid, other than 0.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/efs-controls.html#efs-4",
  on: ["aws:efs/accessPoint:AccessPoint"],
  check: (point) =>
    all(
      point.number("posixUser.uid").atLeast(1, { absent: "a client then says who it is" }),
      point.number("posixUser.gid").atLeast(1, { absent: "a client then says who it is" }),
    ),
});
