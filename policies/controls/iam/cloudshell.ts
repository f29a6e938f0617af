import { control } from "../../core";
import { attachesNone, attachingTypes } from "./attached-policies";

/** Holds identities to a shell that carries nothing away. */
export const cloudShellAccess = control({
  id: "iam-cloudshell-access",
  title: "No identity has the policy AWSCloudShellFullAccess",
  severity: "medium",
  why: "Its shell has the internet and a file upload, by which data leaves the account past everything else.",
  fix: "Attach a policy of your own that denies cloudshell:GetFileUploadUrls and GetFileDownloadUrls.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-27",
  on: attachingTypes,
  check: (one) => attachesNone(one, ["AWSCloudShellFullAccess"]),
});
