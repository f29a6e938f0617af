import { type Customer, type Keys, keysOf } from "./customer";

/** What two customers are to each other. */
export type Relation =
  | "same"
  /** The same as far as is known; something is missing that could tell. */
  | "likely"
  /** Maybe the same: a person has to look. */
  | "suspect"
  | "different";

/**
 * Rules, the first that fits decides:
 *
 * | alike | and | then |
 * |---|---|---|
 * | e-mail | names alike | same |
 * | e-mail | one has no name | likely |
 * | e-mail | other names | suspect: a couple with one mailbox |
 * | phone | names alike | same |
 * | phone | one has no name | suspect |
 * | name, post code, country | neither e-mail nor phone contradict | likely |
 * | name, post code, country | one of them contradicts | suspect: father and son |
 *
 * Of customers who entered their data themselves nothing counts but a verified e-mail address that is alike: else whoever
 * enters another's name and number would be merged into the other, and have the other's account.
 */
export function relation(a: Keys, b: Keys): Relation {
  const found = likeness(a, b);
  if (found !== "same" && found !== "likely") return found;
  const alike = compare(a.email, b.email) === "alike";
  return [a, b].every(({ proven }) => proven === "all" || (proven === "email" && alike)) ? found : "suspect";
}

function likeness(a: Keys, b: Keys): Relation {
  const names = compare(a.name, b.name);
  if (compare(a.email, b.email) === "alike") {
    return names === "alike" ? "same" : names === "unknown" ? "likely" : "suspect";
  }
  if (compare(a.phone, b.phone) === "alike") {
    if (names === "alike") return "same";
    if (names === "unknown") return "suspect";
  }
  if (compare(a.address, b.address) !== "alike") return "different";
  const contradicted = compare(a.email, b.email) === "other" || compare(a.phone, b.phone) === "other";
  return contradicted ? "suspect" : "likely";
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

interface Pair {
  readonly a: Customer;
  readonly b: Customer;
  readonly found: Relation;
}

/**
 * Compares each with each: whoever is the same as one of a group is the same as all of it. Those that are likely the same are
 * in a group too, unless that brings together who is suspect: somebody of whom little is known must not make one of two people.
 */
export function matchesAmong(customers: readonly Customer[]): Matches {
  const sorted = [...customers].sort(byId);
  const known = sorted.map((customer) => ({ customer, keys: keysOf(customer) }));
  const pairs: Pair[] = known.flatMap((a, index) =>
    known.slice(index + 1).map((b) => ({ a: a.customer, b: b.customer, found: relation(a.keys, b.keys) })),
  );
  const sure = joined(sorted, pairs, ["same"]);
  const wide = joined(sorted, pairs, ["same", "likely"]);
  const doubted = new Set(
    pairs
      .filter(({ a, b, found }) => found === "suspect" && sure.get(a) !== sure.get(b) && wide.get(a) === wide.get(b))
      .map(({ a }) => wide.get(a)),
  );
  const groupOf = (customer: Customer) => (doubted.has(wide.get(customer)) ? sure : wide).get(customer) ?? [];
  return {
    groups: [...new Set(sorted.map(groupOf))].filter(({ length }) => length > 1),
    suspects: pairs.flatMap(({ a, b, found }): [string, string][] =>
      (found === "suspect" || found === "likely") && groupOf(a) !== groupOf(b) ? [[a.customerId, b.customerId]] : [],
    ),
  };
}

/** The group of each customer, where pairs that are one of these join them, in the order of the ids. */
function joined(customers: readonly Customer[], pairs: readonly Pair[], joining: readonly Relation[]) {
  const groupOf = new Map(customers.map((customer) => [customer, [customer]]));
  for (const { a, b, found } of pairs) {
    const [one = [], other = []] = [groupOf.get(a), groupOf.get(b)];
    if (one === other || !joining.includes(found)) continue;
    const all = [...one, ...other].sort(byId);
    for (const customer of all) groupOf.set(customer, all);
  }
  return groupOf;
}

function byId(a: Customer, b: Customer): number {
  return compareText(a.customerId, b.customerId);
}

/** By code units: the same everywhere, whatever the language of the machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
