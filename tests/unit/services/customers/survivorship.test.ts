import { strict as assert } from "node:assert";
import fc from "fast-check";
import { type Customer, keysOf } from "../../../../services/customers/customer";
import { phoneKey } from "../../../../services/customers/normalise";
import { mergeOf } from "../../../../services/customers/survivorship";
import { AT, customer } from "./world";

const day = (number: number) => `2025-01-0${number}T00:00:00.000Z`;
const older = (values: Partial<Customer>) => customer("old", { createdAt: day(1), updatedAt: day(5), ...values });
const newer = (values: Partial<Customer>) => customer("new", { createdAt: day(2), updatedAt: day(6), ...values });
/** What two customers become, the older of which was updated first. */
const merged = (one: Partial<Customer>, other: Partial<Customer>) => mergeOf([older(one), newer(other)], AT).merged;
const survivorOf = (...group: Customer[]) => mergeOf(group, AT).survivor.customerId;

describe("customers: who survives", () => {
  it("is whoever has a verified address, then whoever is a customer for the longest time, then the first id", () => {
    assert.equal(survivorOf(newer({ emailVerified: true }), older({})), "new");
    assert.equal(survivorOf(newer({}), older({})), "old");
    assert.equal(survivorOf(customer("b"), customer("a")), "a");
  });

  it("is the older by the moment, however its time is written", () => {
    const first = customer("b", { createdAt: "2025-01-01T01:00:00+02:00" });
    assert.equal(survivorOf(customer("a", { createdAt: "2025-01-01T00:00:00Z" }), first), "b");
  });
});

describe("customers: which values survive", () => {
  it("the latest, wherever there is one", () => {
    const { name, note, postcode } = merged(
      { name: "A", note: "x", postcode: "1" },
      { name: "B", note: " ", postcode: null },
    );
    assert.deepEqual([name, note, postcode], ["B", "x", "1"]);
  });

  it("values whose names every object knows", () => {
    assert.equal(Object.hasOwn(merged({ constructor: "x", toString: "y" }, {}), "constructor"), true);
  });

  it("a verified e-mail address before a later one, a readable one before one that is none", () => {
    const verified = { email: "v@x.example", emailVerified: true };
    const { email, emailVerified } = merged(verified, { email: "n@x.example", emailVerified: false });
    assert.deepEqual({ email, emailVerified }, verified);
    assert.equal(merged({ email: "a@x.example" }, { email: "none" }).email, "a@x.example");
    assert.equal(merged({}, { email: "none" }).email, "none");
  });

  it("never one customer's verification for another's address", () => {
    const { email, emailVerified } = merged({ emailVerified: true }, { email: "n@x.example" });
    assert.deepEqual([email, emailVerified], ["n@x.example", undefined]);
  });

  it("a number that means the same in the country that is beside it now", () => {
    const { phone, country } = merged({ phone: "030 1234567", country: "DE" }, { country: "FR" });
    assert.deepEqual([phone, country], ["+49301234567", "FR"]);
    assert.equal(merged({ phone: "030 1234567", country: "DE" }, { country: "de" }).phone, "030 1234567");
    assert.equal(merged({ phone: "030 1234567", country: "DE" }, { phone: "n/a" }).phone, "030 1234567");
  });

  it("a post code with its country", () => {
    const { postcode, country } = merged({ postcode: "1010", country: "AT" }, { country: "BE" });
    assert.deepEqual([postcode, country], ["1010", "AT"]);
    assert.equal(merged({ postcode: "1010" }, { country: "BE" }).country, "BE");
  });

  it("consent only where nobody refused it, and none where nobody was asked", () => {
    assert.equal(merged({ marketingConsent: false }, { marketingConsent: true }).marketingConsent, false);
    assert.equal(merged({ marketingConsent: true }, {}).marketingConsent, true);
    assert.equal(merged({ marketingConsent: null }, { marketingConsent: true }).marketingConsent, true);
    assert.equal("marketingConsent" in merged({}, {}), false);
  });

  it("the mark of what somebody entered themself, whoever of them it was", () => {
    assert.equal(merged({ selfEntered: true }, {}).selfEntered, true);
    assert.equal(merged({}, { selfEntered: true }).selfEntered, true);
    assert.equal(merged({ selfEntered: true }, { selfEntered: false }).selfEntered, true);
    assert.equal("selfEntered" in merged({}, {}), false);
  });

  it("all tags and all earlier merges, each once; the first creation, the merge's moment, the next version", () => {
    const result = merged(
      { tags: ["b", "a"], mergedFrom: ["x"], version: 4 },
      { tags: ["b"], mergedFrom: ["y", "x"], version: 9 },
    );
    assert.deepEqual(result, {
      customerId: "old",
      tags: ["a", "b"],
      mergedFrom: ["new", "x", "y"],
      createdAt: day(1),
      updatedAt: AT,
      version: 5,
    });
    assert.equal(merged({ version: undefined }, {}).version, 1);
  });

  const moment = fc.constantFrom(day(1), day(2), "2025-01-01T02:00:00+02:00");
  const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
  const someone = fc.record({
    name: optional(fc.constantFrom("Anna", "Anna M", " ")),
    email: optional(fc.constantFrom("a@x.example", "b@x.example", "none", "")),
    emailVerified: optional(fc.boolean()),
    phone: optional(fc.constantFrom("030 1234567", "+33 1 23 45 67 89", "n/a")),
    country: optional(fc.constantFrom("DE", "FR", "AT")),
    postcode: optional(fc.constantFrom("1010", "75001")),
    marketingConsent: optional(fc.boolean()),
    tags: optional(fc.array(fc.constantFrom("a", "b", "c"))),
    createdAt: moment,
    updatedAt: moment,
  });
  const group = fc
    .array(someone, { minLength: 1, maxLength: 5 })
    .map((all) => all.map((one, i) => customer(`c${i}`, one)));

  it("don't depend on the order of the group", () => {
    fc.assert(
      fc.property(group, (all) => assert.deepEqual(mergeOf([...all].reverse(), AT), mergeOf(all, AT))),
      { numRuns: 1000 },
    );
  });

  it("are ones that somebody had: no address, number or place is made up", () => {
    fc.assert(
      fc.property(group, (all) => {
        const result = mergeOf(all, AT).merged;
        const had = (test: (one: Customer) => boolean) => assert(all.some(test), JSON.stringify(result));
        const keys = keysOf(result);
        if (result.emailVerified) had(({ email, emailVerified }) => emailVerified === true && email === result.email);
        if (all.some((one) => keysOf(one).email)) had((one) => keysOf(one).email === keys.email);
        if (all.some((one) => keysOf(one).phone))
          had((one) => keysOf(one).phone === phoneKey(result.phone, result.country));
        if (result.postcode)
          had(
            ({ postcode, country }) =>
              postcode === result.postcode && [undefined, result.country].includes(country ?? undefined),
          );
        assert.equal(
          result.marketingConsent === true,
          all.some((one) => one.marketingConsent) && !all.some((one) => one.marketingConsent === false),
        );
      }),
      { numRuns: 2000 },
    );
  });
});
