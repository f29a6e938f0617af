import { all, control, pass } from "../../core";
import { publicAccessFlags } from "./bucket";

/** Holds access points to being closed, whatever their policies say. */
export const accessPointPublicAccessBlock = control({
  id: "s3-access-point-public-access-block",
  title: "S3 access points block public access",
  severity: "critical",
  why: "An access point has a policy of its own, which can open a bucket to everybody; and its block can't be changed later.",
  fix: "Leave publicAccessBlockConfiguration out (details.publicAccessBlock of a multi-region one), or set all four settings to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-19",
  on: ["aws:s3/accessPoint:AccessPoint", "aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"],
  check: (point) => {
    const path =
      point.type === "aws:s3/accessPoint:AccessPoint" ? "publicAccessBlockConfiguration" : "details.publicAccessBlock";
    return all(publicAccessFlags.map((flag) => point.boolean(`${path}.${flag}`).mustBeTrue({ absent: pass })));
  },
});
