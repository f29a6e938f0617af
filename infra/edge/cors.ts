import type { ArgumentChecks } from "../core";
import { isObject, type JsonObject, type JsonTemplate, type JsonTemplateObject, objectAt } from "./json";
import { INTEGRATION, OPERATION_KEYS, resolved } from "./openapi";

/**
 * Cross-origin requests of browsers. API Gateway answers their preflights, and says of its own answers, and of those that
 * it maps, which origin may read them; a backend behind a proxy says it of its answers itself.
 */
export interface RestCorsArgs {
  /**
   * Origins that may call, such as `https://shop.example.com`; `["*"]` for any. Of several, an answer that is mapped
   * without a template, and an error, name the first alone.
   */
  allowedOrigins: string[];
  /** Headers that a request may carry. @default Authorization, Content-Type, X-Api-Key, Idempotency-Key */
  allowedHeaders?: string[];
  /** Headers that the page may read, of API Gateway's own answers and those that it maps. @default none */
  exposedHeaders?: string[];
  /** Let the browser send cookies. Not with `*`. @default false */
  allowCredentials?: boolean;
  /** How long a browser remembers the answer, in seconds, to 86,400. @default 3600 */
  maxAgeSeconds?: number;
}

/** Name of a header, or `*`. */
const HEADER = /^([A-Za-z0-9-]+|\*)$/;

const DEFAULT_HEADERS = ["Authorization", "Content-Type", "X-Api-Key", "Idempotency-Key"];

export function checkCors(checks: ArgumentChecks, cors: RestCorsArgs): void {
  checks.length("cors.allowedOrigins", cors.allowedOrigins, 1, 20);
  for (const origin of cors.allowedOrigins) {
    const right =
      origin === "*" || /^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin) || /^http:\/\/localhost(:\d+)?$/.test(origin);
    checks.that("cors.allowedOrigins", origin, right, 'use "*" or an origin such as "https://shop.example.com"');
  }
  if (cors.allowedOrigins.includes("*") && cors.allowedOrigins.length > 1) {
    checks.fail("cors.allowedOrigins", cors.allowedOrigins, '"*" covers the others; keep one kind');
  }
  if (cors.allowedOrigins.includes("*") && cors.allowCredentials) {
    checks.fail("cors.allowCredentials", true, 'browsers refuse credentials with "*"; name the origins');
  }
  for (const list of ["allowedHeaders", "exposedHeaders"] as const) {
    for (const header of cors[list] ?? []) checks.matches(`cors.${list}`, header, HEADER, "use names of headers, or *");
  }
  checks.integer("cors.maxAgeSeconds", cors.maxAgeSeconds, 0, 86_400, "seconds");
}

/** Gives each path that has no `options` operation one that answers a browser's preflight by itself. */
export function addPreflight(document: JsonObject, cors: RestCorsArgs): void {
  for (const [path, item] of Object.entries(objectAt(document, "paths"))) {
    if (!isObject(item) || item["options"] !== undefined) continue;
    const methods = OPERATION_KEYS.filter((key) => item[key] !== undefined).flatMap((key) =>
      key.startsWith("x-") ? ["GET", "PUT", "POST", "DELETE", "PATCH", "HEAD"] : [key.toUpperCase()],
    );
    item["options"] = preflight(path, [...methods, "OPTIONS"], cors);
  }
}

/** Headers with which an answer says who may read it. */
function answerHeaders(cors: RestCorsArgs): { [name: string]: string } {
  return {
    "Access-Control-Allow-Origin": `'${cors.allowedOrigins[0] ?? "*"}'`,
    ...(cors.exposedHeaders && { "Access-Control-Expose-Headers": `'${cors.exposedHeaders.join(",")}'` }),
    ...(cors.allowCredentials && { "Access-Control-Allow-Credentials": "'true'" }),
    ...(cors.allowedOrigins.length > 1 && { Vary: "'Origin'" }),
  };
}

/**
 * Lets pages read what API Gateway makes of a backend's answers. A header has to be described before it can be mapped.
 * @param integration of the operation, as the document has it; unchanged where answers are passed through
 */
export function answerOrigins(
  document: JsonObject,
  definition: JsonTemplateObject,
  integration: JsonTemplate,
  cors: RestCorsArgs,
): JsonTemplate {
  if (!isObject(integration) || !isObject(integration["responses"])) return integration;
  const headers = answerHeaders(cors);
  const described = isObject(definition["responses"]) ? { ...definition["responses"] } : {};
  const responses: JsonObject = {};
  for (const [pattern, response] of Object.entries(integration["responses"])) {
    if (!isObject(response)) continue;
    const status = String(response["statusCode"]);
    const known = resolved(document, objectAt(described, status));
    described[status] = { ...known, headers: { ...headerSchemas(headers), ...objectAt(known, "headers") } };
    const templates = Object.entries(objectAt(response, "responseTemplates"));
    responses[pattern] = {
      ...response,
      responseParameters: {
        ...prefixed("method.response.header", headers),
        ...objectAt(response, "responseParameters"),
      },
      ...(cors.allowedOrigins.length > 1 &&
        templates.length > 0 && {
          responseTemplates: Object.fromEntries(
            templates.map(([type, text]) => [type, `${chooseOrigin(cors.allowedOrigins)}\n${String(text)}`]),
          ),
        }),
    };
  }
  definition["responses"] = described;
  return { ...integration, responses };
}

function prefixed(prefix: string, headers: { [name: string]: string }): { [name: string]: string } {
  return Object.fromEntries(Object.entries(headers).map(([name, value]) => [`${prefix}.${name}`, value]));
}

function headerSchemas(headers: { [name: string]: string }): JsonObject {
  return Object.fromEntries(Object.keys(headers).map((name) => [name, { schema: { type: "string" } }]));
}

function preflight(path: string, methods: string[], cors: RestCorsArgs): JsonObject {
  const headers: { [name: string]: string } = {
    "Access-Control-Allow-Origin": `'${cors.allowedOrigins[0] ?? "*"}'`,
    "Access-Control-Allow-Methods": `'${methods.join(",")}'`,
    "Access-Control-Allow-Headers": `'${(cors.allowedHeaders ?? DEFAULT_HEADERS).join(",")}'`,
    "Access-Control-Max-Age": `'${cors.maxAgeSeconds ?? 3600}'`,
    ...(cors.allowCredentials && { "Access-Control-Allow-Credentials": "'true'" }),
    ...(cors.allowedOrigins.length > 1 && { Vary: "'Origin'" }),
  };
  return {
    operationId: `preflight${path.replace(/[^A-Za-z0-9]+/g, "_")}`,
    summary: "Answers a browser's preflight request.",
    parameters: [...path.matchAll(/\{([^}+]+)\+?\}/g)].map((match) => ({
      name: match[1] ?? "",
      in: "path",
      required: true,
      schema: { type: "string" },
    })),
    responses: {
      "204": {
        description: "What the browser may send.",
        headers: headerSchemas(headers),
      },
    },
    [INTEGRATION]: {
      type: "mock",
      passthroughBehavior: "when_no_templates",
      requestTemplates: { "application/json": '{"statusCode":204}' },
      responses: {
        default: {
          statusCode: "204",
          responseParameters: prefixed("method.response.header", headers),
          ...(cors.allowedOrigins.length > 1 && {
            responseTemplates: { "application/json": chooseOrigin(cors.allowedOrigins) },
          }),
        },
      },
    },
  };
}

/** A header can't hold several origins, so that the template answers with the caller's own where it is in the list. */
function chooseOrigin(origins: string[]): string {
  const list = origins.map((origin) => `"${origin}"`).join(",");
  return [
    `#set($allowed = [${list}])`,
    '#set($origin = $input.params().header.get("Origin"))',
    '#if(!$origin)#set($origin = $input.params().header.get("origin"))#end',
    "#if($allowed.contains($origin))#set($context.responseOverride.header.Access-Control-Allow-Origin = $origin)#end",
  ].join("\n");
}

/** Headers of API Gateway's own error answers, without which a page can't read them. */
export function corsResponseParameters(cors: RestCorsArgs): JsonTemplateObject {
  return prefixed("gatewayresponse.header", answerHeaders(cors));
}
