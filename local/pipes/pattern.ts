import { isProps, type Plain, ProviderError } from "../provider/values";

/**
 * Whether a record matches a filter of a pipe: the parts of EventBridge's patterns that look at one value.
 * @throws ProviderError for a kind of filter that is not emulated
 */
export function matches(pattern: Plain, record: Plain | undefined): boolean {
  if (Array.isArray(pattern)) return pattern.some((filter) => matchesValue(filter, record));
  if (!isProps(pattern)) throw new ProviderError(`a filter has ${JSON.stringify(pattern)} where it needs a list`);
  return Object.entries(pattern).every(([key, inner]) => matches(inner, isProps(record) ? record[key] : undefined));
}

function matchesValue(filter: Plain, value: Plain | undefined): boolean {
  if (!isProps(filter)) return filter === null ? value === null : value === filter;
  const [[kind, wanted] = ["", null]] = Object.entries(filter);
  const text = typeof value === "string" ? value : undefined;
  switch (kind) {
    case "exists":
      return (value !== undefined) === (wanted === true);
    case "prefix":
      return text?.startsWith(String(wanted)) ?? false;
    case "suffix":
      return text?.endsWith(String(wanted)) ?? false;
    case "anything-but":
      return value !== undefined && !(Array.isArray(wanted) ? wanted : [wanted]).some((one) => one === value);
    case "equals-ignore-case":
      return text?.toLowerCase() === String(wanted).toLowerCase();
    default:
      throw new ProviderError(`filters of kind "${kind}" are not emulated for pipes`);
  }
}

/** The value at a path such as `$.dynamodb.Keys.id.S`; the text itself where it is no path. */
export function at(path: string, record: Plain): string {
  if (!path.startsWith("$.")) return path;
  let value: Plain | undefined = record;
  for (const key of path.slice(2).split(".")) value = isProps(value) ? value[key] : undefined;
  if (value === undefined || value === null) throw new ProviderError(`a record has nothing at ${path}`);
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
