import type * as pulumi from "@pulumi/pulumi";

/** A JSON value, as an OpenAPI document holds it. */
export type Json = string | number | boolean | null | Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  [key: string]: Json;
}

/** JSON whose texts may become known only after a resource exists. */
export type JsonTemplate = Json | pulumi.Output<string> | JsonTemplate[] | JsonTemplateObject;

/** An object of such JSON. */
export interface JsonTemplateObject {
  [key: string]: JsonTemplate;
}

/** Whether a value is a JSON object: not null, not a list, not text. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object at `key`; an empty one where there is none. Changes to an empty one are lost. */
export function objectAt(parent: JsonObject, key: string): JsonObject {
  const value = parent[key];
  return isObject(value) ? value : {};
}

/** The objects of the list at `key`; what is no object is left out. */
export function objectsAt(parent: JsonObject, key: string): JsonObject[] {
  const value = parent[key];
  return Array.isArray(value) ? value.filter(isObject) : [];
}
