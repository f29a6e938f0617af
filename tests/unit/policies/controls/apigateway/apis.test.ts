import { apiCorsOrigins } from "../../../../../policies/controls/apigateway/cors-origins";
import { apiEndpointTls } from "../../../../../policies/controls/apigateway/endpoint-tls";
import { apiEndpointType } from "../../../../../policies/controls/apigateway/endpoint-type";
import { apiJwtAudience } from "../../../../../policies/controls/apigateway/jwt-audience";
import { apiUsagePlanLimits } from "../../../../../policies/controls/apigateway/usage-plan-limits";
import { describeControl, sample, UNKNOWN } from "../../../../support/policies";

const rest = (props: Record<string, unknown> = {}) => ({
  subject: sample("aws:apigateway/restApi:RestApi", "orders", props),
});
const http = (props: Record<string, unknown> = {}) => ({ subject: sample("aws:apigatewayv2/api:Api", "web", props) });
const types = (kind: unknown) => ({ endpointConfiguration: { types: kind } });

describeControl(apiEndpointTls, {
  compliant: {
    "TLS 1.2": rest({ securityPolicy: "TLS_1_2" }),
    "a TLS 1.3 policy": rest({ securityPolicy: "SecurityPolicy_TLS13_1_3_2025_09" }),
    "TLS 1.2 of an API that is open": rest({
      securityPolicy: "TLS_1_2",
      disableExecuteApiEndpoint: false,
      ...types("EDGE"),
    }),
  },
  violating: {
    "TLS 1.0": { ...rest({ securityPolicy: "TLS_1_0" }), at: "securityPolicy" },
    "what AWS chooses": { ...rest(types("REGIONAL")), at: "securityPolicy" },
  },
  undecided: {
    "a policy that is not known yet": { ...rest({ securityPolicy: UNKNOWN }), because: /securityPolicy is not known/ },
    "an endpoint that may be off": {
      ...rest({ disableExecuteApiEndpoint: UNKNOWN }),
      because: /disableExecuteApiEndpoint is not known/,
    },
  },
  notApplicable: {
    "an endpoint that is off": rest({ disableExecuteApiEndpoint: true }),
    "a private API": rest(types("PRIVATE")),
    "an HTTP API": http(),
  },
  mayBeDropped: {
    disableExecuteApiEndpoint: "the endpoint is then open",
    "endpointConfiguration.types": "AWS then takes a public one",
  },
});

describeControl(apiEndpointType, {
  compliant: {
    "a regional endpoint": rest(types("REGIONAL")),
    "a private one": rest(types("PRIVATE")),
    "a private one, where nothing else is taken": { ...rest(types(["PRIVATE"])), config: { allowed: ["PRIVATE"] } },
  },
  violating: {
    "a public one, where private ones are taken": {
      ...rest(types("REGIONAL")),
      config: { allowed: ["PRIVATE"] },
      at: "endpointConfiguration.types[0]",
    },
    "what AWS takes, where private ones are": {
      ...rest(),
      config: { allowed: ["PRIVATE"] },
      at: "endpointConfiguration.types",
    },
  },
  undecided: { "a kind that is not known yet": { ...rest(types(UNKNOWN)), because: /types is not known/ } },
  notApplicable: { "what AWS takes, where it is allowed": rest(), "an HTTP API": http() },
});

describeControl(apiCorsOrigins, {
  compliant: {
    "origins by name": http({
      corsConfiguration: { allowCredentials: true, allowOrigins: ["https://shop.example.com"] },
    }),
  },
  violating: {
    "every origin": {
      ...http({ corsConfiguration: { allowCredentials: true, allowOrigins: ["*"] } }),
      at: "corsConfiguration.allowOrigins[0]",
    },
    "every origin over HTTPS, beside one": {
      ...http({ corsConfiguration: { allowCredentials: true, allowOrigins: ["https://a.example.com", "https://*"] } }),
      at: "corsConfiguration.allowOrigins[1]",
    },
    "every origin over HTTP": {
      ...http({ corsConfiguration: { allowCredentials: true, allowOrigins: ["http://*"] } }),
      at: "corsConfiguration.allowOrigins[0]",
    },
  },
  undecided: {
    "an origin that is not known yet": {
      ...http({ corsConfiguration: { allowCredentials: true, allowOrigins: [UNKNOWN] } }),
      because: /allowOrigins\[0\] is not known/,
    },
  },
  notApplicable: {
    "every origin without credentials": http({ corsConfiguration: { allowOrigins: ["*"] } }),
    "an API without CORS": http(),
  },
  mayBeDropped: {
    "corsConfiguration.allowOrigins": "no page then calls at all",
  },
});

const authorizer = (authorizerType: unknown, audiences?: unknown) => ({
  subject: sample("aws:apigatewayv2/authorizer:Authorizer", "token", {
    authorizerType,
    jwtConfiguration: { issuer: "https://issuer.example.com", audiences },
  }),
});

describeControl(apiJwtAudience, {
  compliant: {
    "a token for this API": authorizer("JWT", ["client"]),
    "a client that is not there yet": authorizer("JWT", [UNKNOWN]),
  },
  violating: {
    "a token for whomever": { ...authorizer("JWT"), at: "jwtConfiguration.audiences" },
    "a token for nobody": { ...authorizer("JWT", []), at: "jwtConfiguration.audiences" },
  },
  undecided: {
    "audiences that are not known yet": { ...authorizer("JWT", UNKNOWN), because: /audiences is not known/ },
  },
  notApplicable: { "a function that decides": authorizer("REQUEST") },
});

const plan = (props: Record<string, unknown>) => ({
  subject: sample("aws:apigateway/usagePlan:UsagePlan", "partner", props),
});

describeControl(apiUsagePlanLimits, {
  compliant: {
    "a limit of the rate": plan({ throttleSettings: { rateLimit: 10 } }),
    "a quota": plan({ quotaSettings: { limit: 1000, period: "DAY" } }),
    "none at all": plan({ throttleSettings: { rateLimit: 0 } }),
    "none at all in a day": plan({ quotaSettings: { limit: 0, period: "DAY" } }),
  },
  violating: {
    "no limit": { ...plan({}), at: "throttleSettings.rateLimit" },
    "a limit that is switched off": {
      ...plan({ throttleSettings: { rateLimit: -1 } }),
      at: "throttleSettings.rateLimit",
    },
  },
  undecided: {
    "a limit that is not known yet": {
      ...plan({ throttleSettings: { rateLimit: UNKNOWN } }),
      because: /rateLimit is not known/,
    },
  },
  notApplicable: { "an API": rest() },
});
