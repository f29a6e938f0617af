import * as pulumi from "@pulumi/pulumi";
import { type ArgumentChecks, policyDocument, type Statement } from "../core";
import { type RestAuthorizer, securitySchemes } from "./authorizers";
import { addPreflight, answerOrigins, corsResponseParameters, type RestCorsArgs } from "./cors";
import { forGateway } from "./gateway-limits";
import { IntegrationBuilder, type Place } from "./integration-extension";
import type { RestIntegration } from "./integrations";
import { isObject, type JsonObject, type JsonTemplate, type JsonTemplateObject, objectAt } from "./json";
import { INTEGRATION, operationsOf } from "./openapi";
import type { StageValues } from "./stage-values";

/** An error answer that API Gateway gives by itself. */
export interface RestGatewayResponse {
  /** @default AWS's own for the type */
  statusCode?: number;
  /** Velocity templates by content type. @default AWS's own */
  templates?: Record<string, string>;
  /** Headers: `gatewayresponse.header.X` to `'text'` or `method.request.header.Y`. @default none */
  parameters?: Record<string, string>;
}

/** Answers that API Gateway gives by itself: docs.aws.amazon.com/apigateway/latest/developerguide/supported-gateway-response-types.html */
const GATEWAY_RESPONSE_TYPES = [
  "ACCESS_DENIED",
  "API_CONFIGURATION_ERROR",
  "AUTHORIZER_CONFIGURATION_ERROR",
  "AUTHORIZER_FAILURE",
  "BAD_REQUEST_BODY",
  "BAD_REQUEST_PARAMETERS",
  "DEFAULT_4XX",
  "DEFAULT_5XX",
  "EXPIRED_TOKEN",
  "INTEGRATION_FAILURE",
  "INTEGRATION_TIMEOUT",
  "INVALID_API_KEY",
  "INVALID_SIGNATURE",
  "MISSING_AUTHENTICATION_TOKEN",
  "QUOTA_EXCEEDED",
  "REQUEST_TOO_LARGE",
  "RESOURCE_NOT_FOUND",
  "THROTTLED",
  "UNAUTHORIZED",
  "UNSUPPORTED_MEDIA_TYPE",
  "WAF_FILTERED",
];

export function checkGatewayResponses(checks: ArgumentChecks, responses: Record<string, RestGatewayResponse>): void {
  for (const [type, { statusCode, parameters }] of Object.entries(responses)) {
    checks
      .oneOf("gatewayResponses", type, GATEWAY_RESPONSE_TYPES)
      .integer(`gatewayResponses.${type}.statusCode`, statusCode, 100, 599);
    for (const header of Object.keys(parameters ?? {})) {
      const expected = "name it gatewayresponse.header.X";
      checks.matches(`gatewayResponses.${type}.parameters`, header, /^gatewayresponse\.header\.[\w-]+$/, expected);
    }
  }
}

/** What the body of a REST API is made from. */
export interface BodyInput {
  readonly document: JsonObject;
  readonly dropUnsupported: readonly string[];
  readonly integrations: Readonly<Record<string, RestIntegration>>;
  readonly authorizers: Readonly<Record<string, RestAuthorizer>>;
  readonly cacheKeys: Readonly<Record<string, readonly string[]>>;
  readonly gatewayResponses: Readonly<Record<string, RestGatewayResponse>>;
  readonly cors: RestCorsArgs | undefined;
  readonly withoutRequestValidation: boolean;
  readonly policy: readonly Statement[];
  readonly place: Place;
  readonly values: StageValues;
}

const VALIDATORS = "x-amazon-apigateway-request-validators";
const VALIDATOR = "x-amazon-apigateway-request-validator";

/**
 * The OpenAPI text that API Gateway imports.
 *
 * One document, not a resource for each method: it deploys in one call whatever its size, it is what API Gateway, its
 * exports and its generated documentation speak, and operations that it no longer has are gone. The price is that a
 * single unknown value would hide all of it from a preview; {@link StageValues} keeps such values out. The resource
 * policy is part of the document because importing a document replaces a policy that is attached separately.
 */
export function bodyOf(input: BodyInput): pulumi.Output<string> {
  const document = forGateway(input.document, input.dropUnsupported);
  if (input.cors) addPreflight(document, input.cors);
  const builder = new IntegrationBuilder(input.place, input.values);
  const body: JsonTemplateObject = { ...document };
  const paths: JsonTemplateObject = {};
  for (const [path, item] of Object.entries(objectAt(document, "paths"))) {
    if (isObject(item)) paths[path] = { ...item };
  }
  body["paths"] = paths;
  for (const operation of operationsOf(document)) {
    const integration = input.integrations[operation.id];
    const keys = input.cacheKeys[operation.id] ?? [];
    const definition: JsonTemplateObject = { ...operation.definition };
    if (integration) {
      const built = builder.build(operation, integration, keys);
      definition[INTEGRATION] = input.cors ? answerOrigins(document, definition, built, input.cors) : built;
    } else if (keys.length > 0) {
      const own = objectAt(operation.definition, INTEGRATION);
      definition[INTEGRATION] = { ...own, cacheNamespace: operation.id, cacheKeyParameters: [...keys] };
    }
    const item = paths[operation.path];
    if (isTemplateObject(item)) item[operation.key] = definition;
  }
  const components = objectAt(document, "components");
  const schemes = {
    ...importable(objectAt(components, "securitySchemes")),
    ...securitySchemes(input.authorizers, input.place, input.values, builder),
  };
  const { securitySchemes: _, ...others } = components;
  body["components"] = { ...others, ...(Object.keys(schemes).length > 0 && { securitySchemes: schemes }) };
  if (!input.withoutRequestValidation && document[VALIDATORS] === undefined) {
    body[VALIDATORS] = { all: { validateRequestBody: true, validateRequestParameters: true } };
    body[VALIDATOR] = "all";
  }
  const responses = {
    ...objectAt(document, "x-amazon-apigateway-gateway-responses"),
    ...gatewayResponses(input),
  };
  if (Object.keys(responses).length > 0) body["x-amazon-apigateway-gateway-responses"] = responses;
  const policy = policyDocument(...input.policy).apply((text): JsonObject => JSON.parse(text));
  return pulumi.jsonStringify({ ...body, "x-amazon-apigateway-policy": policy });
}

/** API Gateway imports schemes of type `apiKey` only; the others are replaced by the authorizers that they are bound to. */
function importable(schemes: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(schemes).filter(([, one]) => isObject(one) && one["type"] === "apiKey"));
}

function isTemplateObject(value: JsonTemplate | undefined): value is JsonTemplateObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !pulumi.Output.isInstance(value);
}

function gatewayResponses(input: BodyInput): JsonTemplateObject {
  const responses: JsonTemplateObject = {};
  const cors = input.cors && corsResponseParameters(input.cors);
  const named = input.gatewayResponses;
  for (const type of new Set([...Object.keys(named), ...(cors ? ["DEFAULT_4XX", "DEFAULT_5XX"] : [])])) {
    const response = named[type] ?? {};
    const parameters = { ...cors, ...response.parameters };
    responses[type] = {
      ...(response.statusCode !== undefined && { statusCode: response.statusCode }),
      ...(response.templates && { responseTemplates: { ...response.templates } }),
      ...(Object.keys(parameters).length > 0 && { responseParameters: parameters }),
    };
  }
  return responses;
}
