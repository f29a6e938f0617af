import { strict as assert } from "node:assert";
import type { RunResult } from "../../../preflight/model";
import { csvReport, githubReport, jsonReport, junitReport, markdownReport } from "../../../preflight/report";
import { elements, jsonReportErrors, readCommands, readCsv, readXml } from "./readers";
import { finding, policy, resource, result, shop } from "./sample";

const options = { root: "/shop" };
const many = (number: number, more: Parameters<typeof finding>[2] = {}): RunResult => {
  const queues = Array.from({ length: number }, (_, i) => resource("aws:sqs/queue:Queue", `q${i}`));
  return result(
    queues,
    queues.map((queue) => finding("encrypted", queue, { message: "key: found nothing, expected a key", ...more })),
  );
};

describe("JSON report's schema", () => {
  it("takes a report, and tells of every field of it", () => {
    const run = shop();
    run.packs[0]?.remediations.push({
      pack: "controls",
      policy: "tag",
      urn: "urn:pulumi:dev::shop::aws:sqs/queue:Queue::orders",
      properties: ["tags"],
      changes: [{ path: "tags.a", before: { $secret: true }, after: "b" }],
      diagnostic: "as agreed",
    });
    assert.deepEqual(jsonReportErrors(jsonReport(run)), []);
    assert.deepEqual(jsonReportErrors(jsonReport(run), "closed"), []);
  });

  it("takes fields that are new", () => {
    assert.deepEqual(jsonReportErrors(jsonReport(Object.assign(shop(), { more: 1 }))), []);
  });

  it("refuses what is no report of this version", () => {
    const report = JSON.parse(jsonReport(shop()));
    const { packs, ...withoutPacks } = report;
    assert.notDeepEqual(jsonReportErrors(JSON.stringify(withoutPacks)), []);
    assert.notDeepEqual(jsonReportErrors(JSON.stringify({ ...report, formatVersion: 2 })), []);
    packs[0].findings[0].verdict = "pass";
    assert.deepEqual(jsonReportErrors(JSON.stringify(report)), [
      "/packs/0/findings/0/verdict must be equal to one of the allowed values",
    ]);
  });
});

describe("JUnit report", () => {
  const read = (of: RunResult = shop()) => readXml(junitReport(of, options));

  it("has a suite a pack and a case a policy and resource, and counts them", () => {
    const root = read();
    assert.equal(root.name, "testsuites");
    const [suite] = elements(root, "testsuite");
    const cases = elements(root, "testcase");
    assert.equal(suite?.attributes.name, "controls shop/dev");
    assert.equal(suite?.attributes.tests, String(cases.length));
    assert.equal(cases.length, 11);
    assert.equal(suite?.attributes.failures, "3");
    assert.equal(suite?.attributes.skipped, "3");
  });

  it("fails for what is mandatory, skips with the reason what is advisory, in doubt or exempt, and passes the rest", () => {
    const cases = elements(read(), "testcase").map(({ attributes, children }) => {
      const said = children.find(({ name }) => name === "failure" || name === "skipped");
      return `${attributes.classname} ${attributes.name}: ${said ? `${said.name} ${said.attributes.message}` : "passed"}`;
    });
    for (const expected of [
      "s3-bucket-policy-denies-http exports (s3.Bucket): failure policy: there is no statement that denies aws:SecureTransport=false.",
      "cloudtrail-on the stack: failure The stack is an account's foundation and has no trail.",
      "s3-bucket-versioned exports (s3.Bucket): skipped advisory violation: versioning: absent; expected enabled.",
      "sqs-policy-denies-http orders-dlq (sqs.Queue): skipped can't tell: string value at .policy can't be known during preview",
      "s3-bucket-logging exports (s3.Bucket): skipped exempted: exports is exempt until 2027-01-31 (platform): logs are kept by the partner",
      "sns-topic-encrypted orders-topic (sns.Topic): passed",
    ]) {
      assert.ok(cases.includes(expected), `${expected}\nis not in\n${cases.join("\n")}`);
    }
  });

  it("names file and line of a failure and how it is fixed", () => {
    const failed = elements(read(), "testcase").find(
      ({ attributes }) => attributes.classname === "network-isolated-no-internet",
    );
    assert.equal(failed?.attributes.file, "infra/network/isolated-vpc.ts");
    assert.equal(failed?.attributes.line, "61");
    assert.match(failed?.children[0]?.text ?? "", /fix: Remove the internet gateway/);
  });

  it("makes one case of what a policy has to say twice of a resource", () => {
    const queue = resource("aws:sqs/queue:Queue", "q");
    const root = read(result([queue], [finding("p", queue, { message: "a" }), finding("p", queue, { message: "b" })]));
    assert.deepEqual(
      elements(root, "failure").map(({ text }) => text),
      ["a\nb"],
    );
  });
});

describe("GitHub report", () => {
  it("annotates the lines of a pull request, the worst first, with what to do", () => {
    const { commands, lines } = readCommands(githubReport(shop(), options));
    assert.deepEqual(lines, [""]);
    assert.deepEqual(
      commands.map(({ name, properties }) => `${name} ${properties.title}`),
      [
        "error network-isolated-no-internet (critical)",
        "error cloudtrail-on (medium)",
        "error s3-bucket-policy-denies-http (medium)",
        "warning s3-bucket-versioned (low)",
        "notice sqs-policy-denies-http (high)",
      ],
    );
    assert.deepEqual(commands[2], {
      name: "error",
      properties: { file: "stacks/index.ts", line: "12", title: "s3-bucket-policy-denies-http (medium)" },
      message:
        "exports: policy: there is no statement that denies aws:SecureTransport=false.\nfix: Add a Deny statement for aws:SecureTransport=false.",
    });
  });

  it("has no more of a level than GitHub shows, and says how many are left out", () => {
    const { commands } = readCommands(githubReport(many(25), options));
    assert.equal(commands.length, 10);
    assert.equal(commands.at(-1)?.message, "… and 16 more findings");
    assert.equal(readCommands(githubReport(many(10), options)).commands.at(-1)?.properties.title, "encrypted (high)");
  });
});

describe("CSV report", () => {
  const rows = readCsv(csvReport(shop(), options));

  it("has a row a control and resource, and one for each control that judged nothing", () => {
    const lines = rows.map(({ control, verdict, resource: name }) => `${control} ${verdict} ${name}`.trim());
    assert.deepEqual(lines.slice(0, 7), [
      "network-isolated-no-internet violation payments-igw",
      "cloudtrail-on violation the stack",
      "s3-bucket-policy-denies-http violation exports",
      "s3-bucket-versioned violation exports",
      "sqs-policy-denies-http can't tell orders-dlq",
      "s3-bucket-logging exempted exports",
      "sns-topic-encrypted held orders-topic",
    ]);
    assert.equal(lines.filter((line) => line.startsWith("ec2-subnet-no-public-ip held")).length, 4);
    assert.equal(lines.at(-1), "tags-required disabled");
  });

  it("gives an auditor evidence, frameworks, exemption and the line in the source", () => {
    const [first] = rows;
    assert.equal(first?.file, "infra/network/isolated-vpc.ts");
    assert.equal(first?.line, "61");
    assert.equal(first?.frameworks, "pci-dss-4.0.1:1.4.4; nist-800-53-r5:SC-7");
    assert.match(first?.evidence ?? "", /^vpcId: this internet gateway is attached/);
    const exempted = rows.find(({ verdict }) => verdict === "exempted");
    assert.equal(exempted?.evidence, "");
    assert.match(exempted?.exemption ?? "", /^exports is exempt until 2027-01-31/);
  });

  it("has the line ends and quotes of RFC 4180", () => {
    const queue = resource("aws:sqs/queue:Queue", "q");
    const text = csvReport(result([queue], [finding("p", queue, { message: 'a "b",\nc' })]), options);
    assert.match(text, /,"a ""b"",\nc",/);
    assert.match(text, /\r\n$/);
    assert.equal(text.split("\r\n").length, 3);
  });
});

describe("Markdown report", () => {
  const text = markdownReport(shop(), options);

  it("begins with a mark that a workflow finds its comment by, the verdict and the counts", () => {
    const [marker, title, , scope] = text.split("\n");
    assert.equal(marker, "<!-- preflight shop/dev -->");
    assert.equal(title, "### ❌ 3 mandatory violations");
    assert.match(scope ?? "", /^`shop` `dev`: \d+ resources, 4 components, 84 policies, 1\.43 s$/);
  });

  it("counts by severity and by framework", () => {
    assert.match(text, /^\| critical \| 1 \| 0 \| 0 \| 0 \|$/m);
    assert.match(text, /^\| medium \| 2 \| 0 \| 0 \| 0 \|$/m);
    assert.match(text, /^\| low \| 0 \| 1 \| 0 \| 0 \|$/m);
    assert.match(text, /^\| `fsbp-1\.0\.0` \| 2 \| 1 \| 0 \| 0 \| 1 \| 0 \|$/m);
  });

  it("links each violation to its line, relative or below what it is given", () => {
    const path = "infra/network/isolated-vpc.ts#L61";
    assert.ok(text.includes(`](${path})`));
    const links = "https://github.com/acme/shop/blob/main/";
    assert.ok(markdownReport(shop(), { ...options, links }).includes(`](${links}${path})`));
  });

  it("lists exemptions in the open and folds what can't be told", () => {
    assert.match(text, /#### 1 exemption\n\n[^<]*exports is exempt until 2027-01-31/);
    assert.match(
      text,
      /<details>\n<summary>1 finding that can't be told before the deployment<\/summary>\n\n\|.*<\/details>/s,
    );
  });

  for (const verdict of ["violation", "can't tell"] as const) {
    for (const length of [0, 900]) {
      it(`fits into a comment with 5,000 findings (${verdict}) of ${length} characters, and counts what it leaves out`, () => {
        const found = many(5_000, { verdict, enforcement: "advisory", message: "*".repeat(length) });
        const long = markdownReport(found, options);
        assert.ok(long.length <= 65_536, `${long.length} characters`);
        assert.ok(long.length > 60_000, "the room is used");
        const rows = long.match(/^\| .*q\d+.*$/gm)?.length ?? 0;
        const left = Number(/… and ([\d,]+) more that have no room/.exec(long)?.[1]?.replace(",", ""));
        assert.equal(rows + left, 5_000);
      });
    }
  }

  it("lists what policies changed, a row a property", () => {
    const queue = resource("aws:sqs/queue:Queue", "orders");
    const changes = [
      { path: "delaySeconds", before: 1, after: 9 },
      { path: "tags.a|b", after: "*x*" },
    ];
    const remediations = [
      { pack: "controls", policy: "slower", urn: queue.urn, properties: ["delaySeconds", "tags"], changes },
    ];
    const changed = markdownReport(result([queue], [], {}, { remediations }), options);
    assert.match(changed, /#### 1 remediation\n/);
    assert.ok(changed.includes("| `slower` | `orders` | `delaySeconds 1 -> 9` |\n"));
    assert.ok(changed.includes('| `slower` | `orders` | `tags.a\\|b nothing -> "*x*"` |\n'));
  });

  it("says how a policy's violation is fixed once", () => {
    const queues = ["a", "b"].map((name) => resource("aws:sqs/queue:Queue", name));
    const catalogue = [policy("p", { remediationSteps: "Set a key" })];
    const twice = result(
      queues,
      queues.map((queue) => finding("p", queue)),
      {},
      { catalogue },
    );
    assert.equal(markdownReport(twice, options).match(/\*\*Fix:\*\* Set a key/g)?.length, 1);
  });
});
