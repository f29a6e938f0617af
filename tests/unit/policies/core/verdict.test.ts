import { strict as assert } from "node:assert";
import {
  all,
  any,
  cannotTell,
  control,
  fail,
  integer,
  notApplicable,
  pass,
  Resource,
  type Verdict,
  when,
} from "../../../../policies/index";

const failure = fail({ path: "p", found: "x", expected: "y" });
const undecided = cannotTell("not known");
const none = notApplicable("nothing");

describe("verdicts", () => {
  const kinds = (...cases: [Verdict, string][]): void =>
    assert.deepEqual(
      cases.map(([{ kind }]) => kind),
      cases.map(([, kind]) => kind),
    );

  it("under all: a failure decides, then what is unknown", () =>
    kinds(
      [all(pass, undecided, failure), "fail"],
      [all(pass, undecided), "undecided"],
      [all(pass, none), "pass"],
      [all(none, none), "not applicable"],
      [all(), "pass"],
    ));

  it("under any: a pass decides, then what is unknown", () =>
    kinds(
      [any([failure, undecided, pass]), "pass"],
      [any([failure, undecided]), "undecided"],
      [any([failure, none]), "fail"],
      [any([]), "not applicable"],
      [any([], failure), "fail"],
    ));

  it("under a condition that is unknown: only what holds either way", () =>
    kinds(
      [
        when(
          undecided,
          () => failure,
          () => failure,
        ),
        "fail",
      ],
      [when(undecided, () => pass), "pass"],
      [when(undecided, () => failure), "undecided"],
      [when(failure, () => failure), "pass"],
      [when(pass, () => failure), "fail"],
    ));

  it("keep every finding", () => {
    const verdict = all(failure, failure);
    assert.equal(verdict.kind === "fail" && verdict.findings.length, 2);
  });
});

describe("a control", () => {
  const resource = new Resource("t", "n", "u", {});
  const base = { id: "a-b", title: "t", severity: "low" as const, why: "w.", fix: "f.", on: ["t"] };
  const stackTags = new Map<string, string>();

  it("that throws leaves its resource undecided with the reason", () => {
    const broken = control({
      ...base,
      check: () => {
        throw new Error("no such thing");
      },
    });
    const verdict = broken.judge(resource, { config: {}, stackTags });
    assert.ok(verdict.kind === "undecided");
    assert.match(verdict.undecided[0]?.reason ?? "", /the control itself failed: no such thing/);
  });

  it("takes its settings from the configuration, and refuses to guess at wrong ones", () => {
    const config = { least: integer({ default: 2, minimum: 1, description: "d" }) };
    const sized = control({ ...base, config, check: (_, context) => (context.config.least === 3 ? pass : failure) });
    const kind = (least?: unknown) => sized.judge(resource, { config: { least }, stackTags }).kind;
    assert.deepEqual([kind(), kind(3), kind(0), kind("3")], ["fail", "pass", "undecided", "undecided"]);
  });
});
