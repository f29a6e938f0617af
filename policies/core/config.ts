import type { PolicyConfigJSONSchema } from "@pulumi/policy/schema";

/** A setting of a control that a team can change in the pack's configuration. */
export interface Option<T> {
  readonly schema: PolicyConfigJSONSchema;
  readonly default: T;
  /** The configured value; undefined if it is none that the option takes. */
  readonly parse: (configured: unknown) => T | undefined;
}

/** Settings by name. */
export type Options = Record<string, Option<unknown>>;

/** What the settings `O` read as. */
export type Settings<O extends Options> = { readonly [K in keyof O]: O[K]["default"] };

/** A whole number of `minimum` or more. */
export function integer(settings: { default: number; minimum: number; description: string }): Option<number> {
  return {
    schema: { type: "integer", ...settings },
    default: settings.default,
    parse: (value) =>
      typeof value === "number" && Number.isInteger(value) && value >= settings.minimum ? value : undefined,
  };
}

/** On or off. */
export function flag(settings: { default: boolean; description: string }): Option<boolean> {
  return {
    schema: { type: "boolean", ...settings },
    default: settings.default,
    parse: (value) => (typeof value === "boolean" ? value : undefined),
  };
}

/** A text. */
export function text(settings: { default: string; description: string }): Option<string> {
  return {
    schema: { type: "string", ...settings },
    default: settings.default,
    parse: (value) => (typeof value === "string" ? value : undefined),
  };
}

/** One of a few words. */
export function choice<const T extends string>(
  words: readonly T[],
  settings: { default: NoInfer<T>; description: string },
): Option<T> {
  return {
    schema: { type: "string", enum: [...words], ...settings },
    default: settings.default,
    parse: (value) => words.find((word) => word === value),
  };
}

/** A list of texts. */
export function texts(settings: { default: readonly string[]; description: string }): Option<readonly string[]> {
  return {
    schema: { type: "array", items: { type: "string" }, ...settings, default: [...settings.default] },
    default: settings.default,
    parse: (value) =>
      Array.isArray(value) && value.every((item): item is string => typeof item === "string") ? value : undefined,
  };
}

/** The settings as configured, defaults where nothing is; or what is wrong with the configuration, as a sentence. */
export function readSettings<O extends Options>(
  options: O,
  configured: Readonly<Record<string, unknown>>,
): Settings<O> | string {
  const settings: Record<string, unknown> = {};
  for (const [name, option] of Object.entries(options)) {
    const value = configured[name];
    const parsed = value === undefined || value === null ? option.default : option.parse(value);
    if (parsed === undefined) {
      return `the setting ${name} is ${JSON.stringify(value)}; it takes ${JSON.stringify(option.schema)}`;
    }
    settings[name] = parsed;
  }
  return isComplete(options, settings) ? settings : "settings are missing";
}

function isComplete<O extends Options>(options: O, settings: object): settings is Settings<O> {
  return Object.keys(options).every((name) => name in settings);
}
