import { all, control, type Value, type Verdict } from "../../core";
import { distributions, pathBehaviors } from "./behaviors";

/** Holds private content to keys that the account's own roles manage. */
export const distributionKeyGroups = control({
  id: "cloudfront-key-groups",
  title: "CloudFront checks signed URLs with key groups, not with the root user's keys",
  severity: "medium",
  why: "Keys of trusted signers are made by the account's root user, who should not have to sign in for anything.",
  fix: "Put the public keys into a KeyGroup, name it in trustedKeyGroups, and drop trustedSigners.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-trusted-signers.html",
  on: distributions,
  check: (distribution) =>
    all(withoutSigners(distribution.at("defaultCacheBehavior")), pathBehaviors(distribution).every(withoutSigners)),
});

function withoutSigners(behavior: Value): Verdict {
  return behavior.mustBeUnset("trustedSigners", "trustedKeyGroups instead");
}
