import { strict as assert } from "node:assert";
import type { RunResult } from "../../../preflight/model";
import { gitlabReport } from "../../../preflight/report";
import { readCodeQuality } from "./readers";
import { finding, resource, result, shop } from "./sample";

const options = { root: "/shop" };
const read = (of: RunResult = shop()) => readCodeQuality(gitlabReport(of, options));
const prints = (of: RunResult): string[] => read(of).map(({ fingerprint }) => fingerprint);

describe("GitLab report", () => {
  it("has each finding at its line, what fails the run first and what can't be told last", () => {
    assert.deepEqual(
      read().map(({ check_name, severity, location }) => [
        check_name,
        severity,
        `${location.path}:${location.lines.begin}`,
      ]),
      [
        ["network-isolated-no-internet", "blocker", "infra/network/isolated-vpc.ts:61"],
        ["cloudtrail-on", "critical", "Pulumi.yaml:1"],
        ["s3-bucket-policy-denies-http", "critical", "stacks/index.ts:12"],
        ["s3-bucket-versioned", "minor", "stacks/index.ts:12"],
        ["sqs-policy-denies-http", "info", "stacks/index.ts:40"],
      ],
    );
  });

  it("says which resource of which stack it is, what is wrong, and what can't be told", () => {
    const descriptions = read().map(({ description }) => description);
    assert.equal(
      descriptions[2],
      "exports (dev): policy: there is no statement that denies aws:SecureTransport=false.",
    );
    assert.match(descriptions[4] ?? "", /^orders-dlq \(dev\): can't tell: string value at \.policy/);
  });

  it("puts the stack at the project's own file, as a path and not as an address", () => {
    const run = result([], [finding("p", undefined)]);
    const text = gitlabReport(run, { root: "/shop", projectFile: "/shop/my stacks#1/Pulumi.yaml" });
    assert.equal(readCodeQuality(text)[0]?.location.path, "my stacks#1/Pulumi.yaml");
  });

  it("leaves out what is exempt, and what the baseline has", () => {
    const run = shop();
    for (const one of run.packs[0]?.findings ?? []) {
      one.baselined = one.policy === "s3-bucket-policy-denies-http";
    }
    const checks = read(run).map(({ check_name }) => check_name);
    assert.equal(checks.length, 4);
    assert.ok(!checks.includes("s3-bucket-policy-denies-http"));
    assert.ok(!checks.includes("s3-bucket-logging"), "it is exempt");
  });

  it("takes apart a finding that could not be decided for several resources", () => {
    const queues = ["a", "b"].map((name) => resource("aws:sqs/queue:Queue", name));
    const message = queues.map(({ name, urn }) => `${name} (${urn}): the key is unknown`).join("\n");
    const run = result(queues, [finding("p", undefined, { verdict: "can't tell", message })]);
    assert.deepEqual(
      read(run).map(({ description }) => description),
      ["a (dev): can't tell: the key is unknown", "b (dev): can't tell: the key is unknown"],
    );
  });

  it("is an empty list where nothing is found, and where there is no pack", () => {
    assert.deepEqual(read(result([], [])), []);
    assert.deepEqual(read({ ...shop(), packs: [] }), []);
  });

  describe("has fingerprints", () => {
    const bucket = (name: string, line = 3) =>
      resource("aws:s3/bucket:Bucket", name, undefined, { source: { file: "/shop/loop.ts", line } });
    const twice = (line: number, stack = "dev"): RunResult => {
      const [a, b] = [bucket("a", line), bucket("b", line)];
      const found = [finding("p", a), finding("p", b), finding("q", a), finding("p", a, { message: "more" })];
      return result([a, b], [...found, finding("p", a)], { stack });
    };

    it("of their own, also for what a policy says twice, and for the same in another stack", () => {
      const all = [...prints(twice(3)), ...prints(twice(3, "prod"))];
      assert.equal(new Set(all).size, 10);
    });

    it("that stay where lines move, and where another finding comes before", () => {
      assert.deepEqual(prints(twice(3)), prints(twice(30)));
      const a = bucket("a");
      const known = finding("p", a, { message: "known" });
      const added = finding("p", a, { message: "added" });
      assert.deepEqual(prints(result([a], [added, known]))[1], prints(result([a], [known]))[0]);
    });

    it("that change where what could not be told is found out", () => {
      const verdicts = (["violation", "can't tell"] as const).map((verdict) =>
        prints(result([bucket("a")], [finding("p", bucket("a"), { verdict })])),
      );
      assert.notDeepEqual(verdicts[0], verdicts[1]);
    });
  });
});
