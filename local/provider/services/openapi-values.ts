import { isProps, type Plain, type Props } from "../values";

/** A map in a map; an empty one where there is none. */
export function mapAt(map: Props, key: string): Props {
  const value = map[key];
  return isProps(value) ? value : {};
}

export function list(value: Plain | undefined): Plain[] {
  return Array.isArray(value) ? value : [];
}

export function text(value: Plain | undefined): string | undefined {
  return typeof value === "string" ? value : undefined;
}

export function texts(value: Plain | undefined): Record<string, string> | undefined {
  if (!isProps(value)) return undefined;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, String(one)]));
}
