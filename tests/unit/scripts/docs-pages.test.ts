import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import { join, normalize, resolve } from "node:path";
import { conformancePack, frameworks, registry, unmapped } from "../../../policies/index";
import { kebab } from "../../../scripts/docs/api";
import { build } from "../../../scripts/docs/build";
import { compliancePage } from "../../../scripts/docs/compliance";
import { anchor } from "../../../scripts/docs/markdown";

const ROOT = resolve(__dirname, "../../..");

/** Text without code, in which brackets are no links. */
function prose(page: string): string {
  return page.replace(/```[\s\S]*?```/g, "");
}

describe("the pages of this repository's components", function () {
  this.timeout(60_000);
  let pages: Map<string, string>;

  before(async () => {
    pages = await build(ROOT, { run: false, log: () => {} });
  });

  it("link only to pages, headings and files that are there", () => {
    const headings = new Map(
      [...pages].map(([path, page]) => [
        path,
        new Set([...prose(page).matchAll(/^#+ (.+)$/gm)].map(([, text = ""]) => anchor(text))),
      ]),
    );
    const broken: string[] = [];
    for (const [path, page] of pages) {
      for (const [, link = ""] of prose(page).matchAll(/\]\(([^)\s]+)\)/g)) {
        const [file = "", heading] = link.split("#");
        // The environments' page is made from runs.
        if (/^https?:/.test(link) || file === "environments.md") continue;
        const target = file === "" ? path : normalize(join(path, "..", file));
        const known = headings.get(target);
        const right = known
          ? heading === undefined || known.has(heading)
          : existsSync(join(ROOT, "docs/build", target)) && (heading === undefined || /^L\d+$/.test(heading));
        if (!right) broken.push(`${path}: ${link}`);
      }
    }
    assert.deepEqual(broken, []);
  });

  it("show the example of a component, its arguments and what it refuses", () => {
    const page = pages.get("data/cache.md") ?? "";
    assert.match(page, /^# Cache$/m);
    assert.match(page, /new Cache\("sessions", \{ placement/);
    assert.match(page, /\| \*\*`placement`\*\* \| \[`Placement`\]\(#placement\) \| needed \|/);
    assert.match(page, /\| `CacheEngine\.Valkey` \| `"valkey"` \|/);
    assert.match(page, /^- `shards`: a whole number from 1 to 500$/m);
    assert.match(page, /^### grantConnect\(user, to, granteeName\)$/m);
  });

  it("are a page a component, by chapter", () => {
    for (const [path, name] of [
      ["network/vpc.md", "Vpc"],
      ["workflow/saga.md", "Saga"],
      ["compute/functions.md", "consumeQueue"],
    ] as const) {
      assert.ok(pages.get(path)?.includes(name), path);
      assert.ok(pages.get("index.md")?.includes(path), path);
    }
    assert.equal(kebab("AwsServiceEndpoints"), "aws-service-endpoints");
  });
});

describe("the page about compliance", () => {
  const page = compliancePage();
  const rows = (heading: string): string[] =>
    (page.split(`\n${heading}\n`)[1] ?? "")
      .split(/\n#+ /)[0]
      ?.match(/^\| (?!---).*$/gm)
      ?.slice(1) ?? [];

  it("has every framework with its requirements, what holds them, and why nothing does", () => {
    for (const { id, name, version, requirements } of frameworks.filter(({ id }) => id !== "aws-config")) {
      assert.equal(rows(`### ${name} ${version}`).length, Object.keys(requirements).length, id);
    }
    const fsbp = rows("### AWS Foundational Security Best Practices 1.0.0");
    assert.ok(fsbp.some((row) => /^\| ELB\.13 \| .*`elb-zones`/.test(row)));
    assert.ok(fsbp.some((row) => /^\| DMS\.1 \| {2}\| The pack has no controls on AWS DMS/.test(row)));
    const iso = rows("### ISO/IEC 27001 Annex A 2022");
    assert.ok(iso.some((row) => /^\| A\.6\.1 \| Screening \| {2}\| A matter of people/.test(row)));
  });

  it("has every control with its severity, level, requirements and what other tools call it", () => {
    const controls = rows("## Controls");
    assert.equal(controls.length, registry.length);
    const one = controls.find((row) => row.startsWith("| `rds-instance-encryption` |")) ?? "";
    assert.match(
      one,
      /\| medium \| advisory \| fsbp RDS\.3; .*\| RDS_STORAGE_ENCRYPTED \| .*CKV_AWS_\d+.* \| .*AwsSolutions-\w+/,
    );
  });

  it("has every rule of AWS Config, with its parameters or why it is in no pack", () => {
    const rules = rows("## AWS Config");
    const { rules: deployed, leftOut } = conformancePack();
    assert.equal(rules.length, deployed.length + leftOut.length);
    assert.ok(rules.includes("| `ELBV2_MULTIPLE_AZ` | `elb-zones` | `minAvailabilityZones: 2` |"));
    assert.ok(
      rules.some((row) => /^\| `LAMBDA_FUNCTION_SETTINGS_CHECK` \| `lambda-runtime` \| in no pack: /.test(row)),
    );
  });

  it("says of every control that no framework asks for why the pack has it", () => {
    assert.equal(rows("## Controls that no framework asks for").length, unmapped.size);
  });
});
