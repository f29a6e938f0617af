import type { Customer } from "./customer";
import { compareText } from "./matching";

/** How a group of customers becomes one. */
export interface Merge {
  /** The survivor as it is now. */
  readonly survivor: Customer;
  /** The survivor as it is to be. */
  readonly merged: Customer;
  /** Those that become aliases of the survivor. */
  readonly others: readonly Customer[];
}

/**
 * Decides who survives and what with:
 * - the survivor is whoever has a verified e-mail address, then whoever is a customer for the longest time;
 * - a value comes from whoever was updated last and has one; a verified e-mail address comes before one that is not;
 * - consent to marketing is given only where nobody refused it;
 * - tags and earlier merges are put together; the first `createdAt` counts.
 * The result does not depend on the order of the group.
 */
export function mergeOf(group: readonly Customer[], at: string): Merge {
  const [survivor, ...others] = [...group].sort(
    (a, b) =>
      Number(b.emailVerified ?? false) - Number(a.emailVerified ?? false) ||
      compareText(a.createdAt, b.createdAt) ||
      compareText(a.customerId, b.customerId),
  );
  if (!survivor) throw new Error("a merge needs customers");
  const latest = [...group].sort(
    (a, b) => compareText(b.updatedAt, a.updatedAt) || compareText(a.customerId, b.customerId),
  );
  const values: Record<string, unknown> = {};
  for (const customer of latest) {
    for (const [name, value] of Object.entries(customer)) if (!(name in values) && given(value)) values[name] = value;
  }
  const verified = latest.find(({ emailVerified, email }) => emailVerified && given(email));
  const consents = group.flatMap(({ marketingConsent }) => (marketingConsent === undefined ? [] : [marketingConsent]));
  const merged: Customer = {
    ...values,
    customerId: survivor.customerId,
    ...(verified && { email: verified.email, emailVerified: true }),
    ...(consents.length > 0 && { marketingConsent: consents.every(Boolean) }),
    ...union(
      "tags",
      group.flatMap(({ tags = [] }) => tags),
    ),
    ...union("mergedFrom", [
      ...group.flatMap(({ mergedFrom = [] }) => mergedFrom),
      ...others.map(({ customerId }) => customerId),
    ]),
    createdAt: group.map(({ createdAt }) => createdAt).sort(compareText)[0] ?? survivor.createdAt,
    updatedAt: at,
    version: (survivor.version ?? 0) + 1,
  };
  return { survivor, merged, others: [...others].sort((a, b) => compareText(a.customerId, b.customerId)) };
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === "string" && value.trim() === "");
}

function union(name: "tags" | "mergedFrom", all: string[]) {
  return all.length > 0 ? { [name]: [...new Set(all)].sort(compareText) } : {};
}
