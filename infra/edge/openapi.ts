import { readFileSync } from "node:fs";
import type { ArgumentChecks } from "../core";
import { yaml } from "../core/yaml";
import { isObject, type Json, type JsonObject, objectAt, objectsAt } from "./json";

/** HTTP methods that an OpenAPI path item can hold and API Gateway knows; `x-amazon-apigateway-any-method` is its ANY. */
export const OPERATION_KEYS = [
  "get",
  "put",
  "post",
  "delete",
  "options",
  "head",
  "patch",
  "x-amazon-apigateway-any-method",
];

/** Extension that binds an operation to its backend. */
export const INTEGRATION = "x-amazon-apigateway-integration";

/** One operation of a document. */
export interface Operation {
  /** Name that integrations, authorizers and method settings refer to. */
  readonly id: string;
  /** Path template, such as `/orders/{orderId}`. */
  readonly path: string;
  /** Upper-case HTTP method; `ANY` for the extension. */
  readonly method: string;
  /** Key of the operation in its path item. */
  readonly key: string;
  readonly definition: JsonObject;
  /** Parameters of the path item and of the operation, references resolved. */
  readonly parameters: JsonObject[];
}

/** Reads a document from a `.json`, `.yaml` or `.yml` file. @throws where the file can't be read or parsed. */
export function readDocument(file: string): JsonObject {
  return parseDocument(readFileSync(file, "utf8"), file);
}

/**
 * Parses JSON or YAML text.
 * @param origin how messages name it
 * @throws where the text is neither, or holds no object.
 */
export function parseDocument(text: string, origin: string): JsonObject {
  const parsed: unknown = text.trimStart().startsWith("{") ? JSON.parse(text) : yaml().parse(text);
  if (!isObject(parsed)) throw new Error(`${origin} holds no OpenAPI document: its top level is not an object`);
  return parsed;
}

/** What a local reference (`#/components/…`) points at; undefined where there is nothing. */
export function resolveReference(document: JsonObject, reference: string): Json | undefined {
  let here: Json | undefined = document;
  for (const part of reference.replace(/^#\//, "").split("/")) {
    if (!isObject(here)) return undefined;
    here = here[decodeURIComponent(part).replace(/~1/g, "/").replace(/~0/g, "~")];
  }
  return here;
}

/** What a reference stands for, or the value itself. */
export function resolved(document: JsonObject, value: JsonObject): JsonObject {
  const reference = value["$ref"];
  const target = typeof reference === "string" ? resolveReference(document, reference) : value;
  return isObject(target) ? target : value;
}

/** Every operation, in the order of the document. One with no `operationId` is named `get /orders`. */
export function operationsOf(document: JsonObject): Operation[] {
  const found: Operation[] = [];
  for (const [path, item] of Object.entries(objectAt(document, "paths"))) {
    if (!isObject(item)) continue;
    for (const key of OPERATION_KEYS) {
      const definition = item[key];
      if (!isObject(definition)) continue;
      const own = objectsAt(definition, "parameters").map((one) => resolved(document, one));
      const shared = objectsAt(item, "parameters").map((one) => resolved(document, one));
      found.push({
        id: typeof definition["operationId"] === "string" ? definition["operationId"] : `${key} ${path}`,
        path,
        method: key.startsWith("x-") ? "ANY" : key.toUpperCase(),
        key,
        definition,
        parameters: [
          ...shared.filter((one) => !own.some((other) => other["name"] === one["name"] && other["in"] === one["in"])),
          ...own,
        ],
      });
    }
  }
  return found;
}

/**
 * Checks the parts of a document that this component relies on. It takes under a millisecond, where the validation of
 * the whole against OpenAPI's own schema ({@link validateOpenApi}) takes about 230 ms, 90 ms of them to load: too much
 * for each preview, so that runs where the program asks for it, in tests.
 */
export function checkStructure(checks: ArgumentChecks, origin: string, document: JsonObject): void {
  const version = document["openapi"];
  checks.matches(
    `${origin}: openapi`,
    version ?? null,
    /^3\.0\.\d+$/,
    'use "3.0.3": API Gateway imports OpenAPI 3.0, not 3.1',
  );
  const info = objectAt(document, "info");
  for (const field of ["title", "version"]) {
    checks.required(`${origin}: info.${field}`, info[field], "OpenAPI requires it");
  }
  if (Object.keys(objectAt(document, "paths")).length === 0) {
    checks.fail(`${origin}: paths`, document["paths"] ?? null, "describe at least one path");
  }
  const seen = new Map<string, Operation>();
  for (const operation of operationsOf(document)) {
    const where = `${origin}: ${operation.method} ${operation.path}`;
    const id = operation.definition["operationId"];
    if (id === undefined) {
      checks.fail(`${where} operationId`, null, "name the operation: integrations and settings refer to it");
    } else {
      checks.matches(`${where} operationId`, id, /^[A-Za-z][A-Za-z0-9_-]*$/, "use letters, digits, _ and -");
    }
    const other = seen.get(operation.id);
    if (other) {
      checks.fail(`${where} operationId`, operation.id, `${other.method} ${other.path} has the same; make them unique`);
    }
    seen.set(operation.id, operation);
    if (!isObject(operation.definition["responses"])) {
      checks.fail(`${where} responses`, operation.definition["responses"] ?? null, "describe at least one response");
    }
    checkPathParameters(checks, where, operation);
  }
}

function checkPathParameters(checks: ArgumentChecks, where: string, operation: Operation): void {
  const inPath = [...operation.path.matchAll(/\{([^}+]+)\+?\}/g)].map((match) => match[1] ?? "");
  const declared = operation.parameters.filter((one) => one["in"] === "path").map((one) => String(one["name"]));
  for (const name of inPath) {
    if (!declared.includes(name)) checks.fail(`${where} parameters`, declared, `declare the path parameter "${name}"`);
  }
  for (const name of declared) {
    if (!inPath.includes(name))
      checks.fail(`${where} parameters`, name, "the path has no such parameter; remove it or fix its name");
  }
}

/**
 * Validates a document whole against OpenAPI's JSON schema.
 * @returns one line for each violation; none where the document is valid.
 */
export async function validateOpenApi(document: JsonObject | string): Promise<string[]> {
  const { Validator } = await import("@seriousme/openapi-schema-validator");
  const input = typeof document === "string" ? parseDocument(document, "the document") : structuredClone(document);
  const { valid, errors } = await new Validator().validate(input);
  if (valid) return [];
  if (errors === undefined || typeof errors === "string") return [errors ?? "the document is not valid"];
  return errors.map((error) => `${error.instancePath || "/"} ${error.message ?? "is not valid"}`);
}
