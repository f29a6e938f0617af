import { choice, control, tokens } from "../../core";
import { tlsPolicies } from "../../facts/facts";

/** Holds custom domains to TLS 1.2 or newer. */
export const apiDomainTls = control({
  id: "apigateway-domain-tls",
  title: "API Gateway custom domains accept TLS 1.2 or newer only",
  severity: "high",
  why: "A domain that lets clients negotiate TLS 1.0 exposes its traffic to known attacks on that version.",
  fix: 'Set securityPolicy to "TLS_1_2", or to a TLS 1.3 policy such as "SecurityPolicy_TLS13_1_3_2025_09".',
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-custom-domain-tls-version.html",
  on: tokens.apiDomain,
  config: {
    profile: choice(["tls12OrNewer", "securityHub"], {
      default: "tls12OrNewer",
      description:
        "tls12OrNewer takes any policy without TLS 1.0 and 1.1; securityHub takes those of APIGateway.11 only, which refuses TLS_1_2.",
    }),
  },
  check: (domain, { config }) =>
    domain.type === "aws:apigatewayv2/domainName:DomainName"
      ? // The only value that HTTP and WebSocket domains have.
        domain.string("domainNameConfiguration.securityPolicy").oneOf(["TLS_1_2"])
      : domain.string("securityPolicy").oneOf(tlsPolicies.apiGateway[config.profile], {
          absent: "AWS then chooses, and a later change goes unnoticed",
        }),
  remedy: (domain, { config }) =>
    domain.type === "aws:apigatewayv2/domainName:DomainName"
      ? [{ path: "domainNameConfiguration.securityPolicy", value: "TLS_1_2" }]
      : // Which of Security Hub's policies a domain's clients can do with is not certain.
        config.profile === "tls12OrNewer"
        ? [{ path: "securityPolicy", value: "TLS_1_2" }]
        : [],
});
