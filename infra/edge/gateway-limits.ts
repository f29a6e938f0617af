import type { ArgumentChecks } from "../core";
import { isObject, type Json, type JsonObject, objectAt } from "./json";
import { operationsOf, resolveReference } from "./openapi";

/**
 * What API Gateway does not support of OpenAPI 3.0, from AWS's "Amazon API Gateway important notes for REST APIs"
 * (docs.aws.amazon.com/apigateway/latest/developerguide/api-gateway-known-issues.html).
 */

/** Schema keywords that change what a request may hold: dropping one is the program's to decide. */
const REFUSED_KEYWORDS = ["discriminator", "nullable", "exclusiveMinimum"];

/** Schema keywords that only describe: left out of what API Gateway gets, kept in the exported document. */
const DROPPED_KEYWORDS = ["example", "readOnly", "default", "deprecated"];

/** Number formats that API Gateway does not know: the type stays, the format goes. */
const DROPPED_FORMATS = ["int32", "int64", "decimal"];

const COMPOSITIONS = ["oneOf", "anyOf", "allOf"];

const SEGMENT = /^(\{[A-Za-z0-9._-]+\+?\}|[A-Za-z0-9_\-.,:]+)$/;

/** The parts of a schema that are schemas themselves. */
function subschemas(schema: JsonObject): JsonObject[] {
  const found: Json[] = [schema["items"] ?? null, schema["additionalProperties"] ?? null, schema["not"] ?? null];
  found.push(...Object.values(objectAt(schema, "properties")));
  for (const keyword of COMPOSITIONS) {
    const list = schema[keyword];
    if (Array.isArray(list)) found.push(...list);
  }
  return found.filter(isObject);
}

function eachSchema(schema: JsonObject, where: string, visit: (schema: JsonObject, where: string) => void): void {
  visit(schema, where);
  for (const one of subschemas(schema)) eachSchema(one, where, visit);
}

/** Calls `visit` for every schema of the document. */
function walkSchemas(document: JsonObject, visit: (schema: JsonObject, where: string) => void): void {
  const walk = (value: Json, where: string): void => {
    if (Array.isArray(value)) {
      for (const one of value) walk(one, where);
      return;
    }
    if (!isObject(value)) return;
    for (const [key, child] of Object.entries(value)) {
      if (key.startsWith("x-amazon-apigateway-integration") || key === "example" || key === "examples") continue;
      if (key === "schema" && isObject(child)) eachSchema(child, where, visit);
      else walk(child, where);
    }
  };
  const components = objectAt(document, "components");
  for (const [name, schema] of Object.entries(objectAt(components, "schemas"))) {
    if (isObject(schema)) eachSchema(schema, `components.schemas.${name}`, visit);
  }
  for (const [kind, members] of Object.entries(components)) {
    if (kind === "schemas" || kind === "securitySchemes" || !isObject(members)) continue;
    for (const [name, member] of Object.entries(members)) walk(member, `components.${kind}.${name}`);
  }
  for (const [path, item] of Object.entries(objectAt(document, "paths"))) walk(item, `paths ${path}`);
}

function walkReferences(value: Json, visit: (reference: string) => void): void {
  if (Array.isArray(value)) for (const one of value) walkReferences(one, visit);
  if (!isObject(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (key === "$ref" && typeof child === "string") visit(child);
    else walkReferences(child, visit);
  }
}

/**
 * Reports every use of what API Gateway can't import or would silently weaken.
 * @param dropped keywords that the program knowingly leaves out.
 */
export function checkSupported(
  checks: ArgumentChecks,
  origin: string,
  document: JsonObject,
  dropped: readonly string[],
): void {
  for (const name of dropped) checks.oneOf("dropUnsupported", name, REFUSED_KEYWORDS);
  for (const path of Object.keys(objectAt(document, "paths"))) {
    const segments = path.split("/").slice(1);
    const right = path === "/" || (path.startsWith("/") && segments.every((segment) => SEGMENT.test(segment)));
    checks.that(
      `${origin}: paths`,
      path,
      right,
      "API Gateway wants each segment to be a parameter alone, or letters, digits and _ - . , :",
    );
    if (path === "/ping" || path === "/sping") {
      checks.fail(`${origin}: paths`, path, "API Gateway keeps this path for its own health check; choose another");
    }
  }
  for (const name of Object.keys(objectAt(objectAt(document, "components"), "schemas"))) {
    checks.matches(
      `${origin}: components.schemas`,
      name,
      /^[A-Za-z0-9]+$/,
      "API Gateway's model names are letters and digits",
    );
  }
  walkReferences(document, (reference) => {
    if (!reference.startsWith("#/")) {
      checks.fail(`${origin}: $ref`, reference, "API Gateway follows references inside the document only; inline it");
    } else if (resolveReference(document, reference) === undefined) {
      checks.fail(`${origin}: $ref`, reference, "the document has no such part");
    }
  });
  const reported = new Set<string>();
  walkSchemas(document, (schema, where) => {
    for (const keyword of REFUSED_KEYWORDS) {
      const place = `${origin}: ${where} ${keyword}`;
      if (schema[keyword] === undefined || schema[keyword] === false) continue;
      if (dropped.includes(keyword) || reported.has(place)) continue;
      reported.add(place);
      checks.fail(
        place,
        schema[keyword],
        `API Gateway does not support it: rewrite the schema, or drop it for the gateway with dropUnsupported: ["${keyword}"]`,
      );
    }
  });
}

/** The schema with every reference inside a composition replaced by what it refers to. */
function inlineCompositions(document: JsonObject, schema: JsonObject, trail: string[]): void {
  for (const keyword of COMPOSITIONS) {
    const list = schema[keyword];
    if (!Array.isArray(list)) continue;
    schema[keyword] = list.map((one) => {
      const reference = isObject(one) ? one["$ref"] : undefined;
      if (typeof reference !== "string") return one;
      if (trail.includes(reference)) {
        throw new Error(
          `${[...trail, reference].join(" -> ")} refers to itself inside ${keyword}, which API Gateway can't import`,
        );
      }
      const target = resolveReference(document, reference);
      if (!isObject(target)) return one;
      const copy = structuredClone(target);
      eachSchema(copy, reference, (inner) => inlineCompositions(document, inner, [...trail, reference]));
      return copy;
    });
  }
}

/**
 * A copy of the document that API Gateway can import: describing keywords and unknown number formats removed,
 * compositions of references inlined (API Gateway refuses those), root security copied to each operation (API Gateway
 * ignores it at the root).
 * @throws where a composition refers to itself.
 */
export function forGateway(document: JsonObject, dropped: readonly string[]): JsonObject {
  const copy = structuredClone(document);
  walkSchemas(copy, (schema) => inlineCompositions(document, schema, []));
  walkSchemas(copy, (schema) => {
    for (const keyword of [...DROPPED_KEYWORDS, ...dropped]) delete schema[keyword];
    if (schema["nullable"] === false) delete schema["nullable"];
    const format = schema["format"];
    if (typeof format === "string" && DROPPED_FORMATS.includes(format)) delete schema["format"];
  });
  const rootSecurity = copy["security"];
  for (const { definition } of operationsOf(copy)) {
    if (definition["security"] === undefined && rootSecurity !== undefined) {
      definition["security"] = structuredClone(rootSecurity);
    }
  }
  delete copy["security"];
  delete copy["servers"];
  return copy;
}
