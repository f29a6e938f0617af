import { type Resource, Value } from "../../core";

/** The OpenAPI document of an API, JSON or YAML; absent where the API is made of resources. */
export function bodyOf(api: Resource): Value {
  const document = api.json("body");
  if (!document.malformed) {
    return document;
  }
  // Loaded when first needed: a YAML document is rare, and its parser the larger part of the pack.
  const { parse }: typeof import("yaml") = require("yaml");
  try {
    const parsed: unknown = parse(api.string("body").value ?? "");
    return Value.of(parsed, "body", true).object();
  } catch {
    return Value.unknown("body", "body is neither JSON nor YAML");
  }
}

/** Integrations of a document: those of its methods, and those that methods refer to. */
export function integrationsOf(body: Value): Value[] {
  const ofMethods = body
    .at("paths")
    .entries()
    .flatMap(([, path]) => path.entries())
    .map(([, method]) => method.at("x-amazon-apigateway-integration"));
  const shared = body
    .at(["components", "x-amazon-apigateway-integrations"])
    .entries()
    .map(([, integration]) => integration);
  return [...ofMethods, ...shared].filter(({ state }) => state !== "absent");
}
