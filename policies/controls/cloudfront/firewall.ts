import { control } from "../../core";
import { disposableSettings, unlessDisposable } from "../shared/disposable";
import { distributions } from "./behaviors";

/** Holds distributions to a firewall. */
export const distributionFirewall = control({
  id: "cloudfront-firewall",
  title: "CloudFront distributions stand behind a web ACL",
  severity: "medium",
  why: "Without one, floods, scanners and known exploits go through CloudFront to the origins.",
  fix: "Set webAclId to the ARN of a web ACL of scope CLOUDFRONT.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-6",
  on: distributions,
  config: disposableSettings,
  // The ARN of a web ACL that the program makes is not known before the deployment, but it can't turn out to be nothing.
  check: (distribution, context) =>
    unlessDisposable(context, () => distribution.mustBeSet("webAclId", "the ARN of a web ACL", { unknown: "set" })),
});
