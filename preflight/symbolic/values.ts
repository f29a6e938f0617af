import { hash } from "node:crypto";
import type { WireMap, WireValue } from "../child/analysis";
import type { SymbolicContext } from "../host/options";
import { isWireMap, signatureOf, unknownValue, unwrapped } from "../host/wire";

/**
 * What all made-up random parts begin with: hexadecimal, readable, and in nobody's account. The rest is a hash of the
 * resource's URN, so that a value is the same in every run.
 */
export const marker = "facade";

/** Makes the parts of one resource's symbolic values. A part is undefined where an input that it needs is unknown. */
export class Values {
  private readonly autoNames = new Map<string, string | undefined>();

  /** @param made told of every made-up part, from its {@link marker} on */
  constructor(
    readonly context: SymbolicContext,
    private readonly made: (part: string) => void,
  ) {}

  /** A known input as text. */
  input(key: string): string | undefined {
    const value = unwrapped(this.context.inputs[key]);
    if (typeof value === "number") {
      return String(value);
    }
    return typeof value === "string" && value !== unknownValue ? value : undefined;
  }

  /** A known input that is a list of texts. */
  list(key: string): string[] | undefined {
    const value = unwrapped(this.context.inputs[key]);
    if (!Array.isArray(value)) {
      return undefined;
    }
    const texts = value.map((item) => unwrapped(item));
    return texts.every((text): text is string => typeof text === "string" && text !== unknownValue) ? texts : undefined;
  }

  /** True where an input has a value, known or not. */
  has(key: string): boolean {
    return this.context.inputs[key] !== undefined;
  }

  /**
   * A physical name: the input, or what the provider makes up where it is left out: the logical name, a hyphen and seven
   * hexadecimal digits. With a prefix AWS's provider puts a unique suffix after it.
   */
  autoName(key: string): string | undefined {
    if (!this.autoNames.has(key)) {
      this.autoNames.set(key, this.makeName(key));
    }
    return this.autoNames.get(key);
  }

  /** `0facade` and ten hexadecimal digits: what follows the hyphen of an EC2 id. */
  hex(salt = ""): string {
    return `0${this.hex16(salt)}`;
  }

  /** Sixteen hexadecimal digits, as in ARNs of load balancers. */
  hex16(salt = ""): string {
    return this.noted(`${marker}${this.hash(salt).slice(0, 10)}`);
  }

  /** Lower-case letters and digits, at least ten of them. */
  letters(length: number, salt = ""): string {
    const number = BigInt(`0x${this.hash(salt)}`);
    return this.noted(`${marker}${number.toString(36)}`.slice(0, length));
  }

  /** Upper-case letters and digits. */
  capitals(length: number, salt = ""): string {
    return this.noted(this.letters(length, salt).toUpperCase());
  }

  /** Decimal digits. They can't be told from others by themselves. */
  digits(length: number, salt = ""): string {
    return BigInt(`0x1${this.hash(salt)}`)
      .toString()
      .slice(0, length);
  }

  sha256(salt = ""): string {
    return this.noted(`${marker}${this.hash(salt).slice(0, 58)}`);
  }

  uuid(salt = ""): string {
    const hash = this.hash(salt);
    const first = this.noted(`${marker}${hash.slice(0, 2)}`);
    return `${first}-${hash.slice(2, 6)}-4${hash.slice(6, 9)}-8${hash.slice(9, 12)}-${hash.slice(12, 24)}`;
  }

  private makeName(key: string): string | undefined {
    const { inputs, name, type } = this.context;
    if (inputs[key] !== undefined) {
      return this.input(key);
    }
    const prefixKey = `${key}Prefix`;
    if (inputs[prefixKey] !== undefined) {
      const prefix = this.input(prefixKey);
      return prefix === undefined ? undefined : `${prefix}${this.letters(16, key)}`;
    }
    const made = `${name}-${this.noted(`${marker}${this.hash(key).slice(0, 1)}`)}`;
    if (lowerCaseOnly.test(type)) {
      return made.toLowerCase();
    }
    return isTrue(inputs.fifoQueue) || isTrue(inputs.fifoTopic) ? `${made}.fifo` : made;
  }

  private noted(part: string): string {
    this.made(part);
    return part;
  }

  private hash(salt: string): string {
    return hash("sha256", `${this.context.urn}\n${salt}`);
  }
}

/** Types whose names AWS takes in lower case only. */
const lowerCaseOnly = /^aws:(?:s3|rds|docdb|neptune|elasticache|redshift|opensearch|memorydb|dax)\//;

function isTrue(value: WireValue | undefined): boolean {
  return unwrapped(value) === true;
}

/** Fills the placeholders of a template; undefined where one of them has no value. */
export function fill(template: string, values: Values, id: string | undefined): string | undefined {
  let complete = true;
  const text = template.replace(/\{([\w.]+)\}/g, (_whole, placeholder: string) => {
    const value = part(placeholder, values, id);
    complete &&= value !== undefined;
    return value ?? "";
  });
  return complete ? text : undefined;
}

function part(placeholder: string, values: Values, id: string | undefined): string | undefined {
  const [kind = "", detail = ""] = placeholder.split(".");
  const { context } = values;
  switch (kind) {
    case "p":
      return context.partition;
    case "r":
      return context.region;
    case "a":
      return context.account;
    case "dns":
      return context.dnsSuffix;
    case "rc":
      return regionCode(context.region);
    case "id":
      return id;
    case "name":
      return values.autoName("name");
    case "auto":
      return values.autoName(detail);
    case "in":
      return values.input(detail);
    case "path":
      return values.has("path") ? values.input("path") : "/";
    case "hex":
      return values.hex(detail);
    case "hex16":
      return values.hex16(detail);
    case "uuid":
      return values.uuid(detail);
    case "digits":
      return values.digits(10, detail);
    case "abc":
      return values.letters(Number(detail));
    case "ABC":
      return values.capitals(Number(detail));
    default:
      throw new Error(`{${placeholder}} is no placeholder of a symbolic value.`);
  }
}

/** `euc1` of `eu-central-1`, as in the endpoints of ElastiCache. */
export function regionCode(region: string): string {
  const [area = "", ...rest] = region.split("-");
  const number = rest.pop() ?? "";
  const compass = rest.join("").replace(/(north|south|east|west|central|gov)/g, (word) => word.charAt(0));
  return `${area}${compass}${number}`;
}

/** The first map of an input that is a list of maps, or is one itself. */
export function block(inputs: WireMap, key: string): WireMap | undefined {
  const value = unwrapped(inputs[key]);
  const first = Array.isArray(value) ? unwrapped(value[0]) : value;
  return isWireMap(first) && signatureOf(first) === undefined ? first : undefined;
}
