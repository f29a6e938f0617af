import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Json, JsonMap } from "./wire";

/** A property that only the provider gives a value to, with the type that the declaration file gives it. */
export interface OutputProperty {
  name: string;
  /** As in `readonly arn: pulumi.Output<string>`, without the `pulumi.Output`. Empty where it was not found. */
  type: string;
}

const requireHere = createRequire(__filename);
const cache = new Map<string, OutputProperty[]>();

/**
 * The output-only properties of a resource type, from the source of the installed SDK: the generated constructor of every
 * resource class says `resourceInputs["arn"] = undefined /*out*\/`. None for a type whose class is not installed.
 */
export function outputProperties(type: string): OutputProperty[] {
  const known = cache.get(type);
  if (known) {
    return known;
  }
  const file = classFile(type);
  const source = file === undefined ? "" : readIfPresent(`${file}.js`);
  const declarations = source === "" ? "" : readIfPresent(`${file}.d.ts`);
  // The constructor has two branches (a look-up by id, and creation); the out marks are in the second, repeated or not.
  const names = new Set(
    [...source.matchAll(/resourceInputs\["(\w+)"\] = undefined \/\*out\*\//g)].map((m) => m[1] ?? ""),
  );
  const properties = [...names].map((name) => ({
    name,
    type: new RegExp(`readonly ${name}: pulumi\\.Output<(.*)>;`).exec(declarations)?.[1] ?? "",
  }));
  cache.set(type, properties);
  return properties;
}

const types = new Map<string, ReadonlyMap<string, string>>();

/** All properties of a resource type and their types, without the `pulumi.Output`; none where its class is not installed. */
export function propertyTypes(type: string): ReadonlyMap<string, string> {
  let known = types.get(type);
  if (!known) {
    const file = classFile(type);
    const declarations = file === undefined ? "" : readIfPresent(`${file}.d.ts`);
    const declared = declarations.matchAll(/readonly (\w+): pulumi\.Output<(.*?)(?:>;)?$/gm);
    known = new Map([...declared].map(([, name = "", text = ""]) => [name, text]));
    types.set(type, known);
  }
  return known;
}

/** Made-up values of output properties once a resource "exists"; what has no simple type is left out. */
export function madeUpOutputs(type: string, name: string, id: string): JsonMap {
  const values: JsonMap = {};
  for (const property of outputProperties(type)) {
    const value = madeUp(type, name, id, property);
    if (value !== undefined) {
      values[property.name] = value;
    }
  }
  return values;
}

function madeUp(type: string, name: string, id: string, property: OutputProperty): Json | undefined {
  const service = type.split(":")[1]?.split("/")[0] ?? "";
  switch (property.type.replace(" | undefined", "")) {
    case "string":
      return property.name === "arn"
        ? `arn:aws:${service}:eu-central-1:123456789012:${id}`
        : `${name}-${property.name}`;
    case "number":
      return 0;
    case "boolean":
      return false;
    case "string[]":
      return [];
    default:
      return undefined;
  }
}

/** `aws:ec2/vpc:Vpc` is the class of `@pulumi/aws/ec2/vpc`; `random:index/randomId:RandomId` of `@pulumi/random/randomId`. */
function classFile(type: string): string | undefined {
  const [pkg = "", module = ""] = type.split(":");
  try {
    const folder = dirname(requireHere.resolve(`@pulumi/${pkg}/package.json`));
    return join(folder, ...module.split("/").filter((part) => part !== "index"));
  } catch {
    return undefined;
  }
}

function readIfPresent(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}
