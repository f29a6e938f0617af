import * as v from "valibot";
import { emailKey, nameKey, phoneKey, postcodeKey } from "./normalise";

const optionalText = v.nullish(v.string());
const moment = v.pipe(
  v.string(),
  v.check((text) => !Number.isNaN(Date.parse(text)), "no date"),
);

/** A customer as the table has it; members that are not listed are kept as they are. */
export const CustomerSchema = v.looseObject({
  customerId: v.pipe(v.string(), v.minLength(1)),
  name: optionalText,
  email: optionalText,
  emailVerified: v.nullish(v.boolean()),
  phone: optionalText,
  postcode: optionalText,
  /** ISO 3166-1, two letters. */
  country: optionalText,
  /** Undefined where nobody asked. */
  marketingConsent: v.nullish(v.boolean()),
  tags: v.nullish(v.array(v.string())),
  /** Customers said it of themselves, and nobody has looked: a verified e-mail address alone proves who one is. */
  selfEntered: v.nullish(v.boolean()),
  /** Customers that were merged into this one. */
  mergedFrom: v.nullish(v.array(v.string())),
  /** ISO 8601. */
  createdAt: moment,
  /** ISO 8601. */
  updatedAt: moment,
  /** Rises with each change; customers from before versions have none. */
  version: v.optional(v.number()),
});

export type Customer = v.InferOutput<typeof CustomerSchema>;

/** What a customer is known by. */
export interface Keys {
  readonly email: string | undefined;
  readonly phone: string | undefined;
  readonly name: string | undefined;
  /** Name, post code and country together. */
  readonly address: string | undefined;
  /** Which of them can be taken for true. */
  readonly proven: "all" | "email" | "none";
}

export function keysOf(customer: Customer): Keys {
  const name = nameKey(customer.name);
  const postcode = postcodeKey(customer.postcode);
  const country = (customer.country ?? "").trim().toUpperCase();
  return {
    email: emailKey(customer.email),
    phone: phoneKey(customer.phone, customer.country),
    name,
    address: name !== undefined && postcode !== undefined ? `${name}|${country}|${postcode}` : undefined,
    proven: customer.selfEntered ? (customer.emailVerified ? "email" : "none") : "all",
  };
}

/** Keys that bring together who may be the same, each with its kind. The name alone is none: too many share one. */
export function lookupKeys({ email, phone, address }: Keys): string[] {
  return Object.entries({ email, phone, address }).flatMap(([kind, key]) =>
    key === undefined ? [] : [`${kind}:${key}`],
  );
}
