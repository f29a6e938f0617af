import { createHash, randomBytes } from "node:crypto";
import type { AutoName } from "./handler";
import type { Props } from "./values";

/** Inputs that a provider filled in, as AWS's own lists them. */
const DEFAULTS = "__defaults";

/** Gives a resource a physical name where the program gives none: the old one, or a new one that nobody else has. */
export function named(
  rule: AutoName | undefined,
  logicalName: string,
  news: Props,
  olds: Props | undefined,
  seed?: Uint8Array,
): Props {
  if (!rule || given(news[rule.property])) return news;
  const { property } = rule;
  const prefix = prefixOf(rule, news);
  const old = olds?.[property];
  const kept = olds && isAutoNamed(olds, property) && prefixOf(rule, olds) === prefix ? old : undefined;
  return { ...news, [property]: kept ?? make(rule, logicalName, prefix, news, seed), [DEFAULTS]: [property] };
}

/** True where a property was filled in by {@link named}. */
export function isAutoNamed(inputs: Props, property: string): boolean {
  const list = inputs[DEFAULTS];
  return Array.isArray(list) && list.includes(property);
}

/** Inputs without the provider's notes. */
export function withoutNotes(inputs: Props): Props {
  const { [DEFAULTS]: _, ...rest } = inputs;
  return rest;
}

function make(rule: AutoName, logicalName: string, prefix: string | undefined, news: Props, seed?: Uint8Array): string {
  const random = (seed && seed.length > 0 ? createHash("sha256").update(seed).digest() : randomBytes(13)).toString(
    "hex",
  );
  const suffix = rule.suffix?.(news) ?? "";
  const tail = prefix === undefined ? `-${random.slice(0, 7)}${suffix}` : `${random.slice(0, 26)}${suffix}`;
  const name = `${(prefix ?? logicalName).slice(0, rule.max - tail.length)}${tail}`;
  return rule.lower ? name.toLowerCase() : name;
}

function prefixOf({ property }: AutoName, inputs: Props): string | undefined {
  const prefix = inputs[`${property}Prefix`];
  return typeof prefix === "string" && prefix !== "" ? prefix : undefined;
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}
