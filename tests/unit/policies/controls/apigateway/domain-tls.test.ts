import { apiDomainTls } from "../../../../../policies/controls/apigateway/domain-tls";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const rest = (securityPolicy?: unknown) => ({
  subject: sample("aws:apigateway/domainName:DomainName", "api", {
    domainName: "api.example.com",
    ...(securityPolicy !== undefined && { securityPolicy }),
  }),
});
const http = (securityPolicy: unknown) => ({
  subject: sample("aws:apigatewayv2/domainName:DomainName", "api", { domainNameConfiguration: { securityPolicy } }),
});

describeControl(apiDomainTls, {
  compliant: {
    "TLS 1.2": rest("TLS_1_2"),
    "a TLS 1.3 policy, which is not TLS_1_2": rest("SecurityPolicy_TLS13_1_3_2025_09"),
    "a domain of an HTTP API": http("TLS_1_2"),
    "a Security Hub policy under that profile": {
      ...rest("SecurityPolicy_TLS13_2025_EDGE"),
      config: { profile: "securityHub" },
    },
  },
  violating: {
    "TLS 1.0": { ...rest("TLS_1_0"), at: "securityPolicy" },
    "a domain that leaves it to AWS": { ...rest(), at: "securityPolicy" },
    "a policy whose name only begins like a good one": { ...rest("TLS_1_2_3"), at: "securityPolicy" },
    "an HTTP API's TLS 1.0": { ...http("TLS_1_0"), at: "domainNameConfiguration.securityPolicy" },
    "TLS_1_2 under the profile securityHub": {
      ...rest("TLS_1_2"),
      config: { profile: "securityHub" },
      at: "securityPolicy",
    },
  },
  undecided: {
    "a policy that is not known yet": { ...rest(UNKNOWN), because: /securityPolicy is not known/ },
    "a profile that there is not": {
      ...rest("TLS_1_2"),
      config: { profile: "pci" },
      because: /the setting profile is "pci"/,
    },
  },
  notApplicable: { "a REST API": { subject: sample("aws:apigateway/restApi:RestApi", "api") } },
});
