import { didYouMean } from "../nearest";

/**
 * The part of JSON Schema that configuration schemas of policies are written in. A keyword that is not here is refused
 * by name: a check that was skipped silently would look like a check that passed.
 */

type Check = (value: unknown, argument: unknown, path: string, schema: Record<string, unknown>) => string[];

/** Values of an enumeration that are still listed. */
const manyValues = 12;

/** Types as who writes YAML calls them. */
const typeWords: Readonly<Record<string, string>> = {
  array: "a list",
  boolean: "true or false",
  integer: "a whole number",
  number: "a number",
  object: "keys and values",
  string: "text",
};

/** Keywords that describe and do not constrain. */
const annotations = new Set([
  "$schema",
  "$id",
  "$comment",
  "title",
  "description",
  "default",
  "examples",
  "deprecated",
  "readOnly",
  "writeOnly",
  "format",
  "additionalItems",
  "contentEncoding",
  "contentMediaType",
  "secret",
]);

const checks: Record<string, Check> = {
  type: (value, types, path) => {
    const allowed = Array.isArray(types) ? types : [types];
    return isOneOf(value, types)
      ? []
      : [`${path} is ${show(value)}, not ${allowed.map((type) => typeWords[String(type)] ?? type).join(" or ")}`];
  },
  enum: (value, values, path) => {
    const allowed = Array.isArray(values) ? values : [];
    if (allowed.some((one) => same(one, value))) {
      return [];
    }
    const meant = typeof value === "string" ? didYouMean(value, allowed.filter(isString)) : "";
    return [
      `${path} is ${show(value)}, not ${allowed.length > manyValues ? "one of those that there are" : list(allowed)}${meant}`,
    ];
  },
  const: (value, wanted, path) => (same(wanted, value) ? [] : [`${path} is ${show(value)}, not ${show(wanted)}`]),
  minimum: limit((value, bound) => value >= bound, "at least"),
  maximum: limit((value, bound) => value <= bound, "at most"),
  exclusiveMinimum: limit((value, bound) => value > bound, "more than"),
  exclusiveMaximum: limit((value, bound) => value < bound, "less than"),
  multipleOf: limit((value, bound) => Number.isInteger(value / bound), "a multiple of"),
  minLength: size("string", (length, bound) => length >= bound, "at least", "characters"),
  maxLength: size("string", (length, bound) => length <= bound, "at most", "characters"),
  minItems: size("array", (length, bound) => length >= bound, "at least", "items"),
  maxItems: size("array", (length, bound) => length <= bound, "at most", "items"),
  minProperties: size("object", (length, bound) => length >= bound, "at least", "properties"),
  maxProperties: size("object", (length, bound) => length <= bound, "at most", "properties"),
  pattern: (value, pattern, path, { title, description }) =>
    typeof value !== "string" || new RegExp(String(pattern), "u").test(value)
      ? []
      : [
          `${path} is ${show(value)}, not ${typeof title === "string" ? title : `text that matches /${pattern}/${inWords(description)}`}`,
        ],
  uniqueItems: (value, unique, path) =>
    unique === true && Array.isArray(value) && new Set(value.map((item) => JSON.stringify(item))).size < value.length
      ? [`${path} has an item twice`]
      : [],
  items: (value, items, path) => {
    if (!Array.isArray(value)) {
      return [];
    }
    return value.flatMap((item, i) => schemaErrors(Array.isArray(items) ? items[i] : items, item, `${path}[${i}]`));
  },
  properties: (value, properties, path) =>
    isObject(value) && isObject(properties)
      ? Object.entries(properties).flatMap(([key, schema]) =>
          value[key] === undefined ? [] : schemaErrors(schema, value[key], join(path, key)),
        )
      : [],
  patternProperties: (value, patterns, path) =>
    isObject(value) && isObject(patterns)
      ? Object.entries(patterns).flatMap(([pattern, schema]) =>
          Object.keys(value)
            .filter((key) => new RegExp(pattern, "u").test(key))
            .flatMap((key) => schemaErrors(schema, value[key], join(path, key))),
        )
      : [],
  propertyNames: (value, schema, path) =>
    isObject(value)
      ? Object.keys(value).flatMap((key) => schemaErrors(schema, key, `the name ${join(path, key)}`))
      : [],
  additionalProperties: (value, schema, path, parent) => {
    if (!isObject(value)) {
      return [];
    }
    const named = isObject(parent.properties) ? parent.properties : {};
    const patterns = isObject(parent.patternProperties) ? Object.keys(parent.patternProperties) : [];
    return Object.keys(value)
      .filter((key) => !(key in named) && !patterns.some((pattern) => new RegExp(pattern, "u").test(key)))
      .flatMap((key) =>
        schema === false
          ? [`${join(path, key)} is no property of it${didYouMean(key, Object.keys(named))}`]
          : schemaErrors(schema, value[key], join(path, key)),
      );
  },
  required: (value, keys, path) =>
    isObject(value) && Array.isArray(keys)
      ? keys.filter((key) => value[String(key)] === undefined).map((key) => `${join(path, String(key))} is required`)
      : [],
  allOf: (value, schemas, path) => alternatives(schemas).flatMap((schema) => schemaErrors(schema, value, path)),
  anyOf: (value, schemas, path) => {
    const tried = alternatives(schemas).map((schema) => ({ schema, errors: schemaErrors(schema, value, path) }));
    return tried.some(({ errors }) => errors.length === 0) ? [] : [noneOf(tried, value, path)];
  },
  oneOf: (value, schemas, path) => {
    const tried = alternatives(schemas).map((schema) => ({ schema, errors: schemaErrors(schema, value, path) }));
    const fitting = tried.filter(({ errors }) => errors.length === 0).length;
    if (fitting > 1) {
      return [`${path} fits ${fitting} of the alternatives, not just one`];
    }
    return fitting === 1 ? [] : [noneOf(tried, value, path)];
  },
  not: (value, schema, path) =>
    schemaErrors(schema, value, path).length > 0 ? [] : [`${path} is ${show(value)}, which is excluded`],
};

/**
 * What is wrong with a value, one sentence each; empty where it fits.
 *
 * @param path how the value is called in the sentences; empty for the root
 * @throws an error that names the keyword where the schema uses one that is not checked here
 */
export function schemaErrors(schema: unknown, value: unknown, path: string): string[] {
  if (schema === false) {
    return [`${path} is not allowed`];
  }
  if (!isObject(schema)) {
    return [];
  }
  if (schema.type !== undefined && !isOneOf(value, schema.type)) {
    return checks.type?.(value, schema.type, path, schema) ?? [];
  }
  const errors: string[] = [];
  for (const [keyword, argument] of Object.entries(schema)) {
    const check = checks[keyword];
    if (check) {
      errors.push(...check(value, argument, path, schema));
    } else if (!annotations.has(keyword)) {
      throw new Error(`the schema of ${path || "the configuration"} uses "${keyword}", which is not supported`);
    }
  }
  return errors;
}

/** Why a value fits none of the alternatives; those of other types than the value's are left out where there are better ones. */
function noneOf(tried: readonly { schema: unknown; errors: string[] }[], value: unknown, path: string): string {
  const near = tried.filter(
    ({ schema }) => !isObject(schema) || schema.type === undefined || isOneOf(value, schema.type),
  );
  const errors = (near.length > 0 ? near : tried).flatMap((one) => one.errors);
  const known = `${path} is ${show(value)}, not `;
  return errors.every((error) => error.startsWith(known))
    ? errors.map((error, i) => (i === 0 ? error : `nor ${error.slice(known.length)}`)).join(", ")
    : errors.join(" or ");
}

function limit(fits: (value: number, bound: number) => boolean, words: string): Check {
  return (value, bound, path) =>
    typeof value !== "number" || typeof bound !== "number" || fits(value, bound)
      ? []
      : [`${path} is ${value}, not ${words} ${bound}`];
}

function inWords(description: unknown): string {
  return typeof description === "string" ? ` (${description.replace(/\.$/, "")})` : "";
}

function size(
  of: "string" | "array" | "object",
  fits: (length: number, bound: number) => boolean,
  words: string,
  unit: string,
): Check {
  return (value, bound, path) => {
    if (typeof bound !== "number" || !isType(value, of)) {
      return [];
    }
    const length = sizeOf(value);
    return fits(length, bound) ? [] : [`${path} has ${length} ${unit}, not ${words} ${bound}`];
  };
}

function sizeOf(value: unknown): number {
  if (typeof value === "string") {
    return [...value].length;
  }
  return Array.isArray(value) ? value.length : Object.keys(value ?? {}).length;
}

function isOneOf(value: unknown, types: unknown): boolean {
  return (Array.isArray(types) ? types : [types]).some((type) => isType(value, type));
}

function isType(value: unknown, type: unknown): boolean {
  switch (type) {
    case "null":
      return value === null;
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "integer":
      return Number.isInteger(value);
    default:
      return typeof value === type;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isString(value: unknown): value is string {
  return typeof value === "string";
}

function alternatives(schemas: unknown): unknown[] {
  return Array.isArray(schemas) ? schemas : [];
}

function join(path: string, key: string): string {
  return path ? `${path}.${key}` : key;
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? "undefined";
}

function list(values: unknown[]): string {
  const words = values.map(show);
  return words.length > 1 ? `one of ${words.join(", ")}` : (words[0] ?? "anything");
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
