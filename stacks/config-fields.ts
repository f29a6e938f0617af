import { parseCidr } from "../infra/core";

/** Collects everything that is wrong with a configuration. */
export interface Problems {
  /** Reports the value at `path`; `expected` says what would be right. */
  wrong(path: string, value: unknown, expected: string): void;
  /** Reports a key that must be given and is not. */
  missing(path: string, expected: string): void;
  /** Reports a key that nothing reads. */
  unknown(path: string, known: readonly string[]): void;
}

/** Reads one value of a configuration. The value is text at the first level, and a JSON value below. */
export interface Field<T> {
  /** Reports what is wrong and returns undefined, or returns the value. */
  read(value: unknown, path: string, problems: Problems): T | undefined;
}

/** What a map of fields reads. */
export type Read<Fields> = { [Key in keyof Fields]: Fields[Key] extends Field<infer T> ? T : never };

function required<T>(expected: string, parse: (value: unknown) => T | undefined): Field<T> {
  return {
    read(value, path, problems) {
      if (value === undefined) {
        problems.missing(path, expected);
        return undefined;
      }
      const parsed = parse(value);
      if (parsed === undefined) problems.wrong(path, value, expected);
      return parsed;
    },
  };
}

/** Gives `field` a value for where the configuration has none. */
export function optional<T, D>(field: Field<T>, absent: D): Field<T | D> {
  return { read: (value, path, problems) => (value === undefined ? absent : field.read(value, path, problems)) };
}

/** Text that `pattern` matches. */
export function text(pattern: RegExp, expected: string): Field<string> {
  return required(expected, (value) => (typeof value === "string" && pattern.test(value) ? value : undefined));
}

/** `true` or `false`. */
export const flag: Field<boolean> = required("use true or false", (value) => {
  if (value === true || value === "true") return true;
  return value === false || value === "false" ? false : undefined;
});

/** A whole number, both ends included. */
export function integer(min: number, max: number, unit: string): Field<number> {
  return required(`use a whole number of ${unit} from ${min} to ${max}`, (value) => {
    const number = typeof value === "string" && /^\d+$/.test(value) ? Number(value) : value;
    const right = typeof number === "number" && Number.isInteger(number) && number >= min && number <= max;
    return right ? number : undefined;
  });
}

/** One of some words. */
export function choice<const T extends string | number>(...allowed: T[]): Field<T> {
  return required(`use one of ${allowed.join(", ")}`, (value) =>
    allowed.find((one) => one === value || String(one) === value),
  );
}

/** An IPv4 CIDR block. */
export function cidr(minPrefix: number, maxPrefix: number): Field<string> {
  const expected = `use an IPv4 CIDR block from /${minPrefix} to /${maxPrefix} with no host bits, such as 10.0.0.0/${minPrefix}`;
  return required(expected, (value) => {
    const parsed = typeof value === "string" ? parseCidr(value) : undefined;
    const right = parsed && parsed.prefix >= minPrefix && parsed.prefix <= maxPrefix;
    return typeof value === "string" && right ? value : undefined;
  });
}

/** `value` as a list or a map: at the first level those are JSON text. */
function structured(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

/** A list without repetitions. */
export function list<T>(item: Field<T>, min: number, max: number, what: string): Field<T[]> {
  const expected = min === max ? `give ${min === 1 ? "one" : min} ${what}` : `give ${min} to ${max} ${what}, each once`;
  return {
    read(value, path, problems) {
      const given = structured(value);
      if (value === undefined) {
        problems.missing(path, expected);
        return undefined;
      }
      if (!Array.isArray(given) || given.length < min || given.length > max || new Set(given).size < given.length) {
        problems.wrong(path, given, expected);
        return undefined;
      }
      const items = given.map((one: unknown, index) => item.read(one, `${path}[${index}]`, problems));
      return items.filter((one): one is NonNullable<typeof one> => one !== undefined);
    },
  };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Reads every field of a map, reports every key that none of them reads, and returns undefined where anything was wrong. */
export function readFields<Fields extends Record<string, Field<unknown>>>(
  fields: Fields,
  given: Record<string, unknown>,
  path: (key: string) => string,
  problems: Problems,
): Read<Fields> | undefined {
  const known = Object.keys(fields);
  for (const key of Object.keys(given)) {
    if (!known.includes(key)) problems.unknown(path(key), known);
  }
  let whole = true;
  const watched: Problems = {
    wrong: (...about) => {
      whole = false;
      problems.wrong(...about);
    },
    missing: (...about) => {
      whole = false;
      problems.missing(...about);
    },
    unknown: (...about) => problems.unknown(...about),
  };
  const values: Record<string, unknown> = {};
  for (const [key, field] of Object.entries(fields)) values[key] = field.read(given[key], path(key), watched);
  return isRead(fields, values, whole) ? values : undefined;
}

/** Every field has been read where nothing was reported. */
function isRead<Fields extends Record<string, Field<unknown>>>(
  _fields: Fields,
  _values: Record<string, unknown>,
  whole: boolean,
): _values is Read<Fields> {
  return whole;
}

/** A map with these keys. */
export function section<Fields extends Record<string, Field<unknown>>>(fields: Fields): Field<Read<Fields>> {
  const expected = `give a map with ${Object.keys(fields).join(", ")}`;
  return {
    read(value, path, problems) {
      const given = value === undefined ? {} : structured(value);
      if (!isMap(given)) {
        problems.wrong(path, value, expected);
        return undefined;
      }
      return readFields(fields, given, (key) => `${path}.${key}`, problems);
    },
  };
}
