import { type Customer, type Keys, keysOf } from "./customer";

/** What two customers are to each other. */
export type Relation =
  | "same"
  /** Maybe the same: a person has to look. */
  | "suspect"
  | "different";

/**
 * Rules, the first that fits decides:
 *
 * | alike | and | then |
 * |---|---|---|
 * | e-mail | names alike, or one has none | same |
 * | e-mail | other names | suspect: a couple with one mailbox |
 * | phone | names alike | same |
 * | phone | one has no name | suspect |
 * | name, post code, country | neither e-mail nor phone contradict | same |
 * | name, post code, country | one of them contradicts | suspect: father and son |
 */
export function relation(a: Keys, b: Keys): Relation {
  const names = compare(a.name, b.name);
  if (compare(a.email, b.email) === "alike") return names === "other" ? "suspect" : "same";
  if (compare(a.phone, b.phone) === "alike") {
    if (names === "alike") return "same";
    if (names === "unknown") return "suspect";
  }
  if (compare(a.address, b.address) !== "alike") return "different";
  const contradicted = compare(a.email, b.email) === "other" || compare(a.phone, b.phone) === "other";
  return contradicted ? "suspect" : "same";
}

function compare(a: string | undefined, b: string | undefined): "alike" | "other" | "unknown" {
  if (a === undefined || b === undefined) return "unknown";
  return a === b ? "alike" : "other";
}

/** What is among some customers. */
export interface Matches {
  /** Customers that are the same, two and more each, in the order of their ids. */
  readonly groups: Customer[][];
  /** Ids of pairs that may be the same and are in no group together. */
  readonly suspects: [string, string][];
}

/** Compares each with each: whoever is the same as one of a group is the same as all of it. */
export function matchesAmong(customers: readonly Customer[]): Matches {
  const sorted = [...customers].sort((a, b) => compareText(a.customerId, b.customerId));
  const known = sorted.map((customer) => ({ customer, keys: keysOf(customer) }));
  const groupOf = new Map(sorted.map((customer) => [customer.customerId, [customer]]));
  const suspects: [string, string][] = [];
  for (const [index, a] of known.entries()) {
    for (const b of known.slice(index + 1)) {
      const found = relation(a.keys, b.keys);
      if (found === "suspect") suspects.push([a.customer.customerId, b.customer.customerId]);
      if (found === "same") join(groupOf, a.customer.customerId, b.customer.customerId);
    }
  }
  const groups = [...new Set(groupOf.values())]
    .filter(({ length }) => length > 1)
    .map((group) => group.sort((a, b) => compareText(a.customerId, b.customerId)));
  return { groups, suspects: suspects.filter(([a, b]) => groupOf.get(a) !== groupOf.get(b)) };
}

function join(groupOf: Map<string, Customer[]>, a: string, b: string): void {
  const one = groupOf.get(a) ?? [];
  const other = groupOf.get(b) ?? [];
  if (one === other) return;
  const all = [...one, ...other];
  for (const { customerId } of all) groupOf.set(customerId, all);
}

/** By code units: the same everywhere, whatever the language of the machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
