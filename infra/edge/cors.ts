import type { ArgumentChecks } from "../core";
import { isObject, type JsonObject, type JsonTemplateObject, objectAt } from "./json";
import { INTEGRATION, OPERATION_KEYS } from "./openapi";

/** Cross-origin requests of browsers. */
export interface RestCorsArgs {
  /** Origins that may call, such as `https://shop.example.com`; `["*"]` for any. */
  allowedOrigins: string[];
  /** Headers that a request may carry. @default Authorization, Content-Type, X-Api-Key, Idempotency-Key */
  allowedHeaders?: string[];
  /** Headers that the page may read. @default none */
  exposedHeaders?: string[];
  /** Let the browser send cookies. Not with `*`. @default false */
  allowCredentials?: boolean;
  /** How long a browser remembers the answer, in seconds, to 86,400. @default 3600 */
  maxAgeSeconds?: number;
}

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
        headers: Object.fromEntries(Object.keys(headers).map((name) => [name, { schema: { type: "string" } }])),
      },
    },
    [INTEGRATION]: {
      type: "mock",
      passthroughBehavior: "when_no_templates",
      requestTemplates: { "application/json": '{"statusCode":204}' },
      responses: {
        default: {
          statusCode: "204",
          responseParameters: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, value]),
          ),
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
  return {
    // An error answer can't choose among several origins; a page of another origin sees a network error instead.
    "gatewayresponse.header.Access-Control-Allow-Origin": `'${cors.allowedOrigins[0] ?? "*"}'`,
    ...(cors.allowCredentials && { "gatewayresponse.header.Access-Control-Allow-Credentials": "'true'" }),
  };
}
