import type { Customer } from "../../../../services/customers/customer";
import type { Finding } from "../../../../services/customers/ports";
import { customer } from "./world";

/** Customers of whom some are in the table twice, and who is to be what. */
export const customers: readonly Customer[] = [
  // One mailbox, written in two ways; the later one has another number.
  customer("anna-1", {
    name: "Anna Müller",
    email: "Anna.Muller@gmail.com",
    emailVerified: true,
    phone: "030 1234567",
    country: "DE",
    tags: ["regular"],
  }),
  customer("anna-2", {
    name: "MULLER, Anna",
    email: "annamuller+shop@googlemail.com",
    phone: "+33 1 23 45 67 89",
    country: "FR",
    updatedAt: "2025-09-01T00:00:00.000Z",
    tags: ["newsletter"],
    note: "rings twice",
  }),
  // Three in a row: the first and the third have nothing in common but the one between.
  customer("ben-1", { name: "Ben Ray", email: "ben@one.example", loyaltyPoints: 7 }),
  customer("ben-2", { name: "Ben Ray", email: "ben@one.example", phone: "+44 20 7946 0018", version: undefined }),
  customer("ben-3", { name: "Ray Ben", email: "ben@two.example", phone: "020 7946 0018", country: "GB" }),
  // Known by name and place only, and nothing speaks against it.
  customer("cleo-1", { name: "Cleo Ng", postcode: "1010 AB", country: "NL", createdAt: "2020-01-01T00:00:00.000Z" }),
  customer("cleo-2", { name: "cleo ng", postcode: "1010ab", country: "nl", email: "cleo@mail.example" }),
  // A couple with one mailbox, and two who share a land line.
  customer("dora", { name: "Dora Hill", email: "hills@mail.example" }),
  customer("dirk", { name: "Dirk Hill", email: "hills@mail.example" }),
  customer("emil", { name: "Emil Berg", phone: "+49 40 555555" }),
  customer("ella", { name: "Ella Berg", phone: "+49 40 555555" }),
  // Father and son, and somebody of whom nobody can tell which of them it is.
  customer("fritz-1", { name: "Fritz Lang", postcode: "80331", country: "DE", email: "senior@lang.example" }),
  customer("fritz-2", { name: "Fritz Lang", postcode: "80331", country: "DE", email: "junior@lang.example" }),
  customer("fritz-3", { name: "Fritz Lang", postcode: "80331", country: "DE" }),
  // Like nobody.
  customer("gus", { name: "Gus Only", email: "gus@only.example" }),
  customer("nameless"),
];

/** Who is merged into whom. */
export const groups = [
  { kind: "group", survivorId: "anna-1", otherIds: ["anna-2"] },
  { kind: "group", survivorId: "ben-1", otherIds: ["ben-2", "ben-3"] },
  { kind: "group", survivorId: "cleo-1", otherIds: ["cleo-2"] },
] satisfies Finding[];

/** Whom a person has to look at. */
export const suspects = [
  { kind: "suspect", customerIds: ["dirk", "dora"] },
  { kind: "suspect", customerIds: ["fritz-1", "fritz-2"] },
  { kind: "suspect", customerIds: ["fritz-1", "fritz-3"] },
  { kind: "suspect", customerIds: ["fritz-2", "fritz-3"] },
] satisfies Finding[];

export const counts = { groups: 3, removed: 4, postponed: 0, suspects: 4, crowded: 0, unreadable: 0 };

/** Fewer of them, where each call takes its time. */
export const few: readonly Customer[] = customers.filter(({ customerId }) => /^(ben|dora|dirk|gus)/.test(customerId));
