import { strict as assert } from "node:assert";
import fc from "fast-check";
import { type Customer, keysOf } from "../../../../services/customers/customer";
import { matchesAmong, type Relation, relation } from "../../../../services/customers/matching";
import { customer } from "./world";

const E = "a@x.example";
const P = "+49 30 1234567";
/** What customers enter themselves. */
const own = { selfEntered: true };
const sure = { selfEntered: true, emailVerified: true };
const place = { name: "Anna", postcode: "1010", country: "AT" };

/** What two customers are to each other, asked both ways. */
function between(a: Partial<Customer>, b: Partial<Customer>): Relation {
  const [one, other] = [keysOf(customer("1", a)), keysOf(customer("2", b))];
  assert.equal(relation(one, other), relation(other, one));
  return relation(one, other);
}

describe("customers: what two of them are to each other", () => {
  const rules: [string, Partial<Customer>, Partial<Customer>, Relation][] = [
    ["one mailbox and one name", { email: E, name: "Anna" }, { email: E, name: "ANNA" }, "same"],
    ["one mailbox, one without a name", { email: E, name: "Anna" }, { email: E }, "likely"],
    ["a couple with one mailbox", { email: E, name: "Anna" }, { email: E, name: "Ben" }, "suspect"],
    ["a couple with one mailbox, phone and home", { ...place, email: E }, { ...place, email: E, name: "B" }, "suspect"],
    ["one phone and one name", { phone: P, name: "Anna" }, { phone: P, name: "Anna" }, "same"],
    [
      "one phone and name, two mailboxes",
      { phone: P, name: "A", email: E },
      { phone: P, name: "A", email: "b@x.example" },
      "same",
    ],
    ["one phone, one without a name", { phone: P, name: "Anna" }, { phone: P }, "suspect"],
    ["a shared land line alone", { phone: P, name: "Anna" }, { phone: P, name: "Ben" }, "different"],
    [
      "two extensions of one office",
      { phone: `${P} x1`, name: "Anna" },
      { phone: `${P} x2`, name: "Anna" },
      "different",
    ],
    ["one name and home", place, { ...place, name: "anna" }, "likely"],
    ["one name and home, one with a mailbox", place, { ...place, email: E }, "likely"],
    ["father and son by mailbox", { ...place, email: E }, { ...place, email: "b@x.example" }, "suspect"],
    ["father and son by phone", { ...place, phone: P }, { ...place, phone: "+49 30 7654321" }, "suspect"],
    ["one name only", { name: "Anna" }, { name: "Anna" }, "different"],
    ["one name and post code of two countries", place, { ...place, country: "BE" }, "different"],
    ["nothing known", {}, {}, "different"],
    ["no address written alike", { email: "none", name: "Anna" }, { email: "none", name: "Anna" }, "different"],
    [
      "one mailbox and name, as somebody says of themself",
      { email: E, name: "A" },
      { ...own, email: E, name: "A" },
      "suspect",
    ],
    ["one mailbox and name, and it is proven", { email: E, name: "A" }, { ...sure, email: E, name: "A" }, "same"],
    ["two who say so, one with proof", { ...own, email: E, name: "A" }, { ...sure, email: E, name: "A" }, "suspect"],
    ["two who prove it", { ...sure, email: E, name: "A" }, { ...sure, email: E, name: "A" }, "same"],
    ["a proven mailbox, one without a name", { ...sure, email: E, name: "A" }, { email: E }, "likely"],
    [
      "one phone and name, as somebody says",
      { phone: P, name: "A" },
      { ...sure, email: E, phone: P, name: "A" },
      "suspect",
    ],
    ["one name and home, as somebody says", place, { ...place, ...sure, email: E }, "suspect"],
    ["another mailbox, as somebody says", { email: E }, { ...own, email: "b@x.example" }, "different"],
  ];
  for (const [what, a, b, expected] of rules) {
    it(`${what}: ${expected}`, () => assert.equal(between(a, b), expected));
  }
});

describe("customers: groups", () => {
  const ids = (customers: readonly Customer[]) => {
    const { groups, suspects } = matchesAmong(customers);
    return { groups: groups.map((group) => group.map(({ customerId }) => customerId)), suspects };
  };

  it("join those that have nothing in common but one between them", () => {
    const chain = [
      customer("a", { name: "A", email: E }),
      customer("b", { name: "A", email: E, phone: P }),
      customer("c", { name: "A", email: "c@x.example", phone: P, postcode: "1" }),
      customer("d", { name: "A", postcode: "1" }),
    ];
    assert.deepEqual(ids(chain), { groups: [["a", "b", "c", "d"]], suspects: [] });
    const [a, , c] = chain;
    assert(a && c);
    assert.deepEqual(ids([a, c]), { groups: [], suspects: [] });
  });

  it("never make one of a couple because a record without a name has their mailbox", () => {
    const couple = [
      customer("a", { name: "Anna", email: E }),
      customer("b", { email: E }),
      customer("c", { name: "Ben", email: E }),
    ];
    assert.deepEqual(ids(couple), {
      groups: [],
      suspects: [
        ["a", "b"],
        ["a", "c"],
        ["b", "c"],
      ],
    });
  });

  it("still join who is the same for sure beside those in doubt", () => {
    const family = [
      customer("f1", { ...place, email: "f@x.example" }),
      customer("f2", { ...place, email: "f@x.example", phone: P }),
      customer("nobody", place),
      customer("s", { ...place, email: "s@x.example" }),
    ];
    const { groups, suspects } = ids(family);
    assert.deepEqual(groups, [["f1", "f2"]]);
    assert.deepEqual(
      suspects.map((pair) => pair.join()),
      ["f1,nobody", "f1,s", "f2,nobody", "f2,s", "nobody,s"],
    );
  });

  it("join what seems to be two where a chain of sure steps leads from one to the other", () => {
    const moved = [
      customer("a", { ...place, email: E, phone: "+49 30 1111111" }),
      customer("b", { ...place, email: E, phone: P }),
      customer("c", { ...place, email: "c@x.example", phone: P }),
    ];
    assert.deepEqual(ids(moved), { groups: [["a", "b", "c"]], suspects: [] });
    // And with them who is likely one of them.
    const { groups } = ids([...moved, customer("d", { email: E })]);
    assert.deepEqual(groups, [["a", "b", "c", "d"]]);
  });

  it("let doubt about some be no matter for others", () => {
    const all = [
      customer("a", { name: "Anna", email: E, phone: P }),
      customer("b", { email: E }),
      customer("c", { name: "Ben", phone: "+49 30 2222222", email: "c@x.example" }),
      customer("d", { phone: "+49 30 2222222", email: "d@x.example" }),
    ];
    assert.deepEqual(ids(all), { groups: [["a", "b"]], suspects: [["c", "d"]] });
    // Not even where it is about one of them and somebody else.
    assert.deepEqual(ids([...all.slice(0, 2), customer("e", { phone: P })]), {
      groups: [["a", "b"]],
      suspects: [["a", "e"]],
    });
  });

  const some = fc.array(
    fc.record({
      name: fc.constantFrom("Anna", "Ben", undefined),
      email: fc.constantFrom(E, "b@x.example", "c@x.example", undefined),
      phone: fc.constantFrom(P, "+49 30 7654321", undefined),
      postcode: fc.constantFrom("1", "2", undefined),
    }),
    { maxLength: 9 },
  );

  it("don't depend on the order that customers come in", () => {
    fc.assert(
      fc.property(some, fc.infiniteStream(fc.nat()), (values, numbers) => {
        const customers = values.map((value, index) => customer(`c${index}`, value));
        const places = new Map(customers.map((one) => [one, numbers.next().value]));
        const shuffled = [...customers].sort((a, b) => (places.get(a) ?? 0) - (places.get(b) ?? 0));
        assert.deepEqual(ids(shuffled), ids(customers));
      }),
      { numRuns: 500 },
    );
  });

  it("are the same when they are looked at by themselves, hold who is the same, and no suspects but through sure steps", () => {
    fc.assert(
      fc.property(some, (values) => {
        const customers = values.map((value, index) => customer(`c${index}`, value));
        const { groups, suspects } = matchesAmong(customers);
        const placeOf = (id: string) => groups.findIndex((group) => group.some(({ customerId }) => customerId === id));
        for (const group of groups) assert.deepEqual(matchesAmong(group).groups, [group]);
        for (const [index, a] of customers.entries()) {
          for (const b of customers.slice(index + 1)) {
            const found = relation(keysOf(a), keysOf(b));
            const together = placeOf(a.customerId) >= 0 && placeOf(a.customerId) === placeOf(b.customerId);
            const reported = suspects.some((pair) => pair.includes(a.customerId) && pair.includes(b.customerId));
            // No pair of which there is anything to say is left out.
            if (found !== "different") assert.notEqual(together, reported, `${found}: ${a.customerId} ${b.customerId}`);
            if (found === "same") assert(together);
            if (found === "suspect" && together) assert(linked(groups[placeOf(a.customerId)] ?? [], a, b));
          }
        }
      }),
      { numRuns: 1000 },
    );
  });
});

/** Whether sure steps lead from one to the other. */
function linked(group: readonly Customer[], from: Customer, to: Customer): boolean {
  const reached = new Set([from]);
  for (const one of reached) {
    for (const other of group) if (relation(keysOf(one), keysOf(other)) === "same") reached.add(other);
  }
  return reached.has(to);
}
