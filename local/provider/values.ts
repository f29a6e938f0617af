/** A property's value: JSON; assets and archives are maps with the engine's signature. */
export type Plain = null | boolean | number | string | Plain[] | Props;
export interface Props {
  [key: string]: Plain;
}

export function isProps(value: unknown): value is Props {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A reason that the emulator could not be given a resource, for people. */
export class ProviderError extends Error {
  override name = "ProviderError";
}

/** Reads properties by type; what has another type is refused with its name. */
export class Inputs {
  constructor(
    readonly props: Props,
    private readonly path = "",
  ) {}

  has(key: string): boolean {
    const value = this.props[key];
    return value !== undefined && value !== null;
  }

  text(key: string): string {
    return this.maybe(key) ?? this.refuse(key, "a text is needed");
  }

  maybe(key: string): string | undefined {
    const value = this.props[key];
    if (value === undefined || value === null || value === "") return undefined;
    if (typeof value === "number" || typeof value === "boolean") return String(value);
    // Policies may be given as objects; AWS takes text.
    if (isProps(value)) return JSON.stringify(value);
    return typeof value === "string" ? value : this.refuse(key, "a text is needed");
  }

  number(key: string): number | undefined {
    const value = this.props[key];
    if (value === undefined || value === null || value === "") return undefined;
    const number = Number(value);
    return Number.isFinite(number) ? number : this.refuse(key, "a number is needed");
  }

  flag(key: string): boolean | undefined {
    const value = this.props[key];
    if (value === undefined || value === null) return undefined;
    if (value === "true" || value === "false") return value === "true";
    return typeof value === "boolean" ? value : this.refuse(key, "true or false is needed");
  }

  texts(key: string): string[] {
    const value = this.props[key];
    if (value === undefined || value === null) return [];
    if (typeof value === "string") return [value];
    if (!Array.isArray(value)) return this.refuse(key, "a list is needed");
    return value.filter((item) => item !== null).map(String);
  }

  /** The list, or nothing where it is empty. */
  maybeTexts(key: string): string[] | undefined {
    const texts = this.texts(key);
    return texts.length > 0 ? texts : undefined;
  }

  strings(key: string): Record<string, string> | undefined {
    const value = this.props[key];
    if (!isProps(value)) return undefined;
    return Object.fromEntries(Object.entries(value).map(([name, text]) => [name, String(text)]));
  }

  child(key: string): Inputs | undefined {
    const value = this.props[key];
    // Bridged providers give blocks that may appear once as lists, too.
    const first = Array.isArray(value) ? value[0] : value;
    return isProps(first) ? new Inputs(first, `${this.path}${key}.`) : undefined;
  }

  children(key: string): Inputs[] {
    const value = this.props[key];
    const list = Array.isArray(value) ? value : isProps(value) ? [value] : [];
    return list.filter(isProps).map((item, index) => new Inputs(item, `${this.path}${key}[${index}].`));
  }

  /** A value out of an SDK's enumeration. */
  oneOf<T extends string>(key: string, allowed: Readonly<Record<string, T>>): T | undefined {
    const value = this.maybe(key);
    return value === undefined ? undefined : this.check(key, value, allowed);
  }

  allOf<T extends string>(key: string, allowed: Readonly<Record<string, T>>): T[] | undefined {
    return this.maybeTexts(key)?.map((value) => this.check(key, value, allowed));
  }

  private check<T extends string>(key: string, value: string, allowed: Readonly<Record<string, T>>): T {
    const known = Object.values(allowed).find((one) => one === value);
    return known ?? this.refuse(key, `use one of ${Object.values(allowed).join(", ")}`);
  }

  private refuse(key: string, wish: string): never {
    throw new ProviderError(`${this.path}${key} is ${JSON.stringify(this.props[key])}; ${wish}`);
  }
}

/** A map without its undefined values. */
export function defined(map: Record<string, Plain | undefined>): Props {
  const result: Props = {};
  for (const [key, value] of Object.entries(map)) {
    if (value !== undefined) result[key] = value;
  }
  return result;
}
