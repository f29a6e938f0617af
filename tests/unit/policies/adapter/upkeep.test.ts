import { strict as assert } from "node:assert";
import { ExemptionLedger } from "../../../../policies/exemptions/exemptions";
import { datedLists } from "../../../../policies/facts/facts";
import { ageNote } from "../../../../policies/index";

const at = (day: string) => new Date(`${day}T12:00:00Z`);

describe("lists that age", () => {
  const list = { asOf: "2026-01-01", source: "https://docs.example.com/list" };

  it("are told of once they are older than a year, with their source", () => {
    assert.equal(ageNote("TLS policies", list, at("2027-01-01")), undefined);
    assert.match(ageNote("TLS policies", list, at("2027-01-03")) ?? "", /367 days ago .*docs\.example\.com/);
    assert.equal(ageNote("TLS policies", list, at("2027-01-03"), 500), undefined);
  });

  it("are told of when their day is none", () => {
    assert.match(ageNote("x", { ...list, asOf: "soon" }, at("2026-01-01")) ?? "", /"soon", which is no day/);
  });

  it("have a day and an address in the pack", () => {
    for (const [name, { asOf, source }] of Object.entries(datedLists)) {
      assert.match(asOf, /^\d{4}-\d{2}-\d{2}$/, name);
      assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\//, name);
    }
  });
});

describe("exemptions", () => {
  const record = { resource: "orders*", owner: "shop", reason: "moves in May", expires: "2027-05-31" };
  const excuse = (day: string, name: string, records: unknown = [record]) => {
    const ledger = new ExemptionLedger(() => at(day));
    const excused = ledger.excuse("c", ledger.read("c", records), name, `urn:pulumi:a::b::t::${name}`) !== undefined;
    return { excused, notes: ledger.notes() };
  };

  it("excuse what they name, up to and on their last day", () => {
    assert.deepEqual(excuse("2027-05-31", "orders-web"), { excused: true, notes: [] });
    const late = excuse("2027-06-01", "orders-web");
    assert.equal(late.excused, false);
    assert.match(late.notes[0] ?? "", /expired on 2027-05-31/);
  });

  it("excuse nothing else, and are told of when nothing needs them", () => {
    const other = excuse("2027-01-01", "my-orders");
    assert.equal(other.excused, false);
    assert.match(other.notes[0] ?? "", /excused nothing/);
  });

  it("take a pattern literally but for its stars", () => {
    assert.equal(excuse("2027-01-01", "axb", [{ ...record, resource: "a.b" }]).excused, false);
    assert.equal(excuse("2027-01-01", "web", [{ ...record, resource: "urn:*::web" }]).excused, true);
  });

  it("count for nothing without an owner, a reason and a day", () => {
    for (const missing of ["owner", "reason", "expires"]) {
      const { excused, notes } = excuse("2027-01-01", "orders", [{ ...record, [missing]: "" }]);
      assert.equal(excused, false, missing);
      assert.match(notes[0] ?? "", /needs resource, owner, reason and expires/, missing);
    }
  });
});
