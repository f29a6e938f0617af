import { strict as assert } from "node:assert";
import { datedLists, kubernetesVersions } from "../../../../policies/facts/facts";
import { ageNote } from "../../../../policies/index";

const at = (day: string) => new Date(`${day}T12:00:00Z`);

describe("lists that age", () => {
  const list = { asOf: "2026-01-01", source: "https://docs.example.com/list" };

  it("are told of once they are older than a year, with their source", () => {
    assert.equal(ageNote("TLS policies", list, at("2027-01-01")), undefined);
    assert.match(ageNote("TLS policies", list, at("2027-01-03")) ?? "", /367 days ago .*docs\.example\.com/);
    assert.equal(ageNote("TLS policies", list, at("2027-01-03"), 500), undefined);
  });

  it("are told of from the day on that an announced change holds", () => {
    const announced = { ...list, next: { day: "2026-03-31", what: "ruby3.3 is deprecated" } };
    assert.equal(ageNote("runtimes", announced, at("2026-03-30")), undefined);
    assert.match(
      ageNote("runtimes", announced, at("2026-03-31")) ?? "",
      /^runtimes is from before 2026-03-31, since when ruby3\.3 is deprecated: compare it with .*docs\.example\.com/,
    );
  });

  it("are told of when their day is none", () => {
    assert.match(ageNote("x", { ...list, asOf: "soon" }, at("2026-01-01")) ?? "", /"soon", which is no day/);
  });

  it("have a day and an address in the pack", () => {
    for (const [name, { asOf, source, next }] of Object.entries(datedLists)) {
      assert.match(asOf, /^\d{4}-\d{2}-\d{2}$/, name);
      assert.match(source, /^https:\/\/docs\.aws\.amazon\.com\//, name);
      if (next) assert.ok(/^\d{4}-\d{2}-\d{2}$/.test(next.day) && next.day > asOf, `${name}: ${next.day}`);
    }
  });

  it("say of Kubernetes when the oldest version is out of standard support", () => {
    const { next, oldestInStandardSupport: oldest, standardSupportEnds } = kubernetesVersions;
    assert.equal(next.day, new Map(Object.entries(standardSupportEnds)).get(oldest));
    assert.ok(next.what.startsWith(`${oldest} `), next.what);
  });
});
