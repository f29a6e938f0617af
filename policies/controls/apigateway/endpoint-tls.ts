import { any, control, notApplicable, tokens, when } from "../../core";
import { tlsPolicies } from "../../facts/facts";
import { isPrivate } from "./stage";

/** Holds the address that AWS gives an API to TLS 1.2 or newer. */
export const apiEndpointTls = control({
  id: "apigateway-endpoint-tls",
  title: "The default endpoint of REST APIs accepts TLS 1.2 or newer only",
  severity: "medium",
  why: "The execute-api address has a TLS policy of its own, whatever that of the custom domain is.",
  fix: 'Set securityPolicy to "TLS_1_2" or a newer one, or disableExecuteApiEndpoint to true.',
  url: "https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-security-policies.html",
  on: tokens.api,
  check: (api) =>
    api.type === "aws:apigateway/restApi:RestApi"
      ? when(
          any([api.boolean("disableExecuteApiEndpoint").mustBeTrue(), isPrivate(api.at("endpointConfiguration"))]),
          () => notApplicable("nobody reaches it from the internet"),
          () =>
            api.string("securityPolicy").oneOf(tlsPolicies.apiGateway.tls12OrNewer, {
              absent: "AWS then chooses, and a later change goes unnoticed",
            }),
        )
      : notApplicable("HTTP and WebSocket APIs have no such policy"),
});
