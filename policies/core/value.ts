import { ListValue } from "./list";
import { BooleanValue, type Known, NumberValue, StringValue } from "./scalars";
import { isRedacted, isUnknown, readOwn } from "./unknown";
import { cannotTell, fail, pass, type Verdict } from "./verdict";

/** Steps of a path: `a.b[0].c` as text, or the keys themselves where a key has a dot in it. */
export type Path = string | readonly string[];

/**
 * A value that is known, unknown until something exists, or absent, with the path to it. Nothing that it does throws.
 * `null`, an empty text and an empty list count as absent but in a document: in a stack's state, properties that were never
 * set are there as one of them.
 */
export class Value {
  /**
   * The value of a resource's properties, or of a document.
   *
   * @param path what findings call it
   * @param inDocument whether an empty text or list is something, as `security: []` of an OpenAPI document is
   */
  static of(value: unknown, path = "", inDocument = false): Value {
    if (isUnknown(value)) {
      const redacted = isRedacted(value);
      const why = redacted ? "is a secret that the engine could not decrypt" : "is not known before the deployment";
      return new Value("unknown", redacted ? value : undefined, path, `${path || "the value"} ${why}`, inDocument);
    }
    const absent = value === undefined || value === null || (!inDocument && isEmpty(value));
    return new Value(absent ? "absent" : "known", value, path, "", inDocument);
  }

  /** A value that can't be known, for a reason of its own. */
  static unknown(path: string, reason: string): Value {
    return new Value("unknown", undefined, path, reason);
  }

  protected constructor(
    readonly state: "known" | "unknown" | "absent",
    /** The value, if known, or redacted; as it came: maps and lists may hold unknowns. Prefer the typed readers. */
    protected readonly raw: unknown,
    /** Where the value is, for findings. */
    readonly path: string,
    /** Why it is unknown; "" otherwise. */
    readonly reason: string,
    private readonly inDocument = false,
  ) {}

  /** The value at `path` below this one. Below an unknown, all is unknown; below a scalar, all is absent. */
  at(path: Path): Value {
    let value: unknown = this.raw;
    let where = this.path;
    if (this.state === "unknown") {
      return this;
    }
    for (const step of stepsOf(path)) {
      where = join(where, step, Array.isArray(value));
      // Providers wrap a single block into a list of one: `rule.x` means `rule[0].x`.
      const owner: unknown =
        Array.isArray(value) && value.length === 1 && !/^\d+$/.test(step) && !isUnknown(value[0]) ? value[0] : value;
      value = readOwn(owner, step);
      if (isUnknown(value)) {
        break;
      }
    }
    return Value.of(value, where, this.inDocument);
  }

  /** Whether something stands at `path`; undefined if it can't be known, as an unknown may turn out to be nothing. */
  has(path: Path): boolean | undefined {
    const value = this.at(path);
    return value.state === "unknown" && !isRedacted(value.raw) ? undefined : value.state !== "absent";
  }

  /** A string; numbers and booleans read as their text. */
  string(path: Path = ""): StringValue {
    return new StringValue(this.read(path, "text", (raw) => (isScalar(raw) ? String(raw) : undefined)));
  }

  /** A boolean; "true" and "false" read as what they say. */
  boolean(path: Path = ""): BooleanValue {
    return new BooleanValue(
      this.read(path, "true or false", (raw) =>
        raw === true || raw === "true" ? true : raw === false || raw === "false" ? false : undefined,
      ),
    );
  }

  /** A number; text that is one reads as it. */
  number(path: Path = ""): NumberValue {
    return new NumberValue(
      this.read(path, "a number", (raw) => {
        const number = typeof raw === "number" ? raw : typeof raw === "string" && raw.trim() ? Number(raw) : Number.NaN;
        return Number.isNaN(number) ? undefined : number;
      }),
    );
  }

  /** A list; anything else reads as a list of one, as IAM documents and providers have it. */
  list(path: Path = ""): ListValue {
    const value = this.at(path);
    const items = Array.isArray(value.raw) ? value.raw : [value.raw];
    return new ListValue(
      value.state,
      value.state === "known"
        ? items.map((item, index) => Value.of(item, itemPath(value, index), this.inDocument))
        : [],
      value.path,
      value.reason,
    );
  }

  /** A map. */
  object(path: Path = ""): Value {
    const value = this.at(path);
    if (value.state !== "known" || isMap(value.raw)) {
      return value;
    }
    return Value.unknown(value.path, `${value.path} is not a map`);
  }

  /** Names of the entries of a map, known or not; none if this is not a known map. */
  keys(): string[] {
    return isMap(this.raw) ? Object.keys(this.raw) : [];
  }

  /** Entries of a map. */
  entries(): [string, Value][] {
    return this.keys().map((key) => [key, this.at([key])]);
  }

  /**
   * A JSON document that stands as text (or, as some resources have it, as a map) at `path`. Text that is no JSON reads
   * as a document whose `malformed` says so.
   */
  json(path: Path): Document {
    const value = this.at(path);
    if (value.state !== "known" || typeof value.raw !== "string") {
      return new Document(value.state, value.raw, value.path, value.reason, false);
    }
    try {
      const parsed: unknown = JSON.parse(value.raw);
      return new Document(parsed === null ? "absent" : "known", parsed, value.path, "", false);
    } catch {
      return new Document("known", undefined, value.path, "", true);
    }
  }

  /**
   * Something must stand at `path`.
   *
   * @param expected what should stand there, for the finding
   * @param options `unknown: "set"` takes an unknown for something: right where the program gives the output of a
   *   resource, which can't turn out to be nothing
   */
  mustBeSet(path: Path, expected: string, options: { unknown?: "set" | "undecided" } = {}): Verdict {
    const value = this.at(path);
    if (value.state === "unknown") {
      return options.unknown === "set" || isRedacted(value.raw) ? pass : cannotTell(value.reason, value.path);
    }
    return value.state === "known" && value.raw !== "" ? pass : fail({ path: value.path, found: "nothing", expected });
  }

  /** Nothing, or an empty list or text, must stand at `path`. */
  mustBeUnset(path: Path, expected: string): Verdict {
    const value = this.at(path);
    if (value.state === "unknown" && !isRedacted(value.raw)) {
      return cannotTell(value.reason, value.path);
    }
    return value.state === "absent" || isEmpty(value.raw)
      ? pass
      : fail({ path: value.path, found: "a value", expected });
  }

  private read<T>(path: Path, kind: string, convert: (raw: unknown) => T | undefined): Known<T> {
    const value = this.at(path);
    if (value.state !== "known") {
      return { state: value.state, value: undefined, path: value.path, reason: value.reason };
    }
    const single: unknown =
      Array.isArray(value.raw) && value.raw.length === 1 && !isUnknown(value.raw[0]) ? value.raw[0] : value.raw;
    const converted = convert(single);
    return converted === undefined
      ? { state: "unknown", value: undefined, path: value.path, reason: `${value.path} is not ${kind}` }
      : { state: "known", value: converted, path: value.path, reason: "" };
  }
}

/** A document, such as an IAM policy. */
export class Document extends Value {
  constructor(
    state: "known" | "unknown" | "absent",
    raw: unknown,
    path: string,
    reason: string,
    /** The text is no JSON; AWS will refuse it. */
    readonly malformed: boolean,
  ) {
    super(state, raw, path, reason, true);
  }

  /** Judges the document's content; text that is no JSON is a finding, and an unknown document undecided. */
  judge(check: (document: Value) => Verdict, options: { absent: string | Verdict }): Verdict {
    if (this.malformed) {
      return fail({ path: this.path, found: "text that is no JSON", expected: "a JSON document" });
    }
    if (this.state === "unknown") {
      return cannotTell(this.reason, this.path);
    }
    if (this.state === "absent") {
      const { absent } = options;
      return typeof absent === "string" ? fail({ path: this.path, found: "nothing", expected: absent }) : absent;
    }
    return check(this);
  }
}

function stepsOf(path: Path): readonly string[] {
  if (typeof path !== "string") {
    return path;
  }
  if (path === "") {
    return noSteps;
  }
  let steps = parsed.get(path);
  if (!steps) {
    steps = path.replace(/\[(\d+)\]/g, ".$1").split(".");
    if (parsed.size < 10_000) {
      parsed.set(path, steps);
    }
  }
  return steps;
}

const noSteps: readonly string[] = [];

/** Paths that were taken apart: controls ask for the same few again and again. */
const parsed = new Map<string, readonly string[]>();

function join(path: string, step: string, inList: boolean): string {
  if (inList && /^\d+$/.test(step)) {
    return `${path}[${step}]`;
  }
  const key = /[.[\]]/.test(step) ? `["${step}"]` : step;
  return path && !key.startsWith("[") ? `${path}.${key}` : `${path}${key}`;
}

function itemPath(list: Value, index: number): string {
  return `${list.path}[${index}]`;
}

function isScalar(raw: unknown): raw is string | number | boolean {
  return typeof raw === "string" || typeof raw === "number" || typeof raw === "boolean";
}

function isEmpty(value: unknown): boolean {
  return value === "" || (Array.isArray(value) && value.length === 0);
}

function isMap(raw: unknown): raw is object {
  return typeof raw === "object" && raw !== null && !Array.isArray(raw);
}
