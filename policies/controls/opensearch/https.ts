import { all, choice, control } from "../../core";
import { openSearchTlsPolicies } from "../../facts/facts";

/** Holds search domains to HTTPS with TLS 1.2 or newer. */
export const searchHttps = control({
  id: "opensearch-https",
  title: "Search domains answer over HTTPS with TLS 1.2 or newer only",
  severity: "high",
  why: "Plain HTTP and TLS 1.0 show queries, documents and credentials to everyone on the way.",
  fix: 'Set domainEndpointOptions.enforceHttps to true and tlsSecurityPolicy to "Policy-Min-TLS-1-2-PFS-2023-10".',
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/opensearch-controls.html#opensearch-8",
  on: ["aws:opensearch/domain:Domain", "aws:elasticsearch/domain:Domain"],
  config: {
    profile: choice(["tls12OrNewer", "securityHub"], {
      default: "tls12OrNewer",
      description:
        "tls12OrNewer takes any policy without TLS 1.0 and 1.1; securityHub takes the one with forward secrecy, as Opensearch.8 does.",
    }),
  },
  check: (domain, { config }) =>
    all(
      domain.boolean("domainEndpointOptions.enforceHttps").mustBeTrue({ absent: "AWS then takes plain HTTP too" }),
      domain
        .string("domainEndpointOptions.tlsSecurityPolicy")
        .oneOf(openSearchTlsPolicies[config.profile], { absent: "AWS then chooses" }),
    ),
  // Both profiles take this policy.
  remedy: [
    { path: "domainEndpointOptions.enforceHttps", value: true },
    { path: "domainEndpointOptions.tlsSecurityPolicy", value: "Policy-Min-TLS-1-2-PFS-2023-10" },
  ],
});
