import { strict as assert } from "node:assert";
import { existsSync } from "node:fs";
import { join, normalize, resolve } from "node:path";
import { kebab } from "../../../scripts/docs/api";
import { build } from "../../../scripts/docs/build";
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
