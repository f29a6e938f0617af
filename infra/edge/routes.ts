import type { ArgumentChecks } from "../core";
import { mappedStatuses } from "./integration-extension";
import type { RestIntegration } from "./integrations";
import { isObject, type JsonObject } from "./json";
import { parseDocument } from "./openapi";

/** Where a parameter of a request stands. */
export const ParameterPlace = { Path: "path", Query: "query", Header: "header" } as const;
export type ParameterPlace = (typeof ParameterPlace)[keyof typeof ParameterPlace];

/** HTTP methods of a route. */
export const RouteMethod = {
  Get: "GET",
  Put: "PUT",
  Post: "POST",
  Delete: "DELETE",
  Patch: "PATCH",
  Head: "HEAD",
  Options: "OPTIONS",
  Any: "ANY",
} as const;
export type RouteMethod = (typeof RouteMethod)[keyof typeof RouteMethod];

/** A parameter of a route; those in the path need no mention, unless to describe them. */
export interface RestRouteParameter {
  name: string;
  place: ParameterPlace;
  /** Refuse requests without it. @default false; one in the path is always required */
  required?: boolean;
  description?: string;
}

/** One operation of an API that is written as routes: it becomes one operation of the same OpenAPI document. */
export interface RestRoute {
  /** Name of the operation: settings, consumers and the exported document use it. */
  operationId: string;
  method: RouteMethod;
  /** Path template, such as `/orders/{orderId}`. */
  path: string;
  /** What it does, in one line. @default none */
  summary?: string;
  description?: string;
  integration: RestIntegration;
  /** Name of one of `authorizers`. @default `defaultAuthorizer` */
  authorizer?: string;
  /** OAuth scopes of which a Cognito access token needs one. @default none */
  scopes?: string[];
  /** Open to everyone. @default false */
  public?: boolean;
  /** Ask for an API key of a consumer, beside the authorizer. @default false */
  apiKeyRequired?: boolean;
  parameters?: RestRouteParameter[];
  /** JSON schema of the request's body, as JSON or YAML text. @default the body is not checked */
  requestSchema?: string;
  /** JSON schema of the successful response's body, as JSON or YAML text. @default not described */
  responseSchema?: string;
  /** Statuses that it answers with. @default those that the integration maps answers to, else [200] */
  statusCodes?: number[];
}

/** Name of the security scheme that stands for consumers' API keys. */
export const API_KEY_SCHEME = "apiKey";

/** Checks the routes by themselves. */
export function checkRoutes(checks: ArgumentChecks, routes: readonly RestRoute[], defaultAuthorizer?: string): void {
  const seen = new Set<string>();
  routes.forEach((route, index) => {
    const where = `routes[${index}]`;
    const address = `${route.method} ${route.path}`;
    if (seen.has(address)) checks.fail(where, address, "the API has this route already; remove one");
    seen.add(address);
    checks.oneOf(`${where}.method`, route.method, Object.values(RouteMethod));
    if (route.public && route.authorizer) {
      checks.fail(`${where}.authorizer`, route.authorizer, "the route is public; drop one of the two");
    }
    const parameters = (route.parameters ?? []).map(({ name, place }) => `${place} ${name}`);
    for (const twice of new Set(parameters.filter((one, at) => parameters.indexOf(one) !== at))) {
      checks.fail(`${where}.parameters`, twice, "the route has this parameter already; remove one");
    }
    if (route.scopes && !(route.authorizer ?? defaultAuthorizer)) {
      checks.fail(`${where}.scopes`, route.scopes, "scopes need an authorizer");
    }
    for (const [field, text] of Object.entries({
      requestSchema: route.requestSchema,
      responseSchema: route.responseSchema,
    })) {
      if (text === undefined) continue;
      try {
        parseDocument(text, field);
      } catch (error) {
        checks.fail(`${where}.${field}`, text, `use a JSON schema as JSON or YAML text (${String(error)})`);
      }
    }
  });
}

/** The OpenAPI document that the routes describe. */
export function documentOfRoutes(title: string, version: string, routes: readonly RestRoute[]): JsonObject {
  const paths: JsonObject = {};
  const schemes: JsonObject = {};
  for (const route of routes) {
    const item = paths[route.path];
    const target = isObject(item) ? item : {};
    paths[route.path] = target;
    target[route.method === "ANY" ? "x-amazon-apigateway-any-method" : route.method.toLowerCase()] = operation(
      route,
      schemes,
    );
  }
  return { openapi: "3.0.3", info: { title, version }, paths, components: { securitySchemes: schemes } };
}

function operation(route: RestRoute, schemes: JsonObject): JsonObject {
  const inPath = [...route.path.matchAll(/\{([^}+]+)\+?\}/g)].map((match) => match[1] ?? "");
  const isDescribed = (name: string): boolean =>
    route.parameters?.some((one) => one.place === ParameterPlace.Path && one.name === name) ?? false;
  const parameters: JsonObject[] = inPath
    .filter((name) => !isDescribed(name))
    .map((name) => ({ name, in: "path", required: true, schema: { type: "string" } }));
  for (const parameter of route.parameters ?? []) {
    parameters.push({
      name: parameter.name,
      in: parameter.place,
      required: parameter.place === ParameterPlace.Path || (parameter.required ?? false),
      ...(parameter.description !== undefined && { description: parameter.description }),
      schema: { type: "string" },
    });
  }
  const requirement: JsonObject = {};
  if (route.authorizer) {
    requirement[route.authorizer] = route.scopes ?? [];
  }
  if (route.apiKeyRequired) {
    requirement[API_KEY_SCHEME] = [];
    schemes[API_KEY_SCHEME] ??= { type: "apiKey", name: "x-api-key", in: "header" };
  }
  const mapped = mappedStatuses(route.integration);
  const responses: JsonObject = {};
  for (const status of route.statusCodes ?? (mapped.length > 0 ? mapped : [200])) {
    responses[String(status)] = {
      description: status < 400 ? "The request was carried out." : "The request was refused.",
      ...(route.responseSchema !== undefined &&
        status < 300 && {
          content: { "application/json": { schema: parseDocument(route.responseSchema, "responseSchema") } },
        }),
    };
  }
  return {
    operationId: route.operationId,
    ...(route.summary !== undefined && { summary: route.summary }),
    ...(route.description !== undefined && { description: route.description }),
    ...(parameters.length > 0 && { parameters }),
    ...(route.requestSchema !== undefined && {
      requestBody: {
        required: true,
        content: { "application/json": { schema: parseDocument(route.requestSchema, "requestSchema") } },
      },
    }),
    ...(Object.keys(requirement).length > 0 && { security: [requirement] }),
    responses,
  };
}
