import { strict as assert } from "node:assert";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type ExemptibleControl, ExemptionLedger, type Violator } from "../../../../policies/exemptions/ledger";
import { exemptionSettingsOf } from "../../../../policies/exemptions/settings";
import { exemptLine } from "../../../../policies/exemptions/wording";

const high: ExemptibleControl = { id: "elb-zones", severity: "high" };
const critical: ExemptibleControl = { id: "vpc-isolation", severity: "critical" };
const controls = [high, critical, { id: "s3-tls", severity: "medium" } satisfies ExemptibleControl];

const record = {
  control: "elb-zones",
  resource: "orders*",
  owner: "shop",
  reason: "moves in May",
  ticket: "SHOP-12",
  expires: "2027-05-31",
};
const violator = (name: string): Violator => ({ name, urn: `urn:pulumi:a::b::t::${name}` });
const ledgerOn = (day: string, settings: Record<string, unknown> = {}): ExemptionLedger => {
  const ledger = new ExemptionLedger(controls, () => new Date(`${day}T12:00:00Z`));
  ledger.configure(exemptionSettingsOf(settings));
  return ledger;
};
const messages = (ledger: ExemptionLedger): string[] => ledger.notes().map(({ message }) => message);

describe("exemptions", () => {
  const excuse = (day: string, name: string, exemptions: unknown[] = [record], control = high) => {
    const ledger = ledgerOn(day, { exemptions });
    const excused = ledger.excuse(control, [violator(name)]) !== undefined;
    return { excused, notes: messages(ledger) };
  };

  it("excuse what they name, up to and on their last day", () => {
    assert.deepEqual(excuse("2027-05-31", "orders-web"), { excused: true, notes: [] });
    const late = excuse("2027-06-01", "orders-web");
    assert.equal(late.excused, false);
    assert.match(late.notes[0] ?? "", /^elb-zones: the exemption of orders\* \(shop\) expired on 2027-05-31/);
    assert.equal(late.notes.length, 1);
  });

  it("excuse nothing else, and are told of when nothing needs them", () => {
    const other = excuse("2027-01-01", "my-orders");
    assert.equal(other.excused, false);
    assert.match(other.notes[0] ?? "", /excused nothing/);
    assert.equal(excuse("2027-01-01", "orders", [{ ...record, control: "s3-tls" }]).excused, false);
  });

  it("take a pattern literally but for its stars, of a resource and of a control", () => {
    assert.equal(excuse("2027-01-01", "axb", [{ ...record, resource: "a.b" }]).excused, false);
    assert.equal(excuse("2027-01-01", "web", [{ ...record, resource: "urn:*::web" }]).excused, true);
    assert.equal(excuse("2027-01-01", "orders", [{ ...record, control: "elb-*" }]).excused, true);
  });

  it("count for nothing without one of their fields, with a strange one, or with a day that does not exist", () => {
    const cases: [Record<string, unknown>, RegExp][] = [
      ...["resource", "owner", "reason", "ticket", "expires"].map((missing): [Record<string, unknown>, RegExp] => [
        { [missing]: "" },
        new RegExp(`^elb-zones: an exemption needs ${missing}$`),
      ]),
      [{ control: undefined }, /^an exemption needs control$/],
      [{ owners: "shop" }, /has "owners", which no exemption has/],
      [{ approver: 7 }, /has no text as its approver/],
      [{ evidence: "" }, /has no text as its evidence/],
      [{ expires: "2027-02-30" }, /expires on "2027-02-30", which is no day/],
      [{ expires: "next year" }, /which is no day/],
    ];
    for (const [change, message] of cases) {
      const { excused, notes } = excuse("2027-01-01", "orders", [{ ...record, ...change }]);
      assert.equal(excused, false, JSON.stringify(change));
      assert.match(notes[0] ?? "", message);
    }
    assert.match(excuse("2027-01-01", "orders", ["orders"]).notes[0] ?? "", /an exemption is no record/);
  });

  it("of a control that the pack does not have are told of", () => {
    const { notes } = excuse("2027-01-01", "orders", [{ ...record, control: "elb-zone" }]);
    assert.deepEqual(notes, ["elb-zone: the exemption of orders* names no control of the pack"]);
  });

  it("of a critical control need an approver, by name and by pattern", () => {
    const exact = excuse("2027-01-01", "orders", [{ ...record, control: "vpc-isolation" }], critical);
    assert.equal(exact.excused, false);
    assert.deepEqual(exact.notes, [
      "vpc-isolation: the exemption of orders* needs an approver, since the control is critical",
    ]);
    const pattern = excuse("2027-01-01", "orders", [{ ...record, control: "*" }], critical);
    assert.equal(pattern.excused, false);
    assert.match(pattern.notes[0] ?? "", /excuses no violation of vpc-isolation, which is critical/);
    assert.equal(excuse("2027-01-01", "orders", [{ ...record, control: "*" }]).excused, true);
    const approved = [{ ...record, control: "vpc-isolation", approver: "security" }];
    assert.deepEqual(excuse("2027-01-01", "orders", approved, critical), { excused: true, notes: [] });
  });

  it("in a control's own setting need neither control nor ticket", () => {
    const ledger = ledgerOn("2027-01-01");
    const { control, ticket, ...own } = record;
    ledger.read(high.id, [own]);
    assert.ok(ledger.excuse(high, [violator("orders")]));
    assert.equal(ledger.excuse(controls[2] ?? high, [violator("orders")]), undefined);
    ledger.read("s3-tls", [record]);
    assert.deepEqual(messages(ledger), [`s3-tls: an exemption has "control", which no exemption has`]);
    assert.equal(control + ticket, "elb-zonesSHOP-12");
  });

  it("may name the resource to blame in place of the one that was judged", () => {
    const ledger = ledgerOn("2027-01-01", { exemptions: [record] });
    assert.equal(ledger.excuse(high, [violator("web"), violator("orders")])?.violator.name, "orders");
  });

  it("beyond the limits of number and time are told of, and hold all the same", () => {
    const exemptions = [record, { ...record, resource: "web", expires: "2027-02-01" }];
    const ledger = ledgerOn("2027-01-01", { exemptions, mostExemptions: 1, longestExemption: 90 });
    assert.ok(ledger.excuse(high, [violator("orders")]));
    assert.ok(ledger.excuse(high, [violator("web")]));
    assert.deepEqual(messages(ledger), [
      "2 exemptions hold at the same time, mostExemptions is 1: end some",
      "elb-zones: the exemption of orders* (shop) holds until 2027-05-31, longestExemption is 90 days: let it expire by 2027-04-01",
    ]);
    const within = ledgerOn("2027-01-01", { exemptions, mostExemptions: 2, longestExemption: 150 });
    within.excuse(high, [violator("orders")]);
    within.excuse(high, [violator("web")]);
    assert.deepEqual(messages(within), []);
  });

  it("excuse nothing where they are to be ignored, and are not called unused then", () => {
    const ledger = ledgerOn("2027-01-01", { exemptions: [record], ignoreExemptions: true });
    assert.equal(ledger.excuse(high, [violator("orders")]), undefined);
    assert.deepEqual(messages(ledger), []);
  });

  it("from controls that are off in this run are not called unused", () => {
    const ledger = ledgerOn("2027-01-01", { exemptions: [record, { ...record, control: "s3-*" }] });
    ledger.enable(["s3-tls"]);
    assert.deepEqual(messages(ledger), ["s3-*: the exemption of orders* (shop) excused nothing: remove it"]);
  });

  it("of what can't be decided yet are not called unused", () => {
    const ledger = ledgerOn("2027-01-01", { exemptions: [record, { ...record, resource: "web" }] });
    ledger.spare(high, violator("orders"));
    assert.deepEqual(messages(ledger), ["elb-zones: the exemption of web (shop) excused nothing: remove it"]);
  });

  it("stay used when the pack is configured once more", () => {
    const ledger = ledgerOn("2027-01-01", { exemptions: [record] });
    ledger.excuse(high, [violator("orders")]);
    ledger.configure(exemptionSettingsOf({ exemptions: [{ ...record }] }));
    assert.deepEqual(messages(ledger), []);
  });

  describe("of the program", () => {
    const declare = (ledger: ExemptionLedger, change: Record<string, unknown> = {}) =>
      ledger.declare("urn:declared", { ...record, ...change });

    it("excuse what is judged after them", () => {
      const ledger = ledgerOn("2027-01-01");
      assert.equal(declare(ledger), undefined);
      assert.ok(ledger.excuse(high, [violator("orders")]));
      assert.deepEqual(messages(ledger), []);
    });

    it("are told of at their place when they came too late, also when the resource is looked at again", () => {
      const ledger = ledgerOn("2027-01-01");
      assert.equal(ledger.excuse(high, [violator("orders")]), undefined);
      declare(ledger);
      assert.equal(ledger.excuse(high, [violator("orders")]), undefined);
      assert.deepEqual(ledger.notes(), [
        {
          message:
            "elb-zones: the exemption of orders* (shop) came too late for orders: declare it first, and let the resource depend on it",
          urn: "urn:declared",
        },
      ]);
    });

    it("that are incomplete say so at once and once", () => {
      const ledger = ledgerOn("2027-01-01");
      assert.equal(declare(ledger, { ticket: undefined }), "elb-zones: an exemption needs ticket");
      declare(ledger, { ticket: undefined });
      assert.deepEqual(messages(ledger), ["elb-zones: an exemption needs ticket"]);
      assert.match(ledger.declare("urn:other", "owner is not known: write it") ?? "", /owner is not known/);
    });
  });

  describe("in a file", () => {
    let folder = "";
    before(() => {
      folder = mkdtempSync(join(tmpdir(), "exemptions-"));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));
    const from = (text: string): ExemptionLedger => {
      const exemptionsFile = join(folder, "exemptions.yaml");
      writeFileSync(exemptionsFile, text);
      return ledgerOn("2027-01-01", { exemptionsFile });
    };

    it("are read from YAML and JSON, as a list or below a key, days without quotes too", () => {
      const yaml = Object.entries(record).map(
        ([key, value]) => `${key}: ${value.startsWith("orders") ? '"orders*"' : value}`,
      );
      for (const text of [`- ${yaml.join("\n  ")}\n`, JSON.stringify({ exemptions: [record] })]) {
        const ledger = from(text);
        assert.ok(ledger.excuse(high, [violator("orders")]), text);
        assert.deepEqual(messages(ledger), []);
      }
    });

    it("are told of where it can't be read", () => {
      assert.match(messages(from("a: b\n"))[0] ?? "", /exemptions\.yaml holds no list/);
      assert.match(messages(from("- {a\n"))[0] ?? "", /exemptions\.yaml is no valid YAML/);
      const missing = ledgerOn("2027-01-01", { exemptionsFile: join(folder, "none.yaml") });
      assert.match(messages(missing)[0] ?? "", /none\.yaml can't be read: ENOENT/);
    });
  });

  it("are told of in words that can be taken apart, whatever is in them", () => {
    const hostile = {
      ...record,
      owner: 'a "b", (c): d',
      reason: "moves\nin May",
      approver: "security",
      evidence: "https://wiki/x",
    };
    const line = exemptLine({ control: high.id, name: "web", urn: "urn:pulumi:a::b::t::web" }, hostile);
    assert.equal(
      line,
      'web is exempt until 2027-05-31 (control "elb-zones", owner "a \\"b\\", (c): d", ticket "SHOP-12", approver "security", evidence "https://wiki/x", urn "urn:pulumi:a::b::t::web"): moves in May',
    );
    const parts = /^(.*) is exempt until (\S+) \(((?:\w+ "(?:[^"\\]|\\.)*"(?:, )?)*)\): (.*)$/.exec(line);
    assert.deepEqual(parts?.slice(1, 3), ["web", "2027-05-31"]);
    const details = [...(parts?.[3] ?? "").matchAll(/(\w+) ("(?:[^"\\]|\\.)*")/g)].map(([, key, text]) => [
      key,
      JSON.parse(text ?? ""),
    ]);
    assert.equal(Object.fromEntries(details).owner, hostile.owner);
  });
});
