import { control, pass } from "../../core";

const page = "https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html";

/** Holds accounts to snapshots that can't be public. */
export const ebsSnapshotsPrivate = control({
  id: "ebs-snapshots-private",
  title: "Snapshots of volumes can't be shared with everybody",
  severity: "critical",
  why: "Whoever finds a public snapshot has everything that was on the volume.",
  fix: "Set state to block-all-sharing.",
  url: `${page}#ec2-1`,
  on: ["aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"],
  check: (block) => block.string("state").oneOf(["block-all-sharing", "block-new-sharing"]),
  // What is shared already stays so.
  remedy: [{ path: "state", value: "block-new-sharing" }],
});

/** Holds images of machines to accounts that are named. */
export const ec2ImagePrivate = control({
  id: "ec2-image-private",
  title: "Images of machines are not public",
  severity: "critical",
  why: "Whoever starts a public image has its files: programs, configuration, and what was forgotten on it.",
  fix: "Drop group, and name accountId, organizationArn or organizationalUnitArn.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/sharingamis-intro.html",
  on: ["aws:ec2/amiLaunchPermission:AmiLaunchPermission"],
  check: (permission) => permission.string("group").notEquals("all", { absent: pass }),
});

/** Holds accounts to images that can't become public. */
export const ec2ImagesBlockPublicAccess = control({
  id: "ec2-images-block-public-access",
  title: "Images of machines can't be shared with everybody",
  severity: "medium",
  why: "One call makes an image public, and nothing else says so.",
  fix: "Set state to block-new-sharing.",
  url: "https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/block-public-access-to-amis.html",
  on: ["aws:ec2/imageBlockPublicAccess:ImageBlockPublicAccess"],
  check: (block) => block.string("state").equals("block-new-sharing"),
  remedy: [{ path: "state", value: "block-new-sharing" }],
});
