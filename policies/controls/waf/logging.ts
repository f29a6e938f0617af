import { cannotTell, fail, pass, stackControl } from "../../core";
import { webAcl } from "./rules";

/** Holds web ACLs to a record of what they stopped. */
export const webAclLogging = stackControl({
  id: "waf-logging",
  title: "Web ACLs log the requests that they look at",
  severity: "low",
  why: "Without a log nobody can tell which rule stopped whom, nor whether a rule stops those that it should let in.",
  fix: "Make a WebAclLoggingConfiguration with the web ACL's ARN as resourceArn.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/waf-controls.html#waf-11",
  on: [webAcl],
  check: (acl, { graph }) => {
    const type = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration";
    const { certain, possible } = graph.referrersTo(acl, [type], "resourceArn");
    if (certain.length > 0) return pass;
    const [first] = possible;
    return first
      ? cannotTell(`${first.resource.name}: ${first.reason}`)
      : fail({ path: "", found: "no log", expected: "a WebAclLoggingConfiguration" });
  },
});
