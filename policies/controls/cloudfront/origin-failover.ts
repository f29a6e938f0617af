import { control } from "../../core";
import { ifRequired, onDemand } from "../shared/on-demand";
import { distributions } from "./behaviors";

/** Holds distributions to a second origin. */
export const originFailover = control({
  id: "cloudfront-origin-failover",
  title: "CloudFront distributions have a second origin to fall back on",
  severity: "low",
  why: "With one origin, what is not cached is gone while that origin is down.",
  fix: "Make an origin group of two origins in originGroups, and point the behaviours at it.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-4",
  on: distributions,
  config: onDemand("each distribution has to have an origin group, as CloudFront.4 asks for"),
  check: (distribution, context) =>
    ifRequired(context, () =>
      distribution
        .list("originGroups")
        .some((group) => group.list("members").lengthAtLeast(2), "a group of two origins", {
          absent: "a group of two origins",
        }),
    ),
});
