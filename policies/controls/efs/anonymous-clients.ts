import { fail, stackControl } from "../../core";
import { namesCallers } from "../shared/open-policy";
import { judgePolicy } from "../shared/policies";

/** Holds file systems to clients that are known. */
export const efsAnonymousClients = stackControl({
  id: "efs-anonymous-clients",
  title: "EFS file systems let in clients by their role alone",
  severity: "medium",
  why: "Without a policy EFS gives all of the files, as root, to whatever reaches a mount target.",
  fix: "Make a FileSystemPolicy that allows nothing to everybody, and let clients in by their roles, which mount with IAM.",
  url: "https://docs.aws.amazon.com/efs/latest/ug/iam-access-control-nfs-efs.html",
  on: ["aws:efs/fileSystem:FileSystem"],
  check: (files, { graph }) =>
    judgePolicy(
      graph,
      files,
      { types: ["aws:efs/fileSystemPolicy:FileSystemPolicy"], path: "fileSystemId" },
      namesCallers,
      fail({ path: "", found: "no FileSystemPolicy", expected: "one, without which everybody is let in" }),
    ),
});
