import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { propertyTypes } from "./engine/sdk-classes";

type Properties = Record<string, unknown>;

/**
 * Properties as AWS's provider has them in a state: what was never set is there as well, with the empty value of its type,
 * in blocks too. Numbers and flags are left out: what the provider reads back of them are AWS's own defaults.
 *
 * @param type token of the resource
 */
export function withEmptyValues(type: string, properties: Properties): Properties {
  return filled(properties, propertyTypes(type));
}

function filled(properties: Properties, types: ReadonlyMap<string, string>): Properties {
  const all: Properties = {};
  for (const [name, type] of types) {
    const value = properties[name] === undefined ? emptyOf(type) : properties[name];
    if (value !== undefined) {
      all[name] = blocksOf(type, value);
    }
  }
  return { ...properties, ...all };
}

/** A value with what its blocks leave out. */
function blocksOf(type: string, value: unknown): unknown {
  const block = /^outputs\.(\w+\.\w+)/.exec(type)?.[1];
  if (block === undefined) {
    return value;
  }
  const ofBlock = (one: unknown): unknown => (isMap(one) ? filled(one, blockTypes(block)) : one);
  return Array.isArray(value) ? value.map(ofBlock) : ofBlock(value);
}

function emptyOf(type: string): unknown {
  const own = type.replace(/ \| undefined$/, "");
  if (own.endsWith("[]")) {
    return [];
  }
  if (own === "string") {
    return "";
  }
  return own.startsWith("{") ? {} : own.startsWith("outputs.") ? null : undefined;
}

const known = new Map<string, ReadonlyMap<string, string>>();
let declarations: string | undefined;

/** The properties of a block such as `ec2.SecurityGroupIngress` and their types, from the declarations of the SDK. */
function blockTypes(block: string): ReadonlyMap<string, string> {
  let types = known.get(block);
  if (!types) {
    declarations ??= readFileSync(createRequire(__filename).resolve("@pulumi/aws/types/output.d.ts"), "utf8");
    const [module = "", name = ""] = block.split(".");
    const start = declarations.indexOf(`    interface ${name} {`, declarations.indexOf(`namespace ${module} {`));
    const body = start < 0 ? "" : declarations.slice(start, declarations.indexOf("\n    }", start));
    types = new Map([...body.matchAll(/^ {8}(\w+)\??: (.*?);?$/gm)].map(([, key = "", text = ""]) => [key, text]));
    known.set(block, types);
  }
  return types;
}

function isMap(value: unknown): value is Properties {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
