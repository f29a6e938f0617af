import {
  all,
  cannotTell,
  fail,
  integer,
  pass,
  type Resource,
  stackControl,
  type Value,
  type Verdict,
} from "../../core";
import { cloudFrontHeaders } from "../../facts/facts";
import type { Graph } from "../../graph";
import { distributions, pathBehaviors } from "./behaviors";

const policyType = "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy";

/** Holds distributions to telling browsers that there is HTTPS only. */
export const distributionHsts = stackControl({
  id: "cloudfront-hsts",
  title: "CloudFront tells browsers to come over HTTPS only (HSTS)",
  severity: "low",
  why: "Without the header, each first request over plain HTTP can be answered by somebody else, before it is redirected.",
  fix: "Give each behaviour a responseHeadersPolicyId of a policy with securityHeadersConfig.strictTransportSecurity.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/understanding-response-headers-policies.html",
  on: distributions,
  config: {
    minimumSeconds: integer({
      default: 31_536_000,
      minimum: 1,
      description:
        "Shortest time for which browsers have to remember, in seconds; CloudFront's own policies say a year.",
    }),
  },
  check: (distribution, { graph, config }) => {
    const judge = (behavior: Value) => tellsBrowsers(behavior, distribution, graph, config.minimumSeconds);
    return all(judge(distribution.at("defaultCacheBehavior")), pathBehaviors(distribution).every(judge));
  },
});

function tellsBrowsers(behavior: Value, distribution: Resource, graph: Graph, seconds: number): Verdict {
  const id = behavior.string("responseHeadersPolicyId");
  if (cloudFrontHeaders.withHsts.includes(id.value ?? "")) return pass;
  const found = graph.follow(distribution, id.path, [policyType]);
  switch (found.kind) {
    case "absent":
      return fail({ path: id.path, found: "nothing", expected: "the id of a policy with strictTransportSecurity" });
    case "resource":
      return strict(found.resource, id.path, seconds);
    case "external":
      return cannotTell(`the policy ${found.value} is not in this stack`, id.path);
    case "unclear":
      // What holds of all that it may be holds of the one that it is.
      return !found.open && found.candidates.every((one) => strict(one, id.path, seconds).kind === "pass")
        ? pass
        : cannotTell(found.reason, id.path);
  }
}

function strict(policy: Resource, path: string, seconds: number): Verdict {
  const header = policy.number("securityHeadersConfig.strictTransportSecurity.accessControlMaxAgeSec");
  const verdict = header.atLeast(seconds, { absent: "the policy does not set the header" });
  return verdict.kind === "fail"
    ? fail(...verdict.findings.map((one) => ({ ...one, path, found: `${one.found} in the policy ${policy.name}` })))
    : verdict;
}
