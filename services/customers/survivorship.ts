import type { Customer } from "./customer";
import { compareText } from "./matching";
import { emailKey, phoneKey } from "./normalise";

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
 * - a value comes from whoever was updated last and has one;
 * - an e-mail address comes with whether it is verified: one that is comes before one that is not, and a readable one before
 *   one that is none; so does a telephone number, which gets its country code where the country beside it is another now;
 * - a post code comes with its country, where it has one;
 * - what one of them entered themself stays marked so;
 * - consent to marketing is given only where nobody refused it;
 * - tags and earlier merges are put together; the first `createdAt` counts.
 * The result does not depend on the order of the group.
 */
export function mergeOf(group: readonly Customer[], at: string): Merge {
  const [survivor, ...others] = [...group].sort(
    (a, b) =>
      Number(b.emailVerified ?? false) - Number(a.emailVerified ?? false) ||
      compareMoments(a.createdAt, b.createdAt) ||
      compareText(a.customerId, b.customerId),
  );
  if (!survivor) throw new Error("a merge needs customers");
  const latest = [...group].sort(
    (a, b) => compareMoments(b.updatedAt, a.updatedAt) || compareText(a.customerId, b.customerId),
  );
  const values = new Map<string, unknown>();
  for (const customer of latest) {
    for (const [name, value] of Object.entries(customer))
      if (!values.has(name) && given(value)) values.set(name, value);
  }
  for (const name of ["email", "emailVerified", "selfEntered", "phone", "country"]) values.delete(name);
  const consents = group.flatMap(({ marketingConsent }) => marketingConsent ?? []);
  const merged: Customer = {
    ...Object.fromEntries(values),
    customerId: survivor.customerId,
    ...emailOf(latest),
    ...phoneAndCountryOf(latest),
    ...(group.some(({ selfEntered }) => selfEntered) && { selfEntered: true }),
    ...(consents.length > 0 && { marketingConsent: consents.every(Boolean) }),
    ...union(
      "tags",
      group.flatMap(({ tags }) => tags ?? []),
    ),
    ...union("mergedFrom", [
      ...group.flatMap(({ mergedFrom }) => mergedFrom ?? []),
      ...others.map(({ customerId }) => customerId),
    ]),
    createdAt: group.map(({ createdAt }) => createdAt).sort(compareMoments)[0] ?? survivor.createdAt,
    updatedAt: at,
    version: (survivor.version ?? 0) + 1,
  };
  return { survivor, merged, others: [...others].sort((a, b) => compareText(a.customerId, b.customerId)) };
}

function emailOf(latest: readonly Customer[]) {
  const { email, emailVerified } =
    latest.find((customer) => customer.emailVerified && emailKey(customer.email)) ??
    latest.find((customer) => emailKey(customer.email)) ??
    latest.find((customer) => given(customer.email)) ??
    {};
  // An address whose state nobody knows must not take that of another.
  return { ...(given(email) && { email }), ...(given(email) && given(emailVerified) && { emailVerified }) };
}

function phoneAndCountryOf(latest: readonly Customer[]) {
  const place = latest.find(({ postcode }) => given(postcode));
  const country = given(place?.country) ? place?.country : latest.find((customer) => given(customer.country))?.country;
  const line =
    latest.find((customer) => phoneKey(customer.phone, customer.country)) ?? latest.find(({ phone }) => given(phone));
  const number = line && phoneKey(line.phone, line.country);
  const phone = number !== undefined && phoneKey(line?.phone, country) !== number ? number : line?.phone;
  return { ...(given(country) && { country }), ...(given(phone) && { phone }) };
}

function given(value: unknown): boolean {
  return value !== undefined && value !== null && !(typeof value === "string" && value.trim() === "");
}

function union(name: "tags" | "mergedFrom", all: string[]) {
  return all.length > 0 ? { [name]: [...new Set(all)].sort(compareText) } : {};
}

function compareMoments(a: string, b: string): number {
  return Date.parse(a) - Date.parse(b) || compareText(a, b);
}
