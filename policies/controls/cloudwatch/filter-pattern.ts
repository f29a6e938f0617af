/**
 * What a metric filter's JSON pattern says of an event:
 * docs.aws.amazon.com/AmazonCloudWatch/latest/logs/FilterAndPatternSyntax.html. Comparisons of texts, numbers, existence
 * and truth; regular expressions are not read.
 */

/** An event, as CloudTrail writes it. */
export type Event = Readonly<Record<string, unknown>>;

type Test = (event: Event) => boolean;

/** Longest pattern that CloudWatch Logs takes. */
const longest = 1024;

/** Reads a pattern; undefined where it is none that is read here. */
export function readPattern(pattern: string): Test | undefined {
  const [, inner] = /^\s*\{(.*)\}\s*$/s.exec(pattern.length > longest ? "" : pattern) ?? [];
  const words = inner === undefined ? undefined : wordsOf(inner);
  if (!words) {
    return undefined;
  }
  const reader = new Reader(words);
  const test = reader.either();
  return reader.atEnd ? test : undefined;
}

/** Operators, parentheses, quoted texts and bare words; undefined where something else is in it. */
function wordsOf(text: string): string[] | undefined {
  const words: string[] = [];
  const word = /\s*(?:(\|\||&&|!=|>=|<=|[=<>()]|"(?:[^"\\]|\\.)*"|[^\s()=!<>&|"%]+)|$)/y;
  while (word.lastIndex < text.length) {
    const at = word.exec(text);
    if (!at) {
      return undefined;
    }
    if (at[1] !== undefined) {
      words.push(at[1]);
    }
  }
  return words;
}

/** Reads words by descent: `||` of `&&` of comparisons and parentheses. */
class Reader {
  private at = 0;

  constructor(private readonly words: readonly string[]) {}

  get atEnd(): boolean {
    return this.at === this.words.length;
  }

  either(): Test | undefined {
    return this.chain(
      "||",
      () => this.both(),
      (tests) => (event) => tests.some((test) => test(event)),
    );
  }

  private both(): Test | undefined {
    return this.chain(
      "&&",
      () => this.single(),
      (tests) => (event) => tests.every((test) => test(event)),
    );
  }

  private chain(operator: string, part: () => Test | undefined, join: (tests: Test[]) => Test): Test | undefined {
    const tests: Test[] = [];
    do {
      const test = part();
      if (!test) {
        return undefined;
      }
      tests.push(test);
    } while (this.take(operator));
    return join(tests);
  }

  private single(): Test | undefined {
    if (this.take("(")) {
      const test = this.either();
      return this.take(")") ? test : undefined;
    }
    const selector = this.next();
    const operator = this.next();
    return selector?.startsWith("$.") && operator !== undefined ? this.comparison(selector, operator) : undefined;
  }

  private comparison(selector: string, operator: string): Test | undefined {
    const path = selector.slice(2).split(".");
    const operand = this.next();
    switch (`${operator.toUpperCase()} ${operand?.toUpperCase()}`) {
      case "NOT EXISTS":
        return (event) => valueAt(event, path) === undefined;
      case "IS NULL":
        return (event) => valueAt(event, path) === null;
      case "IS TRUE":
        return (event) => valueAt(event, path) === true;
      case "IS FALSE":
        return (event) => valueAt(event, path) === false;
    }
    if (operand === undefined || (operator !== "=" && operator !== "!=")) {
      return undefined;
    }
    const pattern = textPattern(operand.startsWith('"') ? operand.slice(1, -1) : operand);
    return (event) => {
      const value = valueAt(event, path);
      return value !== undefined && pattern.test(String(value)) === (operator === "=");
    };
  }

  private next(): string | undefined {
    return this.words[this.at++];
  }

  private take(word: string): boolean {
    const found = this.words[this.at] === word;
    this.at += found ? 1 : 0;
    return found;
  }
}

function textPattern(text: string): RegExp {
  const parts = text.split("*").map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${parts.join(".*")}$`, "s");
}

function valueAt(event: Event, path: readonly string[]): unknown {
  let value: unknown = event;
  for (const step of path) {
    value =
      typeof value === "object" && value !== null ? Object.getOwnPropertyDescriptor(value, step)?.value : undefined;
  }
  return value;
}
