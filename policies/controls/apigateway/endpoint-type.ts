import { control, notApplicable, texts, tokens } from "../../core";

const types = ["EDGE", "REGIONAL", "PRIVATE"];

/** Holds REST APIs to the kinds of endpoints that a team takes. */
export const apiEndpointType = control({
  id: "apigateway-endpoint-type",
  title: "REST APIs have an endpoint of a kind that is allowed",
  severity: "medium",
  why: "An API that is to be called from inside only, and has a public endpoint, is one wrong authorizer away from the internet.",
  fix: "Set endpointConfiguration.types to one of the allowed kinds.",
  url: "https://docs.aws.amazon.com/config/latest/developerguide/api-gw-endpoint-type-check.html",
  on: tokens.api,
  config: { allowed: texts({ default: types, description: `Kinds to take, of ${types.join(", ")}.` }) },
  check: (api, { config }) =>
    api.type === "aws:apigateway/restApi:RestApi"
      ? api.list("endpointConfiguration.types").every((type) => type.string().oneOf(config.allowed), {
          absent: config.allowed.includes("EDGE")
            ? notApplicable("an edge endpoint, which is allowed")
            : `one of ${config.allowed.join(", ")}: AWS then takes EDGE`,
        })
      : notApplicable("HTTP and WebSocket APIs have regional endpoints only"),
});
