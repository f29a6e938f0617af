import * as v from "valibot";
import { uuidOf } from "../../shared/uuid";
import type { Customer } from "../customer";
import { emailKey, nameKey, phoneKey, postcodeKey } from "../normalise";

/** Text on one line, without spaces around it. */
const line = (longest: number) =>
  v.pipe(
    v.string(),
    v.trim(),
    v.minLength(1),
    v.maxLength(longest),
    v.regex(/^\P{Cc}*$/u, "leave out control characters"),
  );

/** What customers say of themselves. What can't be read for a key of the clean-up is refused. */
export const profileSchema = v.pipe(
  v.strictObject({
    name: v.pipe(
      line(200),
      v.check((text) => nameKey(text) !== undefined, "use letters"),
    ),
    email: v.pipe(
      // RFC 5321 takes no more.
      line(254),
      v.check((text) => emailKey(text) !== undefined, "use an address such as anna@example.com"),
    ),
    phone: v.optional(line(40)),
    postcode: v.optional(
      v.pipe(
        line(16),
        v.check((text) => postcodeKey(text) !== undefined, "use letters and digits"),
      ),
    ),
    country: v.optional(v.pipe(v.string(), v.regex(/^[A-Z]{2}$/, "use two capitals, as of ISO 3166-1"))),
  }),
  v.forward(
    v.check(
      ({ phone, country }) => phone === undefined || phoneKey(phone, country) !== undefined,
      "use a number with its country code, such as +49 30 1234567, or one of the country",
    ),
    ["phone"],
  ),
);

export type Profile = v.InferOutput<typeof profileSchema>;

/** Who is signed in, as the token says. */
export interface Account {
  readonly customerId: string;
  readonly email: string | undefined;
  readonly emailVerified: boolean;
}

/** What a customer is shown of themself; without what is not known. */
export function shown({ customerId, createdAt, updatedAt, ...customer }: Customer) {
  const { name, email, emailVerified, phone, postcode, country } = customer;
  const values = { name, email, emailVerified, phone, postcode, country };
  const known = Object.entries(values).filter(([, value]) => value !== null && value !== undefined);
  return { customerId, ...Object.fromEntries(known), createdAt, updatedAt };
}

/** Entity tag of a customer as it is: another one after each change, and after a merge into another customer. */
export function tagOf({ customerId, version }: Customer): string {
  return `"${uuidOf(customerId, String(version ?? 0))}"`;
}

export function created(account: Account, profile: Profile, at: string): Customer {
  const { customerId } = account;
  return { customerId, ...entered(undefined, account, profile), createdAt: at, updatedAt: at, version: 1 };
}

/** The customer with another profile: what the profile leaves out is no more, what no profile has is kept. */
export function changed(was: Customer, account: Account, profile: Profile, at: string): Customer {
  const { name: _name, email: _email, phone: _phone, postcode: _postcode, country: _country, ...kept } = was;
  return { ...kept, ...entered(was, account, profile), updatedAt: at, version: (was.version ?? 0) + 1 };
}

/** Whether nothing is left to change. */
export function isAlready(was: Customer, account: Account, profile: Profile): boolean {
  const { name, email, phone, postcode, country, emailVerified, selfEntered } = was;
  const is = { name, email, phone, postcode, country, emailVerified, selfEntered };
  const wanted = new Map<string, unknown>(Object.entries(entered(was, account, profile)));
  return Object.entries(is).every(([field, value]) => (value ?? undefined) === wanted.get(field));
}

function entered(was: Customer | undefined, account: Account, profile: Profile) {
  const mailbox = emailKey(profile.email);
  const proven = account.emailVerified && emailKey(account.email) === mailbox;
  const still = was?.emailVerified === true && emailKey(was.email) === mailbox;
  return { ...profile, emailVerified: proven || still, selfEntered: true };
}
