import { UserError } from "../user-error";
import { describe, isMap, type Plain, type PlainMap } from "./yaml-file";

/**
 * What stands for a value that is encrypted with a key that only the stack's backend has: the engine's own mark of an
 * unknown value. Programs get it as a secret.
 */
export const unknownConfigValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** One configuration value. */
export interface ConfigValue {
  /** As programs read it: text, and JSON text for maps and lists. */
  text: string;
  secret: boolean;
  /** True where part of it is encrypted. */
  encrypted: boolean;
}

/** A value of a stack's file. */
export function stackValue(value: Plain): ConfigValue {
  if (isSecure(value)) {
    return { text: unknownConfigValue, secret: true, encrypted: true };
  }
  if (Array.isArray(value) || isMap(value)) {
    let encrypted = false;
    const text = JSON.stringify(value, (_key, part: Plain) => {
      if (isSecure(part)) {
        encrypted = true;
        return unknownConfigValue;
      }
      // The engine keeps the keys of a map in order, whatever the file's.
      const entries = isMap(part) ? Object.entries(part).sort(([one], [other]) => (one < other ? -1 : 1)) : undefined;
      return entries ? Object.fromEntries(entries) : typeof part === "bigint" ? Number(part) : part;
    });
    return { text, secret: encrypted, encrypted };
  }
  return { text: scalarText(value), secret: false, encrypted: false };
}

/** The same namespace rule for every place where a key can be given: a key without a colon is the project's. */
export function qualify(key: string, project: string): string {
  return key.includes(":") ? key : `${project}:${key}`;
}

/**
 * Adds what Pulumi.yaml's `config` section gives, and holds the stack's values to the types that it declares.
 * @throws UserError that lists every missing value and every one of a wrong type
 */
export function applyDeclarations(
  values: Map<string, ConfigValue>,
  declarations: PlainMap,
  about: { project: string; stack: string; file: string },
): void {
  const problems: string[] = [];
  for (const [name, declared] of Object.entries(declarations)) {
    const key = qualify(name, about.project);
    const own = key.startsWith(`${about.project}:`);
    const { type, secret, ...rest } = isMap(declared) ? declared : { value: declared, type: undefined, secret: false };
    const given = "default" in rest ? rest.default : rest.value;
    const present = values.get(key);
    if (present) {
      const wrong = own && !present.encrypted ? wrongType(present.text, type, rest.items) : undefined;
      if (wrong) {
        problems.push(`${key} is ${JSON.stringify(present.text)}, which is no ${wrong}`);
      }
      present.secret ||= secret === true;
    } else if (given !== undefined && given !== null) {
      const value = stackValue(given);
      values.set(key, { ...value, secret: value.secret || secret === true });
    } else if (own) {
      problems.push(`${key} is missing${typeof type === "string" ? ` (type ${type})` : ""}`);
    }
  }
  if (problems.length > 0) {
    throw new UserError(
      `The configuration of stack "${about.stack}" does not fit what ${about.file} declares: ${problems.join("; ")}.`,
    );
  }
}

function wrongType(text: string, type: Plain, items: Plain): string | undefined {
  switch (type) {
    case "integer":
      return /^-?\d+$/.test(text) ? undefined : "integer";
    case "boolean":
      return text === "true" || text === "false" ? undefined : "boolean";
    case "array": {
      const list = parsed(text);
      if (!Array.isArray(list)) {
        return "array";
      }
      const of = isMap(items) ? items.type : undefined;
      return list.every((item: Plain) => wrongType(stackValue(item).text, of, undefined) === undefined)
        ? undefined
        : `array of ${describe(of)}`;
    }
    case "object":
      return isMap(parsed(text)) ? undefined : "object";
    default:
      return undefined;
  }
}

function parsed(text: string): Plain {
  try {
    const value: Plain = JSON.parse(text);
    return value;
  } catch {
    return undefined;
  }
}

function isSecure(value: Plain): boolean {
  return isMap(value) && Object.keys(value).length === 1 && typeof value.secure === "string";
}

function scalarText(value: Plain): string {
  if (value === null || value === undefined) {
    return "";
  }
  return value instanceof Date ? value.toISOString() : String(value);
}
