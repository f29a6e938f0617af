import { stackControl } from "../../core";
import { admitsNoPublic } from "../shared/open-policy";
import { keyTypes } from "./keys";

/** Holds key policies to named principals. */
export const keyPublic = stackControl({
  id: "kms-key-public",
  title: "Key policies admit nobody from the public",
  severity: "critical",
  why: "Whoever has an account of AWS could decrypt what the key protects, or let it be deleted.",
  fix: "Name the principals in the key's policy, or add a condition on kms:CallerAccount.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/kms-controls.html#kms-5",
  on: [...keyTypes, "aws:kms/keyPolicy:KeyPolicy"],
  check: (key, { graph }) => admitsNoPublic(graph, key, "policy"),
});
