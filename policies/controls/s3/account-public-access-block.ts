import { all, control } from "../../core";
import { publicAccessFlags } from "./bucket";

/** Holds the account's block to all of its settings. */
export const accountPublicAccessBlock = control({
  id: "s3-account-public-access-block",
  title: "The account blocks public access to all of its buckets",
  severity: "medium",
  why: "The account's block is what holds where somebody forgets a bucket's; with one setting off it does not.",
  fix: "Set all four settings of the AccountPublicAccessBlock to true.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/s3-controls.html#s3-1",
  on: ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"],
  check: (block) =>
    all(publicAccessFlags.map((flag) => block.boolean(flag).mustBeTrue({ absent: "AWS then takes false" }))),
  remedy: publicAccessFlags.map((path) => ({ path, value: true })),
});
