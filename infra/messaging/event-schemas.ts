import { readFileSync } from "node:fs";
import { Registry, Schema } from "@pulumi/aws/schemas";
import type * as pulumi from "@pulumi/pulumi";
import type { ArgumentChecks } from "../core";
import { yaml } from "../core/yaml";

/** Schema of an event: an OpenAPI 3 document, or JSON Schema of draft 4. Give one of `file` and `content`. */
export interface EventSchemaArgs {
  /** Path of the schema, JSON or YAML. */
  file?: string;
  /** The schema as JSON or YAML text. */
  content?: string;
  /** What the event is. @default "Schema of <name>." */
  description?: string;
}

/** A schema as the registry wants it. */
export interface ReadSchema {
  readonly type: "OpenApi3" | "JSONSchemaDraft4";
  readonly content: string;
  readonly description: string;
}

const DRAFT_4 = /^https?:\/\/json-schema\.org\/draft-04\/schema#?$/;

/** Reads and checks schemas by name; those that are wrong are reported and left out. */
export function readSchemas(
  checks: ArgumentChecks,
  schemas: Record<string, EventSchemaArgs> = {},
): Map<string, ReadSchema> {
  const read = new Map<string, ReadSchema>();
  for (const [name, args] of Object.entries(schemas)) {
    const path = `schemas.${name}`;
    checks.matches(path, name, /^[\w.@-]{1,385}$/, "name it with letters, digits, ., -, _ and @, at most 385");
    checks.exclusive({ [`${path}.file`]: args.file, [`${path}.content`]: args.content });
    const text = textOf(checks, path, args);
    const schema = text === undefined ? undefined : interpret(checks, path, text);
    if (schema) read.set(name, { ...schema, description: args.description ?? `Schema of ${name}.`.slice(0, 256) });
  }
  return read;
}

function textOf(checks: ArgumentChecks, path: string, args: EventSchemaArgs): string | undefined {
  if (args.file === undefined) return args.content;
  try {
    return readFileSync(args.file, "utf8");
  } catch (error) {
    checks.fail(`${path}.file`, args.file, `give a file that can be read: ${reason(error)}`);
    return undefined;
  }
}

function interpret(checks: ArgumentChecks, path: string, text: string): Omit<ReadSchema, "description"> | undefined {
  let document: unknown;
  try {
    document = yaml().parse(text);
  } catch (error) {
    checks.fail(path, text, `use JSON or YAML: ${reason(error)}`);
    return undefined;
  }
  const fields = new Map<string, unknown>(
    typeof document === "object" && document !== null ? Object.entries(document) : [],
  );
  const openapi = fields.get("openapi");
  const draft = fields.get("$schema");
  const content = JSON.stringify(document);
  if (typeof openapi === "string" && openapi.startsWith("3.")) return { type: "OpenApi3", content };
  if (typeof draft === "string" && DRAFT_4.test(draft)) return { type: "JSONSchemaDraft4", content };
  const right = 'use a document with openapi "3.…", or with $schema "http://json-schema.org/draft-04/schema#"';
  checks.fail(path, openapi ?? draft ?? null, right);
  return undefined;
}

function reason(error: unknown): string {
  return error instanceof Error ? (error.message.split("\n")[0] ?? "") : String(error);
}

/** Makes the registry and its schemas. */
export function createSchemas(
  name: string,
  schemas: ReadonlyMap<string, ReadSchema>,
  tags: (name: string) => Record<string, pulumi.Input<string>>,
  options: pulumi.CustomResourceOptions,
): Registry {
  const registry = new Registry(
    `${name}-schemas`,
    { description: `Events of ${name}.`, tags: tags(`${name}-schemas`) },
    options,
  );
  for (const [schema, { type, content, description }] of schemas) {
    const logical = `${name}-schema-${schema.toLowerCase().replace(/[^a-z0-9]+/g, "-")}`;
    new Schema(
      logical,
      { registryName: registry.name, name: schema, type, content, description, tags: tags(logical) },
      options,
    );
  }
  return registry;
}
