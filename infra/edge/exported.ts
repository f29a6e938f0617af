import type { RestAuthorizer } from "./authorizers";
import { isObject, type Json, type JsonObject, objectAt } from "./json";
import { operationsOf } from "./openapi";

const ANY_METHOD = "x-amazon-apigateway-any-method";
const ANY_MEANS = ["get", "put", "post", "delete", "patch", "head"];

/** Removes AWS's extensions, at every depth. */
function withoutExtensions(value: Json): Json {
  if (Array.isArray(value)) return value.map(withoutExtensions);
  if (!isObject(value)) return value;
  const kept: JsonObject = {};
  for (const [key, child] of Object.entries(value)) {
    if (!key.startsWith("x-amazon-apigateway-")) kept[key] = withoutExtensions(child);
  }
  return kept;
}

/** How a client shows who it is, in OpenAPI's own words. */
function clientScheme(authorizer: RestAuthorizer): JsonObject {
  if (authorizer.cognito) {
    return {
      type: "http",
      scheme: "bearer",
      bearerFormat: "JWT",
      description: "Token of an Amazon Cognito user pool.",
    };
  }
  if (authorizer.lambda) {
    const header = authorizer.lambda.header ?? "Authorization";
    return { type: "apiKey", in: "header", name: header, description: "Checked by the service's own authorizer." };
  }
  return { type: "apiKey", in: "header", name: "Authorization", description: "AWS Signature Version 4 (execute-api)." };
}

/**
 * The document as a client generator wants it: no AWS extensions, each ANY operation spelled out, missing security
 * schemes described.
 * @param servers base URLs by stage
 */
export function clientDocument(
  document: JsonObject,
  authorizers: Readonly<Record<string, RestAuthorizer>>,
  servers: Readonly<Record<string, string>>,
): JsonObject {
  const copy = structuredClone(document);
  for (const item of Object.values(objectAt(copy, "paths"))) {
    if (!isObject(item)) continue;
    const any = item[ANY_METHOD];
    if (!isObject(any)) continue;
    for (const method of ANY_MEANS) {
      item[method] ??= { ...structuredClone(any), operationId: `${String(any["operationId"])}_${method}` };
    }
  }
  const exported = withoutExtensions(copy);
  if (!isObject(exported)) return copy;
  exported["servers"] = Object.entries(servers).map(([stage, url]) => ({ url, description: stage }));
  const components = objectAt(exported, "components");
  const schemes = objectAt(components, "securitySchemes");
  for (const [name, authorizer] of Object.entries(authorizers)) schemes[name] ??= clientScheme(authorizer);
  if (Object.keys(schemes).length > 0) exported["components"] = { ...components, securitySchemes: schemes };
  return exported;
}

function text(value: Json | undefined): string {
  return typeof value === "string" ? value.replace(/\s+/g, " ").replace(/\|/g, "\\|").trim() : "";
}

/** A page of Markdown that describes the operations of a document. */
export function markdownOf(document: JsonObject): string {
  const info = objectAt(document, "info");
  const lines = [`# ${text(info["title"])} ${text(info["version"])}`, ""];
  if (text(info["description"])) lines.push(text(info["description"]), "");
  for (const operation of operationsOf(document)) {
    const { definition } = operation;
    lines.push(`## ${operation.method} ${operation.path}`, "");
    for (const field of ["summary", "description"])
      if (text(definition[field])) lines.push(text(definition[field]), "");
    const security = definition["security"] ?? document["security"];
    const names = Array.isArray(security) ? security.flatMap((one) => (isObject(one) ? Object.keys(one) : [])) : [];
    lines.push(
      `Operation \`${operation.id}\`. ${names.length > 0 ? `Authorization: ${names.join(" and ")}.` : "Open to everyone."}`,
      "",
    );
    if (operation.parameters.length > 0) {
      lines.push("| Parameter | In | Required | Meaning |", "|---|---|---|---|");
      for (const one of operation.parameters) {
        const required = one["required"] === true ? "yes" : "no";
        lines.push(`| ${text(one["name"])} | ${text(one["in"])} | ${required} | ${text(one["description"])} |`);
      }
      lines.push("");
    }
    lines.push("| Status | Meaning |", "|---|---|");
    for (const [status, response] of Object.entries(objectAt(definition, "responses"))) {
      lines.push(`| ${status} | ${isObject(response) ? text(response["description"]) : ""} |`);
    }
    lines.push("");
  }
  return lines.join("\n");
}
