import { control } from "../../core";

/** Holds programs to credentials that expire. */
export const accessKeys = control({
  id: "iam-access-keys",
  title: "No user has an access key that works",
  severity: "medium",
  why: "An access key is good until somebody takes it back, wherever it was copied to; and this one is in the stack's state.",
  fix: "Use a role, which has credentials for an hour; or set status to Inactive.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/iam-controls.html#iam-3",
  on: ["aws:iam/accessKey:AccessKey"],
  check: (key) => key.string("status").equals("Inactive", { absent: "AWS then takes Active" }),
});
