import { all, cannotTell, control, flag, pass, type StringValue, tokens, type Value, type Verdict } from "../../core";
import { bodyOf, integrationsOf } from "./body";

const restIntegration = "aws:apigateway/integration:Integration";
const httpIntegration = "aws:apigatewayv2/integration:Integration";
const httpApi = "aws:apigatewayv2/api:Api";
/** The document of an API that another program made. */
const restApiPut = "aws:apigateway/restApiPut:RestApiPut";

/** Where an integration says what. */
const names = {
  rest: { type: "type", uri: "uri" },
  http: { type: "integrationType", uri: "integrationUri" },
} as const;

/** Holds integrations to HTTPS. */
export const integrationHttps = control({
  id: "apigateway-integration-https",
  title: "APIs call their backends over HTTPS",
  severity: "high",
  why: "What clients sent over HTTPS goes on from API Gateway in the clear, with its credentials and cookies.",
  fix: "Begin the integration's uri with https://; give a private integration of an HTTP API a tlsConfig.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/apigateway-controls.html#apigateway-10",
  on: [...tokens.apiIntegration, ...tokens.api, restApiPut],
  config: {
    privateIntegrations: flag({
      default: true,
      description: "Whether integrations of HTTP APIs through a VPC link need a tlsConfig, as APIGateway.10 asks for.",
    }),
  },
  check: (resource, { config }) => {
    const judge = (integration: Value, where: Where, http: boolean) =>
      all(uriOf(integration, where), http && config.privateIntegrations ? privateTls(integration) : pass);
    switch (resource.type) {
      case restIntegration:
        return judge(resource, names.rest, false);
      case httpIntegration:
        return judge(resource, names.http, true);
      default: {
        const body = bodyOf(resource);
        const target = resource.type === httpApi ? address(resource.string("target")) : pass;
        return body.state === "unknown"
          ? all(cannotTell(body.reason, body.path), target)
          : all(
              target,
              integrationsOf(body).map((integration) => judge(integration, names.rest, resource.type === httpApi)),
            );
      }
    }
  },
});

type Where = (typeof names)[keyof typeof names];

function uriOf(integration: Value, { type, uri }: Where): Verdict {
  const kind = integration.string(type).value?.toUpperCase();
  // The others are called by ARN, over HTTPS.
  return kind !== undefined && !kind.startsWith("HTTP") ? pass : address(integration.string(uri));
}

/** An address; stage variables may stand for any part of it but the protocol. */
function address(uri: StringValue): Verdict {
  return uri.value !== undefined && /^\$\{/.test(uri.value)
    ? cannotTell(`the protocol of ${uri.path} is in a stage variable`, uri.path)
    : uri.test((value) => !/^\s*http:/i.test(value), "an address that begins with https://", { absent: pass });
}

/** Through a VPC link, the listener's ARN stands for the address, and tlsConfig for the protocol. */
function privateTls(integration: Value): Verdict {
  return integration.string("connectionType").value === "VPC_LINK"
    ? integration.mustBeSet("tlsConfig", "the name in the backend's certificate, without which it is called over HTTP")
    : pass;
}
