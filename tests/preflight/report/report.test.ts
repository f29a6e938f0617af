import { strict as assert } from "node:assert";
import { countsOf, exitCodeOf, jsonReport, textReport } from "../../../preflight/report";
import { finding, resource, result, shop } from "./sample";

const plain = { columns: 100, cwd: "/shop" };

function lines(text: string): string[] {
  return text.split("\n");
}

/** The lines of a report from a heading to the next empty line at its level. */
function part(text: string, heading: string): string[] {
  const all = lines(text);
  const from = all.indexOf(heading);
  assert.notEqual(from, -1, `no "${heading}" in\n${text}`);
  const length = all.slice(from + 1).findIndex((line) => /^\S/.test(line));
  return all.slice(from + 1, from + 1 + length).filter((line) => line !== "");
}

describe("text report", () => {
  it("shows resources by component, with findings in place and sound leaves counted by type", () => {
    const text = textReport(shop(), plain);
    assert.deepEqual(lines(text).slice(0, 11), [
      "shop dev  symbolic values",
      "├─ platform  network.Vpc  6 resources",
      "│  └─ 4 Subnet · 2 RouteTable",
      "├─ payments  network.IsolatedVpc  2 resources",
      "│  ├─ payments-vpc  ec2.Vpc",
      "│  └─ ✗ payments-igw  ec2.InternetGateway  network-isolated-no-internet",
      "├─ orders  messaging.MessageBus  2 resources",
      "│  ├─ orders-topic  sns.Topic",
      "│  └─ ? orders-dlq  sqs.Queue  1 can't tell",
      "├─ catalog-image  awsx.ecr.Image  opaque: what it creates is not known",
      "└─ ✗ exports  s3.Bucket  s3-bucket-policy-denies-http  s3-bucket-versioned",
    ]);
  });

  it("breaks a long list of types at the width, below its branch", () => {
    const vpc = resource("pkg:index:Vpc", "v", undefined, { kind: "component" });
    const other = resource("aws:sqs/queue:Queue", "q");
    const types = ["RouteTable", "InternetGateway", "DefaultSecurityGroup", "FlowLog"];
    const children = types.map((type) => resource(`aws:ec2/x:${type}`, type, vpc));
    const text = textReport(result([vpc, ...children, other], []), { ...plain, columns: 50 });
    assert.deepEqual(lines(text).slice(1, 5), [
      "├─ v  pkg.Vpc  4 resources",
      "│  └─ RouteTable · InternetGateway",
      "│     DefaultSecurityGroup · FlowLog",
      "└─ q  sqs.Queue",
    ]);
  });

  it("shows with all every resource, default providers too", () => {
    const text = textReport(shop(), { ...plain, show: "all" });
    for (const { name, kind } of shop().graph.resources) {
      assert.ok(kind === "stack" || text.includes(`─ ${name}`) || text.includes(` ${name}  `), name);
    }
    assert.match(text, /info: hello/);
  });

  it("shows with problems just the branches with findings", () => {
    const text = textReport(shop(), { ...plain, show: "problems" });
    assert.match(text, /payments-igw/);
    assert.match(text, /orders-dlq/);
    assert.doesNotMatch(text, /platform|orders-topic|payments-vpc {2}ec2|catalog-image {2}awsx/);
  });

  it("gives each violation its resource, place, message, fix and link, worst first", () => {
    assert.deepEqual(part(textReport(shop(), plain), "Violations").slice(0, 8), [
      "  payments-igw  ec2.InternetGateway  infra/network/isolated-vpc.ts:61",
      "    ✗ network-isolated-no-internet  mandatory  critical  · with symbolic values only",
      "      vpcId: this internet gateway is attached to payments-vpc, which is tagged isolated; expected",
      "      no internet gateway.",
      "      fix: Remove the internet gateway. Reach AWS services through AwsServiceEndpoints, and other",
      "           services through PrivateServiceConnection.",
      "      https://docs.aws.amazon.com/vpc/latest/userguide/VPC_Internet_Gateway.html",
      "  The stack as a whole",
    ]);
  });

  it("says how a policy's violation is fixed once, however many resources violate it", () => {
    const buckets = ["a", "b", "c"].map((name) => resource("aws:s3/bucket:Bucket", name));
    const found = buckets.map((bucket) =>
      finding("private", bucket, { message: "is public", remediationSteps: "Hide it." }),
    );
    const text = textReport(result(buckets, found), plain);
    assert.equal(text.match(/fix: Hide it\./g)?.length, 1);
    assert.equal(text.match(/is public/g)?.length, 3);
  });

  it("counts violations beyond the first forty resources instead of hiding them", () => {
    const buckets = Array.from({ length: 45 }, (_, i) => resource("aws:s3/bucket:Bucket", `b${i}`));
    const found = buckets.map((bucket) => finding("private", bucket, { message: "is public" }));
    assert.match(
      textReport(result(buckets, found), plain),
      /… and 5 more resources: 5 × private\. See them with --show all\./,
    );
    assert.equal(textReport(result(buckets, found), { ...plain, show: "all" }).match(/is public/g)?.length, 45);
  });

  it("counts what is below one parent beyond forty lines", () => {
    const buckets = Array.from({ length: 45 }, (_, i) => resource("aws:s3/bucket:Bucket", `b${i}`));
    const found = buckets.map((bucket) => finding("private", bucket));
    const text = textReport(result(buckets, found), plain);
    assert.match(text, /\n├─ ✗ b39 .*\n└─ … and 5 more resources with 5 findings: see them with --show all\n/);
  });

  it("lists what can't be told by policy and reason, with the resources", () => {
    const queues = ["a", "b", "c", "d", "e", "f"].map((name) => resource("aws:sqs/queue:Queue", name));
    const found = queues.map((queue) =>
      finding("encrypted", queue, { verdict: "can't tell", enforcement: "advisory", message: "kmsKeyId is unknown" }),
    );
    assert.deepEqual(part(textReport(result(queues, found), plain), "Can't tell"), [
      "  ? encrypted",
      "      a, b, c, d and 2 more: kmsKeyId is unknown",
    ]);
  });

  it("takes apart an undecided finding that tells of several resources, a line each", () => {
    const queues = ["a", "b"].map((name) => resource("aws:sqs/queue:Queue", name));
    const message = queues.map(({ name, urn }) => `${name} (${urn}): the key is unknown`).join("\n");
    const found = [finding("encrypted", undefined, { verdict: "can't tell", enforcement: "advisory", message })];
    const text = textReport(result(queues, found), plain);
    assert.deepEqual(part(text, "Can't tell"), ["  ? encrypted", "      a, b: the key is unknown"]);
    assert.match(text, /─ \? a {2}sqs\.Queue {2}1 can't tell/);
  });

  it("does not repeat the description and the fix that a message is wrapped in", () => {
    const queue = resource("aws:sqs/queue:Queue", "q");
    const more = { description: "Queues are encrypted.", remediationSteps: "Set a key." };
    const message = `${more.description}\nkey: found nothing, expected a key\n${more.remediationSteps}`;
    assert.deepEqual(
      part(textReport(result([queue], [finding("encrypted", queue, { ...more, message })]), plain), "Violations"),
      [
        "  q  sqs.Queue",
        "    ✗ encrypted  mandatory  high",
        "      key: found nothing, expected a key",
        "      fix: Set a key.",
      ],
    );
  });

  it("names invokes without an answer, opaque components and the program's warnings", () => {
    const text = textReport(shop(), plain);
    assert.deepEqual(part(text, "Provider functions without an answer"), [
      "  aws:ec2/getAmi:getAmi: needs the EC2 API (2 times)",
    ]);
    assert.match(part(text, "Notes").join(), /catalog-image: awsx's plugin is not installed/);
    assert.deepEqual(part(text, "Logged by the program"), ["  warning: versionedBucket is deprecated"]);
  });

  it("tells what policies changed", () => {
    const queue = resource("aws:sqs/queue:Queue", "orders");
    const run = result([queue], []);
    const remediation = { pack: "controls", policy: "tag", urn: queue.urn };
    run.packs[0]?.remediations.push(
      {
        ...remediation,
        properties: ["delaySeconds", "tags"],
        changes: [
          { path: "delaySeconds", before: 1, after: 9 },
          { path: "tags.owner", after: "shop" },
          { path: "tags.token", before: { $secret: true } },
        ],
        diagnostic: "as agreed",
      },
      { ...remediation, properties: [], changes: [] },
    );
    assert.deepEqual(part(textReport(run, plain), "Remediated"), [
      "  ~ orders: tag: delaySeconds 1 -> 9 (as agreed)",
      '  ~ orders: tag: tags.owner nothing -> "shop"',
      '  ~ orders: tag: tags.token "(secret)" -> nothing',
      "  ~ orders: tag: nothing changed",
    ]);
  });

  it("ends with the verdict, the counts and the times", () => {
    assert.deepEqual(lines(textReport(shop(), plain)).slice(-3), [
      "✗ 3 mandatory violations · 1 advisory · 1 can't tell",
      "11 resources · 4 components · 84 policies · 1.43 s (program 0.80 s, policies 0.60 s)",
      "",
    ]);
    const sound = textReport(result([resource("aws:sqs/queue:Queue", "q")], []), plain);
    assert.match(sound, /✓ Nothing mandatory is violated\n1 resource · 0 components/);
    assert.doesNotMatch(sound, /Violations|Can't tell|Notes/);
  });

  it("shows many sound components of one type as one line", () => {
    const components = Array.from({ length: 20 }, (_, i) =>
      resource("pkg:index:Service", `s${i}`, undefined, { kind: "component" }),
    );
    const children = components.map((component) => resource("aws:sqs/queue:Queue", `${component.name}-q`, component));
    const [tree] = lines(textReport(result([...components, ...children], []), plain)).slice(1);
    assert.equal(tree, "└─ 20 × pkg.Service  40 resources, s0 …");
  });

  it("has escape sequences with colours only", () => {
    const sequence = "\x1b[";
    assert.ok(!textReport(shop(), plain).includes(sequence));
    assert.ok(textReport(shop(), { ...plain, colors: true }).includes(sequence));
  });

  it("keeps to the width that it is given", () => {
    const prose = lines(textReport(shop(), { ...plain, columns: 80 })).filter((line) => /^ {6}(?! *https)/.test(line));
    assert.ok(prose.length > 5);
    for (const line of prose) {
      assert.ok(line.length <= 80, line);
    }
  });
});

describe("counts and exit code", () => {
  it("tell a mandatory violation from an advisory one and from an undecided policy", () => {
    const queue = resource("aws:sqs/queue:Queue", "q");
    const exit = (...found: Parameters<typeof finding>[2][]) =>
      exitCodeOf(
        result(
          [queue],
          found.map((more) => finding("p", queue, more)),
        ),
      );
    assert.equal(exit(), 0);
    assert.equal(exit({ enforcement: "advisory" }), 0);
    assert.equal(exit({ enforcement: "advisory", verdict: "can't tell" }), 0);
    assert.equal(exit({ enforcement: "advisory" }, { enforcement: "mandatory" }), 1);
    const { mandatory, advisory, undecided, resources, components } = countsOf(shop());
    assert.deepEqual([mandatory, advisory, undecided, resources, components], [3, 1, 1, 11, 4]);
  });
});

describe("JSON report", () => {
  it("is the result with the version of its format", () => {
    const parsed: unknown = JSON.parse(jsonReport(shop()));
    assert.deepEqual(parsed, JSON.parse(JSON.stringify({ formatVersion: 1, ...shop() })));
  });
});
