import type { WireValue } from "../child/analysis";
import type { Values } from "./values";

/**
 * How a value is made: a template, or a function where it takes more than that. Placeholders of templates:
 * `{p}` partition, `{r}` region, `{a}` account, `{dns}` the partition's DNS suffix, `{rc}` the region's short code,
 * `{id}` the resource's id, `{name}` its physical name, `{auto.KEY}` the same under another property, `{in.KEY}` an input,
 * `{path}` an IAM path, `{hex}` 0facade and ten digits, `{hex16}`, `{uuid}`, `{digits}` ten decimal digits, `{abc.N}` and
 * `{ABC.N}` N letters and digits. A second word (`{hex.main}`) makes another value of the same kind.
 */
export type Maker = string | ((values: Values, id: string | undefined) => WireValue | undefined);

/** Makers by property; `id` is the resource's id. */
export type TypeEntry = Record<string, Maker>;

/** Entries by type token. */
export type SymbolicTable = Record<string, TypeEntry>;

/** The same entry under all tokens that one kind of resource has. */
export function siblings(tokens: string[], entry: TypeEntry): SymbolicTable {
  return Object.fromEntries(tokens.map((token) => [token, entry]));
}
