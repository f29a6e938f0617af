import { isProps, type Plain, type Props, ProviderError } from "../values";
import { type Authorizer, authorizationBy, authorizersOf, securityOf } from "./openapi-security";
import { list, mapAt, text, texts } from "./openapi-values";

/** An integration as API Gateway's own calls take it. */
export interface Integration {
  type: string;
  uri: string | undefined;
  method: string | undefined;
  credentials: string | undefined;
  requestTemplates: Record<string, string> | undefined;
  requestParameters: Record<string, string> | undefined;
  passthrough: string | undefined;
  timeoutMs: number | undefined;
  responses: IntegrationResponse[];
}

export interface IntegrationResponse {
  status: string;
  pattern: string | undefined;
  parameters: Record<string, string> | undefined;
  templates: Record<string, string> | undefined;
}

/** One operation of a REST API. */
export interface Method {
  path: string;
  /** GET, …, or ANY. */
  verb: string;
  operationName: string | undefined;
  apiKeyRequired: boolean;
  authorization: "NONE" | "AWS_IAM" | "CUSTOM" | "COGNITO_USER_POOLS";
  /** Name of the authorizer, for CUSTOM and COGNITO_USER_POOLS. */
  authorizer: string | undefined;
  /** Scopes of which an access token needs one; without any, ID tokens are asked for. */
  scopes: string[];
  /** `method.request.path.orderId` → required. */
  parameters: Record<string, boolean>;
  /** Status to the headers that it has. */
  responses: Record<string, Record<string, boolean>>;
  integration: Integration;
  /** Schema of the request's body, with references resolved. */
  bodyModel: string | undefined;
  validator: string | undefined;
}

/** What an OpenAPI document with API Gateway's extensions says, in the words of CreateResource, PutMethod, PutIntegration. */
export interface RestDocument {
  title: string;
  description: string | undefined;
  methods: Method[];
  /** Request validators by name. */
  validators: Record<string, { body: boolean; parameters: boolean }>;
  /** Models by name, as JSON schema. */
  models: Record<string, string>;
  gatewayResponses: Record<string, GatewayResponse>;
  /** Authorizers by the names of their security schemes. */
  authorizers: Record<string, Authorizer>;
  /** Operations whose callers the emulator does not check though the document wants it. */
  unchecked: Unchecked[];
}

export interface Unchecked {
  /** Such as `GET /orders`. */
  operation: string;
  /** What is not checked: a signature (any is taken), or anything, as the authorizer is of a kind that is not known. */
  what: "signature" | "authorizer";
}

export interface GatewayResponse {
  status: string | undefined;
  parameters: Record<string, string> | undefined;
  templates: Record<string, string> | undefined;
}

const INTEGRATION = "x-amazon-apigateway-integration";
const ANY = "x-amazon-apigateway-any-method";
const verbs = new Set(["get", "put", "post", "delete", "options", "head", "patch", ANY]);
const places: Record<string, string> = { path: "path", query: "querystring", header: "header" };

/** @throws ProviderError where the text is no OpenAPI document, or an operation has no integration */
export function readOpenApi(body: string): RestDocument {
  const document: unknown = JSON.parse(body);
  if (!isProps(document)) throw new ProviderError("the body of the REST API is no OpenAPI document");
  const info = mapAt(document, "info");
  const result: RestDocument = {
    title: text(info.title) ?? "api",
    description: text(info.description),
    methods: [],
    validators: {},
    models: {},
    gatewayResponses: {},
    authorizers: authorizersOf(document),
    unchecked: [],
  };
  for (const [name, one] of Object.entries(mapAt(document, "x-amazon-apigateway-request-validators"))) {
    if (!isProps(one)) continue;
    result.validators[name] = {
      body: one.validateRequestBody === true,
      parameters: one.validateRequestParameters === true,
    };
  }
  for (const [type, one] of Object.entries(mapAt(document, "x-amazon-apigateway-gateway-responses"))) {
    if (!isProps(one)) continue;
    result.gatewayResponses[type] = {
      status: one.statusCode === undefined ? undefined : String(one.statusCode),
      parameters: texts(one.responseParameters),
      templates: texts(one.responseTemplates),
    };
  }
  for (const [path, item] of Object.entries(mapAt(document, "paths"))) {
    if (!isProps(item)) continue;
    for (const [key, operation] of Object.entries(item)) {
      if (verbs.has(key) && isProps(operation)) addMethod(result, document, path, key, item, operation);
    }
  }
  return result;
}

function addMethod(
  result: RestDocument,
  document: Props,
  path: string,
  key: string,
  item: Props,
  operation: Props,
): void {
  const verb = key === ANY ? "ANY" : key.toUpperCase();
  const own = operation[INTEGRATION];
  if (!isProps(own)) throw new ProviderError(`${verb} ${path} of the REST API has no ${INTEGRATION}`);
  const security = securityOf(document, operation);
  const authorizer = result.authorizers[security.authorizer ?? ""];
  if (security.iam) result.unchecked.push({ operation: `${verb} ${path}`, what: "signature" });
  else if (security.authorizer !== undefined && !authorizer) {
    result.unchecked.push({ operation: `${verb} ${path}`, what: "authorizer" });
  }
  const parameters: Record<string, boolean> = {};
  for (const parameter of [...list(item.parameters), ...list(operation.parameters)]) {
    const resolved = resolve(document, parameter);
    const place = places[text(resolved.in) ?? ""];
    if (place) parameters[`method.request.${place}.${text(resolved.name)}`] = resolved.required === true;
  }
  for (const source of Object.values(texts(own.requestParameters) ?? {})) {
    if (source.startsWith("method.request.") && !source.startsWith("method.request.body")) parameters[source] ??= false;
  }
  const integration = integrationOf(own);
  const body = resolve(document, operation.requestBody);
  const schema = mapAt(mapAt(mapAt(body, "content"), "application/json"), "schema");
  let bodyModel: string | undefined;
  if (Object.keys(schema).length > 0) {
    bodyModel = `Body${result.methods.length + 1}`;
    result.models[bodyModel] = JSON.stringify(draft4(inlined(document, schema, 0)));
  }
  result.methods.push({
    path,
    verb,
    operationName: text(operation.operationId),
    apiKeyRequired: security.apiKey,
    authorization: security.iam ? "AWS_IAM" : authorizationBy(authorizer),
    authorizer: security.iam || !authorizer ? undefined : security.authorizer,
    scopes: security.scopes,
    parameters,
    responses: responsesOf(integration),
    integration,
    bodyModel,
    validator:
      text(operation["x-amazon-apigateway-request-validator"]) ??
      text(document["x-amazon-apigateway-request-validator"]),
  });
}

function integrationOf(own: Props): Integration {
  const responses = Object.entries(mapAt(own, "responses")).flatMap(([pattern, one]) =>
    isProps(one)
      ? [
          {
            status: String(one.statusCode ?? "200"),
            pattern: pattern === "default" ? undefined : pattern,
            parameters: texts(one.responseParameters),
            templates: texts(one.responseTemplates),
          },
        ]
      : [],
  );
  return {
    type: (text(own.type) ?? "mock").toUpperCase(),
    uri: text(own.uri),
    method: text(own.httpMethod),
    credentials: text(own.credentials),
    requestTemplates: texts(own.requestTemplates),
    requestParameters: texts(own.requestParameters),
    passthrough: text(own.passthroughBehavior)?.toUpperCase(),
    timeoutMs: typeof own.timeoutInMillis === "number" ? own.timeoutInMillis : undefined,
    responses,
  };
}

/** A method has to declare the headers that its integration's responses set. */
function responsesOf(integration: Integration): Record<string, Record<string, boolean>> {
  const responses: Record<string, Record<string, boolean>> = {};
  for (const { status, parameters = {} } of integration.responses) {
    const headers = Object.keys(parameters).map((name): [string, boolean] => [name, false]);
    responses[status] = { ...responses[status], ...Object.fromEntries(headers) };
  }
  return responses;
}

/** A schema with its references replaced: API Gateway's models know one another by URLs that the emulator has not. */
function inlined(document: Props, schema: Plain, depth: number): Plain {
  if (depth > 20) return {};
  if (Array.isArray(schema)) return schema.map((item) => inlined(document, item, depth + 1));
  if (!isProps(schema)) return schema;
  const target = typeof schema.$ref === "string" ? resolve(document, schema) : schema;
  return Object.fromEntries(
    Object.entries(target).map(([key, value]) => [
      key,
      key === "example" ? value : inlined(document, value, depth + 1),
    ]),
  );
}

/** OpenAPI's words that JSON schema has not. */
function draft4(schema: Plain): Plain {
  if (Array.isArray(schema)) return schema.map(draft4);
  if (!isProps(schema)) return schema;
  const result: Props = {};
  for (const [key, value] of Object.entries(schema)) {
    if (!["examples", "nullable", "discriminator", "xml", "deprecated"].includes(key)) {
      result[key] = draft4(value);
    }
  }
  if (schema.nullable === true && typeof schema.type === "string") result.type = [schema.type, "null"];
  return result;
}

function resolve(document: Props, value: Plain | undefined): Props {
  if (!isProps(value)) return {};
  if (typeof value.$ref !== "string") return value;
  let at: Plain | undefined = document;
  for (const part of value.$ref.replace(/^#\//, "").split("/")) {
    at = isProps(at) ? at[part.replace(/~1/g, "/").replace(/~0/g, "~")] : undefined;
  }
  return isProps(at) ? at : {};
}
