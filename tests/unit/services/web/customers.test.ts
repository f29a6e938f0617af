import { strict as assert } from "node:assert";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parse } from "yaml";
import type { Call, Calls, Told } from "../../../../services/web/calls";
import { Customers, FIELDS } from "../../../../services/web/customers";
import { Problem } from "../../../../services/web/problem";

const DOCUMENT = resolve(__dirname, "../../../../stacks/shop/customers.openapi.yaml");
const anna = { name: "Anna Berg", email: "anna@x.example", phone: undefined, postcode: "10115", country: undefined };

/** An API that answers so, and what it was asked. */
function answering(answer: () => Partial<Told>): { customers: Customers; asked: [string, string, Call?][] } {
  const asked: [string, string, Call?][] = [];
  const api: Calls = {
    call: async (method, path, call) => {
      asked.push(call ? [method, path, call] : [method, path]);
      return { body: {}, headers: new Headers(), ...answer() };
    },
  };
  return { customers: new Customers(api), asked };
}

const told = (): Partial<Told> => ({
  body: { customerId: "c-1", name: "Anna Berg", email: "anna@x.example", emailVerified: true, postcode: "10115" },
  headers: new Headers({ etag: '"t-1"' }),
});

describe("the customers API, as the page calls it", () => {
  it("has the fields of a profile that the API's document has", () => {
    const { components } = parse(readFileSync(DOCUMENT, "utf8"));
    assert.deepEqual([...FIELDS].sort(), Object.keys(components.schemas.NewProfile.properties).sort());
  });

  it("tells what is known, and by which tag it is to be changed", async () => {
    const { customers, asked } = answering(told);
    assert.deepEqual(await customers.own(), { profile: anna, tag: '"t-1"' });
    assert.deepEqual(asked, [["GET", "/customers/me"]]);
  });

  it("takes that nothing is known for no error, and all else for one", async () => {
    const refusing = (status: number) =>
      answering(() => {
        throw new Problem(status, "No", "No.");
      }).customers;
    assert.equal(await refusing(404).own(), undefined);
    await assert.rejects(refusing(503).own(), { status: 503 });
  });

  it("keeps a new profile without a condition, and changes the one that is known", async () => {
    const { customers, asked } = answering(told);
    const profile = { name: "Anna Berg", email: "anna@x.example", phone: " ", postcode: "10115", country: "" };
    const body = { name: "Anna Berg", email: "anna@x.example", postcode: "10115" };
    assert.deepEqual(await customers.keep(profile, undefined), { profile: anna, tag: '"t-1"' });
    await customers.keep(profile, '"t-1"');
    assert.deepEqual(asked, [
      ["PUT", "/customers/me", { body, headers: {} }],
      ["PUT", "/customers/me", { body, headers: { "if-match": '"t-1"' } }],
    ]);
  });
});
