import { strict as assert } from "node:assert";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  applyBaseline,
  type BaselineOptions,
  type BaselineOutcome,
  baselineText,
  identityOf,
  keyOf,
  loadBaseline,
  readBaseline,
} from "../../../preflight/baseline";
import type { PolicyFinding, RunResult } from "../../../preflight/model";
import { countsOf, exitCodeOf, textReport } from "../../../preflight/report";
import { finding, resource, result } from "../report/sample";

const stack = resource("pulumi:pulumi:Stack", "shop-dev", undefined, { kind: "stack" });
const bucket = resource("aws:s3/bucket:Bucket", "exports", stack);
const queue = resource("aws:sqs/queue:Queue", "orders", stack);
const open = finding("s3-open", bucket, { message: 'acl: found "public-read", expected private' });
const plain = finding("sqs-plain", queue, {
  message: "policy: found nothing, expected a policy",
  enforcement: "advisory",
});
const wide = finding("s3-wide", bucket, { message: "rules[0].days: found 1, expected 7" });

const run = (...findings: PolicyFinding[]): RunResult => result([stack, bucket, queue], findings);
const same = (a: PolicyFinding, b: PolicyFinding): boolean => keyOf(identityOf(a)) === keyOf(identityOf(b));

describe("a finding is the same one in another run", () => {
  const cases: [string, Partial<PolicyFinding>, Partial<PolicyFinding>, boolean][] = [
    [
      "where a line of the source changed",
      { message: "at index.ts:12:3: open" },
      { message: "at index.ts:40: open" },
      true,
    ],
    ["where its place in a list changed", { message: "rules[0].a: found 1" }, { message: "rules[3].a: found 1" }, true],
    [
      "where the pack words what it expects anew",
      { message: "a: found 1, expected 2" },
      { message: "a: found 1, expected 3" },
      true,
    ],
    [
      "where the pack's description and fix changed",
      { message: "Old.\na: found 1\nDo.", description: "Old.", remediationSteps: "Do." },
      { message: "New.\na: found 1\nDo it.", description: "New.", remediationSteps: "Do it." },
      true,
    ],
    ["on another day", { message: "taken 366 days ago" }, { message: "taken 400 days ago" }, true],
    ["in another order of lines", { message: "a: found 1\nb: found 2" }, { message: "b: found 2\na: found 1" }, true],
    ["where its level changed", { enforcement: "advisory" }, { enforcement: "mandatory" }, true],
    ["in another stack", { urn: "urn:pulumi:dev::shop::a:b:C::x" }, { urn: "urn:pulumi:prod::shop::a:b:C::x" }, true],
    [
      "in another stack that its text names",
      { message: "from urn:pulumi:dev::shop::a:b:C::x" },
      { message: "from urn:pulumi:prod::shop::a:b:C::x" },
      true,
    ],
    ["not where another value was found", { message: "a: found 1" }, { message: "a: found 2" }, false],
    ["not at another property", { message: "a: found 1" }, { message: "b: found 1" }, false],
    [
      "not of another resource",
      { urn: "urn:pulumi:dev::shop::a:b:C::x" },
      { urn: "urn:pulumi:dev::shop::a:b:C::y" },
      false,
    ],
    [
      "not of another type",
      { urn: "urn:pulumi:dev::shop::a:b:C::x" },
      { urn: "urn:pulumi:dev::shop::a:b:D::x" },
      false,
    ],
    ["not of another policy", { policy: "a" }, { policy: "b" }, false],
    ["not of another pack", { pack: "a" }, { pack: "b" }, false],
    ["not of the stack as a whole", { urn: undefined }, {}, false],
  ];
  for (const [what, before, after, expected] of cases) {
    it(what, () => assert.equal(same({ ...open, ...before }, { ...open, ...after }), expected));
  }
});

describe("a baseline", () => {
  let folder = "";
  let file = "";
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "baseline-"));
    file = join(folder, "baseline.json");
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  const apply = (of: RunResult, some: Partial<BaselineOptions>): BaselineOutcome => {
    const options = { strict: false, ...some };
    return applyBaseline(of, options, loadBaseline(options), new Date("2027-01-31T10:00:00Z"));
  };
  const write = (of: RunResult, options: Partial<BaselineOptions> = {}): BaselineOutcome => {
    const outcome = apply(of, { write: file, ...options });
    writeFileSync(file, outcome.text ?? "");
    return outcome;
  };
  const policies = (): string[] => readBaseline(file)?.findings.map(({ policy }) => policy) ?? [];

  it("takes what is violated when it is new, and fails nothing", () => {
    const undecided = finding("s3-key", bucket, { verdict: "can't tell" });
    const outcome = write(run(open, plain, undecided));
    assert.deepEqual(policies(), ["s3-open", "sqs-plain"]);
    assert.equal(exitCodeOf(outcome.result), 0);
    assert.match(outcome.said[0] ?? "", /is new, with 2 violations/);
  });

  it("lets just what is new fail, and marks the rest", () => {
    write(run(open, plain));
    const { result: known } = apply(run(open, plain), { read: file });
    assert.equal(exitCodeOf(known), 0);
    assert.deepEqual(
      known.packs[0]?.findings.map(({ baselined }) => baselined),
      [true, true],
    );
    const { result: more } = apply(run(open, plain, wide), { read: file });
    assert.equal(exitCodeOf(more), 1);
    const { mandatory, advisory, baselined } = countsOf(more);
    assert.deepEqual({ mandatory, advisory, baselined }, { mandatory: 1, advisory: 0, baselined: 2 });
  });

  it("counts the same finding as often as it was there", () => {
    write(run(open, open));
    assert.equal(readBaseline(file)?.findings[0]?.count, 2);
    assert.equal(exitCodeOf(apply(run(open, open), { read: file }).result), 0);
    assert.equal(countsOf(apply(run(open, open, open), { read: file }).result).mandatory, 1);
    write(run(open));
    assert.equal(readBaseline(file)?.findings[0]?.count, undefined);
    assert.equal(countsOf(apply(run(open, open), { read: file }).result).mandatory, 1);
  });

  it("loses what is gone when it is written, and gains nothing", () => {
    write(run(open, plain));
    const outcome = write(run(plain, wide));
    assert.deepEqual(policies(), ["sqs-plain"]);
    assert.equal(exitCodeOf(outcome.result), 1);
    assert.match(outcome.said.join("\n"), /1 violation left the baseline .*\n1 violation not added .* it only shrinks/);
  });

  it("gains what is new for a reason, which it keeps", () => {
    write(run(open));
    const outcome = write(run(open, wide, plain), { grow: "a new control" });
    assert.deepEqual(policies(), ["s3-open", "s3-wide", "sqs-plain"]);
    assert.equal(exitCodeOf(outcome.result), 0);
    write(run(open, wide, plain), { grow: "nothing to add" });
    assert.deepEqual(readBaseline(file)?.grown, [{ on: "2027-01-31", added: 2, reason: "a new control" }]);
  });

  it("merges what is added again with what is there", () => {
    write(run(open));
    write(run(open, open), { grow: "a second one" });
    assert.deepEqual(
      readBaseline(file)?.findings.map(({ count }) => count),
      [2],
    );
  });

  it("tells of what is gone, and fails for it where that is wanted", () => {
    write(run(open, plain));
    const outcome = apply(run(open), { read: file });
    assert.match(
      outcome.said.join("\n"),
      /1 violation of the baseline .* not found any more.*\n {2}sqs-plain of aws:sqs/,
    );
    assert.equal(outcome.fails, false);
    assert.equal(apply(run(open), { read: file, strict: true }).fails, true);
    assert.equal(apply(run(open, plain), { read: file, strict: true }).fails, false);
  });

  it("does not take for gone what the run can't speak of", () => {
    write(run(open, plain));
    const undecided = finding("s3-open", undefined, {
      verdict: "can't tell",
      message: `exports (${bucket.urn}): acl is not known`,
    });
    const blind = apply(run(undecided, plain), { read: file, strict: true });
    assert.deepEqual([blind.said, blind.fails], [[], false]);
    write(run(undecided, plain));
    assert.deepEqual(policies(), ["s3-open", "sqs-plain"]);
    const unsaid = finding("s3-open", undefined, { verdict: "can't tell", message: "a value is not known" });
    assert.deepEqual(apply(run(unsaid, plain), { read: file, strict: true }).said, []);
    const other = { ...run(), packs: [] };
    assert.deepEqual(apply(other, { read: file, strict: true }).said, []);
  });

  it("is a file with one finding a line, whatever the order in which they were found", () => {
    write(run(open, plain, wide));
    const text = readFileSync(file, "utf8");
    rmSync(file);
    write(run(wide, plain, open));
    assert.equal(readFileSync(file, "utf8"), text);
    assert.equal(text.split("\n").filter((line) => line.startsWith('    {"pack":')).length, 3);
    assert.match(text, /"policy":"s3-open","resource":"aws:s3\/bucket:Bucket::exports","fingerprint":"[0-9a-f]{12}"/);
    const read = readBaseline(file);
    assert.ok(read);
    assert.equal(baselineText(read), text);
  });

  it("holds a finding of any text on one line", () => {
    write(run({ ...open, message: 'a\n"b"\u2028</script>\u001b[31m' }));
    assert.equal(readFileSync(file, "utf8").split("\n").length, 8);
    assert.equal(
      exitCodeOf(apply(run({ ...open, message: 'a\n"b"\u2028</script>\u001b[31m' }), { read: file }).result),
      0,
    );
  });

  it("is told apart in the report, by policy", () => {
    write(run(open));
    const report = textReport(apply(run(open, wide), { read: file }).result);
    assert.match(report, /In the baseline\n {2}· s3-open: 1 violation, exports\n/);
    assert.match(report, /Violations\n {2}exports[\s\S]*s3-wide/);
    assert.doesNotMatch(report.split("In the baseline")[0] ?? "", /s3-open/);
    assert.match(report, /✗ 1 mandatory violation · 1 in the baseline/);
  });

  it("that is missing, damaged or of another version is told of by name", () => {
    const refused = (message: RegExp): void =>
      assert.throws(() => apply(run(), { read: file }), { name: "UserError", message });
    refused(/There is no baseline .*baseline\.json\. Write it with --write-baseline/);
    writeFileSync(file, "{");
    refused(/baseline\.json is no JSON/);
    writeFileSync(file, '{"formatVersion":2}');
    refused(/has the format version 2; this preflight reads 1/);
    writeFileSync(file, '{"formatVersion":1,"findings":[{"pack":"a"}]}');
    refused(/baseline\.json is damaged/);
  });
});
