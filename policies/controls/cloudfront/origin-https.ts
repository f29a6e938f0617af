import { all, control, notApplicable, type Resource, type Value, type Verdict, when } from "../../core";
import { cloudFrontTlsPolicies } from "../../facts/facts";
import { distributions, pathBehaviors } from "./behaviors";

const vpcOrigin = "aws:cloudfront/vpcOrigin:VpcOrigin";

/** Holds distributions to HTTPS towards their origins. */
export const originHttps = control({
  id: "cloudfront-origin-https",
  title: "CloudFront fetches from its origins over HTTPS with TLS 1.2 only",
  severity: "high",
  why: "What viewers sent over HTTPS goes on from CloudFront in the clear, over networks that nobody here controls.",
  fix: 'Set originProtocolPolicy to "https-only" and originSslProtocols to ["TLSv1.2"].',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-9",
  on: [...distributions, vpcOrigin],
  check: (resource) => {
    if (resource.type === vpcOrigin) {
      const config = resource.at("vpcOriginEndpointConfig");
      return all(
        config.string("originProtocolPolicy").equals("https-only"),
        protocols(config, "originSslProtocols.items"),
      );
    }
    return resource.list("origins").every((origin) => {
      const name = resource.type === distributions[0] ? "customOriginConfig" : "customOriginConfigs";
      const config = origin.at(name);
      return config.state === "absent"
        ? notApplicable("CloudFront chooses the protocol towards such an origin itself")
        : all(protocolPolicy(config, resource), protocols(config, "originSslProtocols"));
    });
  },
});

/** To match the viewer is right where no viewer may come over plain HTTP. */
function protocolPolicy(config: Value, distribution: Resource): Verdict {
  const policy = config.string("originProtocolPolicy");
  const refusesHttp = (behavior: Value) => behavior.string("viewerProtocolPolicy").notEquals("allow-all");
  return when(
    policy.equals("match-viewer"),
    () =>
      when(
        all(refusesHttp(distribution.at("defaultCacheBehavior")), pathBehaviors(distribution).every(refusesHttp)),
        () => all(),
        () => policy.equals("https-only"),
      ),
    () => policy.equals("https-only"),
  );
}

function protocols(config: Value, path: string): Verdict {
  return config.list(path).every((item) => item.string().noneOf(cloudFrontTlsPolicies.outdatedOrigin), {
    absent: "a list of TLSv1.2 only",
  });
}
