import * as pulumi from "@pulumi/pulumi";
import { isFields } from "./asl";

/** `${name}` in a text of a definition. Nothing in JSONata or JSONPath looks like it. */
const PLACEHOLDER = /\$\{([A-Za-z0-9._-]+)\}/g;

/** Names of the placeholders in a JSON value. */
export function placeholders(value: unknown): Set<string> {
  if (typeof value === "string") return new Set([...value.matchAll(PLACEHOLDER)].map(([, name]) => name ?? ""));
  const inner = Array.isArray(value) ? value : isFields(value) ? Object.values(value) : [];
  return new Set(inner.flatMap((item) => [...placeholders(item)]));
}

function replace(value: unknown, values: Readonly<Record<string, string>>): unknown {
  if (typeof value === "string") return value.replace(PLACEHOLDER, (text, name: string) => values[name] ?? text);
  if (Array.isArray(value)) return value.map((item) => replace(item, values));
  if (!isFields(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, replace(item, values)]));
}

/** The definition as JSON text with every placeholder replaced. Replacing happens in its texts, so that it stays JSON. */
export function substitute(
  definition: unknown,
  substitutions: Readonly<Record<string, pulumi.Input<string>>>,
): pulumi.Output<string> {
  return pulumi.all({ ...substitutions }).apply((values) => JSON.stringify(replace(definition, values)));
}
