import type { WireValue } from "../child/analysis";
import type { Value } from "../model";

/** Shorter secrets are not looked for: they would hide ordinary words. */
const shortestSecret = 4;

/** What stands in a report where a secret was. */
export const secretMask = "[secret]";

/** Collects the program's secret values and hides them wherever a policy's message quotes one. */
export class SecretMask {
  private readonly values = new Set<string>();
  private pattern: RegExp | undefined;

  /** Remembers every string inside a value that the program marked secret. */
  add(value: WireValue | undefined): void {
    if (typeof value === "string") {
      if (value.length >= shortestSecret && !this.values.has(value)) {
        this.values.add(value);
        this.pattern = undefined;
      }
    } else if (Array.isArray(value)) {
      for (const item of value) {
        this.add(item);
      }
    } else if (value !== null && typeof value === "object") {
      for (const item of Object.values(value)) {
        this.add(item);
      }
    }
  }

  /** The text with every secret, as it is or as it reads inside JSON, replaced. */
  mask(text: string): string {
    if (this.values.size === 0) {
      return text;
    }
    this.pattern ??= this.compile();
    return text.replace(this.pattern, secretMask);
  }

  /** The value with every text in it masked. */
  maskValue(value: Value): Value {
    if (typeof value === "string") {
      return this.mask(value);
    }
    if (Array.isArray(value)) {
      return value.map((item) => this.maskValue(item));
    }
    return typeof value === "object" && value !== null ? this.maskMap(value) : value;
  }

  /** {@link maskValue} for each value of a map. */
  maskMap(map: Record<string, Value>): Record<string, Value> {
    return Object.fromEntries(Object.entries(map).map(([key, value]) => [key, this.maskValue(value)]));
  }

  private compile(): RegExp {
    const spellings = new Set<string>();
    for (const value of this.values) {
      spellings.add(value);
      spellings.add(JSON.stringify(value).slice(1, -1));
    }
    // The longest first: a secret that contains another one has to be hidden whole.
    const longestFirst = [...spellings].sort((a, b) => b.length - a.length);
    return new RegExp(longestFirst.map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "g");
  }
}
