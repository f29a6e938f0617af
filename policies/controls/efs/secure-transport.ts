import { fail, stackControl } from "../../core";
import { judgePolicy } from "../shared/policies";
import { deniesPlainHttp } from "../shared/secure-transport";

/** Holds file systems to TLS. */
export const efsSecureTransport = stackControl({
  id: "efs-secure-transport",
  title: "EFS file systems refuse clients without TLS",
  severity: "medium",
  why: "A client that mounts without TLS sends files through the network in clear.",
  fix: 'Make a FileSystemPolicy that denies "*" to "*" where aws:SecureTransport is "false".',
  url: "https://docs.aws.amazon.com/efs/latest/ug/encryption-in-transit.html",
  on: ["aws:efs/fileSystem:FileSystem"],
  check: (files, { graph }) =>
    judgePolicy(
      graph,
      files,
      { types: ["aws:efs/fileSystemPolicy:FileSystemPolicy"], path: "fileSystemId" },
      (policy) => deniesPlainHttp(policy, { action: "elasticfilesystem:ClientMount" }),
      fail({ path: "", found: "no FileSystemPolicy", expected: "one that denies clients without TLS" }),
    ),
});
